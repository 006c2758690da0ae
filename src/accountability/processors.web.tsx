/** The processors of the notice beside the contracts on record, with where they differ and what is missing. */

import { Badge, Button, List, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { codeName } from '../../web/codes.ts'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { ProcessorAnswer, ProcessorList } from './accountability-answers.ts'
import { useAccountability } from './accountability-asks.web.ts'
import { TakeOut } from './take-out.web.tsx'
import './accountability.css'

export function Processors() {
  const say = useText()
  const found = useAccountability<ProcessorList>('/processors')
  const processors = found.data?.processors ?? []
  return (
    <Page
      title={say('ui.contracts.title')}
      acts={
        <>
          {processors.length > 0 && <TakeOut path="/accountability/files/processors" />}
          <Button
            leftSection={<IconPlus size={18} aria-hidden />}
            renderRoot={props => <Link {...props} to="/accountability/contracts/new" />}
          >
            {say('ui.contracts.new')}
          </Button>
        </>
      }
    >
      <Text mb="md" maw={760}>
        {say('ui.contracts.why-here')}
      </Text>
      <LoadedList
        query={found}
        rows={processors}
        height={240}
        none={<NothingYet title={say('ui.contracts.none')}>{say('ui.contracts.none-why')}</NothingYet>}
      >
        {rows => <ProcessorTable processors={rows} />}
      </LoadedList>
    </Page>
  )
}

/** The record of processing shows the same beside what the notice says. */
export function ProcessorTable({ processors }: { processors: readonly ProcessorAnswer[] }) {
  const say = useText()
  return (
    <Table className="processors" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.contracts.processor')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.contracts.in-notice')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.contracts.contract')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.contracts.notes')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {processors.map(one => (
          <Table.Tr key={one.name}>
            <Table.Td>
              <Text className="any-name" fw={560}>
                {one.name}
              </Text>
              <div className="processor-narrow">
                <Declared processor={one} />
                <Contracts processor={one} />
                <Notes processor={one} />
              </div>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Declared processor={one} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Contracts processor={one} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Notes processor={one} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Declared({ processor: { declared, country } }: { processor: ProcessorAnswer }) {
  const say = useText()
  if (!declared) return <Text size="sm">{say('ui.contracts.undeclared')}</Text>
  return <Text size="sm">{say('ui.contracts.declared', { country: codeName(country ?? '', 'region') })}</Text>
}

const colours = { coming: 'amber', 'in-force': 'pine', ended: 'gray' } as const
type State = keyof typeof colours

export function ContractState({ state }: { state: State }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.contracts.state.${state}`)}
    </Badge>
  )
}

function Contracts({ processor: { name, difference, contracts } }: { processor: ProcessorAnswer }) {
  const say = useText()
  return (
    <div className="processor-contracts">
      {contracts.map(({ contract, state }) => (
        <div key={contract.id}>
          <Link to="/accountability/contracts/$contract" params={{ contract: contract.id }}>
            {say('ui.contracts.contract-of', { name: contract.reference, date: date(contract.signed) })}
          </Link>{' '}
          <ContractState state={state} />
        </div>
      ))}
      {difference === 'without-contract' && (
        <>
          <Badge variant="light" color="brick" tt="none">
            {say('ui.contracts.state.none')}
          </Badge>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={say('ui.contracts.record-for', { name })}
            renderRoot={props => <Link {...props} to="/accountability/contracts/new" search={{ processor: name }} />}
          >
            {say('ui.contracts.new')}
          </Button>
        </>
      )}
    </div>
  )
}

function Notes({ processor: { difference, differences, contracts } }: { processor: ProcessorAnswer }) {
  // That there is no contract stands beside it already.
  const told = difference === 'without-contract' ? differences.slice(1) : differences
  const notes = [...told, ...contracts.flatMap(({ state, gaps }) => (state === 'ended' ? [] : gaps))]
  if (notes.length === 0) return null
  return (
    <List size="sm" className="notes">
      {notes.map(note => (
        <List.Item key={note}>{note}</List.Item>
      ))}
    </List>
  )
}
