/** The days on which fiscal years end, told by an administrator: bookkeeping's periods run from them. */

import { ActionIcon, Button, Group, Text, TextInput, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRetentionVerb } from './retention-asks.web.ts'

export function FiscalYears({ years }: { years: readonly string[] }) {
  const say = useText()
  const [ends, setEnds] = useState('')
  const telling = useRetentionVerb<{ ends: string }>('POST', () => '/fiscal-years')
  const forgetting = useRetentionVerb<string>('DELETE', year => `/fiscal-years/${year}`)
  const send = (event: FormEvent) => {
    event.preventDefault()
    telling.mutate({ ends }, { onSuccess: () => setEnds('') })
  }
  return (
    <section aria-labelledby="fiscal-years" className="fiscal-years">
      <Title order={2} id="fiscal-years" mb="xs">
        {say('ui.retention.fiscal-year')}
      </Title>
      <Text c="dimmed" mb="sm" maw={640}>
        {say('ui.retention.fiscal-year-why')}
      </Text>
      {years.length > 0 && (
        <ul className="fiscal-year-list">
          {years.map(year => (
            <li key={year} className="figures">
              {date(year)}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={say('ui.retention.fiscal-year-remove', { date: date(year) })}
                onClick={() => forgetting.mutate(year)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={send}>
        <Group align="end" gap="sm">
          <TextInput
            type="date"
            label={say('ui.retention.fiscal-year-add')}
            value={ends}
            required
            onChange={({ currentTarget }) => setEnds(currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={telling.isPending}>
            {say('ui.save')}
          </Button>
        </Group>
      </form>
      <ProblemNotice error={telling.error ?? forgetting.error} />
    </section>
  )
}
