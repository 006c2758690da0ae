/** What the database holds of a notice: tables, columns and who sees them; kept with each version, so that the next is compiled against it. */

import type { Made } from './database-object.ts'
import { type KeepRule, keepRulesOf } from './keep-rules.ts'
import type { Basis, Category, Channel, Column, Notice, Purpose, Use } from './notice.ts'
import { type Obligation, obligationsOf } from './obligations.ts'
import { channels, snakeCase } from './vocabulary.ts'
import { isRequiredOfPerson } from './vocabulary-categories.ts'

/** What the database holds of one notice. */
export interface Shape {
  readonly tables: readonly Table[]
  readonly purposes: readonly PublishedPurpose[]
  /** What a purpose sees of categories that have no table of their own (permissions, the ledgers). */
  readonly others: readonly Other[]
  /** Bits of `standing` by what sets them; none is ever given twice. */
  readonly bits: Readonly<Record<string, number>>
  /** By purpose, the channels on which a similar purchase permits what a consent would (917/2014 § 200(3)). */
  readonly similarPurchases: Readonly<Record<string, readonly Channel[]>>
  /** How long after the last contact the relationship of somebody who has gone silent ends, ISO 8601. */
  readonly relationshipEnds?: string
}

/** A shape with what it became: another program, or another server, makes something else of the same shape. */
export interface Published extends Shape {
  readonly made: readonly Made[]
}

/** A purpose that is not live was withdrawn: its role stays because change rows name it, and may nothing. */
export interface PublishedPurpose {
  readonly id: string
  readonly live: boolean
}

/** A category's table. One that is not live was dropped from the notice and waits, unreadable, until its rows are gone. */
export interface Table {
  readonly category: string
  readonly name: string
  readonly live: boolean
  readonly rows: Category['rows']
  readonly columns: readonly TableColumn[]
  readonly readers: readonly Reader[]
  readonly sources: readonly string[]
  /** How long its rows are kept; of one that was dropped, what the last notice said that had it. */
  readonly keep?: readonly KeepRule[]
  /** Purposes that use it on consent, from whose withdrawal a period may run. */
  readonly onConsent?: readonly string[]
  /** Who keeps what of it when the person is erased (Art. 17(3)); of one that was dropped, what the last notice said that had it. */
  readonly obligations?: readonly Obligation[]
}

export interface Other {
  /** How long it is kept, as far as the ledger knows the events. */
  readonly keep?: readonly KeepRule[]
  readonly category: string
  readonly columns: readonly string[]
  readonly readers: readonly Reader[]
  readonly sources: readonly string[]
}

export interface TableColumn extends Column {
  readonly live: boolean
  /** The required field that it is part of: one of that field's columns has a value before a row is written. */
  readonly required?: string
}

/** A field that must be given, and the columns that it may be given in. */
export interface Required {
  readonly field: string
  readonly columns: readonly string[]
}

export function requiredFields({ columns }: Pick<Table, 'columns'>): readonly Required[] {
  const fields = [...new Set(columns.flatMap(({ live, required }) => (live && required) || []))]
  return fields.map(field => ({
    field,
    columns: columns.filter(({ live, required }) => live && required === field).map(({ name }) => name),
  }))
}

/** A purpose that may read a table, and the rows that it sees: those where (standing & mask) = value. */
export interface Reader {
  readonly purpose: string
  readonly rows: Predicate
  readonly columns: readonly string[]
}

/** Decimal, for the bits of a bigint are more than a number of JSON holds. */
export interface Predicate {
  readonly mask: string
  readonly value: string
}

export const nothingPublished: Published = {
  tables: [],
  purposes: [],
  others: [],
  bits: { restriction: 0, contract: 1 },
  similarPurchases: {},
  made: [],
}

/** Search keys are lower case; a code, a number in E.164 or the like is its own key. */
export const hasKey = (column: Column): boolean =>
  column.type === 'text' &&
  column.search !== undefined &&
  column.codes === undefined &&
  (column.format === undefined || ['person-name', 'email', 'url'].includes(column.format))

