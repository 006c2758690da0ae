/** An address that waits to be looked up is encrypted, so that no dump and no backup tells who has asked. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Mail } from '../mail/transport.ts'

/** Of the home, as the hashes of addresses are; no address is written so. */
const keyOf = ({ hash }: Pick<Mail, 'hash'>): Buffer => hash('own page: addresses that wait')

/** Nonce, tag and text of AES-256-GCM. */
export function seal(mail: Pick<Mail, 'hash'>, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(mail), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws when the bytes were changed or sealed with another key. */
export function unseal(mail: Pick<Mail, 'hash'>, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(mail), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
