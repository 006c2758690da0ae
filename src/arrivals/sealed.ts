/** What came is kept as it came, and secrets of connections, only sealed with a key of the home. */

import { homeKey } from '../base/home.ts'
import { seal, unseal } from '../base/seal.ts'
import type { Delivery } from './adapter.ts'

const keyOf = (home: string): Buffer => homeKey(home, 'arrivals')

/** `connection`: its id. */
export const sealSecret = (home: string, connection: string, secret: string): Buffer =>
  seal(keyOf(home), `secret ${connection}`, Buffer.from(secret))

export const unsealSecret = (home: string, connection: string, sealed: Buffer): string =>
  unseal(keyOf(home), `secret ${connection}`, sealed).toString()

/** What the sender lets us fetch with. */
export const sealToken = (home: string, connection: string, token: string): Buffer =>
  seal(keyOf(home), `token ${connection}`, Buffer.from(token))

export const unsealToken = (home: string, connection: string, sealed: Buffer): string =>
  unseal(keyOf(home), `token ${connection}`, sealed).toString()

/** Headers that say what a delivery is; the others are of the way that it came. */
const telling = /^(?:x-wc-|x-shopify-|content-type$)/

/** `arrival`: its id. The body stays byte for byte: a length, what the request said, and the body. */
export function sealDelivery(home: string, arrival: string, { method, headers, query, body }: Delivery): Buffer {
  const said = [...headers].filter(([name]) => telling.test(name))
  const head = Buffer.from(JSON.stringify({ method, headers: said, query: String(query) }))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return seal(keyOf(home), `arrival ${arrival}`, Buffer.concat([length, head, body]))
}

export function unsealDelivery(home: string, arrival: string, sealed: Buffer): Delivery {
  const whole = unseal(keyOf(home), `arrival ${arrival}`, sealed)
  const end = 4 + whole.readUInt32BE()
  const head: { method: Delivery['method']; headers: [string, string][]; query: string } = JSON.parse(
    whole.subarray(4, end).toString(),
  )
  return {
    method: head.method,
    headers: new Headers(head.headers),
    query: new URLSearchParams(head.query),
    body: whole.subarray(end),
  }
}
