/** What a delivery only points to is fetched at its sender with the connection's token; nothing of the answer but what was asked is kept. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { parseJson } from '../http/body.ts'

/** Where a service is asked: over TLS, unless it is on this machine. */
export const place = (usual: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine(value => {
      const { protocol, hostname } = new URL(value)
      return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
    })
    .default(usual)

const patience = 10_000 // milliseconds
const most = 256_000 // bytes: a lead is some hundred

/** The JSON at this address. Refuses (`arrivals.not-fetched`) with a code and never with what was said. */
export async function fetchThere(
  address: URL,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  if (token === '') throw new Refused('arrivals.not-fetched', 'conflict', { why: 'token' })
  let answer: Response
  try {
    answer = await fetch(address, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
  } catch {
    throw new Refused('arrivals.not-fetched', 'conflict', { why: 'unreachable' }) // a fault may repeat the address
  }
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Refused('arrivals.not-fetched', 'conflict', { why: answer.status })
  }
  const bytes = new Uint8Array(await answer.arrayBuffer().catch(() => new ArrayBuffer(most + 1)))
  if (bytes.byteLength > most) throw new Refused('arrivals.not-fetched', 'conflict', { why: 'size' })
  return parseJson(bytes)
}
