/** What somebody typed into the search box, read as a name, a part of an e-mail address or a telephone number in any writing. */

export type FindQuery =
  | { readonly kind: 'name'; readonly text: string } // words as typed, composed, one space between
  | { readonly kind: 'email'; readonly text: string } // lower case; any part of an address
  | { readonly kind: 'phone'; readonly text: string } // the beginning of an E.164 number: +35840123

const phoneWriting = /^(?:'|p:|tel:)?\s*[+(]?[\d\s()/.\-‐‑–—]+$/iu
const fewestDigits = 3

/** Undefined when there is nothing to look for: fewer than two letters, or three digits. */
export function readFindQuery(typed: string): FindQuery | undefined {
  const text = typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .replace(/\s+/gu, ' ')
  if (text.includes('@')) {
    const part = text.toLowerCase().replace(/\s/g, '')
    return part.length > 1 ? { kind: 'email', text: part } : undefined
  }
  const digits = text.normalize('NFKC').replace(/\D/g, '')
  if (phoneWriting.test(text.normalize('NFKC'))) {
    if (digits.length < fewestDigits) return undefined
    return { kind: 'phone', text: international(digits, text.includes('+')) }
  }
  const words = text.replace(/[,;]/g, ' ').trim().replace(/\s+/gu, ' ') // Virtanen, Aino
  return [...words].length > 1 || /\p{Lo}/u.test(words) ? { kind: 'name', text: words } : undefined // 李 is a whole name
}

/** A beginning of a number cannot be parsed as one: only its country code is settled here. Without one it is Finnish. */
function international(digits: string, plus: boolean): string {
  const kept = plus ? digits : digits.replace(/^00/, '')
  if (plus || kept !== digits) return `+${kept.replace(/^3580/, '358')}` // +358 (0)40
  if (digits.startsWith('0')) return `+358${digits.slice(1)}`
  return digits.startsWith('358') ? `+${digits}` : `+358${digits}`
}
