/** Ids sort by the time they were made and say nothing else (RFC 9562, UUID version 7). */

import { randomBytes } from 'node:crypto'
import { v7, validate } from 'uuid'

export type Id = string

export const newId = (): Id => v7()

export const isId = (text: string): boolean => validate(text)

/** An unguessable token for links and keys: 32 random bytes as base64url (43 characters). */
export const newSecret = (): string => randomBytes(32).toString('base64url')
