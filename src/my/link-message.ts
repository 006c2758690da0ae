/** The link to the own page goes to the address that was typed, as long as that leads to one person alone; it names nobody. */

import { Refused } from '../base/errors.ts'
import type { Letter } from '../mail/letter.ts'
import type { MessageKind, Sending } from '../mail/message-kind.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { holdersOf, keyOf, lookToSend, type Reached, reachOf } from '../register/address.ts'
import { text } from '../texts/texts.ts'
import { findWayIn, giveLink, lasts, type WayIn } from './way-in.ts'

/** Longer than this nobody waits for a link that they asked for, in milliseconds. */
const patience = 3_600_000

export const ownPageLink: MessageKind = {
  kind: 'my.link',
  recipient: async (program, person, about) => {
    await lookToSend(program, person, about)
    const reach = await reachOf(program, person)
    const way = await findWayIn(program.database.app, about)
    return { lang: reach.lang, email: way && addressFor(way, reach.addresses)?.address }
  },
  write: async (program, about, { lang }, person) => {
    const { app } = program.database
    const at = program.clock.now()
    const way = await findWayIn(app, about)
    const reached = way && addressFor(way, (await reachOf(program, person)).addresses)
    if (!way || !reached || (way.asked !== null && at.getTime() - way.madeAt.getTime() > patience)) return undefined
    const { notice } = await program.published()
    if (notice === undefined) throw new Refused('mail.no-sender', 'conflict')
    if (reached.isUnsure || (await holdersOf(program, { way: 'email', key: keyOf(reached) }, about)).length !== 1)
      return unsureLetter(notice, lang)
    const secret = await giveLink(app, way, { row: reached.row, hash: program.mail.hash(keyOf(reached)), at })
    return linkLetter(program, notice, lang, { way, secret })
  },
  settled: async () => {},
}

/** The address that was asked for, if it is still there; what staff send goes to the best. */
const addressFor = ({ addressRow, way }: WayIn, addresses: readonly Reached[]): Reached | undefined =>
  addresses.find(one => one.way === way && (addressRow === null ? !one.isUnsure : one.row === addressRow))

function linkLetter(
  { url }: Pick<Sending, 'url'>,
  notice: Notice,
  lang: Lang,
  { way, secret }: { readonly way: WayIn; readonly secret: string },
): Letter {
  const controller = notice.controller.name
  const days = lasts.byStaff / 86_400_000
  const why =
    way.asked === null
      ? text(lang, 'my.letter.from-staff', { controller, days })
      : text(lang, 'my.letter.asked', { controller })
  return {
    lang,
    title: text(lang, 'my.letter.title'),
    blocks: [
      { kind: 'paragraph', text: why },
      { kind: 'link', label: text(lang, 'my.letter.link'), href: `${url}/my/in/${secret}?lang=${lang}` },
      { kind: 'paragraph', text: text(lang, 'my.letter.not-asked') },
    ],
    footer: footerOf(notice),
  }
}

/** An address of several persons, or of an organisation, does not tell who reads it: no page is opened by it (Art. 12(6)). */
const unsureLetter = (notice: Notice, lang: Lang): Letter => ({
  lang,
  title: text(lang, 'my.letter.unsure-title'),
  blocks: [
    { kind: 'paragraph', text: text(lang, 'my.letter.unsure', { controller: notice.controller.name }) },
    { kind: 'paragraph', text: text(lang, 'my.letter.unsure-how', { contact: notice.contact.email ?? '' }) },
    { kind: 'paragraph', text: text(lang, 'my.letter.not-asked') },
  ],
  footer: footerOf(notice),
})

const footerOf = ({ controller, contact }: Notice): Letter['footer'] => [
  { kind: 'paragraph', text: [controller.name, contact.email].filter(Boolean).join(', ') },
]
