/** What an e-mail address tells beside the name: of two who bear one name, many have addresses made of it at different services. */

import type { Name } from './names.ts'
import { withoutDots } from './similarity.ts'

/**
 * How likely somebody else of these names has this local part by that: 0 when it is not made of both names. `virtanen46` and
 * `ainvirta812` are made of Aino Virtanen; only their digits tell.
 */
export function chanceByNames(local: string, people: readonly FullName[]): number {
  const stem = withoutDots(local).replace(/\P{L}/gu, '')
  // Whose given name is an initial or not told may have any.
  const whole = people.filter(({ given }) => given !== undefined && given.joined.length > 1)
  const told = whole.length > 0 ? whole : people
  return people.every(({ given, family }) =>
    (given !== undefined && given.joined.length > 1 ? [{ given }] : told).some(other =>
      isMadeOf(stem, { ...other, family }),
    ),
  )
    ? habit * chanceOfDigits(local.replace(/\D/g, ''))
    : 0
}

/** The name of one person; what is not known is left out. */
export interface FullName {
  readonly given?: Name | undefined
  readonly family?: Name | undefined
}

/** Of those with one name, so many make the same of it. */
const habit = 0.2

/** Two digits are mostly a year of birth, and so are four that begin like one. */
const chanceOfDigits = (digits: string): number =>
  digits.length === 2 || /^(19|20)\d\d$/.test(digits) ? 1 / 50 : 10 ** -digits.length

/** True when it is a beginning of one name, of the other, or of both after each other. */
function isMadeOf(stem: string, { given, family }: FullName): boolean {
  const [one, other] = [wordsOf(given), wordsOf(family)]
  const begins = (words: readonly string[], part: string) => words.some(word => word.startsWith(part))
  return (
    stem !== '' &&
    Array.from({ length: stem.length }, (_, at) => [stem.slice(0, at), stem.slice(at)] as const).some(
      ([head, tail]) => (begins(one, head) && begins(other, tail)) || (begins(other, head) && begins(one, tail)),
    )
  )
}

const wordsOf = (name: Name | undefined): readonly string[] =>
  name === undefined ? [''] : ['', name.plain, ...name.parts.map(withoutDots)]
