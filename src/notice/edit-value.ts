/** What a notice's text says, without how it is written: words, lists and mappings; and what each edit makes of them. */

import type { Tree } from './tree.ts'

/** Mappings keep the order in which their keys were written. */
export type Value = string | readonly Value[] | ReadonlyMap<string, Value>

/** Keys and, in lists, indices from 0: `['categories', 'identity', 'from', 0]`. */
export type Path = readonly (string | number)[]

/** For each step of a path the keys that its mapping can have, in their usual order. */
export type Orders = readonly (readonly string[])[]

export type Edit =
  /** Writes a value at the path, which may not be there yet; `orders` says, a step each, among which keys a new one stands. */
  | { readonly do: 'set'; readonly path: Path; readonly value: Value; readonly orders?: Orders | undefined }
  /** Puts an item into the list at the path of the item. */
  | { readonly do: 'insert'; readonly path: Path; readonly value: Value }
  | { readonly do: 'remove'; readonly path: Path }
  | { readonly do: 'rename'; readonly path: Path; readonly key: string }
  /** Makes the node the one of this number, from 0, among those beside it. */
  | { readonly do: 'move'; readonly path: Path; readonly to: number }

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)
export const isMapping = (value: Value | undefined): value is ReadonlyMap<string, Value> => value instanceof Map

/** A mapping from an object literal. */
export const mapping = (entries: Readonly<Record<string, Value>>): Value => new Map(Object.entries(entries))

export function saidIn(tree: Tree): Value {
  if (tree.kind === 'word') return tree.word
  if (tree.kind === 'list') return tree.items.map(saidIn)
  return new Map([...tree.entries].map(([key, { value }]) => [key, saidIn(value)]))
}

/** What stands at the path; undefined when nothing does. */
export function at(value: Value | undefined, path: Path): Value | undefined {
  const [step, ...rest] = path
  if (step === undefined || value === undefined) return value
  if (isList(value)) return typeof step === 'number' ? at(value[step], rest) : undefined
  return isMapping(value) ? at(value.get(String(step)), rest) : undefined
}

export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((one, i) => same(one, b[i]))
  if (!isMapping(a)) return a === b
  if (!isMapping(b) || a.size !== b.size) return false
  const keys = [...b.keys()]
  return [...a].every(([key, one], i) => keys[i] === key && same(one, b.get(key)))
}

/** An edit that this text cannot take: its path leads nowhere, or what is written there would be lost by it. */
export class EditRefused extends Error {
  readonly path: Path
  constructor(path: Path) {
    super(`no edit at ${path.join('.')}`)
    this.name = 'EditRefused'
    this.path = path
  }
}

/** The words as the notice language reads them. */
const tidy = (value: Value): Value => {
  if (isList(value)) return value.map(tidy)
  if (isMapping(value)) return new Map([...value].map(([key, one]) => [key.normalize('NFC').trim(), tidy(one)]))
  return value.normalize('NFC').trim()
}

/** The place that a new key takes: after the last of those before it in the order, or last. */
export function placeInOrder(keys: readonly string[], key: string, order: readonly string[] | undefined): number {
  const own = order?.indexOf(key) ?? -1
  if (order === undefined || own < 0) return keys.length
  const before = keys.findLastIndex(other => order.includes(other) && order.indexOf(other) < own)
  if (before >= 0) return before + 1
  const after = keys.findIndex(other => order.includes(other))
  return after < 0 ? keys.length : after
}

/** The value after the edit. A mapping or list from which the last thing was taken is an empty word. */
export function apply(root: Value, edit: Edit): Value {
  const [last] = edit.path.slice(-1)
  if (last === undefined) {
    if (edit.do !== 'set') throw new EditRefused(edit.path)
    return tidy(edit.value)
  }
  return within(root, 0, container => applyHere(container, last, edit), edit)
}

const orderAt = (edit: Edit, depth: number): readonly string[] | undefined =>
  edit.do === 'set' ? edit.orders?.[depth] : undefined

/** Changes what stands at the parent of the edit's path; parts around it that are missing are made on the way to a `set`. */
function within(value: Value, depth: number, change: (value: Value) => Value, edit: Edit): Value {
  const step = edit.path[depth]
  if (step === undefined || depth === edit.path.length - 1) return change(value)
  if (isList(value) && typeof step === 'number') {
    const item = value[step]
    if (item === undefined) throw new EditRefused(edit.path)
    return value.with(step, within(item, depth + 1, change, edit))
  }
  const whole = isMapping(value) ? value : value === '' ? new Map<string, Value>() : undefined
  const key = String(step)
  const inner = whole?.get(key)
  if (whole === undefined || (inner === undefined && edit.do !== 'set' && edit.do !== 'insert'))
    throw new EditRefused(edit.path)
  return withKey(whole, key, within(inner ?? '', depth + 1, change, edit), orderAt(edit, depth))
}

function withKey(
  whole: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
  order: readonly string[] | undefined,
): Value {
  if (whole.has(key)) return new Map([...whole, [key, value]])
  const entries = [...whole]
  return new Map(entries.toSpliced(placeInOrder([...whole.keys()], key, order), 0, [key, value]))
}

function applyHere(container: Value, last: string | number, edit: Edit): Value {
  switch (edit.do) {
    case 'set': {
      if (isList(container) && typeof last === 'number' && last < container.length)
        return container.with(last, tidy(edit.value))
      if (container === '' && typeof last === 'string') return new Map([[last, tidy(edit.value)]])
      if (!isMapping(container)) throw new EditRefused(edit.path)
      return withKey(container, String(last), tidy(edit.value), orderAt(edit, edit.path.length - 1))
    }
    case 'insert': {
      const list = isList(container) ? container : container === '' ? [] : [container]
      if (typeof last !== 'number' || isMapping(container) || last > list.length) throw new EditRefused(edit.path)
      return list.toSpliced(last, 0, tidy(edit.value))
    }
    case 'remove': {
      if (at(container, [last]) === undefined) throw new EditRefused(edit.path)
      if (isList(container)) return emptied(container.toSpliced(Number(last), 1))
      if (isMapping(container)) return emptied(new Map([...container].filter(([key]) => key !== String(last))))
      throw new EditRefused(edit.path)
    }
    case 'rename': {
      if (!isMapping(container) || !container.has(String(last)) || container.has(edit.key))
        throw new EditRefused(edit.path)
      return new Map([...container].map(([key, one]) => [key === String(last) ? edit.key : key, one]))
    }
    case 'move': {
      if (isList(container)) return moved(container, Number(last), edit)
      if (!isMapping(container)) throw new EditRefused(edit.path)
      return new Map(moved([...container], [...container.keys()].indexOf(String(last)), edit))
    }
  }
}

const emptied = (value: readonly Value[] | ReadonlyMap<string, Value>): Value =>
  (isList(value) ? value.length : value.size) === 0 ? '' : value

function moved<Item>(items: readonly Item[], from: number, edit: Edit & { readonly do: 'move' }): readonly Item[] {
  const item = items[from]
  if (item === undefined || edit.to < 0 || edit.to >= items.length) throw new EditRefused(edit.path)
  return items.toSpliced(from, 1).toSpliced(edit.to, 0, item)
}
