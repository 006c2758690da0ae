/** A sentence becomes a condition, or is refused with the word that is not understood, its place and what could stand there. */

import { Refused } from '../base/errors.ts'
import { didYouMean } from '../notice/did-you-mean.ts'
import type { Value } from './answers.ts'
import type { Condition, Filter, PermissionCondition, RowsCondition } from './condition.ts'
import { type Lexicon, lexicons, type Name, type NamedColumn, type Names } from './condition-lexicon.ts'

/** The condition that the sentence says in this language. Names are labels of the notice, in any case of letters, or ids in braces. */
export function readCondition(sentence: string, names: Names, lang: 'fi' | 'sv' | 'en'): Condition {
  const words = lexicons[lang]
  const at = { place: 0, text: sentence }
  const read = readEither(at, names, words, 0)
  skip(at)
  if (at.place < sentence.length) refuse(at, [words.and, words.or])
  return read
}

interface At {
  place: number
  readonly text: string
}

const skip = (at: At): void => {
  while (/\s/.test(at.text[at.place] ?? '')) at.place++
}

/** Whether the word comes next, alone; it is then behind. */
function take(at: At, word: string): boolean {
  skip(at)
  const end = at.place + word.length
  const isNext = at.text.slice(at.place, end).toLowerCase() === word.toLowerCase()
  const stands = /^\W$/.test(word) || end >= at.text.length || /[\s,():"]/.test(at.text[end] ?? '')
  if (!isNext || !stands || word === '') return false
  at.place = end
  return true
}

/** The longest of the words that comes next. */
function takeOne<One extends string>(at: At, words: readonly (readonly [One, string])[]): One | undefined {
  return words.toSorted(([, a], [, b]) => b.length - a.length).find(([, word]) => take(at, word))?.[0]
}

function need(at: At, word: string): void {
  if (!take(at, word)) refuse(at, [word])
}

const deepest = 20

function readEither(at: At, names: Names, words: Lexicon, depth: number): Condition {
  if (depth > deepest) refuse(at, [])
  const any = [readBoth(at, names, words, depth)]
  while (take(at, words.or)) any.push(readBoth(at, names, words, depth))
  const [only] = any
  return any.length === 1 && only ? only : { any }
}

function readBoth(at: At, names: Names, words: Lexicon, depth: number): Condition {
  const all = [readItem(at, names, words, depth)]
  while (take(at, words.and)) all.push(readItem(at, names, words, depth))
  const [only] = all
  return all.length === 1 && only ? only : { all }
}

function readItem(at: At, names: Names, words: Lexicon, depth: number): Condition {
  if (take(at, '(')) return readBrackets(at, names, words, depth)
  const start = at.place
  if (take(at, words.not)) {
    if (take(at, '(')) return { not: readBrackets(at, names, words, depth) }
    at.place = start
  }
  if (take(at, words.everybody)) return { all: [] }
  if (take(at, words.permission[0])) return readPermission(at, names, words)
  const id = readName(at, [...names.fields, ...names.categories])
  const category = names.categories.find(one => one.id === id)
  if (category) return readRows(at, category, words)
  const column = names.fields.find(one => one.id === id)
  const { is, value } = readComparison(at, column, words)
  return { field: id, is: id === 'has-email' && is === 'known' ? 'equals' : is, value }
}

function readBrackets(at: At, names: Names, words: Lexicon, depth: number): Condition {
  const inside = readEither(at, names, words, depth + 1)
  need(at, ')')
  return inside
}

function readPermission(at: At, names: Names, words: Lexicon): PermissionCondition {
  const permission = readName(at, names.purposes)
  need(at, words.permission[1])
  const ways = ['email', 'sms', 'phone', 'post', 'social-media'] as const
  const channel = takeOne(
    at,
    ways.map(way => [way, words.channels[way]] as const),
  )
  return channel ? { permission, channel } : refuse(at, Object.values(words.channels))
}

function readName(at: At, among: readonly Name[]): string {
  skip(at)
  const [braced, id] = /^\{([^}]*)\}/.exec(at.text.slice(at.place, at.place + 200)) ?? []
  if (braced !== undefined && among.some(name => name.id === id)) {
    at.place += braced.length
    return id ?? ''
  }
  const found = takeOne(
    at,
    among.map(name => [name.id, name.label] as const),
  )
  return (
    found ??
    refuse(
      at,
      among.map(({ label }) => label),
    )
  )
}

function readRows(at: At, { id, columns }: Names['categories'][number], words: Lexicon): RowsCondition {
  const where: RowsCondition['where'] = []
  let more: Pick<RowsCondition, 'times' | 'sum'> = {}
  while (take(at, ',')) {
    if (take(at, words.where)) {
      need(at, '(')
      do {
        const column = readName(at, columns)
        where.push({
          column,
          ...readComparison(
            at,
            columns.find(one => one.id === column),
            words,
          ),
        })
      } while (take(at, words.and))
      need(at, ')')
    } else more = readAmount(at, columns, words)
  }
  return { rows: id, where, ...more }
}

