/** What is said in a chat is in the database only sealed with a key of the home, and the visitor's token is nowhere. */

import { createHash, createHmac } from 'node:crypto'
import { homeKey } from '../base/home.ts'
import type { Id } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'

const keyOf = (home: string): Buffer => homeKey(home, 'chat')

/** `about`: the id of the line, or of the talk for its address. */
export const sealWords = (home: string, about: Id, words: string): Buffer =>
  seal(keyOf(home), `chat ${about}`, Buffer.from(words))

export const unsealWords = (home: string, about: Id, sealed: Buffer): string =>
  unseal(keyOf(home), `chat ${about}`, sealed).toString()

/** The token of the talk that begins with this page: the same page asked again has the same one. */
export const tokenOf = (home: string, nonce: string): string =>
  createHmac('sha256', keyOf(home)).update(`token ${nonce}`).digest('base64url')

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()
