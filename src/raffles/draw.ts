/** Who wins follows from the secret and the frozen list of tokens alone, so that anybody can draw again and see the same (docs/raffles.md). */

import { createHash, createHmac } from 'node:crypto'

/** Of this form of the draw; another one would have another name. */
export const format = 'seloste-raffle-1'

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** An entry's token: 32 hexadecimal digits that say nothing of its person without the salt. */
export const tokenOf = (salt: Uint8Array, row: string): string =>
  createHmac('sha256', salt).update(row).digest('hex').slice(0, 32)

/** In the order in which they are frozen. */
export const inOrder = (tokens: readonly string[]): readonly string[] => tokens.toSorted()

/** SHA-256 of the tokens in order, each followed by a line feed. */
export const listHashOf = (tokens: readonly string[]): Buffer => sha256(tokens.map(token => `${token}\n`).join(''))

/** SHA-256 of the 32 bytes of the secret. */
export const seedHashOf = (seed: Uint8Array): Buffer => sha256(seed)

/**
 * Every token in the order in which prizes are offered: by SHA-256(SHA-256(secret ‖ hash of the list) ‖ token), lowest first. Each
 * order of the tokens is as likely as any other for whoever does not know the secret.
 */
export function orderOf(seed: Uint8Array, tokens: readonly string[]): readonly string[] {
  const key = sha256(seed, listHashOf(tokens))
  return tokens
    .map(token => ({ token, rank: sha256(key, token).toString('hex') }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ token }) => token)
}
