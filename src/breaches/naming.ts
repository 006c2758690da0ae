/** A record of breaches names no customer: what looks like a personal identity code or an e-mail address in a free text is found. */

import { maskIdentityCodes } from '../register/hetu.ts'

const address = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/u

export type Naming = 'identity-code' | 'email'

/** What in the text may name somebody. */
export const namingIn = (text: string): readonly Naming[] => [
  ...(maskIdentityCodes(text).found > 0 ? (['identity-code'] as const) : []),
  ...(address.test(text) ? (['email'] as const) : []),
]

export interface Named {
  readonly field: string
  readonly naming: Naming
}

/** The same of every text of a content, each with its field. */
export const namingsIn = (content: object): readonly Named[] =>
  Object.entries(content).flatMap(([field, value]) =>
    typeof value === 'string' ? namingIn(value).map(naming => ({ field, naming })) : [],
  )
