/** One record of a file becomes the rows of categories and the statements that it would add; what cannot be kept is said, with its line. */

import { Refused } from '../base/errors.ts'
import type { Column } from '../notice/notice.ts'
import type { Value } from '../register/answers.ts'
import { holdsCardNumber } from '../register/card-number.ts'
import { readValue } from '../register/column-value.ts'
import { readEmail } from '../register/email.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readPostcode } from '../register/postal.ts'
import { type Destination, type FindPlace, type Slot, slotOf } from './destination.ts'
import type { Meaning, Standing } from './meaning.ts'
import { type DateOrder, readMoment } from './moment.ts'
import type { FileRecord } from './read.ts'
import { splitAddress, splitLabels, splitName } from './split.ts'
import { type Said, type StatedRow, type StatementRules, statementsOf } from './statements.ts'

export interface ShapeRules {
  readonly header: readonly string[]
  readonly meanings: readonly Meaning[]
  readonly place: FindPlace
  readonly joint: string | undefined
  readonly dateOrder: DateOrder | undefined
  readonly decimalComma: boolean
  readonly statements: StatementRules
}

export interface Part {
  readonly category: string
  /** The columns by which a row of the register is recognised as the same. */
  readonly anchor: Readonly<Record<string, Value>>
  readonly given: Readonly<Record<string, Value>>
}

/** A cell that was left out of a row that is otherwise imported; `reason` names a text `import.remark.<reason>`. */
export interface Remark {
  readonly column: string
  readonly reason: 'identity-code' | 'card-number' | 'value' | 'status' | 'permit-date'
}

export interface ShapedRow {
  readonly line: number
  readonly emailKeys: readonly string[]
  readonly phoneKeys: readonly string[]
  readonly nameKey: string | null
  readonly parts: readonly Part[]
  readonly statements: readonly Said[]
  readonly permitUnknown: boolean
  readonly remarks: readonly Remark[]
}

/** Why a row cannot be imported at all; the text is `import.refused-row.<reason>`. */
export type RowRefusal = 'ragged' | 'unreadable' | 'no-contact' | 'wrong-email' | 'wrong-phone'

export interface RefusedRow {
  readonly line: number
  readonly refused: RowRefusal
}

interface Cell {
  readonly index: number
  readonly header: string
  readonly meaning: Meaning
  readonly destination: Destination | undefined
}

interface Draft extends Slot {
  readonly given: Record<string, Value>
}

/** The function that shapes each record of a file; undefined for a blank line. */
export function shaper(rules: ShapeRules): (record: FileRecord) => ShapedRow | RefusedRow | undefined {
  const cells: readonly Cell[] = rules.meanings.flatMap((meaning, index) => {
    const place = rules.place(meaning)
    if (meaning.is === 'left-out' || typeof place === 'string') return []
    return [{ index, header: rules.header[index] ?? '', meaning, destination: place }]
  })
  return record => shape(record, cells, rules)
}

function shape({ line, cells: written }: FileRecord, cells: readonly Cell[], rules: ShapeRules) {
  if (written.every(cell => cell.trim() === '')) return undefined
  const width = rules.header.length
  if (written.length < width || written.slice(width).some(cell => cell !== ''))
    return { line, refused: 'ragged' as const }

  const row = new Row(rules)
  for (const cell of cells) {
    const text = written[cell.index] ?? ''
    if (text === '' || text.trim() === '') continue
    if (text.includes('\u0000') || text.includes('\ufffd')) return { line, refused: 'unreadable' as const }
    row.take(cell, text)
  }
  return row.finish(line)
}

/** A row while its cells are being read. */
class Row {
  private readonly drafts = new Map<string, Draft>()
  private readonly remarks: Remark[] = []
  private readonly emailKeys = new Set<string>()
  private readonly phoneKeys = new Set<string>()
  private readonly stated: { -readonly [Key in keyof StatedRow]: StatedRow[Key] } = { standing: {}, moments: {} }
  private readonly rules: ShapeRules
  private wrong: 'wrong-email' | 'wrong-phone' | undefined

  constructor(rules: ShapeRules) {
    this.rules = rules
  }

