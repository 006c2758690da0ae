/** What speaks for two being one person, and what against it, in words: nothing is told by colour alone. */

import { Badge, Text } from '@mantine/core'
import { useText } from '../../web/language.ts'
import type { ProposalAnswer } from './duplicates-answers.ts'

export function VerdictBadge({ verdict }: { verdict: ProposalAnswer['verdict'] }) {
  const say = useText()
  return (
    <Badge variant={verdict === 'certain' ? 'filled' : verdict === 'likely' ? 'light' : 'default'} tt="none" size="sm">
      {say(`ui.duplicates.verdict.${verdict}`)}
    </Badge>
  )
}

/** What speaks for and against, in words, the weightiest first. */
export function Evidence({ pair }: { pair: ProposalAnswer }) {
  const say = useText()
  const told = pair.evidence.toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits))
  return (
    <ul className="duplicates-evidence">
      {told.map(({ field, level, bits }) => (
        <li key={field} data-speaks={bits > 1 ? 'for' : bits < -1 ? 'against' : 'little'}>
          <Text span size="sm">
            {say(`ui.duplicates.field.${field}` as 'ui.duplicates.field.given')}:{' '}
            {say(`ui.duplicates.level.${level}` as 'ui.duplicates.level.same')}
          </Text>{' '}
          <Text span size="xs" c="dimmed">
            {say(bits > 1 ? 'ui.duplicates.for' : bits < -1 ? 'ui.duplicates.against' : 'ui.duplicates.little')}
          </Text>
        </li>
      ))}
    </ul>
  )
}
