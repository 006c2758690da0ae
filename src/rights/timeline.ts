/** On the timeline of whoever looks after rights: the person's requests, step by step. */

import type { Id } from '../base/ids.ts'
import { placeValues, type TimelineSource } from '../register/timeline-source.ts'
import { text, textIfAny } from '../texts/texts.ts'

interface Step {
  readonly id: Id
  readonly at: Date
  readonly by: string
  readonly did: string
  readonly request: Id
  readonly number: number
  readonly kind: string
}

export const requestSteps: TimelineSource = {
  kind: 'request',
  name: 'timeline.kind.request',
  isFor: ({ purpose }) => purpose.seesAll,
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Step>({
      name: 'steps-of-person',
      text: 'select * from rights.steps_of($1, $2, $3, $4, $5)',
      values: [ask.token, page.person, ...placeValues(page), page.max],
    })
    return rows.map(({ id, at, by, did, request, number, kind }) => ({
      id,
      at,
      by,
      sentence: who =>
        text(ask.lang, 'timeline.sentence.request', {
          who,
          number,
          kind: (textIfAny(ask.lang, `ui.requests.kind.${kind}`) ?? kind).toLocaleLowerCase(ask.lang),
          did: (textIfAny(ask.lang, `ui.requests.did.${did}`) ?? did).toLocaleLowerCase(ask.lang),
        }),
      opens: `/requests/${request}`,
    }))
  },
}
