/** A value enters the register only in the form that its column declares; what is not so is refused with its field named. */

import { readBusinessId } from '../base/business-id.ts'
import { Refused } from '../base/errors.ts'
import type { Column } from '../notice/notice.ts'
import type { Value, Values } from './answers.ts'
import { holdsCardNumber } from './card-number.ts'
import { readEmail } from './email.ts'
import { maskIdentityCodes } from './hetu.ts'
import { readLanguage } from './language.ts'
import { readName } from './person-name.ts'
import { readPhone } from './phone.ts'
import { readLines } from './plain-text.ts'
import { readCountry, readPostcode } from './postal.ts'
import { readWebAddress } from './web-address.ts'

const longestText = 20_000 // characters

const formats: Readonly<Record<NonNullable<Column['format']>, (text: string) => string>> = {
  email: text => readEmail(text).address,
  phone: text => readPhone(text).e164,
  url: readWebAddress,
  country: readCountry,
  language: readLanguage,
  'business-id': readBusinessId,
  'person-name': readName,
}

/** Free text: personal identity codes masked (a register has no ground to keep them), payment cards refused. */
function readText(text: string): string {
  const kept = maskIdentityCodes(readLines(text)).text
  if (holdsCardNumber(kept)) throw new Refused('text.card-number', 'invalid')
  if ([...kept].length > longestText) throw new Refused('text.too-long', 'invalid', { longest: longestText })
  return kept
}

function readDate(text: string): string {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim()) ?? []
  const iso = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text.trim()
  const date = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : undefined
  // 2026-02-30 would roll over into March
  if (!date || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) {
    throw new Refused('value.date', 'invalid')
  }
  return iso
}

function readTime(text: string): string {
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text.trim())
  const moment = zoned ? new Date(text.trim()) : undefined
  if (!moment || Number.isNaN(moment.getTime())) throw new Refused('value.time', 'invalid')
  return moment.toISOString()
}

function readWhole(value: string | number, key: 'value.integer' | 'value.money'): number {
  const number = typeof value === 'number' ? value : /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new Refused(key, 'invalid')
  return number
}

/** The value as the column keeps it; empty text is no value. Money is whole cents. Refuses what does not fit. */
export function readValue(column: Column, input: Value): Value {
  if (input === null || (typeof input === 'string' && input.trim() === '')) return null
  const text = String(input)
  switch (column.type) {
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new Refused('value.boolean', 'invalid')
      return text === 'true'
    case 'integer':
    case 'money':
      if (typeof input === 'boolean') throw new Refused(`value.${column.type}`, 'invalid')
      return readWhole(input, `value.${column.type}`)
    case 'date':
      return readDate(text)
    case 'time':
      return readTime(text)
    case 'text': {
      const kept = column.format ? formats[column.format](text) : readText(text)
      if (column.codes && !column.codes.includes(kept)) {
        throw new Refused('value.code', 'invalid', { codes: column.codes.join(', ') })
      }
      return kept || null
    }
  }
}

/**
 * A row's values as its columns keep them. Columns that the category does not have for this purpose are refused by name.
 * Refusals carry the place `prefix.column`.
 */
export function readValues(columns: readonly Column[], input: Values, prefix: string): Values {
  const country = input.country // a Finnish postcode keeps its zeros; of other countries' nothing is known
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const place = { field: `${prefix}.${name}` }
      const column = columns.find(known => known.name === name)
      if (!column) throw new Refused('value.unknown-column', 'invalid', { column: name.slice(0, 60) }, place)
      try {
        const kept = readValue(column, value)
        const isPostcode = name === 'postcode' && typeof kept === 'string' && typeof country === 'string'
        return [name, isPostcode ? readPostcode(kept, readCountry(country)) : kept]
      } catch (error) {
        if (error instanceof Refused) throw new Refused(error.key, error.kind, error.args, place)
        throw error
      }
    }),
  )
}