/** The column that a query compares when it looks for a value of this one; compare a key with a lower-case text. */
export const searchColumn = (column: Column): string => (hasKey(column) ? `${column.name}_key` : column.name)

/** True for the columns that the search box looks into. */
export const isSearched = (column: Column): boolean => ['person-name', 'email', 'phone'].includes(column.format ?? '')

/**
 * What the database is to hold under this notice. `emptied` names what was dropped earlier and holds nothing any more:
 * `table` or `table.column`.
 */
export function shapeOf(notice: Notice, before: Shape, emptied: ReadonlySet<string>): Shape {
  const bits = bitsFor(notice, before.bits)
  const readersOf = (category: Category): readonly Reader[] =>
    notice.purposes.flatMap(purpose => {
      const use = category.uses.find(candidate => candidate.purpose === purpose.id)
      // Whoever answers the person sees all that there is (Art. 15), restricted or not (Art. 18(2)).
      if (purpose.seesAll) return [{ purpose: purpose.id, rows: allRows, columns: columnNames(category, undefined) }]
      return use
        ? [{ purpose: use.purpose, rows: rowsFor(use, category, bits), columns: columnNames(category, use) }]
        : []
    })

  const stored = notice.categories.filter(category => category.stored === 'table')
  const live = stored.map((category): Table => {
    const name = snakeCase(category.id)
    const known = before.tables.find(table => table.name === name)
    const columns = category.fields.flatMap(({ id, required, columns }) =>
      columns.map(column => ({
        ...column,
        live: true,
        ...(required && !isRequiredOfPerson(category.id) && { required: id }),
      })),
    )
    return {
      category: category.id,
      name,
      live: true,
      rows: category.rows,
      columns: [...columns, ...dropped(known, new Set(columns.map(column => column.name)), emptied)],
      readers: readersOf(category),
      sources: category.from,
      keep: keepRulesOf(category),
      onConsent: category.uses
        .filter(({ basis }) => basis.kind === 'consent' || basis.kind === 'permission')
        .map(({ purpose }) => purpose),
      obligations: obligationsOf(notice, category),
    }
  })
  const names = new Set(live.map(table => table.name))
  const waiting = before.tables
    .filter(table => !names.has(table.name) && !emptied.has(table.name))
    .map(table => ({ ...table, live: false, columns: dropped(table, new Set(), emptied), readers: [], sources: [] }))

  const purposeIds = new Set(notice.purposes.map(purpose => purpose.id))
  return {
    tables: [...live, ...waiting],
    purposes: [
      ...notice.purposes.map(({ id }) => ({ id, live: true })),
      ...before.purposes.filter(({ id }) => !purposeIds.has(id)).map(({ id }) => ({ id, live: false })),
    ],
    others: notice.categories
      .filter(category => category.stored !== 'table')
      .map(category => ({
        category: category.id,
        columns: columnNames(category, undefined),
        readers: readersOf(category),
        sources: category.from,
        keep: keepRulesOf(category),
      })),
    bits,
    similarPurchases: similarPurchasesOf(notice),
    ...(notice.relationshipEnds && { relationshipEnds: notice.relationshipEnds.duration }),
  }
}

/** Columns that the notice does not name any more: kept without search key or index until no row has a value. */
function dropped(
  table: Table | undefined,
  present: ReadonlySet<string>,
  emptied: ReadonlySet<string>,
): readonly TableColumn[] {
  return (table?.columns ?? [])
    .filter(column => !present.has(column.name) && !emptied.has(`${table?.name}.${column.name}`))
    .map(({ search: _, required: __, ...column }) => ({ ...column, live: false }))
}

const columnNames = (category: Category, use: Use | undefined): readonly string[] =>
  category.fields
    .filter(field => use?.fields === undefined || use.fields.includes(field.id))
    .flatMap(field => field.columns.map(column => column.name))

