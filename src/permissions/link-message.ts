/** The link to the page of permits goes to the person's own address as a service message: it has no advertising, and its secret is made when it is written. */

import { Refused } from '../base/errors.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { text } from '../texts/texts.ts'
import { endLinks, lasts, makeLink, pageOf } from './link.ts'

export const preferenceLink: MessageKind = {
  kind: 'permissions.link',
  write: async ({ clock, database, published, url }, _about, { lang }, person) => {
    const { notice } = await published()
    if (notice === undefined) throw new Refused('mail.no-sender', 'conflict')
    const at = clock.now()
    await endLinks(database.app, person, at)
    const token = await makeLink(database.app, { person, stops: undefined, by: 'system', at, days: lasts.byStaff })
    const controller = notice.controller.name
    return {
      lang,
      title: text(lang, 'preferences.letter.title'),
      blocks: [
        { kind: 'paragraph', text: text(lang, 'preferences.letter.why', { controller, days: lasts.byStaff }) },
        { kind: 'link', label: text(lang, 'preferences.letter.link'), href: pageOf(url, token) },
        { kind: 'paragraph', text: text(lang, 'preferences.letter.not-asked') },
      ],
      footer: [{ kind: 'paragraph', text: [controller, notice.contact.email].filter(Boolean).join(', ') }],
    }
  },
  settled: async () => {},
}
