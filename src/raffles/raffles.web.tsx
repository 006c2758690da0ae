/** Raffles and contests of the purpose: which are open, which wait for their draw, which have been drawn. */

import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { OtherPurpose, useOtherPurpose } from '../participation/other-purpose.web.tsx'
import type { RaffleAnswer } from './raffle-answers.ts'
import { useRaffles } from './raffle-asks.web.ts'

export function Raffles() {
  const say = useText()
  return useOtherPurpose() ? <OtherPurpose title={say('ui.raffles.title')} /> : <List />
}

function List() {
  const say = useText()
  const found = useRaffles()
  return (
    <MadeList
      title={say('ui.raffles.title')}
      make={{ to: '/raffles/new', words: say('ui.raffles.new') }}
      none={{ title: say('ui.raffles.none'), why: say('ui.raffles.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.raffles)}
    >
      {rows => <RaffleTable raffles={rows} />}
    </MadeList>
  )
}

const colours = {
  coming: 'gray',
  open: 'pine',
  ended: 'amber',
  frozen: 'amber',
  drawn: 'pine',
  cancelled: 'gray',
} as const

export function RaffleState({ state }: { state: RaffleAnswer['state'] }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.raffles.state.${state}`)}
    </Badge>
  )
}

function RaffleTable({ raffles }: { raffles: readonly RaffleAnswer[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.raffles.name')}</Table.Th>
          <Table.Th>{say('ui.raffles.state-label')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.raffles.closes')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.raffles.winners-count')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {raffles.map(({ id, name, state, closes, winners }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" fw={560}>
              <Link to="/raffles/$raffle" params={{ raffle: id }} className="row-link any-name">
                {name}
              </Link>
              <Text size="sm" c="dimmed" hiddenFrom="sm">
                {moment(closes)}
              </Text>
            </Table.Th>
            <Table.Td>
              <RaffleState state={state} />
            </Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {moment(closes)}
            </Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {count(winners)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