function readAmount(at: At, columns: readonly NamedColumn[], words: Lexicon): Pick<RowsCondition, 'times' | 'sum'> {
  if (take(at, words.never)) return { times: { atMost: 0 } }
  if (take(at, words.total)) {
    const of = readName(at, columns)
    const how = takeOne(at, [
      ['atLeast', words.atLeast],
      ['below', words.below],
    ])
    if (how === undefined) return refuse(at, [words.atLeast, words.below])
    const column = columns.find(one => one.id === of)
    const n = Number(readLiteral(at, column, words))
    return { sum: how === 'atLeast' ? { of, atLeast: n } : { of, below: n } }
  }
  const how = takeOne(at, [
    ['atLeast', words.atLeast],
    ['atMost', words.atMost],
  ])
  if (how === undefined) return refuse(at, [words.where, words.atLeast, words.atMost, words.never, words.total])
  const n = readNumber(at)
  need(at, words.times)
  return { times: how === 'atLeast' ? { atLeast: n } : { atMost: n } }
}

function readComparison(at: At, column: NamedColumn | undefined, words: Lexicon): Pick<Filter, 'is' | 'value'> {
  const { is, ofDays, known, unknown, within } = words
  const found = takeOne(at, [
    ...(['equals', 'differs', 'starts', 'from', 'before'] as const).map(one => [one, is[one]] as const),
    ['from', ofDays.from],
    ['before', ofDays.before],
    ['known', known],
    ['unknown', unknown],
    ['within', within[0]],
  ])
  if (found === undefined)
    return refuse(at, [...Object.values(is), ...Object.values(ofDays), known, unknown, within[0]])
  if (found === 'known' || found === 'unknown') return { is: 'known', value: found === 'known' }
  if (found === 'within') return { is: found, value: readWhile(at, words) }
  return { is: found, value: readLiteral(at, column, words) }
}

function readWhile(at: At, { units, within }: Lexicon): string {
  const n = readNumber(at)
  const unit = takeOne(
    at,
    (['D', 'W', 'M', 'Y'] as const).flatMap(one => units[one].map(word => [one, word] as const)),
  )
  if (unit === undefined)
    return refuse(
      at,
      Object.values(units).map(([, many]) => many),
    )
  if (within[1] !== '') need(at, within[1])
  return `P${n}${unit}`
}

function readNumber(at: At): number {
  const [digits] = takePattern(at, /^\d{1,9}/) ?? refuse(at, ['1'])
  return Number(digits)
}

function takePattern(at: At, pattern: RegExp): RegExpExecArray | undefined {
  skip(at)
  const found = pattern.exec(at.text.slice(at.place))
  if (found === null) return undefined
  at.place += found[0].length
  return found
}

function readLiteral(at: At, column: NamedColumn | undefined, { yes, no }: Lexicon): Value {
  const [quoted] = takePattern(at, /^"(?:[^"\\]|\\.)*"/) ?? []
  if (quoted !== undefined) {
    const text = unquote(at, quoted)
    return column?.codes?.find(({ name }) => name === text)?.code ?? text
  }
  const [day, d, m, y] = takePattern(at, /^(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|\d{4}-\d{2}-\d{2})(?![\d.-])/) ?? []
  if (day !== undefined) return d && m && y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : day
  const [number, sign = '', whole, part, euros] = takePattern(at, /^(-?)(\d{1,13})(?:[.,](\d{1,2}))?(\s*€)?/) ?? []
  if (number !== undefined) {
    const cents = column?.type === 'money' || euros !== undefined
    const size = cents ? Number(whole) * 100 + Number((part ?? '').padEnd(2, '0')) : Number(`${whole}.${part ?? 0}`)
    return sign === '-' ? -size : size
  }
  if (take(at, yes)) return true
  if (take(at, no)) return false
  return refuse(at, ['"…"'])
}

function unquote(at: At, quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return refuse(at, ['"…"'])
  }
}

/** So many words that could stand there are told; whoever writes how one begins is told the others. */
const most = 12

/** Names the words that come, three at most and never a value. */
function refuse(at: At, expected: readonly string[]): never {
  skip(at)
  const rest = at.text.slice(at.place)
  const word = (/^(?:[^\s,()"]+(?: [^\s,()"]+){0,2}|[,()"])/.exec(rest)?.[0] ?? '').slice(0, 60)
  const offered = meant(word, expected) ?? meant(word.split(' ')[0] ?? '', expected) ?? expected
  const shown = offered.slice(0, most)
  const left = offered.length - shown.length
  throw new Refused(
    word === '' ? 'register.condition-ends' : 'register.condition-word',
    'invalid',
    { word, at: at.place + 1, expected: [...shown, ...(left > 0 ? [`… (+${left})`] : [])].join(' · ') || '–' },
    { field: 'condition' },
  )
}

/** Those that begin so, else the one that is nearly that. */
function meant(start: string, expected: readonly string[]): readonly string[] | undefined {
  if (start === '') return undefined
  const begun = expected.filter(one => one.toLowerCase().startsWith(start.toLowerCase()))
  const near = begun.length === 0 ? didYouMean(start, expected) : undefined
  if (begun.length > 0) return begun
  return near === undefined ? undefined : [near]
}
