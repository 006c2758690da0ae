/** What a delivery only points to is fetched at its sender with the connection's token; nothing of the answer but what was asked is kept. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { limited, parseJson } from '../http/body.ts'

/** The address of a service: over TLS, unless it is on this machine. */
export const serviceAddress = z.url({ protocol: /^https?$/ }).refine(value => {
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
})

/** Where a service is asked, when nothing else is said. */
export const place = (usual: string) => serviceAddress.default(usual)

const patience = 10_000 // milliseconds
const most = 256_000 // bytes: a lead is some hundred

/** The JSON at this address. Refuses (`arrivals.not-fetched`, `arrivals.no-token`) with a code and never with what was said. */
export async function fetchThere(
  address: URL,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  if (token === '') throw new Refused('arrivals.no-token', 'conflict')
  const asked = { authorization: `Bearer ${token}`, accept: 'application/json', ...headers }
  return parseJson(await fetchBytes(address, asked, { most, patience }))
}

/** What lies at this address, up to `most` bytes and within `patience` milliseconds. Refuses as fetchThere does. */
export async function fetchBytes(
  address: URL,
  headers: Readonly<Record<string, string>>,
  { most, patience }: { readonly most: number; readonly patience: number },
): Promise<Uint8Array> {
  let answer: Response
  try {
    answer = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(patience) })
  } catch {
    throw new Refused('arrivals.not-fetched', 'conflict', { why: 'unreachable' }) // a fault may repeat the address
  }
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Refused('arrivals.not-fetched', 'conflict', { why: answer.status })
  }
  let bytes: ArrayBuffer
  try {
    bytes = await new Response(limited(answer, most)).arrayBuffer()
  } catch (fault) {
    if (answer.body?.locked === false) await answer.body.cancel()
    throw new Refused('arrivals.not-fetched', 'conflict', { why: fault instanceof Refused ? 'size' : 'unreachable' })
  }
  return new Uint8Array(bytes)
}

/** What lies at this address is removed there; what is gone already counts as removed. Refuses as fetchThere does. */
export async function removeThere(address: URL, headers: Readonly<Record<string, string>>): Promise<void> {
  const asked = { method: 'DELETE', headers, redirect: 'error', signal: AbortSignal.timeout(patience) } as const
  const answer = await fetch(address, asked).catch(() => {
    throw new Refused('arrivals.not-fetched', 'conflict', { why: 'unreachable' })
  })
  await answer.body?.cancel()
  if (!answer.ok && answer.status !== 404) throw new Refused('arrivals.not-fetched', 'conflict', { why: answer.status })
}
