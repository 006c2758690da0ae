/** The reminder says which breach, how much time is left and where to go on, and nothing of what happened: e-mail is no place for that. */

import { staffRecipient } from '../access/staff-recipient.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { clockOf } from './breach.ts'
import { readBreach } from './ledger.ts'
import { reminding } from './reminder.ts'

const hour = 3_600_000

export const breachReminder: MessageKind = {
  kind: reminding,
  recipient: staffRecipient,
  write: async ({ database, clock, url, published }, about, { lang }) => {
    const breach = await readBreach(database.app, about)
    const now = clock.now()
    const { state, due } = clockOf(breach, now)
    if (state !== 'running' && state !== 'overdue') return undefined
    const { notice } = await published()
    const left = Math.max(0, Math.ceil((due.getTime() - now.getTime()) / hour))
    const say = (key: 'decide' | 'link' | 'why' | `${typeof state}.${'title' | 'opening'}`) =>
      text(lang, `breaches.reminder.${key}`, {
        reference: breach.reference,
        count: left,
        due: momentIn(lang, due),
        aware: momentIn(lang, new Date(breach.facts.awareAt)),
      })
    const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })
    return {
      lang,
      title: say(`${state}.title`),
      blocks: [
        paragraph(say(`${state}.opening`)),
        paragraph(say('decide')),
        { kind: 'link', label: say('link'), href: `${url}/breaches/${breach.id}` },
      ],
      footer: [paragraph(say('why')), ...(notice ? [paragraph(notice.controller.name)] : [])],
    }
  },
  settled: async () => {},
}
