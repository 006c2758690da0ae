/** What is to be written of an arrival follows from its facts, from what the register knows, and from what the notice lets its source say. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { informBy } from '../import/rules.ts'
import type { Source } from '../notice/notice.ts'
import { readValue } from '../register/column-value.ts'
import type { PurposeScope, ScopedCategory } from '../register/scope.ts'
import type { Facts, FactValue, FollowUp, OwnAct, RowFact, SaidFact, ShownFact, Told } from './adapter.ts'
import { tellAlso } from './told.ts'
import type { Keys } from './who.ts'

/** What the register knows of what an arrival is about. */
export interface Known {
  /** Persons whom its keys name. */
  readonly persons: readonly Id[]
  /** Whom staff have said it to be about; null: somebody new. */
  readonly choice: Id | null | undefined
  readonly thing: {
    readonly person: Id | null
    readonly told: Told
    /** Ids of the rows written before, by their keys. */
    readonly rows: Readonly<Record<string, Id>>
    /** Its person has left the register. */
    readonly erased: boolean
    /** Of one that was sought and found: its group, and the hash of its reference, hexadecimal. */
    readonly found?: { readonly group: string; readonly hash: string } | undefined
  }
}

export interface Rules {
  readonly scope: PurposeScope
  readonly source: Source
  readonly at: Date
}

/** As `arrivals.settle` takes it. */
export interface Plan {
  readonly arrival: Id
  readonly state: 'written' | 'waiting' | 'refused' | 'ignored'
  readonly reason: string | null
  readonly args: Readonly<Record<string, string | number>> | null
  readonly details: { readonly left?: readonly string[] }
  readonly person: Id | null
  readonly opens: boolean
  readonly reference: string
  readonly act: OwnAct | null
  readonly said: readonly object[]
  readonly parts: readonly object[]
  readonly thing: object | null
  readonly inform: { readonly by: string; readonly obtained: string } | null
  readonly shown: ShownFact | null
  /** By what the sender knows the person from now on. */
  readonly handle: string | null
  readonly task: FollowUp | null
}

