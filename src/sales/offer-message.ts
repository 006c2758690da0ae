/** The confirmation of an offer goes to its person whole, so that they can keep it, with a link to answer by; an acceptance is confirmed as it was given. */

import type { Id } from '../base/ids.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind, Sending } from '../mail/message-kind.ts'
import type { Notice } from '../notice/notice.ts'
import { asRights } from '../rights/as-rights.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { showOffers } from './offer.ts'
import { offerLinks } from './offer-link.ts'
import { acceptedInWords, type OfferWords, rowInWords, wordsOf } from './offer-words.ts'
import type { OfferAnswer } from './sales-answers.ts'

const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })

interface ToSend {
  readonly offer: OfferAnswer
  readonly notice: Notice
  readonly words: OfferWords
}

/** Undefined when it has gone meanwhile, or was taken back. */
async function toSend(program: Sending, id: Id, wanted: OfferAnswer['state']): Promise<ToSend | undefined> {
  const published = await program.published()
  const { notice } = published
  const ask = asRights(program, published, { actor: 'system', kind: 'key', request: id, lang: 'fi' })
  const [offer] = await showOffers(ask, [id])
  if (!offer || !notice || offer.state !== wanted) return undefined
  return { offer, notice, words: wordsOf(offer, notice, program.url) }
}

function contentOf({ offer: { lang }, words }: ToSend): readonly Block[] {
  return [
    { kind: 'list', items: words.rows.map(row => rowInWords(lang, row)) },
    { kind: 'list', items: words.totals.map(([label, value]) => `${label}: ${value}`) },
    ...words.terms.map(paragraph),
  ]
}

/** Its name stands in 0017-sold.sql too. */
export const offerMessage: MessageKind = {
  kind: 'sales.offer',
  write: async (program, id, _recipient, person) => {
    const found = await toSend(program, id, 'sent')
    if (!found) return undefined
    const { offer, notice, words } = found
    const { lang } = offer
    const link = await offerLinks.make(program.database.app, { about: id, person, at: program.clock.now() })
    return {
      lang,
      title: words.title,
      blocks: [
        paragraph(text(lang, 'sales.letter.opening', { seller: notice.controller.name })),
        ...contentOf(found),
        ...words.facts.map(([label, value]) => paragraph(`${label}: ${value}`)),
        ...words.rights.map(paragraph),
        { kind: 'link', label: text(lang, 'sales.letter.link'), href: `${program.url}/offer/${link}` },
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async (client, { about }, { state, at }) => {
    await client.query('select sales.note_mail($1, $2, $3)', [about, state === 'sent', at])
  },
}

export const acceptedMessage: MessageKind = {
  kind: 'sales.accepted',
  write: async (program, id) => {
    const found = await toSend(program, id, 'accepted')
    if (!found) return undefined
    const { offer, notice, words } = found
    const { lang } = offer
    return {
      lang,
      title: text(lang, 'sales.letter.accepted-title', { subject: String(offer.values.subject ?? '') }),
      blocks: [
        paragraph(acceptedInWords(offer)),
        ...contentOf(found),
        ...words.rights.slice(1).map(paragraph), // that it binds is told by now
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
}
