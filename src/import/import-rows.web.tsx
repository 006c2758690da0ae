/** Rows of the file with one outcome: the line in the file, who it is, and why it was refused. */

import { Button, List, Skeleton, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { count } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { ImportRow } from './answers.ts'
import { useImportRows } from './import-asks.web.ts'
import { type Choosing, CountChoices, useChoosing, WhoItIs } from './who-it-is.web.tsx'

export function ImportRows({ id, outcome }: { id: string; outcome: ImportRow['outcome'] }) {
  const say = useText()
  const found = useImportRows(id, outcome)
  const choosing = useChoosing()
  const rows = found.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <section aria-label={say(`ui.import.rows-of.${outcome}`)} className="import-rows">
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={120} aria-hidden />}
      {rows.length > 0 && <RowTable rows={rows} choosing={choosing} />}
      {choosing.count > 0 && <CountChoices id={id} choosing={choosing} />}
      {found.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {say('ui.import.more-rows')}
        </Button>
      )}
    </section>
  )
}

/** A column of which no row has anything is left away: after the import the file's own data is no longer kept. */
function RowTable({ rows, choosing }: { rows: readonly ImportRow[]; choosing: Choosing }) {
  const say = useText()
  const hasNames = rows.some(({ name, person }) => name !== null || person !== null)
  const contacts = rows.map(({ email, phone }) => [email, phone].filter(Boolean).join(' · '))
  const hasContacts = contacts.some(contact => contact !== '')
  const hasRemarks = rows.some(row => row.choice !== null || remarksOf(row, say).length > 0)
  return (
    <Table.ScrollContainer minWidth={hasContacts ? 520 : 300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>{say('ui.import.line')}</Table.Th>
            {hasNames && <Table.Th>{say('ui.import.person')}</Table.Th>}
            {hasContacts && <Table.Th>{say('ui.import.contact')}</Table.Th>}
            {hasRemarks && <Table.Th>{say('ui.import.remark')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Fragment key={row.line}>
              <Table.Tr>
                <Table.Td className="figures">{count(row.line)}</Table.Td>
                {hasNames && (
                  <Table.Td>
                    <RowPerson row={row} />
                  </Table.Td>
                )}
                {hasContacts && <Table.Td className="any-name">{contacts[index]}</Table.Td>}
                {hasRemarks && (
                  <Table.Td>
                    <RowRemarks words={remarksOf(row, say)} />
                  </Table.Td>
                )}
              </Table.Tr>
              {row.choice && (
                <Table.Tr>
                  <Table.Td colSpan={4}>
                    <WhoItIs row={row} choice={row.choice} choosing={choosing} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function RowPerson({ row: { name, person } }: { row: ImportRow }) {
  const say = useText()
  if (person === null) return <span className="any-name">{name ?? say('ui.import.nameless')}</span>
  return (
    <Link to="/customers/$person" params={{ person }} className="row-link any-name" preload={false}>
      {name ?? say('ui.import.open-person')}
    </Link>
  )
}

const remarksOf = ({ reason, joinedTo, remarks }: ImportRow, say: Say): readonly string[] => [
  ...(reason === null ? [] : [reason]),
  ...(joinedTo === null ? [] : [say('ui.import.joined-to', { line: count(joinedTo) })]),
  ...remarks.map(({ column, text }) => `${column}: ${text}`),
]

function RowRemarks({ words }: { words: readonly string[] }) {
  if (words.length < 2) return <span className="any-name">{words[0]}</span>
  return (
    <List size="sm">
      {words.map(word => (
        <List.Item key={word}>{word}</List.Item>
      ))}
    </List>
  )
}
