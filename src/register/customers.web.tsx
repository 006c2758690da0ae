/** The customers that the purpose sees: found, narrowed and ordered as the person wants, however many there are. */

import { Button, CloseButton, Group, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useDensity } from '../../web/appearance.tsx'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { OutOfSight } from '../../web/out-of-sight.tsx'
import { Page } from '../../web/page.tsx'
import { usePages } from '../../web/pages.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import type { List } from './answers.ts'
import { ColumnChoice, isFurther, shownColumns, useListColumns } from './customer-columns.web.tsx'
import { CustomerExport, type FindBody } from './customer-export.web.tsx'
import { CustomerFilters } from './customer-filters.web.tsx'
import { categoriesAtFirst } from './customer-opening.web.ts'
import { CustomerRows } from './customer-rows.web.tsx'
import { type CustomerView, everyone, filterFields, useCustomerView } from './customer-view.web.ts'
import { SavedViews } from './saved-views.web.tsx'
import './customers.css'

const sorts = ['name', 'newest', 'changed'] as const
const rowHeights = { comfortable: 32, compact: 26, narrow: 84 }

/** The view as a question to the register. */
function useFindBody({ q, filters, sort, columns }: CustomerView): FindBody {
  const [settled] = useDebouncedValue(q.trim(), 200)
  const further = columns?.filter(isFurther) ?? []
  return { ...(settled !== '' && { q: settled }), filters: [...filters], sort, columns: further }
}

export function Customers() {
  const say = useText()
  const { view, change } = useCustomerView()
  const body = useFindBody(view)
  const found = usePages<List>('/persons/find', { ...body, limit: 100 })
  const scope = useScope().data
  const [density] = useDensity()
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const first = found.data?.pages[0]
  const persons = useMemo(() => found.data?.pages.flatMap(page => page.persons) ?? [], [found.data])
  const all = useListColumns(scope, first?.columns ?? [])
  const mayOpen = scope !== undefined && categoriesAtFirst(scope).length > 0
  const columns = shownColumns(all, view.columns)
  const fields = useMemo(() => (scope ? filterFields(scope, say) : []), [scope, say])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const select = (ids: readonly string[], on: boolean) =>
    setSelected(now => new Set(on ? [...now, ...ids] : [...now].filter(id => !ids.includes(id))))

  return (
    <Page
      title={say('ui.customers.title')}
      beside={<Total list={first} />}
      acts={
        mayOpen && (
          <Button component={Link} to="/customers/new" leftSection={<IconPlus size={17} aria-hidden />}>
            {say('ui.new-customer.new')}
          </Button>
        )
      }
    >
      <SavedViews view={view} show={change} />
      <Group gap="xs" mb="xs" className="customer-tools">
        <SearchField q={view.q} change={q => change({ q })} mayOpen={mayOpen} />
        <CustomerFilters fields={fields} filters={view.filters} change={filters => change({ filters })} />
        <div className="shell-spring" />
        <NativeSelect
          size="xs"
          aria-label={say('ui.customers.sort')}
          value={first?.sort ?? view.sort}
          data={sorts.map(value => ({ value, label: say(`ui.customers.sort-by.${value}`) }))}
          onChange={({ currentTarget }) => change({ sort: sorts.find(one => one === currentTarget.value) ?? 'name' })}
        />
        {!narrow && <ColumnChoice all={all} shown={columns} choose={chosen => change({ columns: chosen })} />}
        {first && persons.length > 0 && <CustomerExport body={body} list={first} selected={selected} />}
      </Group>
      {first && <OutOfSight {...first.leftOut} />}
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <RowSkeletons />}
      {first && persons.length > 0 && (
        <CustomerRows
          persons={persons}
          columns={columns}
          total={first.total.count}
          rowHeight={narrow ? rowHeights.narrow : rowHeights[density]}
          narrow={narrow}
          selected={selected}
          select={select}
          nearEnd={nearEnd}
        />
      )}
      {selected.size > 0 && (
        <div className="selection-bar" role="status">
          {say('ui.customers.selected', { count: selected.size })}
          <Button size="compact-sm" variant="default" onClick={() => setSelected(new Set())}>
            {say('ui.customers.select-none')}
          </Button>
        </div>
      )}
      {first && persons.length === 0 && <NoCustomers view={view} clear={() => change(everyone)} mayOpen={mayOpen} />}
    </Page>
  )
}

function Total({ list }: { list: List | undefined }) {
  const say = useText()
  if (!list) return null
  const number = count(list.total.count)
  return (
    <Text c="dimmed" className="figures" role="status">
      {list.total.exact
        ? say('ui.customers.total', { count: list.total.count, number })
        : say('ui.customers.about-total', { number })}
    </Text>
  )
}

interface SearchFieldProps {
  readonly q: string
  readonly change: (q: string) => void
  readonly mayOpen: boolean
}

function SearchField({ q, change, mayOpen }: SearchFieldProps) {
  const say = useText()
  const field = useRef<HTMLInputElement>(null)
  const router = useRouter()
  useShortcut('/', 'ui.keys.search', () => field.current?.focus())
  useShortcut('c', 'ui.keys.new-customer', () => void router.navigate({ to: '/customers/new' }), 'here', mayOpen)
  return (
    <TextInput
      ref={field}
      type="search"
      size="xs"
      className="customer-search"
      aria-label={say('ui.customers.search')}
      placeholder={say('ui.customers.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        q !== '' && <CloseButton size="sm" aria-label={say('ui.customers.search-clear')} onClick={() => change('')} />
      }
      value={q}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}

/** As many as fit on a laptop, so that nothing jumps when the rows come. */
const skeletons = [...'abcdefghijklmnopqrst']

const RowSkeletons = () => (
  <div aria-hidden>
    {skeletons.map(key => (
      <Skeleton key={key} height={20} my={12} radius="sm" />
    ))}
  </div>
)

interface NoCustomersProps {
  readonly view: CustomerView
  readonly clear: () => void
  readonly mayOpen: boolean
}

function NoCustomers({ view, clear, mayOpen }: NoCustomersProps) {
  const say = useText()
  const narrowed = view.q !== '' || view.filters.length > 0
  if (narrowed)
    return (
      <NothingYet
        title={say('ui.customers.none-found')}
        step={
          <Button variant="default" onClick={clear}>
            {say('ui.customers.show-all')}
          </Button>
        }
      >
        {say('ui.customers.none-found-why')}
      </NothingYet>
    )
  return (
    <NothingYet
      title={say('ui.customers.none')}
      step={
        mayOpen && (
          <Group>
            <Button component={Link} to="/customers/new">
              {say('ui.new-customer.new')}
            </Button>
            <Button component={Link} to="/imports/new" variant="default">
              {say('ui.import.new')}
            </Button>
          </Group>
        )
      }
    >
      {say('ui.customers.none-why')}
    </NothingYet>
  )
}
