/** The list of contracts: those that end first stand first, with the last day to give notice; narrowed by state and by the day of the end. */

import { Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { type AgreementSearch, type ListedAgreement, states } from './agreement-answers.ts'
import { useAgreements, useContracts } from './agreement-asks.web.ts'
import { agreementName } from './agreement-name.web.ts'
import { StateBadge } from './state-badge.web.tsx'
import './agreements.css'

export function Agreements() {
  const { known, category } = useContracts()
  return known && !category ? <OtherPurpose /> : <Board />
}

/** Contracts are read for the purposes to which the notice gives them. */
export function OtherPurpose() {
  const say = useText()
  return (
    <Page title={say('ui.agreements.title')}>
      <NothingYet title={say('ui.agreements.other-purpose')}>{say('ui.agreements.other-purpose-why')}</NothingYet>
    </Page>
  )
}

function Board() {
  const say = useText()
  const { category, column } = useContracts()
  const [search, setSearch] = useState<AgreementSearch>({})
  const found = useAgreements(search)
  const narrow = (part: AgreementSearch) => setSearch(now => ({ ...now, ...part }))
  const isNarrowed = Object.values(search).some(value => value !== undefined)
  const record = category?.mayWrite && (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/agreements/new" />}
    >
      {say('ui.agreements.new')}
    </Button>
  )
  const agreements = found.data?.pages.flatMap(page => page.agreements)
  const isEmpty = agreements?.length === 0 && !isNarrowed
  return (
    <Page title={say('ui.agreements.title')} acts={!isEmpty && record}>
      <Group gap="sm" mb="md" align="flex-end">
        {column('state') && (
          <NativeSelect
            label={say('ui.agreements.state-now')}
            data={[
              { value: '', label: say('ui.agreements.every-state') },
              ...(column('state')?.codes ?? []).map(({ code, name }) => ({ value: code, label: name })),
            ]}
            value={search.state ?? ''}
            onChange={({ currentTarget }) => narrow({ state: states.find(one => one === currentTarget.value) })}
          />
        )}
        {column('ends') &&
          (['from', 'to'] as const).map(side => (
            <TextInput
              key={side}
              type="date"
              label={say(`ui.agreements.ends-${side}`)}
              value={search[side] ?? ''}
              onChange={({ currentTarget }) => narrow({ [side]: currentTarget.value || undefined })}
            />
          ))}
      </Group>
      <LoadedList
        query={found}
        rows={agreements}
        height={240}
        none={
          <NothingYet
            title={say(isNarrowed ? 'ui.agreements.none-found' : 'ui.agreements.none')}
            step={isEmpty && record}
          >
            {say(isNarrowed ? 'ui.agreements.none-found-why' : 'ui.agreements.none-why')}
          </NothingYet>
        }
      >
        {rows => <AgreementTable agreements={rows} />}
      </LoadedList>
    </Page>
  )
}

function AgreementTable({ agreements }: { agreements: readonly ListedAgreement[] }) {
  const say = useText()
  const { column } = useContracts()
  return (
    <Table highlightOnHover verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.agreements.one')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.agreements.customer')}</Table.Th>
          <Table.Th>{say('ui.agreements.ends')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.agreements.state-now')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {agreements.map(one => (
          <Table.Tr key={one.id}>
            <Table.Th scope="row" fw={560}>
              <Link to="/agreements/$agreement" params={{ agreement: one.id }} className="row-link any-name">
                {agreementName(one, say)}
              </Link>
              <Text size="sm" hiddenFrom="sm" className="any-name" component="div">
                {one.person.name ?? say('ui.person.nameless')}{' '}
                <StateBadge column={column('state')} state={one.values.state} />
              </Text>
            </Table.Th>
            <Table.Td visibleFrom="sm" className="any-name">
              {one.person.name ?? say('ui.person.nameless')}
            </Table.Td>
            <Table.Td className="figures">
              <Ends agreement={one} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <StateBadge column={column('state')} state={one.values.state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** The last day, and until when notice must be given while that matters. */
export function Ends({ agreement: { values, noticeBy } }: { agreement: Pick<ListedAgreement, 'values' | 'noticeBy'> }) {
  const say = useText()
  if (typeof values.ends !== 'string') return say('ui.agreements.no-end')
  const stands = values.state === 'signed' || values.state === 'in-force'
  return (
    <>
      {date(values.ends)}
      {stands && noticeBy !== null && noticeBy !== values.ends && (
        <Text size="sm" c="dimmed">
          {say('ui.agreements.notice-by', { day: date(noticeBy) })}
        </Text>
      )}
    </>
  )
}
