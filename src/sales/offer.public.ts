/** By an opaque link the person to whom something was offered reads it, keeps it, and accepts it in writing or declines; a GET changes nothing. */

import { fileIn } from '../accountability/export-file.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { refuseOtherSites } from '../http/same-site.ts'
import { answerWith, only } from '../rights/copy-file.ts'
import { heldBy, noSuchLink, seeAgain, signedBy } from '../rights/written-answer.ts'
import { text } from '../texts/texts.ts'
import { answerOffer, showOffers } from './offer.ts'
import { offerLinks } from './offer-link.ts'
import { offerPage, type ShownOffer } from './offer-page.ts'
import { offerPaper } from './offer-words.ts'

type Params = Readonly<Record<string, string>>

async function holderOf(ask: OpenAsk, { token = '' }: Params) {
  const held = await heldBy(ask, token, {
    ...{ links: offerLinks, operation: 'offer.page', category: 'offers' },
    find: async (asking, { about }) => (await showOffers(asking, [about]))[0],
  })
  if (!held) return undefined
  const { asking, found: offer, notice } = held
  const shown: ShownOffer = { path: `/offer/${token}`, offer, notice, url: ask.program.url }
  return { asking, shown }
}

const nobody = (ask: OpenAsk): Promise<Response> => noSuchLink(ask, text(ask.lang, 'sales.page.none'))

const page: PublicPage = {
  path: '/offer/:token',
  costs: () => true,
  handle: async (ask, _query, params) => {
    const holder = await holderOf(ask, params)
    return holder ? offerPage(ask.lang, holder.shown) : nobody(ask)
  },
  form: {
    maxBytes: 4000,
    handle: async (ask, fields, params) => {
      refuseOtherSites(ask.headers)
      const holder = await holderOf(ask, params)
      if (!holder) return nobody(ask)
      const { asking, shown } = holder
      const { offer, path } = shown
      if (offer.state === 'sent' && fields.get('act') === 'accept') {
        const signed = signedBy(fields)
        if (signed.fault) return offerPage(ask.lang, shown, signed)
        await answerOffer(asking, offer.id, { did: 'accepted', how: 'page', name: signed.name, why: null })
      } else if (offer.state === 'sent')
        await answerOffer(asking, offer.id, { did: 'declined', how: null, name: null, why: null })
      return seeAgain(path, ask.lang)
    },
  },
}

const paper: PublicPage = {
  path: '/offer/:token/pdf',
  costs: () => true,
  handle: async (ask, _query, params) => {
    const holder = await holderOf(ask, params)
    if (!holder) return nobody(ask)
    const { offer, notice, url } = holder.shown
    const { bytes, ...file } = await fileIn('pdf', offerPaper(offer, notice, url))
    return answerWith({ ...file, content: only(bytes) })
  },
}

export const offerPages: readonly PublicPage[] = [page, paper]