export function planOf(arrival: Id, facts: Facts, keys: Keys, known: Known, rules: Rules): Plan {
  const { thing } = facts
  const nothing = {
    args: null,
    details: {},
    opens: false,
    reference: facts.reference,
    act: facts.act ?? null,
    said: [],
    parts: [],
    inform: null,
    shown: null,
    handle: null,
    task: null,
  }
  if (known.thing.erased)
    return { ...nothing, arrival, state: 'ignored', reason: 'person-left', person: null, thing: null }

  const told = thing && tellAlso(known.thing.told, thing.told)
  const rows = thing && told ? thing.rows(told) : {}
  const key = thing?.sought ? known.thing.found : thing && { group: thing.group, reference: thing.reference }
  if (thing?.sought && (key === undefined || 'note' in thing.sought)) {
    const reason = key === undefined ? 'arrivals.order-not-found' : 'arrivals.part-of-order'
    return { ...nothing, arrival, state: 'refused', reason, person: known.thing.person, thing: null }
  }
  const task = (isKnown: boolean) => facts.followUp?.(told ?? {}, isKnown) ?? null
  const kept = thing && told && { ...key, category: thing.category, told }
  const person = whoIs(facts, keys, known)
  if (person === 'several') {
    const said = facts.said.filter(({ kind }) => kind === 'objection')
    return {
      ...nothing,
      arrival,
      state: 'refused',
      reason: 'arrivals.ambiguous',
      args: { count: known.persons.length },
      person: null,
      said: known.persons.flatMap(whose => said.map(word => ({ ...asStored(word), whose }))),
      thing: null,
      task: task(false),
    }
  }
  // What was written and is told of no more goes.
  const isWhole = Object.keys({ ...rows, ...known.thing.rows }).length > 0
  if (kept && (!isWhole || (person === undefined && facts.about === undefined)))
    return { ...nothing, arrival, state: 'waiting', reason: 'not-told-yet', person: null, thing: { ...kept, rows: {} } }
  if (facts.opensByStaff && (person === undefined || (person.opens && known.choice === undefined)))
    return {
      ...nothing,
      arrival,
      state: 'refused',
      reason: 'arrivals.unknown-sender',
      person: null,
      thing: null,
      task: task(false),
    }
  if (person === undefined)
    throw new Refused(keys.handle === undefined ? 'arrivals.nobody' : 'arrivals.sender-unknown', 'invalid')
  if (person.opens && facts.ofKnown && known.choice !== null) throw new Refused('arrivals.unknown-person', 'invalid')

  const left: string[] = [...(facts.left ?? []), ...keys.unreadable.map(name => `contact-points.${name} ${unreadable}`)]
  const parts = [
    ...(facts.opensByStaff && !person.opens ? [] : partsOf(ofPerson(facts, keys, known, person.id), rules, left)),
    ...partsOf(facts.rows, rules, left),
    ...(thing ? thingParts(thing.category, rows, known, rules) : []),
  ]
  if (person.opens && !parts.some(({ category }) => category === 'contact-points')) refuseNewcomer(rules)
  const { kind } = rules.source
  const today = dateInHelsinki(rules.at)
  const by = kind === 'third-party' || kind === 'public' ? informBy(rules.source, today) : null
  return {
    ...nothing,
    arrival,
    state: 'written',
    reason: null,
    details: left.length === 0 ? {} : { left: [...new Set(left)] },
    person: person.id,
    opens: person.opens,
    said: [
      ...facts.said,
      ...(person.opens ? [...(facts.saidByNewcomer ?? []), ...(facts.opensByStaff ?? [])] : []),
    ].map(asStored),
    parts,
    thing: kept
      ? {
          ...kept,
          rows: Object.fromEntries(parts.flatMap(({ key, row_id }) => (key === undefined ? [] : [[key, row_id]]))),
        }
      : null,
    inform: by === null ? null : { by, obtained: today },
    shown: facts.shown ?? null,
    handle: keys.handle ?? null,
    task: task(true),
  }
}

interface Person {
  readonly id: Id
  readonly opens: boolean
}

function whoIs({ about }: Facts, { email, phone }: Keys, known: Known): Person | 'several' | undefined {
  if (known.thing.person !== null) return { id: known.thing.person, opens: false }
  if (about === undefined) return undefined
  if (known.choice !== undefined) return known.choice === null ? opened() : { id: known.choice, opens: false }
  const [only, ...others] = known.persons
  if (others.length > 0) return 'several'
  if (only !== undefined) return { id: only, opens: false }
  return email === undefined && phone === undefined ? undefined : opened()
}

const opened = (): Person => ({ id: newId(), opens: true })

/** Their name and the addresses by which they are known; an address that is another person's is not given to this one. */
function ofPerson({ about }: Facts, { email, phone }: Keys, { persons }: Known, person: Id): readonly RowFact[] {
  const ofAnother = persons.length > 0 && !persons.includes(person)
  const name = { given_name: about?.given ?? null, family_name: about?.family ?? null }
  return [
    { category: 'identity', values: name },
    ...(email === undefined || ofAnother ? [] : [{ category: 'contact-points', values: { email: email.written } }]),
    ...(phone === undefined || ofAnother ? [] : [{ category: 'contact-points', values: { phone } }]),
  ]
}

interface Part {
  readonly category: string
  readonly anchor: Readonly<Record<string, FactValue>>
  readonly given: Readonly<Record<string, FactValue>>
  readonly row_id?: Id
  /** Of a row of a thing. */
  readonly key?: string
  readonly known?: boolean
  readonly gone?: boolean
}

/** Where the notice gives the purpose and the source a place for it; undefined where it does not. */
function placeFor(id: string, { scope, source }: Rules): ScopedCategory | undefined {
  const found = scope.categories.find(({ category }) => category.id === id)
  return found?.mayWrite && found.category.from.includes(source.id) ? found : undefined
}