/** The bit, beside that of a restriction, on which a use of a category turns; undefined for a legal obligation. */
function bitOf(basis: Basis, purpose: string): string | undefined {
  switch (basis.kind) {
    case 'contract':
      return 'contract'
    case 'consent':
    case 'permission':
      return `${basis.kind}:${purpose}`
    case 'interest':
      return `objection:${purpose}`
    case 'legal-obligation':
      return undefined
  }
}

function bitsFor(notice: Notice, known: Shape['bits']): Shape['bits'] {
  const bits = new Map(Object.entries(known))
  for (const category of notice.categories) {
    for (const { basis, purpose } of category.uses) {
      const name = bitOf(basis, purpose)
      if (name !== undefined && !bits.has(name)) bits.set(name, Math.max(...bits.values()) + 1)
    }
    for (const name of pastNames(category)) if (!bits.has(name)) bits.set(name, Math.max(...bits.values()) + 1)
  }
  return Object.fromEntries(bits)
}

/** By purpose, the channels whose rule accepts a similar purchase in the place of consent. */
export const similarPurchasesOf = ({ purposes }: Pick<Notice, 'purposes'>): Shape['similarPurchases'] =>
  Object.fromEntries(
    purposes
      .map(purpose => [purpose.id, channels.filter(channel => accepts(purpose, channel))] as const)
      .filter(([, accepting]) => accepting.length > 0),
  )

const accepts = (purpose: Purpose, channel: Channel): boolean =>
  purpose.channels[channel] === 'consent or similar purchase'

const allRows: Predicate = { mask: '0', value: '0' }

function rowsFor({ basis, purpose }: Use, category: Category, bits: Shape['bits']): Predicate {
  const restricted = 1n
  const name = bitOf(basis, purpose)
  const bit = name === undefined ? 0n : bitNamed(name, bits)
  const stops = basis.kind === 'interest' // an objection hides; every other act shows
  const past =
    category.stored === 'table' ? pastBits(keepRulesOf(category), [purpose], bits) | endBit(category, bits) : 0n
  return { mask: String(restricted | bit | past), value: String(stops ? 0n : bit) }
}

/** A name that has no bit is a fault of ours: BigInt refuses it, and there is no predicate. */
const bitNamed = (name: string, bits: Shape['bits']): bigint => 1n << BigInt(bits[name] ?? Number.NaN)

// ── Periods that are over: bits of a row, never of a person (register.shut) ─────────────────────────────────────────

const pastOf = (purpose: string): string => `past:${purpose}`

/** The bits that a category's rows may have of their own: of each purpose where there are several periods, and of `then restrict`. */
function pastNames(category: Category): readonly string[] {
  if (category.stored !== 'table') return []
  const rules = keepRulesOf(category)
  return [
    ...(rules.length > 1 ? rules.flatMap(({ purposes }) => purposes.map(pastOf)) : []),
    ...(rules.some(({ ending }) => ending === 'restrict') ? ['past'] : []),
  ]
}

/** The bits that shut a row to these purposes alone. None where all periods are one: the row itself goes then. */
export const pastBits = (rules: readonly KeepRule[], purposes: readonly string[], bits: Shape['bits']): bigint =>
  rules.length > 1
    ? purposes.reduce(
        (all, purpose) => all | (Object.hasOwn(bits, pastOf(purpose)) ? bitNamed(pastOf(purpose), bits) : 0n),
        0n,
      )
    : 0n

const endBit = (category: Category, bits: Shape['bits']): bigint =>
  pastNames(category).includes('past') ? bitNamed('past', bits) : 0n

/** What a predicate of rows asks of the person: a row's own bits are not the person's. */
export function personPredicate({ mask, value }: Predicate, bits: Shape['bits']): Predicate {
  const past = Object.entries(bits)
    .filter(([name]) => name === 'past' || name.startsWith('past:'))
    .reduce((all, [, bit]) => all | (1n << BigInt(bit)), 0n)
  return { mask: String(BigInt(mask) & ~past), value }
}
