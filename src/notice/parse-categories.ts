/** Categories: what is kept of people, from where, for which purposes on what basis, and how long. */

import { categoryShape, useShape } from './language.ts'
import { keysOf } from './language-shape.ts'
import type { Basis, Category, Field, Retention, Use } from './notice.ts'
import { companions, fieldsOf } from './parse-fields.ts'
import type { Part, Parts, Reading } from './reading.ts'
import { retentionOf } from './retention.ts'
import { entryOf, isReservedCategory, vocabularyText } from './vocabulary.ts'
import { categories, type KnownCategory } from './vocabulary-categories.ts'

const maxCategories = 200
type CategoryParts = Parts<keyof typeof categoryShape.keys>

/** What a category may say with `same as`. */
type Shared = 'from' | 'for' | 'keep'

/** What a category may refer to: the ids that the rest of the notice declares. */
export interface Declared {
  readonly purposes: readonly string[]
  readonly interests: readonly string[]
  readonly sources: readonly string[]
}

export function categoriesOf(read: Reading, part: Part | undefined, declared: Declared): readonly Category[] {
  if (part === undefined) return []
  const entries = read.entries(part)
  if (entries.length > maxCategories) read.find('L02', part, part.at, { context: 'count', limit: maxCategories })
  const written = new Map(
    entries
      .slice(0, maxCategories)
      .map(([id, one]) => [id, { part: one, parts: read.keys(one, keysOf(categoryShape)) }] as const),
  )
  return [...written].flatMap(([id, { part: one, parts }]) => {
    const resolved = (key: Shared) =>
      sameAs(read, parts[key], key, other => written.get(other)?.parts[key], [...written.keys()])
    const whole = { ...parts, from: resolved('from'), for: resolved('for'), keep: resolved('keep') }
    return categoryOf(read, id, one, whole, declared) ?? []
  })
}

/** `same as identity` stands for what that category says; it must say it itself, so that nothing goes in a circle. */
function sameAs(
  read: Reading,
  part: Part | undefined,
  key: Shared,
  partIn: (category: string) => Part | undefined,
  known: readonly string[],
): Part | undefined {
  const other = part && likeWhat(part)
  if (part === undefined || other === undefined) return part
  const target = partIn(other)
  if (target !== undefined && likeWhat(target) === undefined) return { ...part, tree: target.tree }
  if (!known.includes(other)) return read.unknown('L10', part, part.tree.at, other, known, 'category')
  return read.find('L10', part, part.tree.at, { context: 'same-as', found: other, key })
}

const likeWhat = (part: Part): string | undefined =>
  part.tree.kind === 'word' ? /^same as (.+)$/.exec(part.tree.word)?.[1] : undefined

function categoryOf(
  read: Reading,
  id: string,
  part: Part,
  parts: CategoryParts,
  declared: Declared,
): Category | undefined {
  if (!read.isId(id, part, part.at)) return undefined
  const known = entryOf(categories, id)
  if (known === undefined && isReservedCategory(id))
    return read.find('L14', part, part.at, { context: 'reserved', found: id })
  const name = read.text(parts.name) ?? (known && vocabularyText(`categories.${id}.name`))
  if (name === undefined) return read.unknown('L10', part, part.at, id, Object.keys(categories), 'category')
  const fields = fieldsOf(read, {
    category: part,
    id,
    known,
    fields: parts.fields,
    required: parts.required,
    about: parts.about,
  })
  const uses = usesOf(read, parts.for, declared, fields, known)
  const withoutIt = read.text(parts['without-it'])
  const logic = read.text(parts.logic)
  return {
    id,
    name,
    custom: known === undefined,
    rows: fixedOr(read, known?.rows, parts.rows, ['one', 'many'], 'one'),
    origin: fixedOr(read, known?.origin, parts.origin, ['person', 'observed', 'inferred', 'generated'], 'person'),
    stored: known?.stored ?? 'table',
    fields,
    from: read.someOf(parts.from, declared.sources, 'L10', 'source'),
    uses,
    keep: keepOf(read, parts.keep, uses),
    saysRequired: parts.required !== undefined,
    ...(withoutIt !== undefined && { withoutIt }),
    ...(logic !== undefined && { logic }),
    at: part.at,
  }
}

/** What the vocabulary has settled is not for the notice to change; for a category of one's own it may be said. */
function fixedOr<Word extends string>(
  read: Reading,
  fixed: Word | undefined,
  part: Part | undefined,
  allowed: readonly Word[],
  otherwise: Word,
): Word {
  const said = read.oneOf(part, allowed)
  if (part !== undefined && said !== undefined && fixed !== undefined && said !== fixed)
    read.find('L11', part, part.tree.at, { context: 'fixed', found: said, known: fixed })
  return fixed ?? said ?? otherwise
}

/** `for: { customer-care: contract }`, or `{ basis, fields, law }` when a purpose needs only some of the fields. */
function usesOf(
  read: Reading,
  part: Part | undefined,
  declared: Declared,
  fields: readonly Field[],
  known: KnownCategory | undefined,
): readonly Use[] {
  if (part === undefined) return []
  return read.entries(part).flatMap(([purpose, one]) => {
    if (!declared.purposes.includes(purpose))
      return read.unknown('L10', one, one.at, purpose, declared.purposes, 'purpose') ?? []
    const parts = one.tree.kind === 'mapping' ? read.keys(one, keysOf(useShape)) : { basis: one }
    if (parts.basis === undefined) return read.missing(one, 'basis') ?? []
    const basis = basisOf(read, parts.basis, declared.interests, read.word(parts.law))
    if (basis === undefined) return []
    const fieldIds = fields.map(field => field.id)
    const narrowed = read.someOf(parts.fields, fieldIds, 'L10', 'field')
    if (parts.fields !== undefined && read.list(parts.fields).length === 0)
      read.find('L08', parts.fields, parts.fields.at, { context: 'no-fields' })
    const also = companions(known, narrowed).map(field => field.id)
    return {
      purpose,
      basis,
      ...(parts.fields !== undefined && { fields: [...narrowed, ...also] }),
      at: one.at,
    }
  })
}

const basisWords = ['contract', 'consent', 'permission', 'legal-obligation'] as const

function basisOf(read: Reading, part: Part, interests: readonly string[], law: string | undefined): Basis | undefined {
  const said = read.word(part)
  if (said === undefined) return undefined
  const interest = /^(?:legitimate )?interest(?: (.+))?$/.exec(said)
  if (interest !== null) {
    const id = interest[1]
    if (id === undefined)
      return read.find('L11', part, part.tree.at, { context: 'which-interest', known: interests.join(', ') })
    if (!interests.includes(id)) return read.unknown('L10', part, part.tree.at, id, interests, 'interest')
    return { kind: 'interest', interest: id }
  }
  const kind = read.oneOf(part, basisWords)
  if (kind !== 'legal-obligation') return kind === undefined ? undefined : { kind }
  return { kind, ...(law !== undefined && { law }) }
}

function keepOf(read: Reading, part: Part | undefined, uses: readonly Use[]): readonly Retention[] {
  const sentence = read.word(part)
  if (part === undefined || sentence === undefined) return []
  const rules = retentionOf(sentence, part.at)
  if ('context' in rules) {
    read.find('L13', part, part.tree.at, { context: rules.context, found: rules.found.slice(0, 80) })
    return []
  }
  const served = uses.map(use => use.purpose)
  return rules.filter(({ forPurpose }) => {
    if (forPurpose === undefined || served.includes(forPurpose)) return true
    return read.unknown('L10', part, part.tree.at, forPurpose, served, 'purpose')
  })
}
