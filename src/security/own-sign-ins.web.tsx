/** What was unusual about one's own sign-ins, and what to do when it was somebody else. */

import { List, Text, Title } from '@mantine/core'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { useOwnSignIns } from './security-asks.web.ts'

/** Nothing stands here while nothing was. */
export function OwnSignIns() {
  const say = useText()
  const findings = useOwnSignIns().data?.findings ?? []
  if (findings.length === 0) return null
  return (
    <section aria-labelledby="sign-ins">
      <Title order={2} id="sign-ins">
        {say('ui.sign-ins.title')}
      </Title>
      <Text c="dimmed" mb="xs">
        {say('ui.sign-ins.why')}
      </Text>
      <List spacing={4}>
        {findings.map(({ id, kind, times, lastAt }) => (
          <List.Item key={id}>
            {moment(lastAt)}: {say(`ui.security.kind.${kind}`, { count: times, others: 1 })}
          </List.Item>
        ))}
      </List>
    </section>
  )
}
