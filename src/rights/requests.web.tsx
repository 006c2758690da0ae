/** The board of requests for rights: what must be answered first stands first, and what is late is seen from afar. */

import { Badge, Button, SegmentedControl, Skeleton, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import type { ListedRequest } from './request-answers.ts'
import { useRequests } from './request-asks.web.ts'
import './rights.css'

export function Requests() {
  const scope = useScope()
  if (scope.data?.seesAll === false) return <OtherPurpose />
  return <Board />
}

/** Requests are read for the rights purpose alone. */
export function OtherPurpose() {
  const say = useText()
  return (
    <Page title={say('ui.requests.title')}>
      <NothingYet title={say('ui.requests.other-purpose')}>{say('ui.requests.other-purpose-why')}</NothingYet>
    </Page>
  )
}

function Board() {
  const say = useText()
  const [settled, setSettled] = useState(false)
  const found = useRequests(settled)
  const requests = found.data?.pages.flatMap(page => page.requests) ?? []
  return (
    <Page title={say('ui.requests.title')} acts={<RecordButton />}>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.requests.which')}
        value={settled ? 'settled' : 'open'}
        data={(['open', 'settled'] as const).map(value => ({ value, label: say(`ui.requests.${value}`) }))}
        onChange={value => setSettled(value === 'settled')}
      />
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={240} aria-hidden />}
      {found.data && requests.length === 0 && (
        <NothingYet title={say(settled ? 'ui.requests.none-settled' : 'ui.requests.none')}>
          {say('ui.requests.none-why')}
        </NothingYet>
      )}
      {requests.length > 0 && <RequestTable requests={requests} />}
      {found.hasNextPage && (
        <Button mt="md" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {say('ui.requests.more')}
        </Button>
      )}
    </Page>
  )
}

function RecordButton() {
  const say = useText()
  return (
    <Button
      size="compact-md"
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/requests/new" />}
    >
      {say('ui.requests.record')}
    </Button>
  )
}

function RequestTable({ requests }: { requests: readonly ListedRequest[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.requests.due')}</Table.Th>
          <Table.Th>{say('ui.requests.right')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.requests.requester')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.requests.state-now')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {requests.map(request => (
          <Table.Tr key={request.id}>
            <Table.Td>
              <Due request={request} />
            </Table.Td>
            <Table.Th scope="row" fw={560}>
              <Link to="/requests/$request" params={{ request: request.id }} className="row-link">
                {say(`ui.requests.kind.${request.kind}`)}
              </Link>
              <Text size="sm" c="dimmed" hiddenFrom="sm" className="any-name">
                {request.requester}
              </Text>
            </Table.Th>
            <Table.Td visibleFrom="sm" className="any-name">
              {request.requester}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <StateBadge state={request.state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** The day of the answer, and how far it is; nothing more when the clock stands or has ended. */
export function Due({ request: { due, daysLeft } }: { request: Pick<ListedRequest, 'due' | 'daysLeft'> }) {
  const say = useText()
  return (
    <>
      <span className="figures">{date(due)}</span>
      {daysLeft !== null && (
        <Text
          size="sm"
          className="request-due"
          data-late={daysLeft < 0 || undefined}
          data-soon={daysLeft < 7 || undefined}
        >
          {daysLeft < 0
            ? say('ui.requests.late', { count: -daysLeft, number: count(-daysLeft) })
            : say('ui.requests.left', { count: daysLeft, number: count(daysLeft) })}
        </Text>
      )}
    </>
  )
}

const colours = {
  received: 'amber',
  identifying: 'gray',
  working: 'pine',
  refusing: 'amber',
  refused: 'amber',
  answered: 'pine',
  withdrawn: 'gray',
} as const

export function StateBadge({ state }: { state: ListedRequest['state'] }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.requests.state.${state}`)}
    </Badge>
  )
}
