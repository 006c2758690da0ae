/** Twilio: a text message is a form, signed over the address that it is sent to and every field in it. */

import { z } from 'zod'
import { type Answer, adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { shaped } from '../arrivals/shape.ts'
import { isSignedBy } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { readPhone } from '../register/phone.ts'
import { stopIn } from './stop-words.ts'
import { factsOf } from './text-message.ts'

const message = z.object({
  MessageSid: z.string().regex(/^\w{10,64}$/),
  From: z.string().max(100),
  Body: z.string().max(10_000).default(''),
  NumMedia: z.coerce.number().int().min(0).max(100).default(0),
  /** Of Twilio's own opt-out, which has answered the sender then. */
  OptOutType: z.string().optional(),
})

const fieldsOf = ({ body }: Delivery): URLSearchParams => new URLSearchParams(Buffer.from(body).toString())

/** A field that comes twice is read by nobody: two readers would read two things. */
function read(delivery: Delivery): z.output<typeof message> {
  const fields = fieldsOf(delivery)
  for (const name of Object.keys(message.shape))
    if (fields.getAll(name).length > 1) throw new Refused('arrivals.shape', 'invalid', { field: name })
  return shaped(message, Object.fromEntries(fields))
}

/** The address, then every field in order: name and value, those of one name once each and in order. */
const signed = (url: string, fields: URLSearchParams): string =>
  [...new Set(fields.keys())].sort().reduce(
    (all, name) =>
      all +
      [...new Set(fields.getAll(name))]
        .sort()
        .map(value => name + value)
        .join(''),
    url,
  )

/** Twilio signs some addresses with the port that they have anyway, and some without it. */
function* written(url: string): Generator<string> {
  yield url
  const parts = /^(https?):\/\/([^/:]+)(?::\d+)?(\/.*)$/.exec(url)
  if (!parts) return
  const [, scheme, host, rest] = parts
  yield `${scheme}://${host}${rest}`
  yield `${scheme}://${host}:${scheme === 'https' ? 443 : 80}${rest}`
}

/** Undefined of what has no number: a name, a short code, another service's address. */
function senderOf(from: string): string | undefined {
  if (!/^\+\d{7,15}$/.test(from)) return undefined
  try {
    return readPhone(from).e164
  } catch {
    return undefined
  }
}

const inXml = (text: string): string => text.replace(/[<>&'"]/g, sign => `&#${sign.charCodeAt(0)};`)

export const twilio = adapter({
  kind: 'twilio',
  method: 'POST',
  secret: 'pasted',
  settings: z.object({}),
  checkSecret: secret => {
    if (!/^[0-9a-f]{32}$/.test(secret))
      throw new Refused('arrivals.secret-form', 'invalid', { form: '32 × 0–9 a–f (Auth Token)' }, { field: 'secret' })
  },
  authenticate: (delivery, secret) => {
    const { url, headers } = delivery
    if (url === undefined) return false
    const fields = fieldsOf(delivery)
    const sent = headers.get('x-twilio-signature')
    return [...written(url)].some(one => isSignedBy(secret, [signed(one, fields)], sent, 'base64', 'sha1'))
  },
  identify: delivery => {
    const { MessageSid } = read(delivery)
    const status = fieldsOf(delivery).get('MessageStatus') // of one that we have sent: another event of one message
    return status ? { id: `${MessageSid} ${status}`, topic: 'sms.status' } : { id: MessageSid, topic: 'sms.received' }
  },
  stops: delivery => {
    if (fieldsOf(delivery).has('MessageStatus')) return undefined
    const { From, Body, OptOutType } = read(delivery)
    const address = senderOf(From)
    const lang = stopIn(Body) ?? (OptOutType === 'STOP' ? 'en' : undefined)
    return lang && address ? { channel: 'sms', address, lang, confirms: OptOutType === undefined } : undefined
  },
  answer: (confirmation): Answer => ({
    type: 'text/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?><Response>${confirmation === undefined ? '' : `<Message>${inXml(confirmation)}</Message>`}</Response>`,
  }),
  translate: factsIn,
  sample: (_secret, now) => ({
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(
      String(new URLSearchParams({ MessageSid: `SM${now.getTime()}`, From: '+358401234567', Body: 'Kokeilu' })),
    ),
  }),
})

function factsIn(delivery: Delivery, via: Via): Facts | Ignored {
  if (fieldsOf(delivery).has('MessageStatus')) return { ignored: 'not-ours' }
  const { MessageSid, From, Body, NumMedia, OptOutType } = read(delivery)
  const from = senderOf(From)
  if (from === undefined) return { ignored: 'no-person' }
  if (stopIn(Body) !== undefined || OptOutType === 'STOP') return { ignored: 'obeyed' }
  return factsOf({ id: MessageSid, from, content: Body.trim(), attachments: NumMedia }, via)
}