/** Whether the notice lets a row of the category come from the source, for the purpose. */
export const takes = (scope: PurposeScope, source: string, id: string): boolean =>
  scope.categories.some(({ category, mayWrite }) => category.id === id && mayWrite && category.from.includes(source))

function refuseUndeclared(category: string, { scope, source }: Rules): never {
  const found = scope.categories.find(one => one.category.id === category)
  if (found && !found.category.from.includes(source.id))
    throw new Refused('arrivals.source-not-of-category', 'invalid', { category, source: source.id })
  throw new Refused('arrivals.category-not-of-purpose', 'invalid', { category, purpose: scope.purpose.id })
}

/** Nobody has the address, and whoever has none in the register cannot be in it: staff may know whose it is. */
function refuseNewcomer(rules: Rules): never {
  const { id: source } = rules.source
  if (rules.scope.categories.some(({ category: { id, from } }) => id === 'contact-points' && !from.includes(source)))
    throw new Refused('arrivals.newcomer-not-declared', 'invalid', { category: 'contact-points', source })
  return refuseUndeclared('contact-points', rules)
}

/** Rows as the register keeps them. What has no place in the notice, or is not what its column holds, is left out and named. */
function partsOf(rows: readonly RowFact[], rules: Rules, left: string[]): Part[] {
  const parts = new Map<string, Part>()
  for (const { category, values } of rows) {
    const place = placeFor(category, rules)
    const given: Record<string, FactValue> = {}
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === '') continue
      const kept = place && readColumn(place, name, value)
      if (kept === undefined) left.push(`${category}.${name}${hasColumn(place, name) ? ` ${unreadable}` : ''}`)
      else if (kept !== null) given[name] = kept
    }
    if (place === undefined || Object.keys(given).length === 0) continue
    const part = { category, anchor: anchorOf(place, given), given }
    parts.set(`${category} ${JSON.stringify(part.anchor)}`, part)
  }
  return [...parts.values()]
}

/** The rows of a thing are known by their ids; what is not told of any more goes. */
function thingParts(
  category: string,
  rows: Readonly<Record<string, RowFact['values']>>,
  known: Known,
  rules: Rules,
): Part[] {
  const place = placeFor(category, rules) ?? refuseUndeclared(category, rules)
  const there = Object.entries(rows).map(([key, values]): Part => {
    const before = Object.hasOwn(known.thing.rows, key) ? known.thing.rows[key] : undefined
    const given = Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const kept = readColumn(place, name, value)
        return kept === undefined || (kept === null && before === undefined) ? [] : [[name, kept]]
      }),
    )
    return { category, anchor: {}, given, row_id: before ?? newId(), key, known: before !== undefined }
  })
  const gone = Object.entries(known.thing.rows)
    .filter(([key]) => !Object.hasOwn(rows, key))
    .map(([, row_id]): Part => ({ category, anchor: {}, given: {}, row_id, gone: true }))
  return [...there, ...gone]
}

/** What is left out though it has a place, for what it is. */
const unreadable = 'unreadable'

const hasColumn = (place: ScopedCategory | undefined, name: string): boolean =>
  place?.columns.some(column => column.name === name) ?? false

/** As the column keeps it; undefined when it cannot. */
function readColumn({ columns }: ScopedCategory, name: string, value: FactValue): FactValue | undefined {
  const column = columns.find(one => one.name === name)
  if (column === undefined) return undefined
  try {
    return readValue(column, value)
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}

/** In lower case, the values by which a row of the register is recognised as the same. */
const anchorOf = ({ category }: ScopedCategory, given: Part['given']): Part['anchor'] =>
  category.rows === 'one'
    ? {}
    : Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value.toLowerCase() : value]),
      )

const asStored = ({ givenAt, productGroup, ...rest }: SaidFact) => ({
  ...rest,
  given_at: givenAt,
  product_group: productGroup,
})