  take(cell: Cell, text: string): void {
    const { meaning } = cell
    if (/\d{6}/.test(text) || /\d[ -]?\d{3}/.test(text)) {
      const reason = this.forbidden(text)
      if (reason !== undefined) return this.remark(cell, reason)
    }
    switch (meaning.is) {
      case 'status': {
        const standing = meaning.says[text.trim().toLowerCase()]
        if (standing === undefined) this.remark(cell, 'status')
        else this.stated.standing = { ...this.stated.standing, [meaning.channel]: standing }
        return
      }
      case 'moment': {
        const at = readMoment(text, this.rules.dateOrder)
        if (at === undefined) return this.remark(cell, 'permit-date')
        const key = `${meaning.of} ${meaning.channel}` as const
        const known = this.stated.moments[key]
        if (known === undefined || known.rank < meaning.rank) {
          this.stated.moments = { ...this.stated.moments, [key]: { at, rank: meaning.rank, header: cell.header } }
        }
        return
      }
      case 'attributes':
        return this.takeAttributes(cell, text)
      case 'value':
      case 'column':
        if (cell.destination !== undefined) this.takeValue(cell, meaning, cell.destination, text)
    }
  }

  private takeValue(
    cell: Cell,
    meaning: Extract<Meaning, { is: 'value' | 'column' }>,
    destination: Destination,
    text: string,
  ): void {
    const word = meaning.is === 'value' ? meaning.word : undefined
    switch (word) {
      case 'full-name': {
        const { given, family } = splitName(text)
        const draft = this.draft(destination, 1)
        if (draft.given['given_name'] !== undefined || draft.given['family_name'] !== undefined) return
        if (given !== undefined) this.put(cell, destination, 1, given)
        const place = this.rules.place({ is: 'value', word: 'family-name', group: 1 })
        if (family !== undefined && typeof place === 'object') this.put(cell, place, 1, family)
        return
      }
      case 'address': {
        if (this.drafts.get(slotOf(destination, meaning.group).key)?.given['street'] !== undefined) return
        for (const [part, partText] of Object.entries(splitAddress(text))) {
          const place = this.rules.place({ is: 'value', word: part as 'street' | 'postcode' | 'city', group: 1 })
          if (typeof place === 'object') this.put(cell, place, meaning.group, partText)
        }
        return
      }
      case 'street-2': {
        const draft = this.draft(destination, meaning.group)
        const first = draft.given['street']
        return this.put(cell, destination, meaning.group, typeof first === 'string' ? `${first}, ${text}` : text)
      }
      case 'labels':
        for (const [index, label] of splitLabels(text, this.rules.joint).entries()) {
          this.put(cell, destination, index + 1, label)
        }
        return
      default: {
        const several = this.rules.joint === undefined ? [text] : text.split(this.rules.joint)
        for (const [index, one] of several.entries())
          this.put(cell, destination, meaning.group + index * 100, one.trim())
      }
    }
  }

  private takeAttributes(cell: Cell, text: string): void {
    let attributes: unknown
    try {
      attributes = JSON.parse(text)
    } catch {
      return this.remark(cell, 'value')
    }
    if (typeof attributes !== 'object' || attributes === null) return
    for (const [name, value] of Object.entries(attributes)) {
      const meaning = attributeMeanings[name.toLowerCase()]
      const place = meaning === undefined ? undefined : this.rules.place(meaning)
      if (typeof place === 'object' && (typeof value === 'string' || typeof value === 'number')) {
        this.put({ ...cell, header: `${cell.header}.${name}` }, place, 1, String(value))
      }
    }
  }

  /** Puts a value into its part; one that the column does not take becomes a remark. */
  private put(cell: Cell, destination: Destination, group: number, text: string): void {
    const { column } = destination
    const draft = this.draft(destination, group)
    try {
      const value = this.read(column, text, draft)
      if (value === null || (draft.anchors !== 'all' && draft.given[column.name] === value)) return
      draft.given[column.name] = value
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (column.format === 'email') this.wrong = 'wrong-email'
      else if (column.format === 'phone') this.wrong ??= 'wrong-phone'
      this.remark(cell, 'value')
    }
  }

