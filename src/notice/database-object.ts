/** One thing in the database that a notice put there: how it comes, how it changes and how it goes. */

export interface DatabaseObject {
  readonly key: string
  readonly create: string
  readonly drop: string
  /** What makes this of an older form that holds data; without it the older one is dropped first. */
  readonly change?: string
  /** `create` replaces an older form. Such are created at every publication: they may be those of an older program. */
  readonly replaces?: true
  /** Keys of objects that this one must be made anew for when they change. */
  readonly on?: readonly string[]
}

/** Drops what is not wanted any more, latest first, then creates what is missing. Both lists are in order of creation. */
export function differences(before: readonly DatabaseObject[], next: readonly DatabaseObject[]): readonly string[] {
  const old = new Map(before.map(object => [object.key, object]))
  const wanted = new Map(next.map(object => [object.key, object]))
  const changed = new Set<string>()
  for (const object of next) {
    if (object.create !== old.get(object.key)?.create || object.on?.some(key => changed.has(key)))
      changed.add(object.key)
  }
  const goes = ({ key }: DatabaseObject): boolean => {
    const successor = wanted.get(key)
    return successor === undefined || (changed.has(key) && !successor.replaces && successor.change === undefined)
  }
  const comes = ({ key, create, change, replaces }: DatabaseObject): readonly string[] => {
    if (!changed.has(key) && !replaces) return []
    return [old.has(key) && change !== undefined ? change : create]
  }
  return [
    ...before
      .filter(goes)
      .reverse()
      .map(({ drop }) => drop),
    ...next.flatMap(comes),
  ]
}
