/** Text messages as gateways deliver them, signed. */

import { createHmac } from 'node:crypto'
import type { Delivery } from '../src/arrivals/adapter.ts'
import type { Connected } from './arrivals-desk.ts'

/** An Auth Token as Twilio's look. */
export const twilioToken = '0123456789abcdef0123456789abcdef'

export const messageFields = (body: string, more: Readonly<Record<string, string>> = {}) => ({
  MessageSid: 'SM2f0c6b8e5a1d4c3b9e7f6a5d4c3b2a10',
  AccountSid: 'AC00000000000000000000000000000000',
  From: '+358401234567',
  To: '+358931234567',
  NumMedia: '0',
  Body: body,
  ...more,
})

/** Signed over `url`, which is what the sender was told. */
export function twilioDelivery(
  { secret, hook }: Connected,
  fields: Readonly<Record<string, string>>,
  url = `https://crm.example.fi/hooks/twilio/${hook}`,
): Delivery {
  const text = Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .reduce((all, [name, value]) => all + name + value, url)
  const signature = createHmac('sha1', secret).update(text).digest('base64')
  return {
    method: 'POST',
    headers: new Headers({ 'x-twilio-signature': signature }),
    query: new URL(url).searchParams,
    url,
    body: Buffer.from(String(new URLSearchParams(fields))),
  }
}