  private read(column: Column, text: string, draft: Draft): Value {
    if (column.format === 'email') {
      const email = readEmail(text)
      this.emailKeys.add(email.key)
      return email.address
    }
    // Brevo leaves the plus out: 358401234567.
    const full = column.format === 'phone' && /^358\d{6,10}$/.test(text.trim()) ? `+${text.trim()}` : text
    if (column.name === 'postcode') return postcode(text, draft.given['country'])
    if (column.type === 'money') return cents(text, this.rules.decimalComma)
    if (column.type === 'date' || column.type === 'time') {
      const moment = readMoment(text, this.rules.dateOrder)?.toISOString()
      return readValue(column, (column.type === 'date' ? moment?.slice(0, 10) : moment) ?? text)
    }
    const value = readValue(column, full)
    if (column.format === 'phone' && typeof value === 'string') this.phoneKeys.add(value)
    return value
  }

  private draft(destination: Destination, group: number): Draft {
    const slot = slotOf(destination, group)
    const known = this.drafts.get(slot.key)
    if (known !== undefined) return known
    const draft = { ...slot, given: {} }
    this.drafts.set(slot.key, draft)
    return draft
  }

  private forbidden(text: string): 'identity-code' | 'card-number' | undefined {
    if (maskIdentityCodes(text).found > 0) return 'identity-code'
    return holdsCardNumber(text) ? 'card-number' : undefined
  }

  private remark({ header }: Cell, reason: Remark['reason']): void {
    this.remarks.push({ column: header, reason })
  }

  finish(line: number): ShapedRow | RefusedRow {
    if (this.emailKeys.size === 0 && this.phoneKeys.size === 0) return { line, refused: this.wrong ?? 'no-contact' }
    const { statements, permitUnknown, bounced } = statementsOf(this.stated, this.rules.statements)
    const parts = [...this.drafts.values()].filter(draft => Object.keys(draft.given).length > 0)
    const identity = this.drafts.get('identity')?.given
    const name = [identity?.['given_name'], identity?.['family_name']].filter(Boolean).join(' ')
    return {
      line,
      emailKeys: [...this.emailKeys],
      phoneKeys: [...this.phoneKeys],
      nameKey: name === '' ? null : name.toLowerCase(),
      parts: parts.map(draft => partOf(draft, bounced)),
      statements,
      permitUnknown,
      remarks: this.remarks,
    }
  }
}

function partOf({ category, anchors, given }: Draft, bounced: boolean): Part {
  const names = anchors === 'all' ? Object.keys(given) : anchors
  const anchor = Object.fromEntries(
    names.filter(name => given[name] !== undefined).map(name => [name, given[name] ?? null]),
  )
  const dead = bounced && typeof given['email'] === 'string'
  return { category, anchor, given: dead ? { ...given, state: 'bounced' satisfies Standing } : given }
}

const attributeMeanings: Readonly<Record<string, Meaning>> = {
  city: { is: 'value', word: 'city', group: 1 },
  country: { is: 'value', word: 'country', group: 1 },
  phone: { is: 'value', word: 'phone', group: 1 },
  language: { is: 'value', word: 'language', group: 1 },
  lang: { is: 'value', word: 'language', group: 1 },
  company: { is: 'value', word: 'organisation', group: 1 },
  birthday: { is: 'value', word: 'birthday', group: 1 },
}

function postcode(text: string, country: Value | undefined): string {
  if (typeof country === 'string') return readPostcode(text, country)
  const written = text.trim().replace(/^'/, '')
  return readPostcode(written, /^(FI-?)?\d{5}$/i.test(written) ? 'FI' : 'ZZ')
}

/** "1 234,50 €" as whole cents, by the file's decimal sign. */
function cents(text: string, decimalComma: boolean): number {
  const plain = text
    .replace(/[\s\u00a0€]|kr|EUR/gi, '')
    .replace(decimalComma ? /\./g : /,/g, '')
    .replace(',', '.')
  if (!/^-?\d+(\.\d{1,2})?$/.test(plain)) throw new Refused('value.money', 'invalid')
  return Math.round(Number(plain) * 100)
}
