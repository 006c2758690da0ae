/** The reminder says which requests, of which right and by which day, and nothing of who asks or what: e-mail is no place for that. */

import { staffRecipient } from '../access/staff-recipient.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { inDigest, reminding } from './reminder.ts'

/** So many are written out; the board has the others. */
const most = 25

export const requestReminder: MessageKind = {
  kind: reminding,
  recipient: staffRecipient,
  write: async ({ database, clock, url, published }, digest, { lang }) => {
    const requests = await inDigest(database.app, digest)
    if (requests.length === 0) return undefined
    const today = dateInHelsinki(clock.now())
    const late = new Set(requests.filter(({ due }) => due < today).map(({ id }) => id)).size
    const count = new Set(requests.map(({ id }) => id)).size
    const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })
    const about = requests.slice(0, most).flatMap(({ id, number, kind, due, mark }): readonly Block[] => [
      paragraph(
        text(lang, `rights.reminder.mark.${mark}`, {
          number,
          right: text(lang, `rights.kind.${kind}`),
          due: dateIn(lang, due),
          count: Math.abs(Date.parse(due) - Date.parse(today)) / 86_400_000,
        }),
      ),
      { kind: 'link', label: text(lang, 'rights.reminder.link', { number }), href: `${url}/requests/${id}` },
    ])
    const { notice } = await published()
    return {
      lang,
      title: text(lang, late > 0 ? 'rights.reminder.title-late' : 'rights.reminder.title', { count: late || count }),
      blocks: [
        paragraph(text(lang, 'rights.reminder.opening')),
        ...about,
        ...(requests.length > most
          ? [paragraph(text(lang, 'rights.reminder.more', { count: requests.length - most }))]
          : []),
        { kind: 'link', label: text(lang, 'rights.reminder.board'), href: `${url}/requests` },
      ],
      footer: [paragraph(text(lang, 'rights.reminder.why')), ...(notice ? [paragraph(notice.controller.name)] : [])],
    }
  },
  settled: async () => {},
}
