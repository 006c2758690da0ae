/** Every legitimate interest of the notice with the state of its balancing test. */

import { Badge, List, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { InterestList } from './accountability-answers.ts'
import { useAccountability } from './accountability-asks.web.ts'
import { TakeOut } from './take-out.web.tsx'
import './accountability.css'

export function BalancingTests() {
  const say = useText()
  const found = useAccountability<InterestList>('/balancing-tests')
  const interests = found.data?.interests ?? []
  return (
    <Page
      title={say('ui.balancing.title')}
      acts={interests.length > 0 && <TakeOut path="/accountability/files/balancing-tests" />}
    >
      <Text mb="md" maw={760}>
        {say('ui.balancing.why-here')}
      </Text>
      <LoadedList
        query={found}
        rows={interests}
        height={240}
        none={<NothingYet title={say('ui.balancing.none')}>{say('ui.balancing.none-why')}</NothingYet>}
      >
        {rows => <InterestTable interests={rows} />}
      </LoadedList>
    </Page>
  )
}

const colours = {
  missing: 'brick',
  unfinished: 'amber',
  against: 'brick',
  changed: 'amber',
  expired: 'amber',
  holds: 'pine',
} as const

export function TestStateBadge({ state }: { state: keyof typeof colours }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none" className="state-badge">
      {say(`ui.balancing.state.${state}`)}
    </Badge>
  )
}

function InterestTable({ interests }: { interests: InterestList['interests'] }) {
  const say = useText()
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.balancing.column.interest')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.balancing.column.state')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.balancing.column.valid-until')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.balancing.column.changes')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {interests.map(({ interest, text, state, decision, changes }) => (
          <Table.Tr key={interest}>
            <Table.Td>
              <Link to="/accountability/balancing-tests/$interest" params={{ interest }}>
                {text}
              </Link>
              <Text hiddenFrom="sm" component="div" mt={4}>
                <TestStateBadge state={state} />
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <TestStateBadge state={state} />
            </Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {decision && date(decision.validUntil)}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <List size="sm" className="notes">
                {changes.map(change => (
                  <List.Item key={change}>{change}</List.Item>
                ))}
              </List>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
