/** Sentences on how long and how soon: "24 months after relationship ends, then delete", "within 1 month". */

import { durationOf } from './duration.ts'
import type { Anchor, Position, Retention } from './notice.ts'
import { anchors, retentionEnds } from './vocabulary.ts'

/** Why a sentence could not be understood: the words at fault, and which sentence of L13 says so. */
export interface NotUnderstood {
  readonly context: 'duration' | 'anchor' | 'then' | 'endless' | 'otherwise'
  readonly found: string
}

export type RetentionRead = readonly Retention[] | NotUnderstood

const endless =
  /^(until further notice|indefinitely|forever|for ever|permanently|as long as (necessary|needed)|toistaiseksi|tills vidare)$/

/**
 * Clauses with commas between: `<duration> [after <event>] [for <purpose> [and <purpose>]]`, `otherwise <the same>`,
 * `then delete | anonymise | restrict`. Without an event the period runs from when the row was last written; `until <event>` is P0D.
 */
export function retentionOf(sentence: string, at: Position): RetentionRead {
  const clauses = sentence
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .split(/[,;]| (?=otherwise )| (?=then )/)
    .map(clause => clause.trim().replace(/^and /, ''))
    .filter(clause => clause !== '')
  const rules: Retention[] = []
  let sinceThen = 0 // "then …" speaks of the rules since the last "then"
  let general = 0
  for (const clause of clauses) {
    const ending = /^then (.+)$/.exec(clause)?.[1]
    if (ending !== undefined) {
      const then = retentionEnds.find(one => one === ending.replace(/^(it is |they are )?/, '').replace(/d$/, ''))
      const known = then ?? retentionEnds.find(one => one === ending)
      if (known === undefined || rules.length === sinceThen) return { context: 'then', found: ending }
      for (let i = sinceThen; i < rules.length; i++) {
        const rule = rules[i]
        if (rule !== undefined) rules[i] = { ...rule, then: known }
      }
      sinceThen = rules.length
      continue
    }
    const otherwise = clause.startsWith('otherwise ')
    const read = clauseOf(clause.replace(/^otherwise /, ''))
    if ('context' in read) return read
    if (otherwise && read.purposes.length > 0) return { context: 'otherwise', found: clause }
    if (read.purposes.length === 0) general++
    if (general > 1) return { context: 'otherwise', found: clause }
    const rule = { duration: read.duration, anchor: read.anchor, then: 'delete', at } as const
    if (read.purposes.length === 0) rules.push(rule)
    else rules.push(...read.purposes.map(forPurpose => ({ ...rule, forPurpose })))
  }
  return rules.length > 0 ? rules : { context: 'duration', found: sentence }
}

interface Clause {
  readonly duration: string
  readonly anchor: Anchor
  readonly purposes: readonly string[]
}

function clauseOf(clause: string): Clause | NotUnderstood {
  if (endless.test(clause)) return { context: 'endless', found: clause }
  const until = /^(?:until|as long as|while) (.+?)( lasts| continues)?$/.exec(clause)
  const [, first = '', purposeWords] = /^(.*?)(?: for (.+))?$/.exec(clause) ?? []
  const purposes = purposeWords?.split(/ and | or |\//).map(one => one.trim().replaceAll(' ', '-')) ?? []
  if (until !== null) {
    const [, eventWords = '', untilPurposes] = /^(.*?)(?: for (.+))?$/.exec(until[1] ?? '') ?? []
    const anchor = anchorOf(until[2] === undefined ? eventWords : `${eventWords} ends`)
    if (anchor === undefined) return { context: 'anchor', found: eventWords }
    return { duration: 'P0D', anchor, purposes: untilPurposes === undefined ? [] : purposes }
  }
  const [, durationWords = '', anchorWords] = /^(.*?)(?: (?:after|from) (.+))?$/.exec(first) ?? []
  const duration = durationOf(durationWords)
  if (duration === undefined) return { context: 'duration', found: durationWords }
  const anchor = anchorWords === undefined ? 'recorded' : anchorOf(anchorWords)
  if (anchor === undefined) return { context: 'anchor', found: anchorWords ?? '' }
  return { duration, anchor, purposes }
}

/** The event that words name: "the relationship ends", "relationship.ended"; undefined when none does. */
export function anchorOf(words: string): Anchor | undefined {
  const said = words.replace(/^the /, '').replace(/ the /, ' ')
  for (const [anchor, phrases] of Object.entries(anchors))
    if (said === anchor || phrases.includes(said)) return anchor as Anchor
  return undefined
}

/** Art. 14(3): how soon a person is told of data that came from elsewhere. */
export interface Told {
  readonly within?: string // ISO 8601 duration
  readonly atFirstContact: boolean
  readonly atFirstDisclosure: boolean
}

/** "within 1 month", "within 1 month and at first contact", "at first disclosure at the latest"; undefined when not understood. */
export function toldOf(sentence: string): Told | undefined {
  let told: Told = { atFirstContact: false, atFirstDisclosure: false }
  const parts = sentence
    .toLowerCase()
    .replace(/,? at the latest$/, '')
    .split(/,| and at the latest | and | or /)
    .map(part => part.trim())
  for (const part of parts.filter(one => one !== '')) {
    const within = durationOf(/^within (.+)$/.exec(part)?.[1] ?? '')
    if (within !== undefined) told = { ...told, within }
    else if (/^(at|in|on|before) (the )?first (contact|message|communication)$/.test(part))
      told = { ...told, atFirstContact: true }
    else if (/^(at|in|on|before) (the )?first disclosure$/.test(part)) told = { ...told, atFirstDisclosure: true }
    else return undefined
  }
  return told
}
