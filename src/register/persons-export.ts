/** Persons as a CSV file, a part at a time: a list in its order, or those who were chosen from it, each of them looked at. */

import { z } from 'zod'
import { byteOrderMark, csvRecord } from '../base/csv.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { text } from '../texts/texts.ts'
import type { ListedPerson, Value } from './answers.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { listedColumns, readListed } from './listed.ts'
import { listPersons } from './persons-list.ts'
import type { ExportPersons } from './requests.ts'
import { type Asking, categoryIn, columnIfAny, type PurposeScope, scopeFor } from './scope.ts'
import { labelOf } from './scope-words.ts'

export interface ExportPart {
  readonly csv: string
  readonly next: string | null
  readonly persons: readonly Id[]
  /** How many of those who were asked for by id the purpose does not see. */
  readonly leftOut: number
}

const fixed = ['name', 'email', 'phone', 'city', 'organisation', 'language', 'relationship'] as const

/** The first part begins with the byte order mark and the header; the parts put together are the file. */
export async function exportPersons(ask: Asking, wanted: ExportPersons): Promise<ExportPart> {
  const scope = await scopeFor(ask)
  const { persons, next, leftOut } = await pageOf(ask, scope, wanted)
  const separator = wanted.separator ?? (ask.lang === 'en' ? ',' : ';')
  const columns = listedColumns(scope)
  const shown = fixed.filter(name => columns.includes(name))
  const extra = wanted.columns.map(field => extraColumn(ask, scope, field))
  const header = [
    ...shown.map(name => text(ask.lang, `register.export.${name}`)),
    ...extra.map(({ label }) => label),
    text(ask.lang, 'register.export.opened'),
    text(ask.lang, 'register.export.changed'),
  ]
  const record = (person: ListedPerson) => [
    ...shown.map(name => person[name]),
    ...extra.map(({ field, isMoney }) => {
      const values = (person.extra[field] ?? []).map(value => (isMoney ? decimal(value, separator) : value))
      // several values of one person stand in one cell, as people write them
      return values.length > 1 ? values.join('; ') : (values[0] ?? null)
    }),
    person.openedAt,
    person.changedAt,
  ]
  const lines = persons.map(person => csvRecord(record(person), separator))
  return {
    csv: (wanted.after === undefined ? [byteOrderMark, csvRecord(header, separator), ...lines] : lines).join(''),
    next,
    persons: persons.map(({ id }) => id),
    leftOut,
  }
}

interface Page {
  readonly persons: readonly ListedPerson[]
  readonly next: string | null
  readonly leftOut: number
}

/** The next persons of the list; of those chosen by id the ones whom the purpose sees, in the order of the ids. */
async function pageOf(ask: Asking, scope: PurposeScope, wanted: ExportPersons): Promise<Page> {
  const { persons: chosen, after, limit, columns } = wanted
  if (chosen === undefined) return { ...(await listPersons(ask, wanted)), leftOut: 0 }
  const [from] = readCursor(after, z.tuple([z.int().min(0)])) ?? [0]
  const ids = chosen.slice(from, from + limit)
  const persons = await transaction(ask.reader, db => readListed({ ask, scope, db }, ids, columns))
  const to = from + ids.length
  return { persons, next: to < chosen.length ? writeCursor([to]) : null, leftOut: ids.length - persons.length }
}

function extraColumn(ask: Asking, scope: PurposeScope, field: string) {
  const [id = '', name = ''] = field.split('.', 2)
  const category = categoryIn(scope, id)
  return {
    field,
    label: labelOf(category, name, scope.notice, ask.lang),
    isMoney: columnIfAny(category, name)?.type === 'money',
  }
}

/** Cents as a spreadsheet reads euros: where a semicolon separates, the comma is the decimals'. */
const decimal = (value: Value, separator: ',' | ';'): Value =>
  typeof value === 'number' ? (value / 100).toFixed(2).replace('.', separator === ';' ? ',' : '.') : value
