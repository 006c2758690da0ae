/** A value as people read it: dates, money, codes by their names; what is not given is said, not left empty. */

import type { Value } from '../src/register/answers.ts'
import type { Scope } from '../src/register/scope-answer.ts'
import { codeName } from './codes.ts'
import { count, date, moment, money } from './format.ts'
import type { Say } from './language.ts'

export type ScopeCategory = Scope['categories'][number]
export type ScopeField = ScopeCategory['fields'][number]
export type ScopeColumn = ScopeField['columns'][number]

/** A value in words; undefined when there is none. */
export function valueText(column: ScopeColumn, value: Value | undefined, say: Say): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const coded = column.codes?.find(({ code }) => code === value)
  if (coded) return coded.name
  if (typeof value === 'boolean') return say(value ? 'ui.value.yes' : 'ui.value.no')
  if (typeof value === 'number') return column.type === 'money' ? money(value) : count(value)
  if (column.type === 'date') return date(value)
  if (column.type === 'time') return moment(value)
  if (column.format === 'language') return codeName(value, 'language')
  if (column.format === 'country') return codeName(value, 'region')
  if (column.format === 'phone') return phoneText(value)
  return value
}

/** +358 40 123 4567, +358 9 123 4567: Finnish mobile and area codes stand apart, other numbers are as they are kept. */
export function phoneText(number: string): string {
  const finnish = /^\+358(4\d|50|1\d|[235689])(\d{3})(\d{2,4})(\d{0,3})$/.exec(number)
  return finnish ? ['+358', ...finnish.slice(1)].filter(part => part !== '').join('\u00a0') : number
}
