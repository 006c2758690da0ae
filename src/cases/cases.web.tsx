/** The list of cases: what must be answered first stands first, late ones are told in words, and one's own are a press away. */

import { Button, Checkbox, Group, NativeSelect, SegmentedControl, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { Due } from '../rights/requests.web.tsx'
import { kinds, type ListedCase, views } from './case-answers.ts'
import { type Search, useCases } from './case-asks.web.ts'
import { StateBadge } from './state-badge.web.tsx'
import { Terms } from './terms.web.tsx'

export function Cases() {
  const { data } = useScope()
  return data && !data.categories.some(({ id }) => id === 'feedback') ? <OtherPurpose /> : <Board />
}

/** Cases are read for the purposes to which the notice gives feedback. */
export function OtherPurpose() {
  const say = useText()
  return (
    <Page title={say('ui.cases.title')}>
      <NothingYet title={say('ui.cases.other-purpose')}>{say('ui.cases.other-purpose-why')}</NothingYet>
    </Page>
  )
}

const everything: Search = { view: 'open', mine: false, mentioned: false, overdue: false }

function Board() {
  const say = useText()
  const router = useRouter()
  useShortcut('c', 'ui.cases.new', () => void router.navigate({ to: '/cases/new' }))
  const { administrator } = useAccount()
  const [setting, setSetting] = useState(false)
  const [search, setSearch] = useState<Search>(everything)
  const found = useCases(search)
  const counts = found.data?.pages[0]?.counts
  const isNarrowed =
    search.mine || search.mentioned || search.overdue || search.kind !== undefined || search.view !== 'open'
  return (
    <Page
      title={say('ui.cases.title')}
      acts={
        <Group gap="xs">
          {administrator && (
            <Button variant="default" onClick={() => setSetting(true)}>
              {say('ui.cases.terms')}
            </Button>
          )}
          <Button
            leftSection={<IconPlus size={17} aria-hidden />}
            renderRoot={props => <Link {...props} to="/cases/new" />}
          >
            {say('ui.cases.new')}
          </Button>
        </Group>
      }
    >
      {setting && <Terms close={() => setSetting(false)} />}
      <SegmentedControl
        mb="md"
        aria-label={say('ui.cases.which')}
        value={search.view}
        data={views.map(value => ({ value, label: say(`ui.cases.view.${value}`) }))}
        onChange={value => setSearch({ ...search, view: views.find(one => one === value) ?? 'open', overdue: false })}
      />
      <Narrowing search={search} change={setSearch} overdue={counts?.overdue ?? 0} mine={counts?.mine ?? 0} />
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.cases)}
        height={240}
        none={
          <NothingYet title={say(isNarrowed ? 'ui.cases.none-found' : 'ui.cases.none')}>
            {say(isNarrowed ? 'ui.cases.none-such' : 'ui.cases.none-why')}
          </NothingYet>
        }
      >
        {rows => <CaseTable cases={rows} />}
      </LoadedList>
    </Page>
  )
}

interface NarrowingProps {
  readonly search: Search
  readonly change: (search: Search) => void
  readonly overdue: number
  readonly mine: number
}

function Narrowing({ search, change, overdue, mine }: NarrowingProps) {
  const say = useText()
  return (
    <Group gap="sm" mb="md" align="center">
      <NativeSelect
        aria-label={say('ui.cases.kind-label')}
        data={[
          { value: '', label: say('ui.cases.every-kind') },
          ...kinds.map(value => ({ value, label: say(`ui.cases.kind.${value}`) })),
        ]}
        value={search.kind ?? ''}
        onChange={({ currentTarget }) => change({ ...search, kind: kinds.find(one => one === currentTarget.value) })}
      />
      <Checkbox
        label={say('ui.cases.mine', { count: count(mine) })}
        checked={search.mine}
        onChange={({ currentTarget }) => change({ ...search, mine: currentTarget.checked })}
      />
      {search.view === 'open' && (
        <Checkbox
          label={say('ui.cases.overdue', { count: count(overdue) })}
          checked={search.overdue}
          onChange={({ currentTarget }) => change({ ...search, overdue: currentTarget.checked })}
        />
      )}
      <Checkbox
        label={say('ui.cases.mentioned')}
        checked={search.mentioned}
        onChange={({ currentTarget }) => change({ ...search, mentioned: currentTarget.checked })}
      />
    </Group>
  )
}

function CaseTable({ cases }: { cases: readonly ListedCase[] }) {
  const say = useText()
  return (
    <Table highlightOnHover verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.cases.due')}</Table.Th>
          <Table.Th>{say('ui.cases.about')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.cases.customer')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.cases.owner')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.cases.state-now')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cases.map(one => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <Due request={one} />
            </Table.Td>
            <Table.Th scope="row" fw={560}>
              <Link to="/cases/$case" params={{ case: one.id }} className="row-link">
                {say(`ui.cases.kind.${one.kind}`)} {one.number}
              </Link>
              {one.begins !== null && (
                <Text size="sm" c="dimmed" lineClamp={2} className="any-name" title={one.begins}>
                  {one.begins}
                </Text>
              )}
              <Text size="sm" hiddenFrom="sm" className="any-name">
                {one.person.name ?? say('ui.person.nameless')} · {say(`ui.cases.state.${one.state}`)}
              </Text>
            </Table.Th>
            <Table.Td visibleFrom="sm" className="any-name">
              {one.person.name ?? say('ui.person.nameless')}
            </Table.Td>
            <Table.Td visibleFrom="sm" className="any-name">
              {one.owner?.name ?? say('ui.cases.nobody')}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <StateBadge state={one.state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
