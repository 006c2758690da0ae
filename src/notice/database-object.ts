/** One thing in the database that a notice put there: how it comes, how it changes and how it goes. */

import { createHash } from 'node:crypto'

export interface DatabaseObject {
  readonly key: string
  readonly create: string
  readonly drop: string
  /** What makes this of an older form that holds data; without it the older one is dropped first. */
  readonly change?: string
  /** `create` replaces an older form, so that those who call it meanwhile never find it missing. */
  readonly replaces?: true
  /** Keys of objects that this one must be made anew for when they change. */
  readonly on?: readonly string[]
}

/** An object as it was made, by whichever version of the program. */
export interface Made {
  readonly key: string
  /** Of `create`. */
  readonly hash: string
  readonly drop: string
}

export const madeOf = (objects: readonly DatabaseObject[]): readonly Made[] =>
  objects.map(({ key, create, drop }) => ({
    key,
    drop,
    hash: createHash('sha256').update(create).digest('hex').slice(0, 32),
  }))

/** Drops what is not wanted any more, latest first, then creates what is missing. Both lists are in order of creation. */
export function differences(before: readonly Made[], next: readonly DatabaseObject[]): readonly string[] {
  const old = new Map(before.map(({ key, hash }) => [key, hash]))
  const wanted = new Map(next.map(object => [object.key, object]))
  const changed = new Set<string>()
  for (const { key, hash } of madeOf(next)) {
    if (old.get(key) !== hash || wanted.get(key)?.on?.some(other => changed.has(other))) changed.add(key)
  }
  const goes = ({ key }: Made): boolean => {
    const successor = wanted.get(key)
    return successor === undefined || (changed.has(key) && !successor.replaces && successor.change === undefined)
  }
  const comes = ({ key, create, change }: DatabaseObject): readonly string[] =>
    changed.has(key) ? [old.has(key) && change !== undefined ? change : create] : []
  return [
    ...before
      .filter(goes)
      .reverse()
      .map(({ drop }) => drop),
    ...next.flatMap(comes),
  ]
}
