/** On the timeline: the turns of a person's contracts with why they were taken, and the documents that were added. */

import type { Id } from '../base/ids.ts'
import { categoryIfAny } from '../register/scope.ts'
import { placeValues, type TimelineSource } from '../register/timeline-source.ts'
import { text } from '../texts/texts.ts'
import type { AgreementAnswer } from './agreement-answers.ts'

interface Told {
  readonly id: Id
  readonly at: Date
  readonly by: string
  readonly agreement: Id
  readonly did: AgreementAnswer['steps'][number]['did'] | 'document'
  readonly subject: string | null
  readonly words: string | null
}

export const agreementSteps: TimelineSource = {
  kind: 'agreement',
  name: 'timeline.kind.agreement',
  isFor: scope => categoryIfAny(scope, 'contracts') !== undefined,
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Told>({
      name: 'agreements-of-person',
      text: 'select * from agreements.told_of($1, $2, $3, $4, $5)',
      values: [ask.token, page.person, ...placeValues(page), page.max],
    })
    return rows.map(({ id, at, by, agreement, did, subject, words }) => ({
      id,
      at,
      by,
      sentence: who =>
        [text(ask.lang, `timeline.sentence.agreement.${did}`, { who }), subject].filter(Boolean).join(': '),
      more: words ?? undefined,
      opens: `/agreements/${agreement}`,
    }))
  },
}
