/** A course platform, a newsletter or a shop of downloads tells what somebody did there: one row an event, each once, in whatever order they come. */

import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { momentOf, shaped } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { actions } from './actions.ts'

/** So old may a signature be, or so far ahead, in seconds. What waited at the sender is signed when it is sent. */
const tolerance = 300

export const event = z.strictObject({
  id: z.string().min(1).max(200).describe('What the sender knows the event by; the same id counts once'),
  at: z.string().max(40).describe('When it happened, RFC 3339'),
  action: z.enum(actions),
  service: z.string().trim().min(1).max(300).describe('What was used: a course, a lesson of it, a newsletter, a file'),
  email: z.string().max(320),
})
export type ServiceEvent = z.output<typeof event>

/** A batch is taken apart at the door, so that each event counts once and one that is refused holds up no other. */
export const mostEvents = 500
const batch = z.strictObject({ events: z.array(event).min(1).max(mostEvents) })

const read = ({ body }: Delivery): readonly ServiceEvent[] => shaped(batch, readExactly(body)).events
const only = (delivery: Delivery): ServiceEvent => {
  const [one] = read(delivery)
  if (!one) throw new Error('a batch without an event was let in')
  return one
}

/** The value of `Seloste-Signature`: the time, and HMAC-SHA256 of `<time>.<body>` in hexadecimal. */
function signatureOf(secret: string, body: Uint8Array, now: Date): string {
  const time = Math.floor(now.getTime() / 1000)
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex')}`
}

export function serviceDelivery(secret: string, events: readonly ServiceEvent[], now: Date): Delivery {
  const body = Buffer.from(JSON.stringify({ events }))
  const headers = new Headers({ 'seloste-signature': signatureOf(secret, body, now) })
  return { method: 'POST', headers, query: new URLSearchParams(), body }
}

export const service = adapter({
  kind: 'service',
  method: 'POST',
  secret: 'made',
  tellsMaker: true,
  settings: z.object({}),
  authenticate: ({ headers, body }, secret, now) => {
    const [, time = '', signature] =
      /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(headers.get('seloste-signature') ?? '') ?? []
    return (
      Math.abs(now.getTime() / 1000 - Number(time)) <= tolerance &&
      isSignedBy(secret, [`${time}.`, body], signature, 'hex')
    )
  },
  split: delivery => read(delivery).map(one => ({ ...delivery, body: Buffer.from(JSON.stringify({ events: [one] })) })),
  identify: delivery => {
    const { id, action } = only(delivery)
    return { id, topic: `service.${action}` }
  },
  translate: delivery => {
    const { at, action, service, email } = only(delivery)
    return {
      about: { email },
      ofKnown: true,
      reference: service,
      rows: [{ category: 'service-use', values: { service, action, occurred: momentOf(at, 'at') } }],
      said: [],
    }
  },
  sample: (secret, now) =>
    serviceDelivery(
      secret,
      [
        {
          id: `trial-${now.getTime()}`,
          at: now.toISOString(),
          action: 'opened',
          service: 'Esimerkkikurssi',
          email: 'esimerkki@example.org',
        },
      ],
      now,
    ),
})
