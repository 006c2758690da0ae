/** Any gateway that can post JSON and sign it: the signature is over the time and the bytes, so that an old delivery is none. */

import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { shaped } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { phoneIn } from '../register/phone.ts'
import { stopIn } from './stop-words.ts'
import { factsOf } from './text-message.ts'

const message = z.object({
  id: z.string().min(1).max(200),
  from: z.string().min(3).max(40),
  text: z.string().max(10_000),
  attachments: z.number().int().min(0).max(100).default(0),
})

const tolerance = 300 // seconds

const read = ({ body }: Delivery) => shaped(message, readExactly(body))

export const gateway = adapter({
  kind: 'sms-gateway',
  method: 'POST',
  secret: 'made',
  settings: z.object({}),
  authenticate: ({ headers, body }, secret, now) => {
    const time = headers.get('x-timestamp') ?? ''
    const age = Math.abs(now.getTime() / 1000 - Number(time))
    const [, sent] = /^sha256=([0-9a-f]{64})$/.exec(headers.get('x-signature') ?? '') ?? []
    return /^\d{1,12}$/.test(time) && age <= tolerance && isSignedBy(secret, [`${time}.`, body], sent, 'hex')
  },
  identify: delivery => ({ id: read(delivery).id, topic: 'sms.received' }),
  stops: delivery => {
    const { from, text } = read(delivery)
    const [address, lang] = [phoneIn(from), stopIn(text)]
    return address && lang ? { channel: 'sms', address, lang, confirms: true } : undefined
  },
  answer: confirmation => ({
    type: 'application/json',
    body: JSON.stringify(confirmation === undefined ? {} : { reply: confirmation }),
  }),
  translate: (delivery, via) => {
    const { id, from, text, attachments } = read(delivery)
    const number = phoneIn(from)
    if (number === undefined) return { ignored: 'no-person' }
    if (stopIn(text) !== undefined) return { ignored: 'obeyed' }
    return factsOf({ id, from: number, content: text.trim(), attachments }, via)
  },
  sample: (secret, now) =>
    signedMessage(secret, { id: `kokeilu-${now.getTime()}`, from: '+358401234567', text: 'Kokeilu' }, now),
})

/** As a gateway signs it. */
export function signedMessage(secret: string, content: unknown, now: Date): Delivery {
  const body = Buffer.from(JSON.stringify(content))
  const time = String(Math.floor(now.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex')
  const headers = new Headers({ 'x-timestamp': time, 'x-signature': `sha256=${signature}` })
  return { method: 'POST', headers, query: new URLSearchParams(), body }
}
