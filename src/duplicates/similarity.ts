/** How like two texts are. Letters of the Finnish alphabet are letters of their own: å, ä and ö are never taken for a and o here. */

const kept = /[åäö]/
const plain = /^[a-z0-9åäö]+(?:[ -][a-z0-9åäö]+)*$/
const marks = /\p{M}+/gu
const stray: Readonly<Record<string, string>> = {
  ø: 'ö',
  æ: 'ä',
  ð: 'd',
  đ: 'd',
  ł: 'l',
  ß: 'ss',
  ŋ: 'n',
  ŧ: 't',
  ı: 'i',
}

/** A text as it is compared: composed, lower case, é as e, one blank between words; å ä ö stay, and so do letters of other scripts. */
export function fold(text: string): string {
  const lower = text.normalize('NFC').toLowerCase()
  if (plain.test(lower)) return lower
  const letters = /^[\p{ASCII}åäö]*$/u.test(lower)
    ? lower
    : Array.from(lower, one => (kept.test(one) ? one : (stray[one] ?? one.normalize('NFD').replace(marks, '')))).join(
        '',
      )
  return letters
    .replace(/[’'`´.]/g, '')
    .replace(/[^\p{L}\p{N}@+-]+/gu, ' ')
    .trim()
}

/** As people write who have no å ä ö at hand. Only to find candidates and to see a likeness: what differs so is not the same. */
export const withoutDots = (folded: string): string =>
  folded
    .replace(/aa|ae|[åä]/g, 'a')
    .replace(/oe|ö/g, 'o')
    .replace(/ue/g, 'u')

const longest = 64
const takenA = new Uint8Array(longest)
const takenB = new Uint8Array(longest)

/** Jaro–Winkler likeness from 0 to 1, of the first 64 characters. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const [la, lb] = [Math.min(a.length, longest), Math.min(b.length, longest)]
  if (la === 0 || lb === 0) return 0
  const reach = Math.max(0, (Math.max(la, lb) >> 1) - 1)
  takenA.fill(0, 0, la)
  takenB.fill(0, 0, lb)
  let matches = 0
  for (let i = 0; i < la; i++) {
    const end = Math.min(lb - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (takenB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        takenA[i] = 1
        takenB[j] = 1
        matches++
        break
      }
    }
  }
  if (matches === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < la; i++) {
    if (takenA[i] === 0) continue
    while (takenB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved++
    j++
  }
  const jaro = (matches / la + matches / lb + (matches - moved / 2) / matches) / 3
  let prefix = 0
  while (prefix < 4 && prefix < la && prefix < lb && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** True when one letter is added, left out or another, or two neighbours have changed places. */
export function isOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const more = long.length - short.length
  if (more > 1) return false
  let i = 0
  while (i < short.length && short.charCodeAt(i) === long.charCodeAt(i)) i++
  let left = short.length
  while (left > i && short.charCodeAt(left - 1) === long.charCodeAt(left - 1 + more)) left--
  if (left - i <= 1 - more) return true
  return (
    more === 0 &&
    left - i === 2 &&
    short.charCodeAt(i) === long.charCodeAt(i + 1) &&
    short.charCodeAt(i + 1) === long.charCodeAt(i)
  )
}

/**
 * Tells at once, by how many letters one word has that the other has not, of most words that they are neither one slip apart nor as
 * alike as `least` (by jaroWinkler). True only of such; words are told by their places.
 */
export function farApart(words: readonly string[], least: number): (a: number, b: number) => boolean {
  const count = words.length
  const [letters, twice, thrice] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)]
  const lengths = new Uint8Array(count)
  const firsts = new Uint16Array(count)
  for (const [at, word] of words.entries()) {
    const length = Math.min(word.length, longest)
    lengths[at] = length
    firsts[at] = word.charCodeAt(0)
    // A bit for each letter that is there once, twice, thrice; where two share a bit, less can be told, never anything wrong.
    let [once, again, more] = [0, 0, 0]
    for (let i = 0; i < length; i++) {
      const bit = 1 << (word.charCodeAt(i) & 31)
      more |= again & bit
      again |= once & bit
      once |= bit
    }
    letters[at] = once
    twice[at] = again
    thrice[at] = more
  }
  return (a, b) => {
    const [a1, a2, a3] = [letters[a] ?? 0, twice[a] ?? 0, thrice[a] ?? 0]
    const [b1, b2, b3] = [letters[b] ?? 0, twice[b] ?? 0, thrice[b] ?? 0]
    const without = bits(a1 & ~b1) + bits(a2 & ~b2) + bits(a3 & ~b3)
    const lacking = bits(b1 & ~a1) + bits(b2 & ~a2) + bits(b3 & ~a3)
    if (without < 2 && lacking < 2) return false
    const [la, lb] = [lengths[a] ?? 0, lengths[b] ?? 0]
    const most = Math.min(la - without, lb - lacking)
    if (most <= 0) return true
    const jaro = (most / la + most / lb + 1) / 3
    return jaro + (firsts[a] === firsts[b] ? 0.4 * (1 - jaro) : 0) < least
  }
}

function bits(of: number): number {
  const pairs = of - ((of >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * The consonants of a word as they sound to a Finnish ear, with its first letter: Kristiina and Christina, Wirtanen and Virtanen are
 * one. Only to find candidates.
 */
export function skeleton(folded: string): string {
  const sound = withoutDots(folded)
    .replace(/[^\p{L}]/gu, '')
    .replace(/ph/g, 'f')
    .replace(/s?ch|ck|[cqg]/g, 'k')
    .replace(/th|d/g, 't')
    .replace(/w/g, 'v')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/b/g, 'p')
    .replace(/j/g, 'i')
  return (
    sound.slice(0, 1) +
    sound
      .slice(1)
      .replace(/[aeiouyh]/g, '')
      .replace(/(.)\1+/g, '$1')
  )
}
