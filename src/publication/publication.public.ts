/** By an opaque link a person agrees to be published, declines or withdraws; what is published now anybody may read. A GET changes nothing. */

import { isId } from '../base/ids.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { refuseOtherSites } from '../http/same-site.ts'
import { heldBy, noSuchLink, seeAgain, signedBy } from '../rights/written-answer.ts'
import { text } from '../texts/texts.ts'
import { readPhoto } from './photo.ts'
import {
  agreeToPublication,
  currentPhoto,
  currentPublications,
  finishPublication,
  listPublications,
  photoOf,
} from './publication.ts'
import { publicationLinks } from './publication-link.ts'
import { currentPage, publicationPage } from './publication-page.ts'

type Params = Readonly<Record<string, string>>

async function holderOf(ask: OpenAsk, { token = '' }: Params) {
  const held = await heldBy(ask, token, {
    ...{ links: publicationLinks, operation: 'publication.page', category: 'publication' },
    find: async (asking, { about, person }) =>
      (await listPublications(asking, { person, limit: 200 })).publications.find(({ id }) => id === about),
  })
  if (!held) return undefined
  const { asking, found, notice } = held
  return { asking, shown: { path: `/publish/${token}`, found, notice } }
}

const nobody = (ask: OpenAsk): Promise<Response> => noSuchLink(ask, text(ask.lang, 'publication.page.none'))

const page: PublicPage = {
  path: '/publish/:token',
  costs: () => true,
  handle: async (ask, _query, params) => {
    const holder = await holderOf(ask, params)
    return holder ? publicationPage(ask.lang, holder.shown) : nobody(ask)
  },
  form: {
    maxBytes: 4000,
    handle: async (ask, fields, params) => {
      refuseOtherSites(ask.headers)
      const holder = await holderOf(ask, params)
      if (!holder) return nobody(ask)
      const { asking, shown } = holder
      const { found, path } = shown
      const act = fields.get('act')
      if (act === 'withdraw' && found.state === 'shown') await finishPublication(asking, found.id, 'withdrawn')
      else if (act === 'decline' && found.state === 'asked') await finishPublication(asking, found.id, 'declined')
      else if (act === 'agree' && found.state === 'asked') {
        const signed = signedBy(fields)
        if (signed.fault) return publicationPage(ask.lang, shown, signed)
        await agreeToPublication(asking, found, { how: 'page', name: signed.name })
      }
      return seeAgain(path, ask.lang)
    },
  },
}

const photo: PublicPage = {
  path: '/publish/:token/photo',
  costs: () => true,
  handle: async (ask, _query, params) => {
    const holder = await holderOf(ask, params)
    const found = holder && (await photoOf(holder.asking, holder.shown.found.id))
    return found ? imageAnswer(ask, found) : nobody(ask)
  },
}

const current: PublicPage = {
  path: '/testimonials',
  costs: () => true,
  handle: async ({ lang, program, clock }) => {
    const { notice } = await program.published()
    const found = await currentPublications(program.database.app, clock.now())
    return currentPage(lang, found, notice?.controller.name ?? '')
  },
}

/** While it is shown; nobody keeps it longer. */
const shownPhoto: PublicPage = {
  path: '/testimonials/:id/photo',
  costs: () => true,
  handle: async (ask, _query, { id = '' }) => {
    const { program, clock } = ask
    const found = isId(id) ? await currentPhoto(program.database.app, id, clock.now()) : undefined
    return found ? imageAnswer(ask, found) : nobody(ask)
  },
}

async function imageAnswer(
  { program }: OpenAsk,
  { id, type }: { readonly id: string; readonly type: string },
): Promise<Response> {
  const bytes = await readPhoto(program.home, id)
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': type, 'cache-control': 'no-store' } })
}

export const publicationPages: readonly PublicPage[] = [page, photo, current, shownPhoto]
