/** Whoever has won hears it by e-mail, with a link by which they alone decide whether they are named on the raffle's page. */

import type { MessageKind } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { entryOf } from '../participation/participants.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { tokenOf } from './draw.ts'
import { drawnOf, wonMessage } from './drawing.ts'
import { agreementPath, namingPurpose } from './naming.ts'
import { raffleById, wordsIn } from './raffle.ts'

export const wonLetter: MessageKind = {
  kind: wonMessage,
  write: async (program, about, { lang }, person) => {
    const published = await program.published()
    const { app } = program.database
    const raffle = await raffleById(app, about)
    if (!raffle || published.notice === undefined) return undefined
    const entry = await entryOf(program.database.purpose(rightsPurpose(published)), raffle, person)
    if (!entry) return undefined
    const token = tokenOf(raffle.salt, entry.row)
    const place = (await drawnOf(app, raffle.id))?.places.find(one => one.token === token)
    if (place?.passed !== null) return undefined // given on meanwhile
    const { title, prize } = wordsIn(raffle, lang)
    const words = { title, prize, token, contact: published.notice.contact.email ?? '' }
    const canName = namingPurpose(published.notice) !== undefined
    return {
      lang,
      title: text(lang, 'raffles.won.title', words),
      blocks: [
        { kind: 'paragraph', text: text(lang, 'raffles.won.what', words) },
        { kind: 'paragraph', text: text(lang, 'raffles.won.next', words) },
        ...(canName
          ? [
              { kind: 'paragraph' as const, text: text(lang, 'raffles.won.naming') },
              {
                kind: 'link' as const,
                label: text(lang, 'raffles.won.link'),
                href: `${program.url}${agreementPath(raffle, entry.row)}?lang=${lang}`,
              },
            ]
          : []),
      ],
      footer: signature(published.notice, lang),
    }
  },
  settled: async () => {},
}
