/** What a form's field does to the notice: a value written, or its key gone when it is empty, in the way that the author began. */

import { at, type Edit, isList, isMapping, type Orders, type Path, type Value } from '../notice/edit-value.ts'
import { keysOf, type RecordShape, type Shape } from '../notice/language-shape.ts'
import type { Lang } from '../notice/notice.ts'

/** A record's key with the place of the record. */
export interface KeyOf {
  readonly record: Path
  readonly shape: RecordShape
  readonly key: string
}

/** For each step of the path the keys that can stand beside it. */
export function ordersOf(shape: Shape, path: Path): Orders {
  const [step, ...rest] = path
  if (step === undefined) return []
  if (shape.kind === 'record') {
    const below = shape.keys[String(step)]?.shape
    return [keysOf(shape), ...(below === undefined ? [] : ordersOf(below, rest))]
  }
  if (shape.kind === 'entries' || shape.kind === 'list') return [[], ...ordersOf(shape.of, rest)]
  if (shape.kind === 'text') return [['fi', 'sv', 'en']]
  return []
}

/** The record is written short, as its one value: `customer-care: contract`. */
const isShort = (found: Value | undefined, { shape }: KeyOf): boolean =>
  shape.short !== undefined && found !== undefined && found !== '' && !isMapping(found)

/** Where the key's value stands, or would stand. */
export const pathOf = (notice: Value, of: KeyOf): Path =>
  of.key === of.shape.short && isShort(at(notice, of.record), of) ? of.record : [...of.record, of.key]

export const valueAt = (notice: Value, of: KeyOf): Value | undefined => {
  const found = at(notice, of.record)
  if (isShort(found, of)) return of.key === of.shape.short ? found : undefined
  return isMapping(found) ? found.get(of.key) : undefined
}

/** Writes the key, or takes it away when the value is empty or undefined. */
export function setKey(notice: Value, root: RecordShape, of: KeyOf, value: Value | undefined): readonly Edit[] {
  const found = at(notice, of.record)
  const { short } = of.shape
  if (value === undefined || isNothing(value)) return clear(notice, of)
  if (short !== undefined && isShort(found, of) && of.key !== short)
    return [
      {
        do: 'set',
        path: of.record,
        value: new Map([
          [short, found ?? ''],
          [of.key, value],
        ]),
      },
    ]
  if (short === of.key && (found === undefined || found === ''))
    return [{ do: 'set', path: of.record, value, orders: ordersOf(root, of.record) }]
  const path = pathOf(notice, of)
  return [{ do: 'set', path, value, orders: ordersOf(root, path) }]
}

const isNothing = (value: Value): boolean =>
  value === '' || (isList(value) && value.length === 0) || (isMapping(value) && value.size === 0)

/** A part of the notice, or a record within an entry, that has nothing left goes too; an entry stays as its id. */
function clear(notice: Value, of: KeyOf): readonly Edit[] {
  if (valueAt(notice, of) === undefined) return []
  const found = at(notice, of.record)
  if (isShort(found, of)) return [{ do: 'remove', path: of.record }]
  const isLast = isMapping(found) && found.size === 1
  const ofShort = of.shape.short !== undefined && isMapping(found) && of.key !== of.shape.short && found.size === 2
  if (ofShort && of.shape.short !== undefined && found.has(of.shape.short) && of.shape.group === 'use')
    return [{ do: 'set', path: of.record, value: found.get(of.shape.short) ?? '' }]
  const goes = isLast && (of.record.length === 1 || of.record.at(-1) === 'channels')
  return [{ do: 'remove', path: goes ? of.record : [...of.record, of.key] }]
}

/** What a text says in each language; a plain word is in the language of record. */
export function textIn(value: Value | undefined, record: Lang): Readonly<Partial<Record<Lang, string>>> {
  if (typeof value === 'string') return value === '' ? {} : { [record]: value }
  if (!isMapping(value)) return {}
  const langs: readonly Lang[] = ['fi', 'sv', 'en']
  return Object.fromEntries(
    langs.flatMap(lang => {
      const said = value.get(lang)
      return typeof said === 'string' ? [[lang, said]] : []
    }),
  )
}

/** The text with one language written anew; undefined when no language says anything. A plain word stays plain while it can. */
export function withLanguage(value: Value | undefined, record: Lang, lang: Lang, said: string): Value | undefined {
  if (typeof value === 'string' && value !== '' && lang === record) return said === '' ? undefined : said
  const all: Partial<Record<Lang, string>> = { ...textIn(value, record), [lang]: said }
  const written = (['fi', 'sv', 'en'] as const).flatMap(one => (all[one] ? [[one, all[one]] as const] : []))
  return written.length === 0 ? undefined : new Map(written)
}

/** Puts the word into a list, or takes it out; an empty list goes. A list that is there is changed item by item. */
export function setInList(notice: Value, root: RecordShape, of: KeyOf, word: Value, isIn: boolean): readonly Edit[] {
  const found = valueAt(notice, of)
  const items = isList(found) ? found : found === undefined || found === '' || found === 'none' ? [] : [found]
  const index = items.findIndex(item => isSameWord(item, word))
  if (isIn === index >= 0) return []
  const path = pathOf(notice, of)
  if (!isIn) {
    if (items.length === 1) return setKey(notice, root, of, undefined)
    return [{ do: 'remove', path: [...path, index] }]
  }
  if (!isList(found) || items.length === 0) return setKey(notice, root, of, [...items, word])
  return [{ do: 'insert', path: [...path, items.length], value: word }]
}

const asId = (word: Value): Value => (typeof word === 'string' ? word.toLowerCase().replaceAll(/\s+/g, '-') : word)

/** "Own page" and "own-page" are the same word of the vocabulary. */
export const isSameWord = (a: Value, b: Value): boolean => a === b || asId(a) === asId(b)
