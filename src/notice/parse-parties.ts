/** Who keeps the data, whom to ask, where data comes from and who receives it. */

import { readBusinessId } from '../base/business-id.ts'
import { controllerShape, disclosureShape, personShape, recipientShape, sourceShape } from './language.ts'
import { keysOf } from './language-shape.ts'
import type { Category, Notice, Person, Recipient, Source } from './notice.ts'
import type { Part, Parts, Reading } from './reading.ts'
import { toldOf } from './retention.ts'
import { entryOf, mechanisms, recipientRoles, services, sources, vocabularyText } from './vocabulary.ts'

/** A controller without a name keeps an empty one: the check tells it with the article (13-1a). */
export function controllerOf(read: Reading, part: Part): Notice['controller'] {
  const parts = read.keys(part, keysOf(controllerShape))
  const businessId = read.matching(parts['business-id'], 'business-id', isBusinessId)
  return {
    ...personFrom(read, parts, part),
    name: read.word(parts.name) ?? '',
    ...(businessId !== undefined && { businessId }),
  }
}

export const personOf = (read: Reading, part: Part): Person =>
  personFrom(read, read.keys(part, keysOf(personShape)), part)

function personFrom(read: Reading, parts: Parts<keyof typeof personShape.keys>, part: Part): Person {
  const name = read.word(parts.name)
  const email = read.matching(parts.email, 'email', isEmail)
  const phone = read.matching(parts.phone, 'phone', isPhone)
  const address = read.word(parts.address)
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(address !== undefined && { address }),
    at: part.at,
  }
}

/** An address that a notice may give. */
export const isEmail = (word: string): boolean => /^[^\s@<>"]{1,64}@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(word)

export const isPhone = (word: string): boolean => /^\+?[\d() -]{5,25}$/.test(word)

/** The notice is read by people, so it has the id in its one proper form. */
function isBusinessId(word: string): boolean {
  try {
    return readBusinessId(word) === word
  } catch {
    return false
  }
}

const sourceKinds = ['person', 'observed', 'inferred', 'third-party', 'public'] as const

/** The sources that the notice describes; one of the vocabulary needs no description to be used. */
export function sourcesOf(read: Reading, part: Part | undefined): readonly Source[] {
  if (part === undefined) return []
  return read.entries(part).flatMap(([id, one]) => {
    if (!read.isId(id, one, one.at)) return []
    const parts = read.keys(one, keysOf(sourceShape))
    const knownKind = entryOf(sources, id)
    const kind = read.oneOf(parts.kind, sourceKinds) ?? knownKind
    const name = read.text(parts.name) ?? (knownKind && vocabularyText(`sources.${id}.name`))
    if (name === undefined) return read.unknown('L10', one, one.at, id, Object.keys(sources), 'source') ?? []
    if (kind === undefined) return (parts.kind === undefined ? read.missing(one, 'kind') : undefined) ?? []
    const told = read.matching(parts.told, 'told', word => toldOf(word) !== undefined)
    const notToldBecause = read.text(parts['not-told-because'])
    return {
      id,
      name,
      kind,
      named: read.wordList(parts.named).map(one => one.word),
      ...(told !== undefined && { told }),
      ...(notToldBecause !== undefined && { notToldBecause }),
      custom: knownKind === undefined,
      at: one.at,
    }
  })
}

/** Sources of the vocabulary that a category takes from without a description of their own. */
export function sourcesInUse(declared: readonly Source[], categories: readonly Category[]): readonly Source[] {
  const found = new Map(declared.map(source => [source.id, source]))
  for (const category of categories)
    for (const id of category.from) {
      const kind = entryOf(sources, id)
      if (found.has(id) || kind === undefined) continue
      found.set(id, { id, name: vocabularyText(`sources.${id}.name`), kind, named: [], custom: false, at: category.at })
    }
  return [...found.values()]
}

export const saysNone = (part: Part | undefined): boolean => part?.tree.kind === 'word' && part.tree.word === 'none'

export function recipientsOf(read: Reading, part: Part | undefined): readonly Recipient[] {
  if (part === undefined || saysNone(part)) return []
  return read.list(part).flatMap(one => {
    const parts = read.keys(one, keysOf(recipientShape))
    for (const key of ['name', 'role', 'for', 'country'] as const) if (parts[key] === undefined) read.missing(one, key)
    const name = read.word(parts.name)
    const role = read.oneOf(parts.role, recipientRoles)
    const purpose = read.knownText(parts.for, 'services', services)
    const country = read.matching(parts.country, 'country', isCountry)
    if (name === undefined || role === undefined || purpose === undefined || country === undefined) return []
    const mechanism = read.oneOf(parts.mechanism, mechanisms)
    const contract = read.date(parts.contract)
    const arrangement = read.text(parts.arrangement)
    return {
      name,
      role,
      for: purpose,
      country,
      ...(mechanism !== undefined && { mechanism }),
      ...(contract !== undefined && { contract }),
      ...(arrangement !== undefined && { arrangement }),
      at: one.at,
    }
  })
}

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const notCountries = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'] // CLDR names them, ISO 3166-1 does not

const isCountry = (word: string): boolean =>
  /^[A-Z]{2}$/.test(word) && !notCountries.includes(word) && countryNames.of(word) !== undefined

export function disclosureOf(read: Reading, part: Part | undefined): Notice['disclosure'] {
  if (part === undefined) return undefined
  const parts = read.keys(part, keysOf(disclosureShape))
  if (parts.regular === undefined) read.missing(part, 'regular')
  const publication = read.text(parts.publication)
  return {
    regular: read.yesOrNo(parts.regular) ?? false,
    ...(publication !== undefined && { publication }),
    at: part.at,
  }
}
