/** A package is fetched by its link and by a code that goes to the person's own address: a link that was passed on opens nothing. */

import { transaction } from '../database/transaction.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { hasNumbers, type Way } from '../register/address.ts'
import type { Sms } from '../sms/gateway.ts'
import { answerWith } from './copy-file.ts'
import { askForCode, delivered, findDelivery, noteFetched, redeem } from './delivery.ts'
import { readPackage } from './delivery-file.ts'
import { codePage, deliveryPath, filesPage, noDelivery, type Shown } from './delivery-page.ts'

type Params = Readonly<Record<string, string>>
type Texts = Pick<Sms, 'configured'>

async function shownFor({ program, clock }: OpenAsk, sms: Texts, { secret = '' }: Params): Promise<Shown | undefined> {
  const delivery = await findDelivery(program.database.app, secret, clock.now())
  if (delivery === undefined) return undefined
  const texts = sms.configured && hasNumbers(await program.published())
  const ways: readonly Way[] = delivery.textOnly ? ['sms'] : texts ? ['email', 'sms'] : ['email']
  return { delivery, ways, path: `${deliveryPath}/${secret}` }
}

const nowhere = async ({ lang, program }: OpenAsk): Promise<Response> =>
  noDelivery(lang, (await program.published()).contact)

async function fetchFile(ask: OpenAsk, shown: Shown, fields: URLSearchParams): Promise<Response> {
  const { program, clock, lang, requestId } = ask
  const { id, person } = shown.delivery
  const format = delivered.find(one => one === fields.get('format')) ?? 'pdf'
  const file = await readPackage(program.home, id, format)
  const mayFetch = await noteFetched(program.database.app, id, fields.get('ticket') ?? '', format, clock.now())
  if (!mayFetch) return codePage(lang, shown, 'ticket-over')
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
  return answerWith(file)
}

export const deliveryPage = (sms: Texts): PublicPage => ({
  path: `${deliveryPath}/:secret`,
  costs: () => true,
  // Changes nothing, so that a mail program that follows links by itself sends no code and fetches no file.
  handle: async (ask, _query, params) => {
    const shown = await shownFor(ask, sms, params)
    return shown ? codePage(ask.lang, shown) : nowhere(ask)
  },
  form: {
    maxBytes: 2000,
    handle: async (ask, fields, params) => {
      const shown = await shownFor(ask, sms, params)
      if (!shown) return nowhere(ask)
      const { program, clock, lang } = ask
      const { app } = program.database
      const { delivery } = shown
      switch (fields.get('act')) {
        case 'code': {
          const way = shown.ways.find(one => one === fields.get('by')) ?? shown.ways[0] ?? 'email'
          const isSent = await transaction(app, client => askForCode(client, delivery, way, clock.now()))
          return codePage(lang, shown, isSent ? way : 'too-many')
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
})
