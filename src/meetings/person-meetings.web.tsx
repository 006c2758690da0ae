/** On a person's page: what has been arranged with them, and a way to arrange more. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useMeetings } from './meeting-asks.web.ts'
import { MeetingForm } from './meeting-form.web.tsx'
import { Meetings } from './meeting-list.web.tsx'

/** Nothing is drawn where the purpose keeps no meetings: without the category, or without its source. */
export function PersonMeetings({ card: { id }, scope }: PersonPart) {
  const events = scope.categories.find(category => category.id === 'service-events')
  return events?.from.includes('meetings') ? <OfPerson person={id} mayWrite={events.mayWrite} /> : null
}

function OfPerson({ person, mayWrite }: { person: string; mayWrite: boolean }) {
  const say = useText()
  const found = useMeetings({ person })
  const [arranging, setArranging] = useState(false)
  const meetings = found.data?.pages.flatMap(page => page.meetings) ?? []
  return (
    <section className="panel" aria-labelledby="person-meetings">
      <Group justify="space-between">
        <Title order={2} id="person-meetings">
          {say('ui.meetings.of-person')}
        </Title>
        {mayWrite && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setArranging(true)}
          >
            {say('ui.meetings.arrange')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.data && meetings.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('ui.meetings.none-of-person')}
        </Text>
      )}
      <Meetings meetings={meetings} mayWrite={mayWrite} about={false} />
      {arranging && <MeetingForm person={person} close={() => setArranging(false)} />}
    </section>
  )
}
