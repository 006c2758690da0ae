/** A POST that is sent twice with the same Idempotency-Key happens once, and both get the same answer. */

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'

/** Whom an answer showed, and how much of them. */
export interface Shown {
  readonly persons: readonly Id[]
  readonly operation: string
  readonly categories: readonly string[]
}

/** An answer as it was given, with what it showed, so that showing it again is logged again. */
export interface Remembered {
  readonly body: string | null
  readonly shown: readonly Shown[]
}

const rememberedShape = z.object({
  body: z.string().nullable(),
  shown: z.array(z.object({ persons: z.array(z.string()), operation: z.string(), categories: z.array(z.string()) })),
})

export interface Attempt {
  readonly asker: string
  /** As the client sent it. It is stored only as a hash, and is the key under which the answer is encrypted. */
  readonly key: string
  /** What the request was: the same key with another request is a mistake of the client. */
  readonly request: readonly (string | Uint8Array)[]
  readonly at: Date
}

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(`${part.length}:`).update(part), createHash('sha256')).digest()

/** Does `work` unless it was done before under this key; a failure is forgotten, so that the client may try again. */
export async function doOnce(pool: Pool, attempt: Attempt, work: () => Promise<Remembered>): Promise<Remembered> {
  const id = [attempt.asker, sha256(attempt.key)]
  const request = sha256(...attempt.request)
  const begun = await pool.query(
    `insert into access.once (asker, key_hash, request_hash, at) values ($1, $2, $3, $4) on conflict do nothing`,
    [...id, request, attempt.at],
  )
  if (begun.rowCount === 0) return remembered(pool, id, request, attempt.key)
  try {
    const answer = await work()
    await pool.query('update access.once set answer = $3 where asker = $1 and key_hash = $2', [
      ...id,
      seal(attempt.key, JSON.stringify(answer)),
    ])
    return answer
  } catch (error) {
    await pool.query('delete from access.once where asker = $1 and key_hash = $2 and answer is null', id)
    throw error
  }
}

async function remembered(pool: Pool, id: readonly unknown[], request: Buffer, key: string): Promise<Remembered> {
  const { rows } = await pool.query<{ request_hash: Buffer; answer: Buffer | null }>(
    'select request_hash, answer from access.once where asker = $1 and key_hash = $2',
    [...id],
  )
  const [row] = rows
  if (row && !row.request_hash.equals(request)) throw new Refused('http.key-of-another-request', 'invalid')
  if (!row?.answer) throw new Refused('http.request-under-way', 'conflict')
  return rememberedShape.parse(JSON.parse(open(key, row.answer)))
}

const cipherKey = (key: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'seloste answer', 32))

function seal(key: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', cipherKey(key), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

function open(key: string, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', cipherKey(key), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
