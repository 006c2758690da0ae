/** Small things that the database keeps and nobody may read there are sealed: AES-256-GCM, with what they belong to bound into the seal. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Refused } from './errors.ts'

/** `key`: 32 bytes of the home. `about` is not kept: whoever opens must say the same. */
export function seal(key: Buffer, about: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(content), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** What was sealed. Refuses (`seal.broken`) what another home has sealed, or what is not as it was. */
export function unseal(key: Buffer, about: string, sealed: Buffer): Buffer {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(about))
    cipher.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()])
  } catch {
    throw new Refused('seal.broken', 'conflict')
  }
}
