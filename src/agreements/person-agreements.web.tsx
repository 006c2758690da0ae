/** On a person's page: their contracts with state and end, and a way to record one. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAgreements, useContracts } from './agreement-asks.web.ts'
import { NewAgreementForm } from './agreement-form.web.tsx'
import { agreementName } from './agreement-name.web.ts'
import { Ends } from './agreements.web.tsx'
import { StateBadge } from './state-badge.web.tsx'
import './agreements.css'

/** Nothing is drawn where the purpose does not see contracts. */
export function PersonAgreements({ card: { id }, scope }: PersonPart) {
  const contracts = scope.categories.find(category => category.id === 'contracts')
  return contracts ? <OfPerson person={id} mayWrite={contracts.mayWrite} /> : null
}

function OfPerson({ person, mayWrite }: { person: string; mayWrite: boolean }) {
  const say = useText()
  const { column } = useContracts()
  const found = useAgreements({ person, limit: 200 })
  const [isRecording, setRecording] = useState(false)
  const agreements = found.data?.pages.flatMap(page => page.agreements) ?? []
  return (
    <section className="panel" aria-labelledby="person-agreements">
      <Group justify="space-between">
        <Title order={2} id="person-agreements">
          {say('ui.agreements.title')}
        </Title>
        {mayWrite && !isRecording && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setRecording(true)}
          >
            {say('ui.agreements.new')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {isRecording && <NewAgreementForm person={person} close={() => setRecording(false)} />}
      {found.data && agreements.length === 0 && !isRecording && (
        <Text size="sm" c="dimmed">
          {say('ui.agreements.none-of-person')}
        </Text>
      )}
      <ul className="agreement-list">
        {agreements.map(one => (
          <li key={one.id}>
            <Group gap="xs">
              <Link to="/agreements/$agreement" params={{ agreement: one.id }} className="row-link any-name">
                {agreementName(one, say)}
              </Link>
              <StateBadge column={column('state')} state={one.values.state} />
            </Group>
            <Text size="sm" c="dimmed" className="figures" component="div">
              <Ends agreement={one} />
              {one.documents > 0 && ` ${say('ui.agreements.documents-count', { count: one.documents })}`}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}
