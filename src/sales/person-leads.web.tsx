/** On a person's page: what they may buy, with its stage, and a way to record a lead. */

import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { NewLeadForm } from './lead-form.web.tsx'
import { stateOf, subjectOf } from './lead-move.web.tsx'
import { useLeads, useSales } from './sales-asks.web.ts'
import './sales.css'

/** Nothing is drawn where the purpose does not see leads. */
export function PersonLeads({ card: { id }, scope }: PersonPart) {
  const leads = scope.categories.find(category => category.id === 'leads')
  return leads ? <OfPerson person={id} mayWrite={leads.mayWrite} /> : null
}

function OfPerson({ person, mayWrite }: { person: string; mayWrite: boolean }) {
  const say = useText()
  const { named } = useSales()
  const found = useLeads({ person, limit: 200 })
  const [isRecording, setRecording] = useState(false)
  const leads = found.data?.pages.flatMap(page => page.leads) ?? []
  return (
    <section className="panel" aria-labelledby="person-leads">
      <Group justify="space-between">
        <Title order={2} id="person-leads">
          {say('ui.leads.title')}
        </Title>
        {mayWrite && !isRecording && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setRecording(true)}
          >
            {say('ui.leads.new')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {isRecording && <NewLeadForm person={person} close={() => setRecording(false)} />}
      {found.data && leads.length === 0 && !isRecording && (
        <Text size="sm" c="dimmed">
          {say('ui.leads.none-of-person')}
        </Text>
      )}
      <ul className="sales-list">
        {leads.map(lead => (
          <li key={lead.id}>
            <Group gap="xs">
              <Link to="/leads/$lead" params={{ lead: lead.id }} className="row-link any-name">
                {subjectOf(lead)}
              </Link>
              <Badge variant="light" tt="none">
                {named('state', stateOf(lead))}
              </Badge>
            </Group>
          </li>
        ))}
      </ul>
    </section>
  )
}
