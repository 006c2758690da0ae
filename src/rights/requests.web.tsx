/** The board of requests for rights: what must be answered first stands first, and what is late is seen from afar. */

import { Badge, Button, Checkbox, Group, NativeSelect, SegmentedControl, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { type ListedRequest, openStates, type RequestSearch, rights } from './request-answers.ts'
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
  const router = useRouter()
  useShortcut('c', 'ui.requests.record', () => void router.navigate({ to: '/requests/new' }))
  const [search, setSearch] = useState<RequestSearch>({ settled: false, mine: false })
  const { settled } = search
  const found = useRequests(search)
  const requests = found.data?.pages.flatMap(page => page.requests) ?? []
  return (
    <Page title={say('ui.requests.title')} acts={<RecordButton />}>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.requests.which')}
        value={settled ? 'settled' : 'open'}
        data={(['open', 'settled'] as const).map(value => ({ value, label: say(`ui.requests.${value}`) }))}
        onChange={value => setSearch({ ...search, settled: value === 'settled', states: undefined })}
      />
      <Narrowing search={search} change={setSearch} />
      <LoadedList
        query={found}
        rows={requests}
        height={240}
        none={
          <NothingYet title={say(noneOf(search))}>
            {say(isNarrowed(search) ? 'ui.requests.none-such' : 'ui.requests.none-why')}
          </NothingYet>
        }
      >
        {rows => <RequestTable requests={rows} />}
      </LoadedList>
    </Page>
  )
}

const isNarrowed = ({ kinds, states, mine }: RequestSearch): boolean =>
  kinds !== undefined || states !== undefined || mine

const noneOf = (search: RequestSearch) => {
  if (isNarrowed(search)) return 'ui.requests.none-found'
  return search.settled ? 'ui.requests.none-settled' : 'ui.requests.none'
}

function Narrowing({ search, change }: { search: RequestSearch; change: (search: RequestSearch) => void }) {
  const say = useText()
  return (
    <Group gap="sm" mb="md" align="center">
      <NativeSelect
        aria-label={say('ui.requests.right')}
        data={[
          { value: '', label: say('ui.requests.every-right') },
          ...rights.map(value => ({ value, label: say(`ui.requests.kind.${value}`) })),
        ]}
        value={search.kinds?.[0] ?? ''}
        onChange={({ currentTarget }) => {
          const kind = rights.find(one => one === currentTarget.value)
          change({ ...search, kinds: kind && [kind] })
        }}
      />
      {!search.settled && (
        <NativeSelect
          aria-label={say('ui.requests.state-now')}
          data={[
            { value: '', label: say('ui.requests.every-state') },
            ...openStates.map(value => ({ value, label: say(`ui.requests.state.${value}`) })),
          ]}
          value={search.states?.[0] ?? ''}
          onChange={({ currentTarget }) => {
            const state = openStates.find(one => one === currentTarget.value)
            change({ ...search, states: state && [state] })
          }}
        />
      )}
      <Checkbox
        label={say('ui.requests.mine')}
        checked={search.mine}
        onChange={({ currentTarget }) => change({ ...search, mine: currentTarget.checked })}
      />
    </Group>
  )
}

function RecordButton() {
  const say = useText()
  return (
    <Button
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
          <Table.Th visibleFrom="sm">{say('ui.requests.number')}</Table.Th>
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
                {request.number} · {request.requester}
              </Text>
              {request.undelivered && (
                <Badge variant="light" color="amber" tt="none">
                  {say('ui.requests.undelivered')}
                </Badge>
              )}
            </Table.Th>
            <Table.Td visibleFrom="sm" className="figures">
              {request.number}
            </Table.Td>
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
            : daysLeft === 0
              ? say('ui.requests.today')
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
