/** Parts of a JSON value by key, without trusting its shape. */

import type { Json } from './difference.ts'

type Mapping = { readonly [key: string]: Json }

export const isMapping = (value: Json | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const mapping = (value: Json | undefined): Mapping => (isMapping(value) ? value : {})

/** The part at the end of these keys; undefined when one of them is not there. */
export const partAt = (value: Json | undefined, ...keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>((one, key) => (isMapping(one) && Object.hasOwn(one, key) ? one[key] : undefined), value)

export const words = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : []

/** The value with another part at the end of these keys; undefined takes the part away. */
export function withPart(value: Json | undefined, keys: readonly string[], part: Json | undefined): Mapping {
  const [key = '', ...rest] = keys
  const entries = new Map(Object.entries(mapping(value)))
  const next = rest.length === 0 ? part : withPart(entries.get(key), rest, part)
  if (next === undefined) entries.delete(key)
  else entries.set(key, next)
  return Object.fromEntries(entries)
}
