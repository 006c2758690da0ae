/** What people may ask and how, and what the notice says of cookies, profiling, minors and security. */

import { durationOf } from './duration.ts'
import { cookieShape, minorsShape, profilingShape, rightsShape } from './language.ts'
import { keysOf } from './language-shape.ts'
import type { Cookie, Notice, Position, RightId, Text } from './notice.ts'
import type { Part, Reading } from './reading.ts'
import {
  cookieCategories,
  cookieSetters,
  identityWays,
  rights,
  rightsChannels,
  security,
  vocabularyText,
} from './vocabulary.ts'

/** With `rights` written, all are granted unless `granted` lists fewer; without it, none is. */
export function rightsOf(read: Reading, part: Part | undefined, root: Position): Notice['rights'] {
  if (part === undefined) return { granted: [], channels: [], at: root }
  const parts = read.keys(part, keysOf(rightsShape))
  const granted: readonly RightId[] = parts.granted === undefined ? rights : read.someOf(parts.granted, rights)
  const identity = read.oneOf(parts.identity, identityWays)
  const text = read.text(parts.text)
  return {
    granted,
    channels: read.someOf(parts.channels, rightsChannels),
    ...(identity !== undefined && { identity }),
    ...(text !== undefined && { text }),
    at: part.at,
  }
}

/** A cookie that lacks its purpose, time or setter is kept as it is: the check tells what is missing (E10). */
export function cookiesOf(read: Reading, part: Part | undefined, purposeIds: readonly string[]): readonly Cookie[] {
  if (part === undefined) return []
  return read.entries(part).flatMap(([name, one]) => {
    if (!/^[!#$%&'*+.^_`|~\w-]{1,100}$/.test(name)) {
      read.find('L12', one, one.at, { context: 'cookie', found: name.slice(0, 60) }) // RFC 6265: a token
      return []
    }
    const parts = read.keys(one, keysOf(cookieShape))
    const category = read.oneOf(parts.category, cookieCategories)
    if (parts.category === undefined) read.missing(one, 'category')
    if (category === undefined) return []
    const keeps = read.matching(parts.keeps, 'keeps', word => word === 'session' || durationOf(word) !== undefined)
    const setBy = read.knownText(parts['set-by'], 'set-by', cookieSetters) ?? {}
    const own = Object.values(setBy).every(text => Object.values(vocabularyText('set-by.own-site')).includes(text))
    const explanation = read.text(parts.explanation)
    return {
      name,
      category,
      keeps: keeps === undefined ? '' : (durationOf(keeps) ?? keeps),
      setBy,
      thirdParty: read.yesOrNo(parts['third-party']) ?? !own,
      for: read.oneOf(parts.for, purposeIds, 'L10', 'purpose') ?? '',
      ...(explanation !== undefined && { explanation }),
      at: one.at,
    }
  })
}

export function profilingOf(read: Reading, part: Part | undefined): Notice['profiling'] {
  if (part === undefined) return undefined
  const parts = read.keys(part, keysOf(profilingShape))
  if (parts['automated-decisions'] === undefined) read.missing(part, 'automated-decisions')
  const automatedDecisions = read.yesOrNo(parts['automated-decisions']) ?? false
  return { text: read.text(parts.text) ?? {}, automatedDecisions, at: part.at }
}

export function minorsOf(read: Reading, part: Part | undefined): Notice['minors'] {
  if (part === undefined) return undefined
  const parts = read.keys(part, keysOf(minorsShape))
  for (const key of ['from', 'guardian'] as const) if (parts[key] === undefined) read.missing(part, key)
  const from = read.matching(parts.from, 'age', word => /^\d{1,2}$/.test(word))
  const guardian = read.oneOf(parts.guardian, ['below', 'never'])
  return from === undefined || guardian === undefined ? undefined : { from: Number(from), guardian, at: part.at }
}

export const securityOf = (read: Reading, part: Part | undefined): readonly Text[] =>
  read.list(part).flatMap(one => read.knownText(one, 'security', security) ?? [])
