/** Where in the notice a place of its text lies, also while the text is half written and no YAML yet. */

import type { Path } from './edit-value.ts'

export interface PlaceInText {
  /** Of the mapping whose key is being written, or of the value. */
  readonly path: Path
  readonly writes: 'key' | 'value'
  /** Where the word being written begins. */
  readonly from: number
}

interface Open {
  readonly indent: number
  readonly step: string | number
}

const keyPattern = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#,[\]{}'"][^:#]*?))\s*:(?=\s|$)/

/** The place at an offset of the text. */
export function placeAt(text: string, offset: number): PlaceInText {
  const open: Open[] = []
  let at = 0
  let scalarBelow: number | undefined // inside the lines of a `>-` under a key of this indent
  let flowFrom: { readonly start: number; readonly path: Path } | undefined
  for (const line of text.slice(0, offset).split('\n')) {
    const start = at
    at += line.length + 1
    const isLast = at > offset
    const indent = /^ */.exec(line)?.[0].length ?? 0
    const body = line.slice(indent)
    if (!isLast && (body === '' || body.startsWith('#'))) continue
    if (flowFrom !== undefined && !isClosed(text.slice(flowFrom.start, start))) {
      if (isLast) break
      continue
    }
    flowFrom = undefined
    if (scalarBelow !== undefined && indent > scalarBelow && body !== '') {
      if (isLast) return { path: open.map(({ step }) => step), writes: 'value', from: start + indent }
      continue
    }
    scalarBelow = undefined

    let column = indent
    let rest = body
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= indent && !isSameItem(open.at(-1), indent, rest)) open.pop()
    for (let dash = /^-(\s+|$)/.exec(rest); dash !== null; dash = /^-(\s+|$)/.exec(rest)) {
      const before = open.at(-1)
      const isNext = before !== undefined && before.indent === column && typeof before.step === 'number'
      if (isNext) open.pop()
      open.push({ indent: column, step: isNext && typeof before.step === 'number' ? before.step + 1 : 0 })
      column += dash[0].length
      rest = rest.slice(dash[0].length)
    }
    const found = keyPattern.exec(rest)
    const from = start + column
    if (found === null) {
      if (isLast) return atWord(open, text, from, offset, rest, column > indent)
      if (/^[[{]/.test(rest)) flowFrom = { start: from, path: open.map(({ step }) => step) }
      continue
    }
    const key = found[1] ?? found[2] ?? found[3] ?? ''
    open.push({ indent: column, step: key })
    const value = rest.slice(found[0].length)
    const valueFrom = from + found[0].length + (/^\s*/.exec(value)?.[0].length ?? 0)
    if (/^\s*[>|][-+\d]*\s*(#.*)?$/.test(value) && !isLast) scalarBelow = column
    if (/^\s*[[{]/.test(value)) flowFrom = { start: valueFrom, path: open.map(({ step }) => step) }
    else if (isLast) return { path: open.map(({ step }) => step), writes: 'value', from: Math.min(valueFrom, offset) }
  }
  if (flowFrom !== undefined) return inFlow(text.slice(flowFrom.start, offset), flowFrom.path, flowFrom.start)
  return { path: open.map(({ step }) => step), writes: 'key', from: offset }
}

/** A dash at the indent of the item before is the next of the same list. */
const isSameItem = (last: Open | undefined, indent: number, rest: string): boolean =>
  last !== undefined && last.indent === indent && typeof last.step === 'number' && /^-(\s|$)/.test(rest)

/** A line without a colon: the beginning of a key, or an item of a list, or a flow that begins here. */
function atWord(
  open: readonly Open[],
  text: string,
  from: number,
  offset: number,
  rest: string,
  hasDash: boolean,
): PlaceInText {
  const path = open.map(({ step }) => step)
  if (/^[[{]/.test(rest)) return inFlow(text.slice(from, offset), path, from)
  return { path, writes: hasDash ? 'value' : 'key', from }
}

const isClosed = (flow: string): boolean => depthOf(flow) <= 0

function depthOf(flow: string): number {
  let depth = 0
  for (const [mark] of flow.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\s#.*/g, '').matchAll(/[[\]{}]/g))
    depth += mark === '[' || mark === '{' ? 1 : -1
  return depth
}

/** Within `{ a: b, c: [d, ` everything is told by brackets, commas and colons. */
function inFlow(flow: string, path: Path, start: number): PlaceInText {
  const steps: { kind: 'list' | 'mapping'; step: string | number; from: number; hasKey: boolean }[] = []
  let quote = ''
  for (let i = 0; i < flow.length; i++) {
    const mark = flow[i] ?? ''
    const top = steps.at(-1)
    if (quote !== '') {
      if (mark === quote) quote = ''
    } else if (mark === '"' || mark === "'") quote = mark
    else if (mark === '[') steps.push({ kind: 'list', step: 0, from: i + 1, hasKey: false })
    else if (mark === '{') steps.push({ kind: 'mapping', step: '', from: i + 1, hasKey: false })
    else if (mark === ']' || mark === '}') steps.pop()
    else if (mark === ',' && top) {
      top.from = i + 1
      top.hasKey = false
      if (typeof top.step === 'number') top.step++
    } else if (mark === ':' && top?.kind === 'mapping' && !top.hasKey && /[\s,]|$/.test(flow[i + 1] ?? '')) {
      top.step = flow.slice(top.from, i).trim()
      top.from = i + 1
      top.hasKey = true
    }
  }
  const top = steps.at(-1)
  const spaces = /^\s*/.exec(flow.slice(top?.from ?? flow.length))?.[0].length ?? 0
  const from = start + (top?.from ?? flow.length) + spaces
  const inner = steps.slice(0, -1).map(({ step }) => step)
  if (top === undefined) return { path, writes: 'value', from }
  if (top.kind === 'mapping' && !top.hasKey) return { path: [...path, ...inner], writes: 'key', from }
  return { path: [...path, ...inner, top.step], writes: 'value', from }
}
