/** Whoever entered gets the token of their entry at the address that they gave: it proves later that they were in the draw, and nobody else learns it. */

import type { MessageKind } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { entryOf } from '../participation/participants.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { tokenOf } from './draw.ts'
import { raffleById, wordsIn } from './raffle.ts'

/** Its kind; it is about the raffle. */
export const enteredMessage = 'raffles.entered'

export const enteredLetter: MessageKind = {
  kind: enteredMessage,
  write: async (program, about, { lang }, person) => {
    const published = await program.published()
    const raffle = await raffleById(program.database.app, about)
    if (!raffle || raffle.cancelledAt || published.notice === undefined) return undefined
    const entry = await entryOf(program.database.purpose(rightsPurpose(published)), raffle, person)
    if (!entry) return undefined
    const { title } = wordsIn(raffle, lang)
    const words = { title, token: tokenOf(raffle.salt, entry.row), closes: momentIn(lang, raffle.closes) }
    return {
      lang,
      title: text(lang, 'raffles.entered.title', words),
      blocks: [
        { kind: 'paragraph', text: text(lang, 'raffles.entered.token', words) },
        { kind: 'paragraph', text: text(lang, 'raffles.entered.how', words) },
        {
          kind: 'link',
          label: text(lang, 'raffles.entered.page'),
          href: `${program.url}/raffle/${raffle.page}?lang=${lang}`,
        },
        { kind: 'paragraph', text: text(lang, 'raffles.entered.not-you') },
      ],
      footer: signature(published.notice, lang),
    }
  },
  settled: async () => {},
}
