/** The letter of a double opt-in goes to the address that was typed, whoever's it is, and says the same to everybody: what was asked, and the link that does it. */

import { Refused } from '../base/errors.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { langFor } from '../mail/recipient.ts'
import { text } from '../texts/texts.ts'
import { findForm, versionOf } from './form.ts'
import { confirming, findWaiting, giveSecret, lastsDays } from './waiting.ts'

/** Its person is what waits: whoever asks is of no register yet. */
export const confirmLetter: MessageKind = {
  kind: confirming,
  isReply: true,
  recipient: async ({ database: { app }, mail, clock }, id) => {
    const waiting = await findWaiting(app, mail, id, clock.now())
    return { lang: waiting?.lang ?? langFor(undefined), email: waiting?.sent.who.email }
  },
  write: async ({ database: { app }, mail, clock, published, url }, id, { lang }) => {
    const waiting = await findWaiting(app, mail, id, clock.now())
    if (!waiting) return undefined
    const { notice } = await published()
    if (notice === undefined) throw new Refused('mail.no-sender', 'conflict')
    const { address } = await findForm(app, undefined, waiting.form)
    const content = await versionOf(app, waiting.form, waiting.sent.version)
    const words = { controller: notice.controller.name, form: content?.title[lang] ?? '', days: lastsDays }
    const permits = waiting.sent.said.filter(({ kind }) => kind === 'consent')
    const secret = await giveSecret(app, id)
    return {
      lang,
      title: text(lang, 'forms.letter.title', words),
      blocks: [
        { kind: 'paragraph', text: text(lang, 'forms.letter.why', words) },
        ...(permits.length > 0
          ? [
              { kind: 'paragraph' as const, text: text(lang, 'forms.letter.permits') },
              { kind: 'list' as const, items: permits.map(({ wording }) => wording) },
            ]
          : []),
        {
          kind: 'link',
          label: text(lang, 'forms.letter.link'),
          href: `${url}/f/${address}/confirm/${secret}?lang=${lang}`,
        },
        { kind: 'paragraph', text: text(lang, 'forms.letter.not-asked', words) },
      ],
      footer: [{ kind: 'paragraph', text: [words.controller, notice.contact.email].filter(Boolean).join(', ') }],
    }
  },
  settled: async () => {},
}
