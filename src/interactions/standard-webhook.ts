/** Deliveries signed as Standard Webhooks are: the id and the time are signed with the body, so that neither can be another's. */

import { createHmac } from 'node:crypto'
import type { Delivery } from '../arrivals/adapter.ts'
import { isSignedBy } from '../arrivals/signature.ts'

const tolerance = 300 // seconds

/** Whether one of the signatures of `webhook-signature` (`v1,<base64>`, several with spaces between) is ours, and the delivery is new. */
export function isSigned({ headers, body }: Delivery, secret: string, now: Date): boolean {
  const [id, at] = [headers.get('webhook-id') ?? '', headers.get('webhook-timestamp') ?? '']
  const isNew = /^\d{1,12}$/.test(at) && Math.abs(now.getTime() / 1000 - Number(at)) <= tolerance
  const signatures = (headers.get('webhook-signature') ?? '').split(' ').slice(0, 8)
  const right = signatures.filter(
    one => one.startsWith('v1,') && isSignedBy(secret, [`${id}.${at}.`, body], one.slice(3), 'base64'),
  )
  return id !== '' && isNew && right.length > 0
}

/** A delivery of ours, for the test of a connection. */
export function signed(content: string | Uint8Array, type: string, secret: string, now: Date): Delivery {
  const [id, at] = [`kokeilu-${now.getTime()}`, String(Math.floor(now.getTime() / 1000))]
  const signature = createHmac('sha256', secret).update(`${id}.${at}.`).update(content).digest('base64')
  return {
    method: 'POST',
    headers: new Headers({
      'content-type': type,
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signature}`,
    }),
    query: new URLSearchParams(),
    body: Buffer.from(content),
  }
}
