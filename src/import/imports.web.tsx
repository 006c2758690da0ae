/** The imports of the purpose in force: which file, who, when, and how far it has come. */

import { Badge, Button, Table, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { whoIs } from '../../web/who.ts'
import type { ImportList, ImportState } from './answers.ts'
import { useImports } from './import-asks.web.ts'
import './import.css'

const NewImportButton = () => {
  const say = useText()
  return (
    <Button component={Link} to="/imports/new" leftSection={<IconFileImport size={17} aria-hidden />}>
      {say('ui.import.new')}
    </Button>
  )
}

export function Imports() {
  const say = useText()
  const router = useRouter()
  const found = useImports()
  const imports = found.data?.pages.flatMap(page => page.imports)
  useShortcut('c', 'ui.import.new', () => void router.navigate({ to: '/imports/new' }))
  return (
    <Page title={say('ui.import.title')} acts={<NewImportButton />}>
      <LoadedList
        query={found}
        rows={imports}
        height={240}
        none={
          <NothingYet title={say('ui.import.none')} step={<NewImportButton />}>
            {say('ui.import.none-why')}
          </NothingYet>
        }
      >
        {rows => <ImportTable imports={rows} />}
      </LoadedList>
    </Page>
  )
}

type Listed = ImportList['imports'][number]

function ImportTable({ imports }: { imports: readonly Listed[] }) {
  const say = useText()
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.import.file')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.import.format')}</Table.Th>
          <Table.Th>{say('ui.import.state-name')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.import.result')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.import.who')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.import.when')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {imports.map(one => (
          <ImportTableRow key={one.id} one={one} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function ImportTableRow({ one }: { one: Listed }) {
  const say = useText()
  const who = whoIs(one.uploadedBy, say)
  const when = moment(one.undoneAt ?? one.doneAt ?? one.uploadedAt)
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/imports/$import" params={{ import: one.id }} className="row-link any-name">
          {one.fileName}
        </Link>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {`${who} · ${when}`}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {one.format?.name ?? (one.state !== 'uploaded' && <span className="quiet">{say('ui.import.by-hand')}</span>)}
      </Table.Td>
      <Table.Td>
        <ImportStateMark state={one.state} />
      </Table.Td>
      <Table.Td visibleFrom="sm" className="figures">
        {one.counts &&
          say('ui.import.counts-short', { new: count(one.counts.new), changed: count(one.counts.changed) })}
      </Table.Td>
      <Table.Td visibleFrom="sm" className="any-name">
        {who}
      </Table.Td>
      <Table.Td visibleFrom="sm" className="figures">
        {when}
      </Table.Td>
    </Table.Tr>
  )
}

const colours: Readonly<Partial<Record<ImportState, string>>> = { done: 'pine', interrupted: 'amber' }

const ImportStateMark = ({ state }: { state: ImportState }) => {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state] ?? 'gray'} tt="none" className="import-state">
      {say(`ui.import.state.${state}`)}
    </Badge>
  )
}
