/** On the timeline: the turns of a person's leads and offers, sales calls among them, with why they were taken. */

import type { Id } from '../base/ids.ts'
import { categoryIfAny } from '../register/scope.ts'
import { placeValues, type TimelineSource } from '../register/timeline-source.ts'
import { text } from '../texts/texts.ts'
import type { LeadAnswer } from './sales-answers.ts'

interface Told {
  readonly id: Id
  readonly at: Date
  readonly by: string
  readonly lead: Id
  readonly did: Exclude<LeadAnswer['steps'][number]['did'], 'new' | 'queued'>
  readonly subject: string | null
  readonly words: string | null
}

export const salesSteps: TimelineSource = {
  kind: 'sales',
  name: 'timeline.kind.sales',
  isFor: scope => categoryIfAny(scope, 'leads') !== undefined,
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Told>({
      name: 'sales-of-person',
      text: 'select * from sales.told_of($1, $2, $3, $4, $5)',
      values: [ask.token, page.person, ...placeValues(page), page.max],
    })
    return rows.map(({ id, at, by, lead, did, subject, words }) => ({
      id,
      at,
      by,
      sentence: who => [text(ask.lang, `timeline.sentence.sales.${did}`, { who }), subject].filter(Boolean).join(': '),
      more: words ?? undefined,
      opens: `/leads/${lead}`,
    }))
  },
}
