/** Whom a difference concerns, and where it stands in each file. */

import type { Concern, Json } from './difference.ts'
import { type Change, type Compared, changedPeriods } from './difference-judges.ts'
import type { Whom } from './difference-rules.ts'
import { consented, useGroups } from './difference-uses.ts'
import { mapping, partAt, words } from './json-part.ts'
import type { Notice, Position } from './notice.ts'
import { everyPurpose } from './plain-notice.ts'

const nobody: Concern = { kind: 'nobody' }
const everybody: Concern = { kind: 'everybody' }

const some = (categories: readonly string[], purposes: readonly string[] = []): Concern => ({
  kind: 'some',
  categories: [...new Set(categories)],
  purposes,
})

export function concernOf(whom: Whom, change: Change, compared: Compared): Concern {
  const { keys } = change
  const [, id = ''] = keys
  switch (whom) {
    case 'nobody':
      return nobody
    case 'everybody':
      return everybody
    case 'category':
      return some([id])
    case 'retention':
      if (keys[0] === 'relationshipEnds') return orEverybody(some(endingWithRelationship(compared)))
      return some([id], purposesOf(change))
    case 'uses':
      return orEverybody(some(usedIn(change)))
    case 'purpose-uses':
      return some(usedIn(change), [id])
    case 'purpose':
      return some([], [id])
    case 'using':
      return usersOf(id, compared)
    case 'source':
      return orNobody(some(fedBy(change, compared)))
    case 'interest':
      return orNobody(usersOfInterest(id, compared))
    case 'inferred': {
      const both = [...compared.before.notice.categories, ...compared.after.notice.categories]
      return orEverybody(some(both.filter(one => one.origin === 'inferred').map(one => one.id)))
    }
  }
}

const isEmpty = (concern: Concern): boolean =>
  concern.kind === 'some' && concern.categories.length === 0 && concern.purposes.length === 0
const orEverybody = (concern: Concern): Concern => (isEmpty(concern) ? everybody : concern)
const orNobody = (concern: Concern): Concern => (isEmpty(concern) ? nobody : concern)

/** The purposes whose period changed; none when that for every purpose did. */
function purposesOf({ before, after }: Change): readonly string[] {
  const changed = changedPeriods(before, after).map(({ purpose }) => purpose)
  return changed.includes(everyPurpose) ? [] : changed
}

/** The categories of a purpose that came or went, or of the uses that changed. */
const usedIn = ({ keys, before, after }: Change): readonly string[] => {
  const uses = (side: Json | undefined) => mapping(keys.length === 2 ? partAt(side, 'uses') : side)
  return [...Object.keys(uses(after)), ...Object.keys(uses(before))]
}

/** The categories that the source begins to feed, or else those that it ceases to; for another change of it, all that it feeds. */
function fedBy({ keys, before, after }: Change, compared: Compared): readonly string[] {
  const [, id = '', part = 'categories'] = keys
  if (part !== 'categories') return words(partAt(compared.after.plain, 'sources', id, 'categories'))
  const [was, is] = [before, after].map(side => words(keys.length === 2 ? partAt(side, 'categories') : side))
  const only = (these: readonly string[] = [], those: readonly string[] = []) =>
    these.filter(one => !those.includes(one))
  const begun = only(is, was)
  return begun.length > 0 ? begun : only(was, is)
}

/**
 * A new category will be kept of those whom its purposes serve already; when its purposes are new too, of those whose other data
 * they use. One that only the rights purpose uses is kept of nobody who has not asked for something.
 */
function usersOf(category: string, { before, after }: Compared): Concern {
  const using = after.notice.purposes.filter(
    ({ id, seesAll }) => !seesAll && partAt(after.plain, 'purposes', id, 'uses', category) !== undefined,
  )
  const known = using.map(one => one.id).filter(id => before.notice.purposes.some(one => one.id === id))
  if (known.length > 0) return some([], known)
  const others = using.flatMap(({ id }) => Object.keys(mapping(partAt(after.plain, 'purposes', id, 'uses'))))
  const held = others.filter(other => before.notice.categories.some(one => one.id === other))
  return some(held.length > 0 ? held : [category])
}

function usersOfInterest(interest: string, { before, after }: Compared): Concern {
  const uses = [before, after].flatMap(({ notice }) =>
    notice.categories.flatMap(({ id, uses: all }) =>
      all.flatMap(({ basis, purpose }) =>
        basis.kind === 'interest' && basis.interest === interest ? [{ category: id, purpose }] : [],
      ),
    ),
  )
  return some(
    uses.map(use => use.category),
    [...new Set(uses.map(use => use.purpose))],
  )
}

const endingWithRelationship = ({ before, after }: Compared): readonly string[] =>
  [...before.notice.categories, ...after.notice.categories]
    .filter(({ keep }) => keep.some(({ anchor }) => anchor === 'relationship.ended'))
    .map(({ id }) => id)

/** The place of the part, or of the nearest part around it that the author wrote; undefined on a side that lacks it all. */
export function placeOf(change: Change, notice: Notice, side: Json | undefined): Position | undefined {
  if (side === undefined) return undefined
  for (let keys = writtenAt(change.keys, notice, side); keys.length > 0; keys = keys.slice(0, -1)) {
    const place = notice.places[keys.join('.')]
    if (place !== undefined) return place
  }
  return notice.sources.find(({ id }) => change.keys[0] === 'sources' && id === change.keys[1])?.at
}

/** The keys of the plain notice as the file has them. */
function writtenAt(keys: readonly string[], notice: Notice, side: Json): readonly string[] {
  const [part = '', id = '', third = '', fourth = ''] = keys
  const [first = ''] = words(Array.isArray(side) ? side : Object.keys(mapping(side)))
  const inFile = keys.map(key => key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`))
  if (part === 'recipients') {
    const names = notice.recipients.map(({ name }) => name)
    return [part, String(names.includes(id) ? names.indexOf(id) : names.indexOf(id.replace(/ \(\d+\)$/, '')))]
  }
  if (part === 'security') return [part, String(notice.security.findIndex(text => Object.values(text).includes(id)))]
  if (part === 'noRecipients') return ['recipients']
  if (part === 'purposes' && [...useGroups, consented].includes(third)) return ['categories', first, 'for', id]
  if (part === 'sources' && third === 'categories') return ['categories', first, 'from']
  if (part === 'categories' && third === 'fields') return ['categories', id, 'fields', fourth]
  return [inFile[0] ?? '', ...keys.slice(1, 2), ...inFile.slice(2)]
}
