/** A notice's text becomes frozen nodes, or findings that say where it could not be understood; never an exception. */

import { createHash } from 'node:crypto'
import { durationOf } from './duration.ts'
import { noticeShape, registerShape } from './language.ts'
import { keysOf } from './language-shape.ts'
import { type Finding, type Lang, langs, type Notice, type Parsed } from './notice.ts'
import { categoriesOf } from './parse-categories.ts'
import {
  controllerOf,
  disclosureOf,
  personOf,
  recipientsOf,
  saysNone,
  sourcesInUse,
  sourcesOf,
} from './parse-parties.ts'
import { dutiesOf, interestsOf, purposesOf } from './parse-purposes.ts'
import { cookiesOf, minorsOf, profilingOf, rightsOf, securityOf } from './parse-rights.ts'
import { type Part, placesOf, type Reading, startReading } from './reading.ts'
import { anchorOf } from './retention.ts'
import { readTree } from './tree.ts'
import { authorities, sources } from './vocabulary.ts'

/**
 * Reads notice.yaml. The notice is there only when nothing is wrong with the language (rules L01 …); what it lacks by law is for
 * `check` to say. Both the notice and the findings are frozen all the way down.
 */
export function parse(source: string): Parsed {
  const { tree, findings } = readTree(source)
  if (tree === undefined) return frozen({ notice: undefined, findings })
  let record: Lang = 'fi'
  const read = startReading(() => record)
  const root: Part = { tree, path: '', at: tree.at }
  const parts = read.keys(root, keysOf(noticeShape))
  const languages = languagesOf(read, parts.languages)
  record = languages[0] ?? 'fi'
  for (const key of ['notice', 'register', 'effective', 'languages'] as const)
    if (parts[key] === undefined) read.missing(root, key)
  read.oneOf(parts.notice, ['1'])

  const purposes = purposesOf(read, parts.purposes)
  const interests = interestsOf(read, parts.interests)
  const described = sourcesOf(read, parts.sources)
  const purposeIds = purposes.map(one => one.id)
  const categories = categoriesOf(read, parts.categories, {
    purposes: purposeIds,
    interests: interests.map(one => one.id),
    sources: [...new Set([...described.map(one => one.id), ...Object.keys(sources)])],
  })
  const relationshipEnds = relationshipEndsOf(read, parts['relationship-ends'])
  const profiling = profilingOf(read, parts.profiling)
  const minors = minorsOf(read, parts.minors)
  const cookieText = read.text(parts['cookie-text'])
  const changes = read.text(parts.changes)
  const reviewed = read.date(parts.reviewed)
  const notice: Notice = {
    version: 1,
    register: registerOf(read, parts.register),
    effective: read.date(parts.effective) ?? '',
    ...(reviewed !== undefined && { reviewed }),
    languages,
    controller: parts.controller ? controllerOf(read, parts.controller) : { name: '', at: root.at },
    contact: parts.contact ? personOf(read, parts.contact) : { at: root.at },
    ...(parts.dpo && { dpo: personOf(read, parts.dpo) }),
    ...(parts.representative && { representative: personOf(read, parts.representative) }),
    authority: read.oneOf(parts.authority, authorities) ?? '',
    law: read.wordList(parts.law).map(one => one.word),
    purposes,
    interests,
    categories,
    sources: sourcesInUse(described, categories),
    recipients: recipientsOf(read, parts.recipients),
    noRecipients: saysNone(parts.recipients),
    disclosure: disclosureOf(read, parts.disclosure),
    duties: dutiesOf(read, parts.duties, purposeIds),
    cookies: cookiesOf(read, parts.cookies, purposeIds),
    ...(cookieText !== undefined && { cookieText }),
    ...(relationshipEnds !== undefined && { relationshipEnds }),
    rights: rightsOf(read, parts.rights, root.at),
    ...(profiling !== undefined && { profiling }),
    ...(minors !== undefined && { minors }),
    security: securityOf(read, parts.security),
    ...(changes !== undefined && { changes }),
    hash: createHash('sha256').update(source).digest('hex'),
    places: placesOf(tree),
  }
  const all = [...findings, ...read.findings].sort(byPlace)
  return frozen({ notice: all.length === 0 ? notice : undefined, findings: all })
}

function languagesOf(read: Reading, part: Part | undefined): readonly Lang[] {
  const found = read.someOf(part, langs)
  if (part !== undefined && found.length === 0 && read.list(part).length === 0) read.missing(part, 'languages')
  return found
}

function registerOf(read: Reading, part: Part | undefined): Notice['register'] {
  if (part === undefined) return { id: '', name: {}, at: { line: 1, column: 1 } }
  const parts = read.keys(part, keysOf(registerShape))
  for (const key of ['id', 'name'] as const) if (parts[key] === undefined) read.missing(part, key)
  const id = read.word(parts.id) ?? ''
  if (parts.id !== undefined && id !== '') read.isId(id, parts.id, parts.id.tree.at)
  return { id, name: read.text(parts.name) ?? {}, at: part.at }
}

/** `relationship-ends: 24 months after last contact`: there is no other event that a silent customer leaves. */
function relationshipEndsOf(read: Reading, part: Part | undefined): Notice['relationshipEnds'] {
  const sentence = read.word(part)
  if (part === undefined || sentence === undefined) return undefined
  const [, length = '', event = ''] = /^(.+?) after (.+)$/.exec(sentence.toLowerCase()) ?? []
  const duration = durationOf(length)
  if (duration !== undefined && anchorOf(event) === 'relationship.last-contact') return { duration, at: part.at }
  return read.find('L13', part, part.tree.at, { context: 'relationship', found: sentence.slice(0, 80) })
}

const byPlace = (a: Finding, b: Finding): number => a.at.line - b.at.line || a.at.column - b.at.column

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const one of Object.values(value)) frozen(one)
  return Object.freeze(value)
}
