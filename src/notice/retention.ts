/** Sentences on how long and how soon: "24 months after relationship ends, then delete", "within 1 month". */

import { durationOf } from './duration.ts'
import type { Anchor, Position, Retention } from './notice.ts'
import { anchors, retentionEnds } from './vocabulary.ts'

/** Why a sentence could not be understood: the words at fault, and which sentence of L13 says so. */
export interface NotUnderstood {
  readonly context: 'duration' | 'anchor' | 'ending' | 'endless' | 'otherwise'
  readonly found: string
}

const endless =
  /^(until further notice|indefinitely|forever|for ever|permanently|as long as (necessary|needed)|toistaiseksi|tills vidare)$/

/**
 * Clauses with commas between: `<duration> [after <event>] [for <purpose> [and <purpose>]]`, `otherwise <the same>`,
 * `then delete | anonymise | restrict`, which speaks of the clauses before it. Without an event the period runs from when the
 * row was last written; `until <event>` is a duration of nothing after it.
 */
export function retentionOf(sentence: string, at: Position): readonly Retention[] | NotUnderstood {
  const clauses = sentence
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .split(/[,;]| (?=(?:otherwise|then) )/)
    .map(clause => clause.trim())
    .filter(clause => clause !== '')
  const ended: Retention[] = []
  let open: Retention[] = []
  for (const clause of clauses) {
    const endingWord = /^then (.+)$/.exec(clause)?.[1]
    if (endingWord === undefined) {
      const read = clauseOf(clause.replace(/^otherwise /, ''), at)
      if ('context' in read) return read
      open.push(...read)
    } else {
      const ending = retentionEnds.find(one => one === endingWord)
      if (ending === undefined || open.length === 0) return { context: 'ending', found: endingWord }
      ended.push(...open.map(rule => ({ ...rule, ending })))
      open = []
    }
  }
  const rules = [...ended, ...open]
  if (rules.length === 0) return { context: 'duration', found: sentence }
  const whom = rules.map(rule => rule.forPurpose)
  return new Set(whom).size === whom.length ? rules : { context: 'otherwise', found: sentence }
}

/** One clause, as one rule for each purpose that it names, or one rule for all. */
function clauseOf(clause: string, at: Position): readonly Retention[] | NotUnderstood {
  if (endless.test(clause)) return { context: 'endless', found: clause }
  const [, period = '', purposeWords] = /^(.*?)(?: for (.+))?$/.exec(clause) ?? []
  const until = /^(?:until|while|as long as) (.+)$/.exec(period)?.[1]?.replace(/ (lasts|continues)$/, ' ends')
  const [, durationWords = '', eventWords] = /^(.*?)(?: (?:after|from) (.+))?$/.exec(period) ?? []

  const duration = until === undefined ? durationOf(durationWords) : 'P0D'
  if (duration === undefined) return { context: 'duration', found: durationWords }
  const event = until ?? eventWords ?? 'recorded'
  const anchor = anchorOf(event)
  if (anchor === undefined) return { context: 'anchor', found: event }

  const rule: Retention = { duration, anchor, ending: 'delete', at }
  if (purposeWords === undefined) return [rule]
  return purposeWords.split(/ and /).map(words => ({ ...rule, forPurpose: words.trim().replaceAll(' ', '-') }))
}

/** The event that words name: "the relationship ends", "relationship.ended"; undefined when none does. */
export function anchorOf(words: string): Anchor | undefined {
  const said = words.replace(/^the /, '').replace(/ the /, ' ')
  return [...anchors].find(([anchor, phrases]) => said === anchor || phrases.includes(said))?.[0]
}

/** Art. 14(3): how soon a person is told of data that came from elsewhere. */
export interface Told {
  readonly within?: string // ISO 8601 duration
  readonly atFirstContact: boolean
  readonly atFirstDisclosure: boolean
}

/** "within 1 month", "within 1 month or at first contact", "at first disclosure"; undefined when not understood. */
export function toldOf(sentence: string): Told | undefined {
  let told: Told = { atFirstContact: false, atFirstDisclosure: false }
  for (const part of sentence.toLowerCase().split(/,| and | or /)) {
    const said = part.trim().replace(/ at the latest$/, '')
    const within = durationOf(/^within (.+)$/.exec(said)?.[1] ?? '')
    if (within !== undefined) told = { ...told, within }
    else if (said === 'at first contact') told = { ...told, atFirstContact: true }
    else if (said === 'at first disclosure') told = { ...told, atFirstDisclosure: true }
    else return undefined
  }
  return told
}
