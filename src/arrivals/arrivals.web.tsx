/** What came by itself, from where, and what became of it; what was refused says why and how to mend it. */

import { Badge, Button, Group, NativeSelect, Table, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { tell } from '../../web/tell.ts'
import type { ArrivalAnswer } from './arrival-answers.ts'
import { type State, useArrivals, useReplay } from './arrival-asks.web.ts'
import './arrivals.css'

const states: readonly State[] = ['refused', 'waiting', 'accepted', 'written', 'ignored']

export function Arrivals() {
  const say = useText()
  const [state, setState] = useState<State | undefined>(undefined)
  const found = useArrivals(state)
  const arrivals = found.data?.pages.flatMap(page => page.arrivals) ?? []
  const counts = found.data?.pages[0]?.counts
  const open = (counts?.refused ?? 0) + (counts?.waiting ?? 0)
  const labelOf = (one: State) => `${say(`ui.arrivals.state.${one}`)} (${count(counts?.[one] ?? 0)})`
  return (
    <Page title={say('ui.arrivals.title')} acts={open > 0 && <ReplayAll open={open} />}>
      <Text c="dimmed" maw={680} mb="sm">
        {say('ui.arrivals.why')}
      </Text>
      <NativeSelect
        mb="md"
        maw={320}
        label={say('ui.arrivals.which')}
        value={state ?? ''}
        data={[
          { value: '', label: say('ui.arrivals.all') },
          ...states.map(value => ({ value, label: labelOf(value) })),
        ]}
        onChange={({ currentTarget }) => setState(states.find(one => one === currentTarget.value))}
      />
      <LoadedList
        query={found}
        rows={arrivals}
        height={240}
        none={
          <NothingYet title={say(state === undefined ? 'ui.arrivals.none' : 'ui.arrivals.none-such')}>
            {state === undefined && say('ui.arrivals.none-why')}
          </NothingYet>
        }
      >
        {rows => <ArrivalTable arrivals={rows} />}
      </LoadedList>
    </Page>
  )
}

function ReplayAll({ open }: { open: number }) {
  const say = useText()
  const replaying = useReplay()
  return (
    <Button
      variant="default"
      loading={replaying.isPending}
      leftSection={<IconRefresh size={17} aria-hidden />}
      onClick={() =>
        replaying.mutate(null, {
          onSuccess: ({ replayed }) => tell(say('ui.arrivals.replayed', { count: count(replayed) })),
        })
      }
    >
      {say('ui.arrivals.replay-all', { count: count(open) })}
    </Button>
  )
}

function ArrivalTable({ arrivals }: { arrivals: readonly ArrivalAnswer[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.arrivals.from')}</Table.Th>
          <Table.Th>{say('ui.arrivals.became')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.arrivals.about')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.arrivals.when')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {arrivals.map(one => (
          <ArrivalTableRow key={one.id} one={one} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function ArrivalTableRow({ one }: { one: ArrivalAnswer }) {
  const say = useText()
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={560}>
        <Link to="/arrivals/$arrival" params={{ arrival: one.id }} className="row-link any-name">
          {one.name}
          {one.reference && ` ${one.reference}`}
        </Link>
        <Text size="sm" c="dimmed" className="any-name">
          {one.topic}
        </Text>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {moment(one.at)}
        </Text>
      </Table.Th>
      <Table.Td>
        <Group gap={6}>
          <StateBadge state={one.state} />
          {one.test && (
            <Badge variant="outline" color="gray" tt="none">
              {say('ui.arrivals.test')}
            </Badge>
          )}
        </Group>
        {one.reason && (
          <Text size="sm" mt={4} className="arrival-reason">
            {one.reason.text}
          </Text>
        )}
        {one.again > 0 && (
          <Text size="sm" c="dimmed">
            {say('ui.arrivals.again', { count: count(one.again) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <About one={one} />
      </Table.Td>
      <Table.Td visibleFrom="sm" className="figures">
        {moment(one.at)}
      </Table.Td>
    </Table.Tr>
  )
}

export const About = ({ one: { person } }: { one: Pick<ArrivalAnswer, 'person'> }) =>
  person === null ? null : (
    <Link to="/customers/$person" params={{ person: person.id }} className="row-link any-name">
      {person.name ?? person.id.slice(-6)}
    </Link>
  )

const colours = { accepted: 'gray', written: 'pine', waiting: 'amber', refused: 'brick', ignored: 'gray' } as const

export function StateBadge({ state }: { state: State }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.arrivals.state.${state}`)}
    </Badge>
  )
}
