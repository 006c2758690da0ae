/** Twilio: a text message is a form, signed over the address that it is sent to and every field in it. */

import { z } from 'zod'
import { type Answer, adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { stopIn } from './stop-words.ts'
import { factsOf } from './text-message.ts'
import { checkAuthToken, fieldsOf, isSignedByTwilio, numberIn, readFields } from './twilio-form.ts'

const message = z.object({
  MessageSid: z.string().regex(/^\w{10,64}$/),
  From: z.string().max(100),
  Body: z.string().max(10_000).default(''),
  NumMedia: z.coerce.number().int().min(0).max(100).default(0),
  /** Of Twilio's own opt-out, which has answered the sender then. */
  OptOutType: z.string().optional(),
})

const read = (delivery: Delivery): z.output<typeof message> => readFields(message, delivery)

const inXml = (text: string): string => text.replace(/[<>&'"]/g, sign => `&#${sign.charCodeAt(0)};`)

export const twilio = adapter({
  kind: 'twilio',
  method: 'POST',
  secret: 'pasted',
  settings: z.object({}),
  checkSecret: checkAuthToken,
  authenticate: isSignedByTwilio,
  identify: delivery => {
    const { MessageSid } = read(delivery)
    const status = fieldsOf(delivery).get('MessageStatus') // of one that we have sent: another event of one message
    return status ? { id: `${MessageSid} ${status}`, topic: 'sms.status' } : { id: MessageSid, topic: 'sms.received' }
  },
  stops: delivery => {
    if (fieldsOf(delivery).has('MessageStatus')) return undefined
    const { From, Body, OptOutType } = read(delivery)
    const address = numberIn(From)
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
  const from = numberIn(From)
  if (from === undefined) return { ignored: 'no-person' }
  if (stopIn(Body) !== undefined || OptOutType === 'STOP') return { ignored: 'obeyed' }
  return factsOf({ id: MessageSid, from, content: Body.trim(), attachments: NumMedia }, via)
}
