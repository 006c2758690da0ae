/** The text of a notice as a tree of words, lists and mappings with positions; everything of YAML beyond that is refused. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'
import type { Finding, Position } from './notice.ts'

export type Tree = Word | List | Mapping

/** A scalar as written; every word is a string, an empty one is `''`. */
interface Word {
  readonly kind: 'word'
  readonly word: string
  readonly at: Position
}

interface List {
  readonly kind: 'list'
  readonly items: readonly Tree[]
  readonly at: Position
}

interface Mapping {
  readonly kind: 'mapping'
  readonly entries: ReadonlyMap<string, { readonly keyAt: Position; readonly value: Tree }>
  readonly at: Position
}

export interface TreeRead {
  readonly tree: Tree | undefined
  readonly findings: readonly Finding[]
}

const start: Position = { line: 1, column: 1 }
const maxCharacters = 128 * 1024 // five times the longest notice that we have seen
const maxDepth = 12

/** Control characters (tab and line ends excepted), the mark of bytes that are not UTF-8, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]|\p{Surrogate}/u

class Stop extends Error {}

/** Reads any text at all: gives a tree, or findings that say why there is none. Never throws. */
export function readTree(source: string): TreeRead {
  const findings: Finding[] = []
  const find = (rule: string, at: Position, args: Finding['args'] = {}) => {
    findings.push({ rule, severity: 'error', args, at, path: '' })
  }
  if (source.length > maxCharacters) {
    find('L02', start, { context: 'size', found: Math.ceil(source.length / 1024), limit: maxCharacters / 1024 })
    return { tree: undefined, findings }
  }
  const text = source.startsWith('\ufeff') ? source.slice(1) : source
  const bad = forbidden.exec(text)
  if (bad !== null) {
    find('L03', positionIn(text, bad.index), { found: codePoint(bad[0]) })
    return { tree: undefined, findings }
  }

  const lines = new LineCounter()
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  // `failsafe` leaves every word as it was written: no dates, no numbers, no yes that became true
  const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, lineCounter: lines } as const
  const documents = [...parseAllDocuments(text, { ...options, logLevel: 'silent' })]
  const document = documents[0]
  for (const one of documents)
    for (const error of one.errors.slice(0, 3)) {
      if (error.code === 'RESOURCE_EXHAUSTION')
        find('L02', position(error.pos[0]), { context: 'depth', limit: maxDepth })
      else find('L01', position(error.pos[0]), { context: contextOf(error.code), found: error.message })
    }
  if (findings.length === 0 && documents[1] !== undefined)
    find('L04', position(documents[1].range[0]), { context: 'documents' })
  if (findings.length > 0) return { tree: undefined, findings }
  if (document?.contents == null) {
    find('L05', start, { context: 'empty' })
    return { tree: undefined, findings }
  }

  const refuse = (rule: string, node: Node, args: Finding['args']): never => {
    find(rule, position(node.range?.[0] ?? 0), args)
    throw new Stop()
  }
  const treeOf = (node: Node | null, depth: number, after: Position): Tree => {
    if (node === null) return { kind: 'word', word: '', at: after }
    const at = position(node.range?.[0] ?? 0)
    if (isAlias(node)) return refuse('L04', node, { context: 'alias' })
    if (node.anchor !== undefined) return refuse('L04', node, { context: 'alias' })
    if (node.tag !== undefined && !/^tag:yaml\.org,2002:(str|seq|map)$/.test(node.tag))
      return refuse('L04', node, { context: 'tag' })
    if (depth > maxDepth) return refuse('L02', node, { context: 'depth', limit: maxDepth })
    if (isScalar(node)) {
      const word = String(node.value)
      const escaped = forbidden.exec(word) // "\0" in double quotes
      if (escaped !== null) return refuse('L03', node, { found: codePoint(escaped[0]) })
      return { kind: 'word', word: word.normalize('NFC').trim(), at }
    }
    if (isSeq<Node | null>(node)) return { kind: 'list', items: node.items.map(one => treeOf(one, depth + 1, at)), at }
    if (isMap<Node, Node | null>(node)) return mappingOf(node.items, depth, at)
    return refuse('L04', node, { context: 'tag' })
  }
  const mappingOf = (pairs: readonly { key: Node; value: Node | null }[], depth: number, at: Position): Mapping => {
    const entries = new Map<string, { keyAt: Position; value: Tree }>()
    for (const { key, value } of pairs) {
      const name = treeOf(key, depth + 1, at)
      if (name.kind !== 'word' || name.word === '') return refuse('L04', key, { context: 'key' })
      if (name.word === '<<') return refuse('L04', key, { context: 'alias' })
      const first = entries.get(name.word)
      if (first !== undefined) find('L07', name.at, { key: name.word, line: first.keyAt.line })
      else entries.set(name.word, { keyAt: name.at, value: treeOf(value, depth + 1, name.at) })
    }
    return { kind: 'mapping', entries, at }
  }
  try {
    return { tree: treeOf(document.contents as Node, 0, start), findings }
  } catch (error) {
    if (error instanceof Stop) return { tree: undefined, findings }
    throw error
  }
}

/** The commonest slips have sentences of their own; the rest are told in the YAML reader's words. */
function contextOf(code: string): string {
  if (code === 'TAB_AS_INDENT') return 'tab'
  if (code === 'BAD_INDENT') return 'indent'
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return 'colon'
  return 'other'
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
