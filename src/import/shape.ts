/** One record of a file becomes the rows of categories and the statements that it would add; what cannot be kept is said, with its line. */

import type { Value } from '../register/answers.ts'
import type { FindPlace } from './destination.ts'
import { type Cell, type CellRules, type Draft, type Remark, type RowDraft, startRow, takeCell } from './draft.ts'
import { type Forbidden, forbiddenIn } from './forbidden.ts'
import type { Meaning, Word } from './meaning.ts'
import type { FileRecord } from './read.ts'
import { type Said, type StatementRules, statementsOf } from './statements.ts'

export interface ShapeRules extends CellRules {
  readonly header: readonly string[]
  readonly meanings: readonly Meaning[]
  readonly place: FindPlace
  readonly statements: StatementRules
}

/** A row of a category that a record gives. */
export interface Part {
  readonly category: string
  /** In lower case, the values by which a row of the register is recognised as the same. */
  readonly anchor: Readonly<Record<string, Value>>
  readonly given: Readonly<Record<string, Value>>
}

/** By what the person may be recognised: an e-mail address, or a telephone number with the name. */
export interface PersonKey {
  readonly email?: string
  readonly phone?: string
  readonly name: string
}

export interface ShapedRow {
  readonly line: number
  readonly keys: readonly PersonKey[]
  readonly parts: readonly Part[]
  readonly statements: readonly Said[]
  readonly permitUnknown: boolean
  readonly remarks: readonly Remark[]
}

/** Why a record cannot be imported at all; the text is `import.refused-row.<reason>`. */
export const rowRefusals = ['ragged', 'unreadable', 'no-contact', 'wrong-email', 'wrong-phone'] as const
export type RowRefusal = (typeof rowRefusals)[number]

export interface RefusedRow {
  readonly line: number
  readonly refused: RowRefusal
  /** Who it is about, as far as the record can be read. */
  readonly name?: string
  /** What it forbids all the same, and at which addresses. */
  readonly forbidden?: Forbidden
}

/** Cells that need others of the row to have been read before them. */
const late: readonly (Word | undefined)[] = ['postcode', 'street-2', 'address', 'full-name']

/** The function that shapes each record of a file; undefined for a blank line. */
export function shaper(rules: ShapeRules): (record: FileRecord) => ShapedRow | RefusedRow | undefined {
  const cells = rules.meanings
    .flatMap((meaning, index): readonly Cell[] => {
      const destination = rules.place(meaning)
      if (meaning.is === 'left-out' || typeof destination === 'string') return []
      return [{ index, header: rules.header[index] ?? '', meaning, destination }]
    })
    .sort((a, b) => lateness(a) - lateness(b))
  return record => shape(record, cells, rules)
}

const lateness = ({ meaning }: Cell) => (meaning.is === 'value' ? late.indexOf(meaning.word) : -1)

function shape({ line, cells: written, lost = [] }: FileRecord, cells: readonly Cell[], rules: ShapeRules) {
  if (written.every(cell => cell.trim() === '')) return undefined
  const width = rules.header.length
  const refuse = (refused: RowRefusal) => ({ line, refused, ...forbiddenIn(written, rules) })
  if (written.length < width || written.slice(width).some(cell => cell !== '')) return refuse('ragged')
  const row = startRow()
  for (const cell of cells) {
    const text = written[cell.index] ?? ''
    if (text.includes('\u0000') || text.includes('\ufffd')) return refuse('unreadable')
    if (lost.includes(cell.index)) row.remarks.push({ column: cell.header, reason: 'lost' })
    else if (text.trim() !== '') takeCell(row, cell, text, rules)
  }
  return finish({ line, written }, row, rules, () => cells.filter(cell => (written[cell.index] ?? '').trim() !== ''))
}

