/** Signatures are compared in a time that tells nothing of how much of one was right. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refused } from '../base/errors.ts'
import { parseJson } from '../http/body.ts'
import { withoutControls } from '../register/plain-text.ts'

/** HMAC of these parts, one after the other, compared with one that was sent. */
export function isSignedBy(
  secret: string,
  parts: readonly (string | Uint8Array)[],
  sent: string | null | undefined,
  encoding: 'hex' | 'base64',
  hash = 'sha256',
): boolean {
  if (!sent) return false
  const hmac = createHmac(hash, secret)
  for (const part of parts) hmac.update(part)
  const [own, theirs] = [hmac.digest(), Buffer.from(sent, encoding)]
  return own.length === theirs.length && timingSafeEqual(own, theirs)
}

/**
 * The JSON of a body, its texts without control characters: the database cannot hold some of them, and nobody writes the others. A whole
 * number too large to be exact stays as it was written, as text: ids of some senders are. Refuses (`arrivals.not-json`) what is none.
 */
export function readExactly(body: Uint8Array): unknown {
  try {
    return parseJson(body, exact)
  } catch (fault) {
    throw fault instanceof Refused && fault.key === 'http.body-not-json'
      ? new Refused('arrivals.not-json', 'invalid')
      : fault
  }
}

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'string') return withoutControls(value)
  const source = context?.source ?? ''
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value
}
