/** A name is kept as its bearer writes it: any script, one part or many, never re-cased, never re-ordered. */

import { Refused } from '../base/errors.ts'
import { readLine } from './plain-text.ts'

const longest = 200 // characters; the longest names on record stay below

/**
 * A given or family name as it is kept. Refuses what is no name: an e-mail address (exports put one where the name is blank),
 * a web address, a text without a single letter.
 */
export function readName(text: string): string {
  const name = readLine(text)
  if (/\S@\S/u.test(name)) throw new Refused('name.email', 'invalid')
  if (/:\/\/|^www\./iu.test(name)) throw new Refused('name.web-address', 'invalid')
  if (!/\p{L}/u.test(name)) throw new Refused('name.no-letter', 'invalid')
  if ([...name].length > longest) throw new Refused('name.too-long', 'invalid', { longest })
  return name
}

/** Given name, then family name, as far as there are such: a person with one name has just that. */
export const fullName = (given: string | null | undefined, family: string | null | undefined): string | null =>
  [given, family].filter(Boolean).join(' ') || null
