/** How many a campaign would reach at this moment, and who would be left out and why, before anything is written down. */

import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { bringUpToDate } from '../segments/members.ts'
import type { TextLang } from '../texts/texts.ts'
import { text, textIfAny } from '../texts/texts.ts'
import type { Audience, AudienceAsked } from './campaign-answers.ts'
import { judge } from './gate.ts'

/** Asked of so many at once. */
const chunk = 5000

export async function countAudience(ask: PurposeAsk, asked: AudienceAsked): Promise<Audience> {
  const { kind, channel, segment, but, productGroup } = asked
  await bringUpToDate(ask.program, ask.purpose)
  const { rows } = await ask.reader.query<{ person: Id }>('select person from campaigns.audience($1, $2, $3) person', [
    ask.token,
    segment,
    but,
  ])
  const persons = rows.map(({ person }) => person)
  const leftOut = new Map<string, number>()
  let allowed = 0
  const campaign = { id: ask.requestId, purpose: ask.purpose, kind, channel, productGroup }
  for (let from = 0; from < persons.length; from += chunk) {
    const judged = await judge(ask.program, campaign, persons.slice(from, from + chunk))
    allowed += judged.reached.length
    for (const reason of judged.leftOut.values()) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
  }
  return {
    persons: persons.length,
    allowed,
    leftOut: [...leftOut]
      .map(([reason, n]) => ({ reason, name: whyOf(ask.lang, reason), persons: n }))
      .toSorted((a, b) => b.persons - a.persons),
  }
}

/** A reason of the gate, or of our own, in words; a code of a mail server's answer as it is. */
export const whyOf = (lang: TextLang, why: string): string =>
  textIfAny(lang, `permissions.reason.${why}`) ??
  textIfAny(lang, `campaigns.why.${why.split(' ')[0]}`) ??
  text(lang, 'campaigns.why.other', { code: why })
