/** The person is written a link to their package, and when they follow it a code; neither mail has anything of what is in it. */

import { dateInHelsinki } from '../base/time.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { codeLasts, coding, linking, makeCode, makeSecret, openDelivery } from './delivery.ts'
import { deliveryPath } from './delivery-page.ts'
import { signature } from './letters.ts'

const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })

export const packageLink: MessageKind = {
  kind: linking,
  write: async ({ database, clock, published, url }, id, { lang }) => {
    const [delivery, { notice }] = [await openDelivery(database.app, id, clock.now()), await published()]
    if (delivery === undefined || notice === undefined) return undefined
    const until = dateIn(lang, dateInHelsinki(delivery.expiresAt))
    return {
      lang,
      title: text(lang, 'rights.delivery.mail.title'),
      blocks: [
        paragraph(text(lang, 'rights.delivery.mail.why', { controller: notice.controller.name, until })),
        {
          kind: 'link',
          label: text(lang, 'rights.delivery.mail.link'),
          href: `${url}${deliveryPath}/${await makeSecret(database.app, id)}`,
        },
        paragraph(text(lang, `rights.delivery.mail.code.${delivery.textOnly ? 'sms' : 'any'}`)),
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
}

export const packageCode: MessageKind = {
  kind: coding,
  write: async ({ database, clock, published }, id, { lang }) => {
    const [delivery, { notice }] = [await openDelivery(database.app, id, clock.now()), await published()]
    if (delivery === undefined || notice === undefined) return undefined
    const code = await makeCode(database.app, id, clock.now())
    return {
      lang,
      title: text(lang, 'rights.delivery.code-mail.title'),
      blocks: [
        paragraph(text(lang, 'rights.delivery.code-mail.code', { code, minutes: codeLasts })),
        paragraph(text(lang, 'rights.delivery.code-mail.not-asked')),
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
}
