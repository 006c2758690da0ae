/** The parts of one row while its cells are being read: each cell finds its part, and says so when it cannot be kept. */

import { unshield } from '../base/csv.ts'
import { Refused } from '../base/errors.ts'
import type { Column } from '../notice/notice.ts'
import type { Value } from '../register/answers.ts'
import { holdsCardNumber } from '../register/card-number.ts'
import { readValue } from '../register/column-value.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readPostcode } from '../register/postal.ts'
import { type Destination, type FindPlace, type Slot, slotOf } from './destination.ts'
import { type Meaning, value, type Word } from './meaning.ts'
import { type DateOrder, readMoment } from './moment.ts'
import { splitAddress, splitLabels, splitName } from './split.ts'
import type { StatedRow } from './statements.ts'

export interface CellRules {
  readonly place: FindPlace
  /** What stands between several values of one cell. */
  readonly joint: string | undefined
  readonly dateOrder: DateOrder | undefined
  readonly decimalComma: boolean
}

/** A column of the file that is imported. */
export interface Cell {
  readonly index: number
  readonly header: string
  readonly meaning: Meaning
  readonly destination: Destination | undefined
}

/** A cell that was left out of a row that is otherwise imported; `reason` names a text `import.remark.<reason>`. */
export interface Remark {
  readonly column: string
  readonly reason: 'identity-code' | 'card-number' | 'value' | 'status' | 'permit-date' | 'prohibited' | 'lost'
}

export interface Draft extends Slot {
  readonly given: Record<string, Value>
}

/** A row while its cells are being read. */
export interface RowDraft {
  readonly parts: Map<string, Draft>
  readonly remarks: Remark[]
  readonly stated: { -readonly [Key in keyof StatedRow]: StatedRow[Key] }
  wrong: 'wrong-email' | 'wrong-phone' | undefined
}

export const startRow = (): RowDraft => ({
  parts: new Map(),
  remarks: [],
  stated: { standing: {}, moments: {} },
  wrong: undefined,
})

/** Takes one cell that is not blank. */
export function takeCell(row: RowDraft, cell: Cell, text: string, rules: CellRules) {
  const forbidden = forbiddenNumber(text)
  if (forbidden !== undefined) return remark(row, cell, forbidden)
  const { meaning } = cell
  switch (meaning.is) {
    case 'status': {
      const standing = meaning.says[text.trim().toLowerCase()]
      if (standing === undefined) return remark(row, cell, 'status')
      row.stated.standing = { ...row.stated.standing, [meaning.channel]: standing }
      return
    }
    case 'moment': {
      const at = readMoment(text, rules.dateOrder)
      if (at === undefined) return remark(row, cell, 'permit-date')
      const key = `${meaning.of} ${meaning.channel}` as const
      const known = row.stated.moments[key]
      if (known !== undefined && known.rank > meaning.rank) return
      row.stated.moments = { ...row.stated.moments, [key]: { at, rank: meaning.rank, header: cell.header } }
      return
    }
    case 'attributes':
      return takeAttributes(row, cell, text, rules)
    case 'value':
      return takeWord(row, cell, meaning.word, meaning.group, text, rules)
    case 'column':
      return put(row, cell, cell.destination, meaning.group, text, rules)
  }
}

const digits = /\d{6}|\d[ -]\d/

/** Neither is ever stored, whatever column it stands in. */
export function forbiddenNumber(text: string): 'identity-code' | 'card-number' | undefined {
  if (!digits.test(text)) return undefined
  if (maskIdentityCodes(text).found > 0) return 'identity-code'
  return holdsCardNumber(text) ? 'card-number' : undefined
}

function takeWord(row: RowDraft, cell: Cell, word: Word, group: number, text: string, rules: CellRules) {
  const { destination } = cell
  if (destination === undefined) return
  const present = row.parts.get(slotOf(destination, group).key)?.given
  const putWord = (other: Word, otherText: string | undefined) => {
    const place = rules.place(value(other, group))
    if (otherText && typeof place === 'object') put(row, cell, place, group, otherText, rules)
  }
  switch (word) {
    case 'full-name': {
      if (present?.given_name !== undefined || present?.family_name !== undefined) return
      const { given, family } = splitName(text)
      put(row, cell, destination, group, given ?? '', rules)
      return putWord('family-name', family)
    }
    case 'address': {
      if (present?.street !== undefined || present?.city !== undefined) return
      const { street, postcode, city } = splitAddress(text)
      putWord('street', street)
      putWord('postcode', postcode)
      return putWord('city', city)
    }
    case 'street-2':
      return put(row, cell, destination, group, [present?.street, text].filter(Boolean).join(', '), rules)
    case 'labels':
      for (const [index, label] of splitLabels(text, rules.joint).entries()) {
        put(row, cell, destination, group * 100 + index, label, rules)
      }
      return
    default: {
      const several = rules.joint === undefined ? [text] : text.split(rules.joint)
      for (const [index, one] of several.entries()) put(row, cell, destination, group + index * 100, one, rules)
    }
  }
}

