/** On the timeline: what the program has sent to the person by e-mail and text message, and letters that told of a changed notice. */

import type { Id } from '../base/ids.ts'
import { text, textIfAny } from '../texts/texts.ts'
import { onPage, placeValues, type TimelineEntry, type TimelineSource } from './timeline-source.ts'

interface Sent {
  readonly id: Id
  readonly at: Date
  readonly channel: 'email' | 'sms'
  readonly kind: string
  readonly state: string
}

/** States in which it has reached whoever carries it further, and in which it waits for that; in all others it was not sent. */
const went = ['sent', 'accepted', 'delivered', 'unknown']
const waits = ['queued', 'sending']

export const sent: TimelineSource = {
  kind: 'message',
  name: 'timeline.kind.message',
  read: async (ask, page) => {
    const [messages, letters] = await Promise.all([
      ask.reader.query<Sent>({
        name: 'sent-to-person',
        text: 'select * from register.sent_to($1, $2, $3, $4, $5)',
        values: [ask.token, page.person, ...placeValues(page), page.max],
      }),
      ask.reader.query<{ id: Id; at: Date; by: string }>({
        name: 'letters-to-person',
        text: 'select * from register.told_by_letter($1, $2)',
        values: [ask.token, page.person],
      }),
    ])
    const say = (channel: 'email' | 'sms' | 'letter', kind: string, state: string) => (who: string) => {
      const how = went.includes(state) ? 'sent' : waits.includes(state) ? 'waits' : 'failed'
      const what = textIfAny(ask.lang, `timeline.message.${kind}`) ?? text(ask.lang, 'timeline.message.other')
      const carrier = text(ask.lang, `timeline.carrier.${channel}`)
      return text(ask.lang, `timeline.sentence.message.${how}`, { who, carrier, what })
    }
    const all = [
      ...messages.rows.map(
        ({ id, at, channel, kind, state }): TimelineEntry => ({
          id,
          at,
          by: 'system',
          sentence: say(channel, kind, state),
        }),
      ),
      ...letters.rows.map(
        ({ id, at, by }): TimelineEntry => ({ id, at, by, sentence: say('letter', 'notice-changed', 'sent') }),
      ),
    ]
    return onPage(all, page)
  },
}
