/** Staff give a package to its person: as a link that expires, or with a covering letter for paper. */

import { z } from '@hono/zod-openapi'
import { fileIn } from '../accountability/export-file.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, route } from '../http/route.ts'
import type { Letter } from '../mail/letter.ts'
import { recipientOf } from '../mail/recipient.ts'
import type { Mail } from '../mail/transport.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { nameActors } from '../register/actors.ts'
import { hasNumbers } from '../register/address.ts'
import type { Sms } from '../sms/gateway.ts'
import { printed } from '../telling/letter-file.ts'
import { addresseesOf } from '../telling/letters.ts'
import { text } from '../texts/texts.ts'
import { accessPackage } from './access-package.ts'
import { announceDelivery, beginDelivery, deliveriesOf } from './delivery.ts'
import { delivering, deliveryList } from './delivery-answers.ts'
import { keepPackage } from './delivery-file.ts'
import { numberFor } from './delivery-text.ts'
import { signature } from './letters.ts'
import { packageExport } from './package-file.ts'
import { findRequest, type Request } from './request.ts'

const params = z.object({ id: idField })

/** What a package and its code go by. */
export interface Carriers {
  readonly mail: Pick<Mail, 'configured'>
  readonly sms: Pick<Sms, 'configured'>
}

/** The request, if a package may be given for it now: it is of a known person, whom nothing more is asked of. */
async function deliverable(ask: PurposeAsk, id: Id) {
  const { notice } = ask.published
  const request = await findRequest(ask, id)
  const { kind, person, state } = request
  if (!notice) throw new Error('no notice is in force')
  if (person === null) throw new Refused('rights.no-person', 'conflict')
  if (kind !== 'access' && kind !== 'portability') throw new Refused('rights.no-package', 'conflict')
  if (state !== 'received' && state !== 'working' && state !== 'answered')
    throw new Refused('rights.not-now', 'conflict')
  return { request, person, kind, notice }
}

const packageOf = async (
  ask: PurposeAsk,
  { person, kind }: { readonly person: Id; readonly kind: 'access' | 'portability' },
) => {
  const copy = await accessPackage(ask, person, kind)
  ask.saw(
    [person],
    `package.${kind}`,
    copy.categories.map(({ id }) => id),
  )
  return copy
}

export const list = ({ sms }: Carriers) =>
  route({
    method: 'get',
    path: '/requests/{id}/deliveries',
    summary: 'rights.api.deliveries',
    params,
    answer: deliveryList,
    handler: async (ask, { params }) => {
      const { person } = await findRequest(ask, params.id)
      ask.saw(person ? [person] : [], 'request.deliveries', ['requests'])
      const deliveries = await deliveriesOf(ask.program.database.app, params.id)
      const name = await nameActors(
        ask,
        deliveries.map(({ madeBy }) => madeBy),
      )
      return {
        mayText: sms.configured && hasNumbers(ask.published),
        deliveries: deliveries.map(({ madeAt, madeBy, expiresAt, endedAt, ...rest }) => ({
          ...rest,
          madeAt: madeAt.toISOString(),
          madeBy: name(madeBy),
          expiresAt: expiresAt.toISOString(),
          endedAt: endedAt?.toISOString() ?? null,
        })),
      }
    },
  })

export const deliver = ({ mail, sms }: Carriers) =>
  route({
    method: 'post',
    path: '/requests/{id}/deliveries',
    summary: 'rights.api.deliver',
    params,
    body: delivering,
    status: 201,
    answer: z.object({ id: z.uuid() }),
    handler: async (ask, { params, body: { codeBy } }) => {
      const { request, person, kind, notice } = await deliverable(ask, params.id)
      const { program, requestId, asker, clock } = ask
      const { email } = await recipientOf(program, person, requestId, {
        actor: asker.actor,
        operation: 'request.address',
      })
      if (email === undefined || !mail.configured) throw new Refused('rights.no-mail', 'conflict')
      const textOnly = codeBy === 'sms'
      if (textOnly && (!sms.configured || (await numberFor(program, person, request.id)).number === undefined))
        throw new Refused('rights.no-number', 'conflict')
      const copy = await packageOf(ask, { person, kind })
      const delivery = { id: newId(), request: request.id, person, by: asker.actor, at: clock.now(), textOnly }
      await beginDelivery(program.database.app, delivery)
      await keepPackage(program.home, delivery.id, copy, notice)
      await announceDelivery(program.database.app, delivery)
      return { id: delivery.id }
    },
  })

/** What lies on top of the printed copy; the sender stands above the address, where to ask at the foot. */
function coverOf(notice: Notice, { number, receivedAt }: Request, lang: Lang): Letter {
  const received = dateIn(lang, dateInHelsinki(new Date(receivedAt)))
  const [sender, ...asking] = signature(notice, lang)
  return {
    lang,
    title: text(lang, 'rights.delivery.cover.title'),
    blocks: (['why', 'next'] as const).map(part => ({
      kind: 'paragraph',
      text: text(lang, `rights.delivery.cover.${part}`, { number, received }),
    })),
    footer: [...asking, { kind: 'paragraph' as const, text: '' }].slice(0, 1).concat(sender ?? []),
  }
}

export const print = route({
  method: 'post',
  path: '/requests/{id}/deliveries/print',
  summary: 'rights.api.print',
  params,
  answer: z.object({
    letter: z.base64().describe('PDF with the address in the window of the envelope'),
    copy: z.base64().describe('PDF'),
    name: z.string(),
  }),
  handler: async (ask, { params }) => {
    const { person, kind, notice, request } = await deliverable(ask, params.id)
    const [addressee] = await addresseesOf(ask.reader, ask.published, [person])
    if (addressee === undefined || addressee.address.length === 0) throw new Refused('rights.no-post', 'conflict')
    const letter = await printed([coverOf(notice, request, addressee.lang)], [addressee], ask.clock.now())
    const { name, bytes } = await fileIn('pdf', packageExport(await packageOf(ask, { person, kind }), notice))
    return { letter: letter.toString('base64'), copy: bytes.toString('base64'), name }
  },
})
