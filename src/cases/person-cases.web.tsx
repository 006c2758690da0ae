/** On a person's page: their cases, the latest first, and a way to record one while they are on the telephone. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useCasesOf } from './case-asks.web.ts'
import { CaseForm } from './case-form.web.tsx'
import { StateBadge } from './state-badge.web.tsx'
import './cases.css'

/** Nothing is drawn where the purpose does not see feedback. */
export function PersonCases({ card: { id }, scope }: PersonPart) {
  const say = useText()
  const feedback = scope.categories.find(category => category.id === 'feedback')
  const found = useCasesOf(id, feedback !== undefined)
  const [isOpening, setOpening] = useState(false)
  if (!feedback) return null
  const cases = found.data?.cases ?? []
  return (
    <section className="panel" aria-labelledby="person-cases">
      <Group justify="space-between">
        <Title order={2} id="person-cases">
          {say('ui.cases.of-person')}
        </Title>
        {feedback.mayWrite && !isOpening && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setOpening(true)}
          >
            {say('ui.cases.new')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {isOpening && <CaseForm person={id} close={() => setOpening(false)} />}
      {found.data && cases.length === 0 && !isOpening && (
        <Text size="sm" c="dimmed">
          {say('ui.cases.none-of-person')}
        </Text>
      )}
      <ul className="case-list">
        {cases.map(one => (
          <li key={one.id}>
            <Group gap="xs">
              <Link to="/cases/$case" params={{ case: one.id }} className="row-link">
                {say(`ui.cases.kind.${one.kind}`)} {one.number}
              </Link>
              <StateBadge state={one.state} />
              <Text size="sm" c="dimmed" className="figures">
                {date(one.receivedAt)}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
    </section>
  )
}
