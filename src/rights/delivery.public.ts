/** A package is fetched by its link and by a code that goes to the person's own address: a link that was passed on opens nothing. */

import { transaction } from '../database/transaction.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { askForCode, type Delivery, delivered, findDelivery, noteFetched, redeem } from './delivery.ts'
import { readPackage } from './delivery-file.ts'
import { codePage, deliveryPath, filesPage, noDelivery } from './delivery-page.ts'

type Params = Readonly<Record<string, string>>
interface Shown {
  readonly path: string
  readonly delivery: Delivery
}

async function shownFor({ program, clock }: OpenAsk, { secret = '' }: Params): Promise<Shown | undefined> {
  const delivery = await findDelivery(program.database.app, secret, clock.now())
  return delivery && { delivery, path: `${deliveryPath}/${secret}` }
}

const nowhere = async ({ lang, program }: OpenAsk): Promise<Response> =>
  noDelivery(lang, (await program.published()).contact)

/** Changes nothing, so that a mail program that follows links by itself sends no code and fetches no file. */
const show: PublicPage['handle'] = async (ask, _query, params) => {
  const shown = await shownFor(ask, params)
  return shown ? codePage(ask.lang, shown) : nowhere(ask)
}

async function fetchFile(ask: OpenAsk, shown: Shown, fields: URLSearchParams): Promise<Response> {
  const { program, clock, lang, requestId } = ask
  const { id, person } = shown.delivery
  const format = delivered.find(one => one === fields.get('format')) ?? 'pdf'
  const file = await readPackage(program.home, id, format)
  const mayFetch = await noteFetched(program.database.app, id, fields.get('ticket') ?? '', format, clock.now())
  if (!mayFetch || file === undefined) return codePage(lang, shown, 'ticket-over')
  const published = await program.published()
  await program.recordLooks([
    {
      at: clock.now(),
      actor: `person:${person}`,
      purpose: rightsPurpose(published),
      personId: person,
      operation: 'package.fetch',
      categories: [],
      requestId,
      noticeVersion: published.version,
    },
  ])
  return new Response(new Uint8Array(file.bytes), {
    headers: { 'content-type': file.type, 'content-disposition': `attachment; filename="${file.name}"` },
  })
}

const page: PublicPage = {
  path: `${deliveryPath}/:secret`,
  costs: () => true,
  handle: show,
  form: {
    maxBytes: 2000,
    handle: async (ask, fields, params) => {
      const shown = await shownFor(ask, params)
      if (!shown) return nowhere(ask)
      const { program, clock, lang } = ask
      const { app } = program.database
      const { delivery } = shown
      switch (fields.get('act')) {
        case 'code': {
          const isSent = await transaction(app, client => askForCode(client, delivery, clock.now()))
          return codePage(lang, shown, isSent ? 'sent' : 'too-many')
        }
        case 'open': {
          const ticket = await redeem(app, delivery.id, fields.get('code') ?? '', clock.now())
          return ticket ? filesPage(lang, shown, ticket) : codePage(lang, shown, 'wrong-code')
        }
        case 'fetch':
          return fetchFile(ask, shown, fields)
        default:
          return codePage(lang, shown)
      }
    },
  },
}

export const deliveryPages: readonly PublicPage[] = [page]
