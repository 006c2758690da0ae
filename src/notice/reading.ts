/** How parts of the tree become values: each reader gives the value, or a finding that says what stood there instead. */

import { didYouMean } from './did-you-mean.ts'
import { type Finding, type Lang, langs, type Position, type Text } from './notice.ts'
import type { Tree } from './tree.ts'
import { vocabularyText } from './vocabulary.ts'

/** A part of the notice and where it is: `at` is its key's place, `tree.at` its value's. */
export interface Part {
  readonly tree: Tree
  readonly path: string
  readonly at: Position
}

/** What a mapping holds under the keys that are allowed there; a key that was not written is undefined. */
export type Parts<Key extends string> = { readonly [One in Key]?: Part | undefined }

export type Reading = ReturnType<typeof startReading>

const maxFindings = 100
const idPattern = /^[a-z][a-z0-9-]{0,39}$/
const maxTextLength = 10_000

/** "Own page" and "own-page" are the same word of the vocabulary. */
const asId = (word: string): string => word.toLowerCase().replaceAll(/\s+/g, '-')

/** Readers that share one list of findings. `record` is the language that a text without languages is in. */
export function startReading(record: () => Lang) {
  const findings: Finding[] = []

  const find = (rule: string, part: Part, at: Position, args: Finding['args'] = {}): undefined => {
    const again = findings.some(one => one.rule === rule && one.at.line === at.line && one.at.column === at.column)
    if (!again && findings.length < maxFindings) findings.push({ rule, severity: 'error', args, at, path: part.path })
  }

  const wrongForm = (part: Part, wanted: 'word' | 'list' | 'mapping' | 'text') =>
    find('L08', part, part.tree.at, { context: wanted, key: part.path })

  const isEmpty = (part: Part): boolean => part.tree.kind === 'word' && part.tree.word === ''

  /** Every entry of a mapping, whatever its keys are; an empty value has none. */
  const entries = (part: Part): readonly (readonly [string, Part])[] => {
    if (isEmpty(part)) return []
    if (part.tree.kind !== 'mapping') {
      wrongForm(part, 'mapping')
      return []
    }
    return [...part.tree.entries].map(
      ([key, { keyAt, value }]) =>
        [key, { tree: value, path: part.path === '' ? key : `${part.path}.${key}`, at: keyAt }] as const,
    )
  }

  /** The entries of a mapping whose keys are fixed; any other key is a finding. */
  const keys = <Key extends string>(part: Part, allowed: readonly Key[]): Parts<Key> => {
    const found: Partial<Record<Key, Part>> = {}
    for (const [key, value] of entries(part)) {
      const known = allowed.find(one => one === key)
      if (known !== undefined) found[known] = value
      else unknown('L06', value, value.at, key, allowed)
    }
    return found
  }

  /** `what` is left out for a key; otherwise it says what kind of id was looked for. */
  const unknown = (
    rule: string,
    part: Part,
    at: Position,
    found: string,
    known: readonly string[],
    what?: string,
  ): undefined => {
    const guess = didYouMean(found, known)
    return find(rule, part, at, {
      found: found.slice(0, 60),
      known: known.slice(0, 30).join(', '),
      ...(guess !== undefined && { guess }),
      context: [what, guess === undefined ? undefined : 'guess'].filter(one => one !== undefined).join('-'),
    })
  }

  const missing = (part: Part, key: string): undefined => find('L05', part, part.at, { key })

  const written = (part: Part | undefined): string | undefined => {
    if (part === undefined) return undefined
    if (part.tree.kind !== 'word' || part.tree.word === '') return wrongForm(part, 'word')
    if (part.tree.word.length > maxTextLength)
      return find('L02', part, part.tree.at, { context: 'text', limit: maxTextLength })
    return part.tree.word
  }

  /** A word or words on one line: names, ids, sentences on how long. */
  const word = (part: Part | undefined): string | undefined => written(part)?.replaceAll(/\s+/g, ' ')

  /** The parts of a list; a single word is a list of one. */
  const list = (part: Part | undefined): readonly Part[] => {
    if (part === undefined || isEmpty(part)) return []
    if (part.tree.kind === 'word') return [part]
    if (part.tree.kind === 'mapping') {
      wrongForm(part, 'list')
      return []
    }
    return part.tree.items.map((tree, index) => ({ tree, path: `${part.path}.${index}`, at: tree.at }))
  }

  /** The words of a list, none twice. */
  const wordList = (part: Part | undefined): readonly { readonly word: string; readonly part: Part }[] => {
    const seen = new Set<string>()
    return list(part).flatMap(one => {
      const found = word(one)
      if (found === undefined) return []
      if (seen.has(found)) {
        find('L07', one, one.tree.at, { context: 'list', key: found.slice(0, 60) })
        return []
      }
      seen.add(found)
      return [{ word: found, part: one }]
    })
  }

  /** A word that must be one of `known`: a fixed choice (L11), or an id of the kind `what` that is declared elsewhere (L10). */
  const oneOf = <Word extends string>(
    part: Part | undefined,
    known: readonly Word[],
    rule = 'L11',
    what?: string,
  ): Word | undefined => {
    const found = word(part)
    if (part === undefined || found === undefined) return undefined
    const same = known.find(one => one === found) ?? known.find(one => one === asId(found))
    return same ?? unknown(rule, part, part.tree.at, found, known, what)
  }

  const someOf = <Word extends string>(
    part: Part | undefined,
    known: readonly Word[],
    rule = 'L11',
    what?: string,
  ): readonly Word[] => [...new Set(wordList(part).flatMap(one => oneOf(one.part, known, rule, what) ?? []))]

  const isId = (id: string, part: Part, at: Position): boolean => {
    if (idPattern.test(id)) return true
    find('L09', part, at, { found: id.slice(0, 60) })
    return false
  }

  /** A word that matches a pattern, for dates, addresses and the like; `format` chooses the sentence of L12. */
  const matching = (part: Part | undefined, format: string, test: (word: string) => boolean): string | undefined => {
    const found = word(part)
    if (part === undefined || found === undefined) return undefined
    if (test(found)) return found
    return find('L12', part, part.tree.at, { context: format, found: found.slice(0, 60) })
  }

  const date = (part: Part | undefined) => matching(part, 'date', isDate)

  const yesOrNo = (part: Part | undefined): boolean | undefined => {
    const found = oneOf(part, ['yes', 'no', 'true', 'false'])
    return found === undefined ? undefined : found === 'yes' || found === 'true'
  }

  /** A text in languages: `{ fi: …, sv: … }`, or a plain one in the language of record. */
  const text = (part: Part | undefined): Text | undefined => {
    if (part === undefined) return undefined
    if (part.tree.kind === 'word') {
      const plain = written(part)
      return plain === undefined ? undefined : { [record()]: plain }
    }
    if (part.tree.kind === 'list') return wrongForm(part, 'text')
    const found: Partial<Record<Lang, string>> = {}
    const parts = keys(part, langs)
    for (const lang of langs) {
      const said = written(parts[lang])
      if (said !== undefined) found[lang] = said
    }
    return found
  }

  /** A text that may be a word of the vocabulary under `group`; a near miss of one is taken for a slip. */
  const knownText = (part: Part | undefined, group: string, known: readonly string[]): Text | undefined => {
    if (part?.tree.kind !== 'word') return text(part)
    const id = asId(part.tree.word)
    if (known.includes(id)) return vocabularyText(`${group}.${id}`)
    if (didYouMean(id, known) !== undefined) return unknown('L11', part, part.tree.at, part.tree.word, known)
    return text(part)
  }

  return {
    findings,
    find,
    entries,
    keys,
    unknown,
    missing,
    word,
    list,
    wordList,
    oneOf,
    someOf,
    isId,
    matching,
    date,
    yesOrNo,
    text,
    knownText,
    isEmpty,
  }
}

/** A day of the calendar, written YYYY-MM-DD. */
function isDate(word: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return false
  const day = new Date(`${word}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(word)
}

/** The place of every part of the tree by its path: `categories.identity.keep`, `law.0`. */
export function placesOf(tree: Tree): Readonly<Record<string, Position>> {
  const places: [string, Position][] = []
  const walk = (one: Tree, path: string) => {
    const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`)
    if (one.kind === 'list')
      for (const [index, item] of one.items.entries()) {
        places.push([below(index), item.at])
        walk(item, below(index))
      }
    if (one.kind === 'mapping')
      for (const [key, { keyAt, value }] of one.entries) {
        places.push([below(key), keyAt])
        walk(value, below(key))
      }
  }
  walk(tree, '')
  return Object.fromEntries(places)
}
