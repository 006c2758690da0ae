/** Where the parts of a notice's text stand, so that an edit touches the lines of its own part and no other. */

import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Path } from './edit-value.ts'

/** One change of a text: what stands from `from` to `to` becomes `insert`. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** A node of the text with the mark (`key:` or `-`) that it follows. */
export interface Place {
  /** Of the key's first letter or the dash; in `[ ]` of the item. */
  readonly start: number
  /** Right after the colon or the dash; in `[ ]` the same as `start`. */
  readonly markEnd: number
  /** Where the value's last letter ends. */
  readonly end: number
  readonly node: Node | null
  readonly key: Node | undefined
  readonly inFlow: boolean
  readonly mark: 'key' | 'dash'
}

export interface Container {
  readonly node: YAMLMap<Node, Node | null> | YAMLSeq<Node | null>
  readonly inFlow: boolean
  readonly places: readonly Place[]
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

/** Before the line's end marks. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  if (end < 0) return text.length
  return text[end - 1] === '\r' ? Math.max(end - 1, at) : end
}

/** The beginning of the line after. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

export const column = (text: string, at: number): number => at - lineStart(text, at)

/** Nothing but spaces stands before it on its line. */
export const isFirstOnLine = (text: string, at: number): boolean => text.slice(lineStart(text, at), at).trim() === ''

export function contentsOf(text: string): Node | undefined {
  const document = parseDocument(text, {
    schema: 'failsafe',
    keepSourceTokens: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  return document.errors.length === 0 ? ((document.contents as Node | null) ?? undefined) : undefined
}

export const isCollection = (node: unknown): node is Container['node'] => isMap(node) || isSeq(node)

/** The node at the path; null for an empty value, undefined where nothing stands. */
export function nodeAt(root: Node | null | undefined, path: Path): Node | null | undefined {
  let node = root
  for (const step of path) {
    if (isSeq<Node | null>(node)) node = typeof step === 'number' ? node.items[step] : undefined
    else if (isMap<Node, Node | null>(node)) node = pairOf(node, String(step))?.value
    else return undefined
  }
  return node
}

const pairOf = (map: YAMLMap<Node, Node | null>, key: string): Pair<Node, Node | null> | undefined =>
  map.items.find(pair => nameOf(pair) === key)

export const nameOf = ({ key }: Pair<Node, Node | null>): string =>
  isScalar(key) ? String(key.value).normalize('NFC').trim() : ''

/** Its children with their places. */
export function containerOf(text: string, node: Container['node']): Container {
  const inFlow = node.flow === true
  if (isMap<Node, Node | null>(node))
    return { node, inFlow, places: node.items.map(pair => pairPlace(text, pair, inFlow)) }
  const tokens = node.srcToken?.type === 'block-seq' ? node.srcToken.items : []
  return {
    node,
    inFlow,
    places: node.items.map((item, i) => {
      const dash = tokens[i]?.start.find(token => token.type === 'seq-item-ind')?.offset
      const start = inFlow ? (item?.range?.[0] ?? 0) : (dash ?? 0)
      const markEnd = inFlow ? start : start + 1
      return { start, markEnd, end: endOf(text, item, markEnd), node: item, key: undefined, inFlow, mark: 'dash' }
    }),
  }
}

function pairPlace(text: string, { key, value }: Pair<Node, Node | null>, inFlow: boolean): Place {
  const [start, keyEnd] = key.range ?? [0, 0]
  const colon = /^\s*:/.exec(text.slice(keyEnd))
  const markEnd = keyEnd + (colon?.[0].length ?? 0)
  return { start, markEnd, end: endOf(text, value, markEnd), node: value, key, inFlow, mark: 'key' }
}

/** Where the last letter of the node ends; after the mark for a value that is empty. */
function endOf(text: string, node: Node | null, markEnd: number): number {
  if (isCollection(node) && node.flow !== true) {
    const last = containerOf(text, node).places.at(-1)
    return last === undefined ? markEnd : last.end
  }
  const [start = markEnd, end = markEnd] = node?.range ?? []
  return start >= end ? markEnd : start + text.slice(start, end).trimEnd().length
}

export const isBlockScalar = (node: Node | null): boolean =>
  isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL)

/** From the line of the child, and the lines of comment right above it, to the end of its last line. */
export function blockOf(text: string, { start, end }: Place): { readonly from: number; readonly to: number } {
  let from = lineStart(text, start)
  const indent = text.slice(from, start)
  while (from > 0) {
    const above = lineStart(text, from - 1)
    if (!text.slice(above, from).startsWith(`${indent}#`)) break
    from = above
  }
  return { from, to: nextLine(text, end) }
}
