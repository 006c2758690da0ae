/** What Twilio delivers is a form, signed over the address that it is sent to and every field in it. */

import type { z } from 'zod'
import type { Delivery } from '../arrivals/adapter.ts'
import { shaped } from '../arrivals/shape.ts'
import { isSignedBy } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { phoneIn } from '../register/phone.ts'
import { withoutControls } from '../register/plain-text.ts'

export const fieldsOf = ({ body }: Delivery): URLSearchParams => new URLSearchParams(Buffer.from(body).toString())

/** Those that the shape names. A field that comes twice is read by nobody: two readers would read two things. */
export function readFields<Shape extends z.ZodObject>(shape: Shape, delivery: Delivery): z.output<Shape> {
  const fields = fieldsOf(delivery)
  for (const name of Object.keys(shape.shape))
    if (fields.getAll(name).length > 1) throw new Refused('arrivals.shape', 'invalid', { field: name })
  return shaped(shape, Object.fromEntries([...fields].map(([name, value]) => [name, withoutControls(value)])))
}

/** Refuses (422) what cannot be an Auth Token. */
export function checkAuthToken(secret: string): void {
  if (!/^[0-9a-f]{32}$/.test(secret))
    throw new Refused('arrivals.secret-form', 'invalid', { form: '32 × 0–9 a–f (Auth Token)' }, { field: 'secret' })
}

/** Whether `X-Twilio-Signature` is over this address and these fields. It has no time. */
export function isSignedByTwilio(delivery: Delivery, secret: string): boolean {
  const { url, headers } = delivery
  if (url === undefined) return false
  const fields = fieldsOf(delivery)
  const sent = headers.get('x-twilio-signature')
  return [...written(url)].some(one => isSignedBy(secret, [signed(one, fields)], sent, 'base64', 'sha1'))
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

/** What Twilio writes in place of a number that is hidden, blocked or unknown. */
const hidden = ['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']

/** Undefined of what has no number: a name, a short code, another service's address. */
export const numberIn = (from: string): string | undefined =>
  /^\+\d{7,15}$/.test(from) && !hidden.includes(from) ? phoneIn(from) : undefined