/** Attributes of a JSON object that the register knows by name; the rest has no column of its own to be mapped by. */
const attributes: Readonly<Record<string, Word>> = {
  city: 'city',
  country: 'country',
  phone: 'phone',
  language: 'language',
  lang: 'language',
  company: 'organisation',
  birthday: 'birthday',
}

function takeAttributes(row: RowDraft, cell: Cell, text: string, rules: CellRules) {
  let object: unknown
  try {
    object = JSON.parse(text)
  } catch {
    return remark(row, cell, 'value')
  }
  if (typeof object !== 'object' || object === null) return
  for (const [name, content] of Object.entries(object)) {
    const word = Object.hasOwn(attributes, name.toLowerCase()) ? attributes[name.toLowerCase()] : undefined
    const place = word === undefined ? undefined : rules.place(value(word))
    if (word === undefined || typeof place !== 'object') continue
    if (typeof content === 'string' || typeof content === 'number') {
      takeWord(row, { ...cell, destination: place }, word, 1, String(content), rules)
    }
  }
}

/** Puts a value into its part; one that the column does not take becomes a remark. */
function put(
  row: RowDraft,
  cell: Cell,
  destination: Destination | undefined,
  group: number,
  text: string,
  rules: CellRules,
): void {
  if (destination === undefined) return
  const slot = slotOf(destination, group)
  const draft = row.parts.get(slot.key) ?? { ...slot, given: {} }
  try {
    const read = readCell(destination.column, text, draft, rules)
    if (read === null) return
    draft.given[destination.column.name] = read
    row.parts.set(slot.key, draft)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (destination.column.format === 'email') row.wrong = 'wrong-email'
    else if (destination.column.format === 'phone') row.wrong ??= 'wrong-phone'
    remark(row, cell, 'value')
  }
}

function readCell(column: Column, text: string, draft: Draft, rules: CellRules): Value {
  const written = unshield(text.trim()) // a file that we gave out comes back as it was
  if (column.name === 'postcode') return readAnyPostcode(written, draft.given.country)
  if (column.format === 'phone') return readValue(column, /^358\d{6,10}$/.test(written) ? `+${written}` : written) // Brevo
  if (column.type === 'money') return readCents(written, rules.decimalComma)
  if (column.type === 'date' || column.type === 'time') {
    const moment = readMoment(written, rules.dateOrder)?.toISOString() ?? written
    return column.type === 'date' ? readValue(column, moment.slice(0, 10)) : asStored(readValue(column, moment))
  }
  return readValue(column, written)
}

/** A moment as `to_jsonb` writes it: it is compared with what the register has, and becomes the change row as it stands. */
const asStored = (moment: Value): Value =>
  typeof moment === 'string' ? new Date(moment).toISOString().replace(/\.?0*Z$/, '+00:00') : moment

/** Without a country only five digits are certainly Finnish; anything else is kept as it is written. */
function readAnyPostcode(text: string, country: Value | undefined): Value {
  if (text === '') return null
  if (typeof country === 'string') return readPostcode(text, country)
  const plain = text.replace(/^'/, '')
  return readPostcode(plain, /^(FI-?)?\d{5}$/i.test(plain) ? 'FI' : '')
}

/** "1 234,50 €" as whole cents, by the file's decimal sign. */
function readCents(text: string, decimalComma: boolean): number {
  const plain = text
    .replace(/[\s€]|kr|EUR/gi, '')
    .replaceAll(decimalComma ? '.' : ',', '')
    .replace(',', '.')
  if (!/^-?\d{1,12}(\.\d{1,2})?$/.test(plain)) throw new Refused('value.money', 'invalid')
  return Math.round(Number(plain) * 100)
}

function remark(row: RowDraft, { header }: Cell, reason: Remark['reason']): void {
  row.remarks.push({ column: header, reason })
}
