/** Two people who changed the same notice lose nothing: what they changed in different parts is joined, the rest is theirs to choose. */

import { edited, valueIn } from './edit.ts'
import { at, type Edit, EditRefused, isList, isMapping, type Path, same, type Value } from './edit-value.ts'
import { mergeLines } from './line-merge.ts'

/** A part that both changed, each in their own way; undefined where one took it away. */
export interface Collision {
  readonly path: Path
  readonly mine: Value | undefined
  readonly theirs: Value | undefined
}

/** The joined text, with theirs where both changed the same part. Without a text the choice is between the whole texts. */
export interface Merged {
  readonly text: string | undefined
  readonly collisions: readonly Collision[]
}

/** Joins what `mine` and `theirs` made of `base`. */
export function merge(base: string, mine: string, theirs: string): Merged {
  if (mine === theirs || mine === base) return { text: theirs, collisions: [] }
  if (theirs === base) return { text: mine, collisions: [] }
  const [before, own, other] = [valueIn(base), valueIn(mine), valueIn(theirs)]
  const byLines = mergeLines(base, mine, theirs)
  if (before === undefined || own === undefined || other === undefined) return { text: byLines, collisions: [] }

  const theirChanges = changedPaths(before, other)
  const mineChanged = differences(before, own)
  const collides = ({ path }: Change) =>
    theirChanges.some(changed => isWithin(path, changed) || isWithin(changed, path))
  const collisions = mineChanged
    .filter(collides)
    .map(({ path }) => ({ path, mine: at(own, path), theirs: at(other, path) }))
    .filter(({ mine, theirs }) => !same(mine, theirs))
  const text = joined(
    theirs,
    mineChanged.filter(change => !collides(change)).flatMap(({ edits }) => edits),
  )
  if (text === undefined) return { text: undefined, collisions }
  // lines carry the comments of both; they are taken when they say the same
  if (collisions.length === 0 && byLines !== undefined && same(valueIn(byLines), valueIn(text)))
    return { text: byLines, collisions }
  return { text, collisions }
}

/** The text with mine in the place of theirs at one collision. */
export const takeMine = (text: string, { path, mine }: Collision): string =>
  edited(text, mine === undefined ? { do: 'remove', path } : { do: 'set', path, value: mine })

function joined(text: string, edits: readonly Edit[]): string | undefined {
  try {
    return edited(text, ...edits)
  } catch (error) {
    if (error instanceof EditRefused) return undefined
    throw error
  }
}

interface Change {
  readonly path: Path
  readonly edits: readonly Edit[]
}

/** What changed, as far down as mappings go: lists of words change as wholes, for their items have no names. */
function differences(before: Value, now: Value, path: Path = []): readonly Change[] {
  if (same(before, now)) return []
  if (!isMapping(before) || !isMapping(now)) return [{ path, edits: [{ do: 'set', path, value: now }] }]
  const keys = [...now.keys()]
  const gone = [...before.keys()].filter(key => !now.has(key))
  const changed = keys.flatMap((key): readonly Change[] => {
    const [old, one] = [before.get(key), now.get(key) ?? '']
    const place = [...path, key]
    if (old !== undefined) return differences(old, one, place)
    const orders = [...path.map(() => []), keys]
    return [{ path: place, edits: [{ do: 'set', path: place, value: one, orders }] }]
  })
  return [
    ...gone.map((key): Change => ({ path: [...path, key], edits: [{ do: 'remove', path: [...path, key] }] })),
    ...changed,
  ]
}

const changedPaths = (before: Value, now: Value): readonly Path[] => differences(before, now).map(({ path }) => path)

const isWithin = (path: Path, part: Path): boolean => part.every((step, i) => path[i] === step)

/** For screens: a value as a person reads it. */
export function inWords(value: Value | undefined): string {
  if (value === undefined) return ''
  if (isList(value)) return value.map(inWords).join(', ')
  if (isMapping(value)) return [...value].map(([key, one]) => `${key}: ${inWords(one)}`).join('\n')
  return value
}
