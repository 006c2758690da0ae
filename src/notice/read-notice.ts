/** A pasted privacy notice becomes a draft, findings and a summary: by rules alone, the same every time, and nothing is dropped. */

import { check } from './check.ts'
import { parse } from './parse.ts'
import { dataIn } from './read-data.ts'
import { decode } from './read-decode.ts'
import { draftOf } from './read-draft.ts'
import { type Fact, matterOf, merged } from './read-fact.ts'
import { recipientsIn, sourcesIn, transfersIn } from './read-flows.ts'
import { basesIn, lawsIn } from './read-grounds.ts'
import { languageOf } from './read-language.ts'
import { linesOfPasted } from './read-lines.ts'
import { noticeDates, partiesIn, registerNameIn } from './read-parties.ts'
import { purposesIn } from './read-purposes.ts'
import { remarksIn, restOf } from './read-rest.ts'
import { retentionIn, rightsIn } from './read-rights.ts'
import { assembled, sectionsOf } from './read-sections.ts'
import { summaryOf } from './read-summary.ts'
import type { Reading } from './read-things.ts'

/** More bytes than any notice has; longer ones are refused at the doors. */
export const longestNotice = 1_000_000

/**
 * Reads a notice in plain text, Markdown or HTML. `today` is the date of the draft where the text has none, and of the check. Takes
 * any text or bytes at all, and never throws.
 */
export function readNotice(pasted: string | Uint8Array, { today }: { readonly today: Date }): Reading {
  const lines = linesOfPasted(typeof pasted === 'string' ? pasted : decode(pasted))
  const { text, stretches } = assembled(lines)
  const language = languageOf(text)
  const sections = sectionsOf(lines, language)
  const matter = matterOf(language, text, sections)
  const parties = partiesIn(matter)
  const controller = parties.find(one => one.kind === 'controller-name')?.value ?? ''
  const read: readonly Fact[] = merged([
    ...parties,
    ...registerNameIn(matter),
    ...noticeDates(matter),
    ...lawsIn(matter),
    ...purposesIn(matter),
    ...basesIn(matter),
    ...dataIn(matter),
    ...sourcesIn(matter),
    ...recipientsIn(matter, controller),
    ...transfersIn(matter),
    ...rightsIn(matter),
    ...retentionIn(matter),
    ...remarksIn(matter),
  ])
  const rest = restOf(matter, read)
  const facts = merged([...read, ...rest.facts])
  const { draft, things } = draftOf(
    language,
    facts,
    rest.notUnderstood.map(one => text.slice(one.span.start, one.span.end)),
    today,
  )
  const { notice, findings } = parse(draft)
  return {
    language,
    text,
    stretches,
    things,
    boilerplate: rest.boilerplate,
    notUnderstood: rest.notUnderstood,
    draft,
    findings: notice === undefined ? findings : check(notice, today),
    summary: summaryOf(language, sections, facts),
  }
}
