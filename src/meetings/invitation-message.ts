/** Whoever was invited is told of the meeting, of each change and that it is called off: a service message, with the meeting as a calendar has it. */

import { newId } from '../base/ids.ts'
import type { Letter } from '../mail/letter.ts'
import type { MessageKind, Sending } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { calendarText } from './calendar-text.ts'
import { uidOf } from './meeting.ts'

interface ToSend {
  readonly starts: Date
  readonly ends: Date
  readonly place: string | null
  readonly sequence: number
  readonly said_at: Date
  readonly cancelled_at: Date | null
  readonly subject: string | null
}

async function toSend({ published, sign, database }: Sending, meeting: string): Promise<ToSend | undefined> {
  const purpose = rightsPurpose(await published())
  const { rows } = await database
    .purpose(purpose)
    .query<ToSend>('select * from meetings.to_send($1, $2)', [
      sign({ actor: 'system', purpose, request: newId() }),
      meeting,
    ])
  return rows[0]
}

/** Kinds as 0015-meetings.sql queues them. What was called off meanwhile is not invited to any more. */
const kindOf = (method: 'REQUEST' | 'CANCEL', kind: string): MessageKind => ({
  kind,
  write: async (program, id, { lang, email }): Promise<Letter | undefined> => {
    const [found, { notice }] = await Promise.all([toSend(program, id), program.published()])
    const sender = notice?.contact.email
    const isCancelled = method === 'CANCEL'
    if (!found || !notice || !sender || !email || (found.cancelled_at !== null) !== isCancelled) return undefined
    const { starts, ends, place, sequence, said_at: said } = found
    const subject = found.subject ?? notice.controller.name
    const say = (part: 'title' | 'why') =>
      text(lang, `meetings.letter.${isCancelled ? 'off' : sequence > 0 ? 'changed' : 'new'}.${part}`, {
        subject,
        at: momentIn(lang, starts),
        controller: notice.controller.name,
      })
    const event = {
      ...{ uid: uidOf(program.url, id), sequence, said, starts, ends, summary: subject },
      ...(place && { place }),
      isCancelled,
      organizer: { name: notice.controller.name, email: sender },
      attendee: { name: undefined, email },
    }
    return {
      lang,
      title: say('title'),
      blocks: [
        { kind: 'paragraph', text: say('why') },
        ...(place && !isCancelled
          ? [{ kind: 'paragraph' as const, text: text(lang, 'meetings.letter.place', { place }) }]
          : []),
        ...(isCancelled ? [] : [{ kind: 'paragraph' as const, text: text(lang, 'meetings.letter.reply') }]),
      ],
      footer: signature(notice, lang),
      calendar: { method, content: calendarText(method, [event]) },
    }
  },
  settled: async () => {},
})

export const meetingInvitation = kindOf('REQUEST', 'meetings.invitation')
export const meetingCancellation = kindOf('CANCEL', 'meetings.cancellation')
