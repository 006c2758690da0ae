/** Events and fairs of the purpose: when and where they are, and which have ended. */

import { Badge, Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
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
  const events = found.data?.pages.flatMap(page => page.events)
  const announce = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} renderRoot={props => <Link {...props} to="/events/new" />}>
      {say('ui.events.new')}
    </Button>
  )
  return (
    <Page title={say('ui.events.title')} acts={events && events.length > 0 ? announce : undefined}>
      <LoadedList
        query={found}
        rows={events}
        height={200}
        none={
          <NothingYet title={say('ui.events.none')} step={announce}>
            {say('ui.events.none-why')}
          </NothingYet>
        }
      >
        {rows => <EventTable events={rows} />}
      </LoadedList>
    </Page>
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
