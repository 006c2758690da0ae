/** The register of breaches: what happened, how its 72 hours stand, and what is to be done next. */

import { Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { TakeOut } from '../accountability/take-out.web.tsx'
import type { BreachSummary } from './breach-answers.ts'
import { useBreaches } from './breach-asks.web.ts'
import { ClockBadge } from './clock-badge.web.tsx'
import './breaches.css'

export function Breaches() {
  const say = useText()
  const found = useBreaches()
  const breaches = found.data?.pages.flatMap(page => page.breaches) ?? []
  return (
    <Page
      title={say('ui.breaches.title')}
      acts={
        <>
          {breaches.length > 0 && <TakeOut path="/breaches/file" />}
          <RecordBreach />
        </>
      }
    >
      <Text c="dimmed" maw={720} mb="md">
        {say('ui.breaches.about')}
      </Text>
      <LoadedList
        query={found}
        rows={breaches}
        height={200}
        none={<NothingYet title={say('ui.breaches.none')}>{say('ui.breaches.none-why')}</NothingYet>}
      >
        {rows => <BreachTable breaches={rows} />}
      </LoadedList>
    </Page>
  )
}

function RecordBreach() {
  const say = useText()
  return (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/breaches/new" />}
    >
      {say('ui.breaches.new')}
    </Button>
  )
}

function BreachTable({ breaches }: { breaches: readonly BreachSummary[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th visibleFrom="sm">{say('ui.breaches.reference')}</Table.Th>
          <Table.Th>{say('ui.breaches.one')}</Table.Th>
          <Table.Th>{say('ui.breaches.clock-short')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.breaches.aware-short')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.breaches.risk-short')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.breaches.next')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {breaches.map(({ id, reference, name, clock, awareAt, risk, next }) => (
          <Table.Tr key={id}>
            <Table.Td visibleFrom="sm" className="figures">
              {reference}
            </Table.Td>
            <Table.Th scope="row" fw={560}>
              <Link to="/breaches/$breach" params={{ breach: id }} className="row-link any-name">
                {name}
              </Link>
              <Text size="sm" c="dimmed" hiddenFrom="sm">
                {[reference, next && say(`ui.breaches.step.${next}`)].filter(Boolean).join(' · ')}
              </Text>
            </Table.Th>
            <Table.Td>
              <ClockBadge clock={clock} />
            </Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {moment(awareAt)}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              {say(risk === null ? 'ui.breaches.not-assessed' : `ui.breaches.risk.${risk}`)}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              {say(next === null ? 'ui.breaches.is-closed' : `ui.breaches.step.${next}`)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