function finish(
  { line, written }: { readonly line: number; readonly written: readonly string[] },
  row: RowDraft,
  rules: ShapeRules,
  filled: () => readonly Cell[],
): ShapedRow | RefusedRow {
  const { statements, permitUnknown, bounced } = statementsOf(row.stated, rules.statements)
  const parts = new Map<string, Part>()
  for (const draft of wholeAddresses([...row.parts.values()])) {
    const part = partOf(draft, bounced)
    const key = `${part.category} ${JSON.stringify(part.anchor)}`
    if (!parts.has(key)) parts.set(key, part) // the same telephone twice in one record
  }
  const keys = keysOf([...parts.values()])
  if (keys.length === 0) {
    const name = nameOf([...parts.values()])
    const forbidden = forbiddenIn(written, rules)
    return { line, refused: row.wrong ?? 'no-contact', ...(name !== '' && { name }), ...forbidden }
  }
  const shaped = { line, keys, parts: [...parts.values()], statements, permitUnknown, remarks: row.remarks }
  return isOnlyProhibited(statements, rules.statements) ? forProhibition(shaped, filled()) : shaped
}

/** Nobody may contact them, and the file gives no other ground for keeping what it says of them. */
const isOnlyProhibited = (statements: readonly Said[], { basis }: StatementRules): boolean =>
  (basis === 'consent' || basis === 'soft-opt-in' || basis === 'none') &&
  statements.length > 0 &&
  statements.every(({ kind }) => kind === 'objection')

/** What obeying a prohibition takes, and no more (Art. 5(1)(c)): the addresses by which the person is known again. */
function forProhibition(shaped: ShapedRow, filled: readonly Cell[]): ShapedRow {
  const parts = shaped.parts.flatMap(({ category, anchor, given }) => {
    if (category !== 'contact-points' || (given.email === undefined && given.phone === undefined)) return []
    const kept = Object.entries(given).filter(([column]) => addresses.includes(column))
    return [{ category, anchor, given: Object.fromEntries(kept) }]
  })
  const left = filled.filter(({ destination }) => destination && !addresses.includes(destination.column.name))
  const remarks = left.map(({ header }): Remark => ({ column: header, reason: 'prohibited' }))
  return { ...shaped, parts, remarks: [...shaped.remarks, ...remarks] }
}

const addresses: readonly string[] = ['email', 'phone', 'state']

/**
 * A city or a country alone is no address of its own: it completes an address of the record that lacks it, or else stands with
 * the e-mail address or telephone number. Beside an address elsewhere it stays by itself.
 */
function wholeAddresses(drafts: readonly Draft[]): readonly Draft[] {
  const isLone = ({ category, given }: Draft) =>
    category === 'contact-points' && Object.keys(given).every(column => column === 'city' || column === 'country')
  const whole = drafts.filter(draft => !isLone(draft))
  const points = whole.filter(({ category }) => category === 'contact-points')
  const addresses = points.filter(({ given }) => given.street !== undefined || given.postcode !== undefined)
  for (const lone of drafts.filter(isLone)) {
    const fits = ({ given }: Draft) =>
      Object.entries(lone.given).every(([column, value]) => (given[column] ?? value) === value)
    const home = addresses.length > 0 ? addresses.find(fits) : (points.find(({ given }) => given.email) ?? points[0])
    if (home === undefined || !fits(home)) whole.push(lone)
    else Object.assign(home.given, lone.given)
  }
  return whole
}

function partOf({ category, anchors, given }: Draft, bounced: boolean): Part {
  const anchor: Record<string, Value> = {}
  for (const name of anchors === 'all' ? Object.keys(given) : anchors) {
    const value = given[name]
    if (value !== undefined) anchor[name] = typeof value === 'string' ? value.toLowerCase() : value
  }
  return { category, anchor, given: bounced && given.email !== undefined ? { ...given, state: 'bounced' } : given }
}

function nameOf(parts: readonly Part[]): string {
  const identity = parts.find(({ category }) => category === 'identity')?.given
  return [identity?.given_name, identity?.family_name].filter(Boolean).join(' ')
}

/** A telephone without a name is a key only where there is nothing better: families share them. */
function keysOf(parts: readonly Part[]): readonly PersonKey[] {
  const name = nameOf(parts).toLowerCase()
  const points = parts.filter(({ category }) => category === 'contact-points')
  const emails = points.flatMap(({ anchor }) =>
    typeof anchor.email === 'string' ? [{ email: anchor.email, name: '' }] : [],
  )
  if (name === '' && emails.length > 0) return emails
  const phones = points.flatMap(({ anchor }) =>
    typeof anchor.phone === 'string' ? [{ phone: anchor.phone, name }] : [],
  )
  return [...emails, ...phones]
}
