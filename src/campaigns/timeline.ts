/** On the timeline: each campaign that the person was sent, or was left out of and why. */

import type { Id } from '../base/ids.ts'
import { placeValues, type TimelineSource } from '../register/timeline-source.ts'
import { text } from '../texts/texts.ts'
import { whyOf } from './audience.ts'
import type { Outcome } from './campaign-answers.ts'

interface Told {
  readonly id: Id
  readonly at: Date
  readonly campaign: Id
  readonly name: string
  readonly channel: 'email' | 'sms'
  readonly state: Exclude<Outcome, 'waiting' | 'sending'>
  readonly why: string | null
}

export const campaignsSent: TimelineSource = {
  kind: 'campaign',
  name: 'timeline.kind.campaign',
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Told>({
      name: 'campaigns-of-person',
      text: 'select * from campaigns.told_of($1, $2, $3, $4, $5)',
      values: [ask.token, page.person, ...placeValues(page), page.max],
    })
    return rows.map(({ id, at, campaign, name, channel, state, why }) => ({
      id,
      at,
      by: 'system',
      sentence: () =>
        text(ask.lang, `timeline.sentence.campaign.${state}`, {
          carrier: text(ask.lang, `timeline.carrier.${channel}`),
          name,
        }),
      more: why === null || state === 'sent' ? undefined : whyOf(ask.lang, why),
      opens: `/campaigns/${campaign}`,
    }))
  },
}
