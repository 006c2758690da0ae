/** Events and fairs of the purpose: when and where they are, and which have ended. */

import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { OtherPurpose, useOtherPurpose } from '../participation/other-purpose.web.tsx'
import type { EventAnswer } from './event-answers.ts'
import { useEvents } from './event-asks.web.ts'

export function Events() {
  const say = useText()
  return useOtherPurpose() ? <OtherPurpose title={say('ui.events.title')} /> : <List />
}

function List() {
  const say = useText()
  const found = useEvents()
  return (
    <MadeList
      title={say('ui.events.title')}
      make={{ to: '/events/new', words: say('ui.events.new') }}
      none={{ title: say('ui.events.none'), why: say('ui.events.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.events)}
    >
      {rows => <EventTable events={rows} />}
    </MadeList>
  )
}

export function EventState({ hasEnded }: { hasEnded: boolean }) {
  const say = useText()
  return (
    <Badge variant="light" color={hasEnded ? 'gray' : 'pine'} tt="none">
      {say(hasEnded ? 'ui.events.ended' : 'ui.events.coming')}
    </Badge>
  )
}

function EventTable({ events }: { events: readonly EventAnswer[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.events.name')}</Table.Th>
          <Table.Th>{say('ui.events.state')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.events.place')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.events.starts')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map(({ id, name, place, starts, hasEnded }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" fw={560}>
              <Link to="/events/$event" params={{ event: id }} className="row-link any-name">
                {name}
              </Link>
              <Text size="sm" c="dimmed" hiddenFrom="sm">
                {moment(starts)}, {place}
              </Text>
            </Table.Th>
            <Table.Td>
              <EventState hasEnded={hasEnded} />
            </Table.Td>
            <Table.Td visibleFrom="sm">{place}</Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {moment(starts)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
