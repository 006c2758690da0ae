/** A condition is printed as a sentence that `readCondition` reads back to the same: names as the notice has them, or in braces where they would mislead. */

import type { Value } from './answers.ts'
import type { Condition, Filter, RowsCondition } from './condition.ts'
import { type Lexicon, lexicons, type Name, type NamedColumn, type Names, reserved } from './condition-lexicon.ts'

/** Asks for a condition whose names are all in `names`; another is printed by its id in braces. */
export function printCondition(condition: Condition, names: Names, lang: 'fi' | 'sv' | 'en'): string {
  const words = lexicons[lang]
  const print = (one: Condition, inside: boolean): string => {
    if ('all' in one || 'any' in one) {
      const parts = 'all' in one ? one.all : one.any
      if (parts.length === 0) return words.everybody
      const [first] = parts
      if (parts.length === 1 && first) return print(first, inside)
      const joined = parts.map(part => print(part, true)).join(` ${'all' in one ? words.and : words.or} `)
      return inside ? `(${joined})` : joined
    }
    if ('not' in one) return `${words.not} (${print(one.not, false)})`
    if ('permission' in one) {
      const purpose = nameIn(names.purposes, one.permission, [])
      return `${words.permission[0]} ${purpose} ${words.permission[1]} ${words.channels[one.channel]}`
    }
    return 'rows' in one ? printRows(one, names, words) : printFilter(one, names, words)
  }
  return print(condition, false)
}

/** The label, when nothing else could be read in its place. */
function nameIn(among: readonly Name[], id: string, taken: readonly string[]): string {
  const label = among.find(one => one.id === id)?.label.toLowerCase()
  if (label === undefined || label === '' || /^[({\s]|\s$/.test(label)) return `{${id}}`
  const others = [...among.filter(one => one.id !== id).map(one => one.label.toLowerCase()), ...taken]
  const misleads = others.some(
    other => other === label || [' ', ',', ')'].some(next => other.startsWith(`${label}${next}`)),
  )
  const isTaken = taken.some(word => label.startsWith(`${word} `))
  return misleads || isTaken ? `{${id}}` : (among.find(one => one.id === id)?.label ?? `{${id}}`)
}

function printFilter({ field, is, value }: Filter, names: Names, words: Lexicon): string {
  const column = names.fields.find(({ id }) => id === field)
  const name = nameIn([...names.fields, ...names.categories], field, reserved(words))
  // That there is an address is said as of any other value.
  const how = field === 'has-email' ? 'known' : is
  return `${name} ${compare(how, value, column, words)}`
}

function printRows({ rows, where, times, sum }: RowsCondition, names: Names, words: Lexicon): string {
  const columns = names.categories.find(({ id }) => id === rows)?.columns ?? []
  const tests = where.map(({ column, is, value }) => {
    const known = columns.find(({ id }) => id === column)
    return `${nameIn(columns, column, [])} ${compare(is, value, known, words)}`
  })
  const parts = [nameIn([...names.fields, ...names.categories], rows, reserved(words))]
  if (tests.length > 0) parts.push(`${words.where} (${tests.join(` ${words.and} `)})`)
  if (times) {
    const [how, n] = 'atMost' in times ? [words.atMost, times.atMost] : [words.atLeast, times.atLeast]
    parts.push(n === 0 ? words.never : `${how} ${n} ${words.times}`)
  }
  if (sum) {
    const [how, n] = 'below' in sum ? [words.below, sum.below] : [words.atLeast, sum.atLeast]
    const known = columns.find(({ id }) => id === sum.of)
    parts.push(`${words.total} ${nameIn(columns, sum.of, [])} ${how} ${literal(n, known, words)}`)
  }
  return parts.join(', ')
}

function compare(is: Filter['is'], value: Value, column: NamedColumn | undefined, words: Lexicon): string {
  if (is === 'known') return value === false ? words.unknown : words.known
  if (is === 'within') return printWhile(String(value), words)
  const isDay = column?.type === 'date' || column?.type === 'time'
  const word = isDay && (is === 'from' || is === 'before') ? words.ofDays[is] : words.is[is]
  return `${word} ${literal(value, column, words)}`
}

/** «viimeisen 12 kuukauden aikana» */
function printWhile(period: string, { within, units }: Lexicon): string {
  const [, count = '', unit] = /^P(\d+)([DWMY])$/.exec(period) ?? []
  const [one, many] = units[unit === 'D' || unit === 'W' || unit === 'Y' ? unit : 'M']
  return [within[0], count, count === '1' ? one : many, within[1]].filter(part => part !== '').join(' ')
}

function literal(value: Value, column: NamedColumn | undefined, { yes, no, comma }: Lexicon): string {
  if (typeof value === 'boolean') return value ? yes : no
  if (typeof value === 'number')
    return column?.type === 'money' ? `${(value / 100).toFixed(2).replace('.', comma)} €` : String(value)
  const text = value ?? ''
  const isDay = (column?.type === 'date' || column?.type === 'time') && /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (isDay && comma === ',') return text.split('-').reverse().map(Number).map(String).join('.')
  if (isDay) return text
  const coded = column?.codes?.find(({ code }) => code === text)
  const isClear =
    coded && column?.codes?.every(other => other === coded || (other.name !== coded.name && other.code !== coded.name))
  return JSON.stringify(coded && isClear ? coded.name : text)
}
