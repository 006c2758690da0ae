/** Names, addresses, numbers and business ids as they stand in the lines of a notice. */

import { readBusinessId } from '../base/business-id.ts'
import type { Span } from './read-things.ts'

/** What was found and where in the text that was searched. */
export interface Found extends Span {
  readonly value: string
}

const foundAt = (match: RegExpMatchArray | null, value: (match: RegExpMatchArray) => string): Found | undefined =>
  match === null || match.index === undefined
    ? undefined
    : { value: value(match), start: match.index, end: match.index + match[0].length }

const email =
  /[\p{L}\d._%+-]{1,64} ?(?:@|[([{] ?(?:at|ät|a|miuku|@) ?[)\]}]) ?[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,3}\.\p{L}{2,24}/iu

/** An e-mail address, also one that is written with (at). */
export const emailIn = (text: string): Found | undefined =>
  foundAt(email.exec(text), ([whole]) => whole.replace(/ ?(?:[([{] ?(?:at|ät|a|miuku|@) ?[)\]}]|@) ?/i, '@'))

const phone = /(?<![\d/.-])(?:\+\d{1,3}|\(0\d{1,3}\)|0\d{0,4})(?:[ -]{0,2}\(0\))?(?:[ -]{0,2}\d){4,12}(?![\d/-]|\.\d)/g

/** A telephone number as it is written; a business id, a date or a postal code is none. */
export function phoneIn(text: string): Found | undefined {
  for (const match of text.matchAll(phone)) {
    const digits = match[0].replaceAll(/\D/g, '')
    if (digits.length < 6 || /^\d{7}-\d$/.test(match[0]) || /^\d{5} /.test(match[0])) continue
    return foundAt(match, ([whole]) => whole.trim())
  }
  return undefined
}

export interface FoundId extends Found {
  /** The check digit holds. */
  readonly holds: boolean
}

const labelled =
  /(?:y-? ?tunnus|ly-tunnus|fo-?nummer|business (?:id|identity code)|vat|alv-?(?:numero|tunnus)?|org\.?nr)[^\d\n]{0,25}$/i

/** A business id; one whose check digit does not hold only when the text calls it one. */
export function businessIdIn(text: string): FoundId | undefined {
  let unsure: FoundId | undefined
  for (const match of text.matchAll(/(?<![\d/+.-])(?:FI ?)?\d{6,7} ?[-–‑−]? ?\d(?![\d/])/g)) {
    const start = match.index
    const found = { start, end: start + match[0].length }
    const isCalled = labelled.test(text.slice(Math.max(0, start - 60), start))
    if (!isCalled && !/^\d{6,7}[-–‑−]\d$/.test(match[0])) continue
    const holding = held(match[0])
    if (holding !== undefined) return { ...found, value: holding, holds: true }
    if (isCalled)
      unsure ??= { ...found, value: match[0].replaceAll(/[ –‑−]/g, sign => (sign === ' ' ? '' : '-')), holds: false }
  }
  return unsure
}

function held(written: string): string | undefined {
  try {
    return readBusinessId(written)
  } catch {
    return undefined
  }
}

const postal =
  /(?<![\d-])(?:[A-Z]{2}-)?(?:\d{5}|\d{3} \d{2}),? {1,2}(\p{Lu}[\p{L}-]{1,30}(?: (?:\p{Lu}[\p{L}-]{1,30})){0,2}(?: \p{Ll}{3,20}(?=\n|$))?)/u
const country = /^, ?(?:Finland|Suomi|Åland|Sverige|Sweden)(?!\p{L})/iu
const street =
  /\d|(?:^|\s)(?:PL|PB|P\.? ?O\.? ?Box|c\/o)(?:\s|$)|\p{L}(?:katu|tie|polku|kuja|väylä|kaari|tori|raitti|ranta|rinne|mäki|penger|gatan|vägen|gränden|stigen|torget|väg)$|(?:street|road|lane|avenue|square)$/iu

/** A postal address: street or box, code and town, maybe on lines of their own; written on one line. */
export function addressIn(text: string): Found | undefined {
  const code = postal.exec(text)
  if (code === null) return labelledAddress(text)
  let end = code.index + code[0].length
  end += country.exec(text.slice(end))?.[0].length ?? 0
  let start = code.index
  for (let pieces = 0; pieces < 3; pieces++) {
    const before = /[ ,\n]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0
    const upTo = start - before
    const head = text.slice(Math.max(0, upTo - 80), upTo)
    const piece =
      /[^,;\n:|·•\t]{1,80}$/
        .exec(head)?.[0]
        .replace(/^.*\((?![^)]*\))/, '')
        .replace(/^.*\b(?:address is|osoite on|osoitteemme on|adress är|osoitteessa|located at|at) /iu, '')
        .trimStart() ?? ''
    const isCareOf = /^c\/o\s/i.test(piece)
    const fits =
      pieces === 0 ? street.test(piece) && !/@|^\d{6,7}-\d$/.test(piece) : isCareOf || /^(?:PL|PB)\s/i.test(piece)
    if (!fits || piece.length < 3 || piece.split(' ').length > 8) break
    start = upTo - piece.length
  }
  if (start === code.index) return undefined // a town alone is no address
  const value = text
    .slice(start, end)
    .replaceAll(/\s*\n\s*/g, ', ')
    .replaceAll(/,\s*,/g, ',')
  return { value: value.replaceAll(/\s+/g, ' '), start, end }
}

/** "Osoite: Kauppakatu 5, Jyväskylä": what the text itself calls an address. */
const labelledAddress = (text: string): Found | undefined => {
  const match =
    /(?:^|\n|[.;,] )(?:käynti|posti|katu|besöks|post)?(?:osoite|adress|address)(?:en)?: {0,2}([^\n;@]{5,100})/iu.exec(
      text,
    )
  if (match?.[1] === undefined || match.index === undefined) return undefined
  const start = match.index + match[0].length - match[1].length
  return { value: match[1].trim().replace(/[.,]$/, ''), start, end: start + match[1].length }
}

const forms =
  'Oyj|OYJ|Oy Ab|OY AB|Ab Oy|[Oo][Yy]|[Aa][Bb]|[Kk][Yy]|[Aa][Yy]|ry|RY|rf|RF|r\\.y\\.|r\\.f\\.|[Tt]mi|TMI|[Oo]sk|[Oo]suuskunta|[Aa]ndelslag|säätiö|[Ss]tiftelse|yhdistys|Ltd|LTD|Inc|LLC|GmbH|kunta|kaupunki|kommun|stad|seurakunta|församling'
const housing =
  '(?:Asunto|ASUNTO|As\\.?|AS\\.?|Kiinteistö|KIINTEISTÖ|Bostads|BOSTADS|Fastighets) ?-?(?:[Oo]y|OY|[Aa]b|AB|[Oo]sakeyhtiö)'
const sole = '(?:Tmi|TMI|T:mi|Toiminimi|Firma)'
const named = "\\p{Lu}[\\p{L}\\d&.'’/-]{0,40}"
const company = new RegExp(
  `(?<![\\p{L}\\d])(?:(?:${housing}|${sole}) ${named}(?: [\\p{Lu}\\d][\\p{L}\\d&.'’-]{0,40}){0,3}|${named}(?: (?:&|ja|och|and|[\\p{Lu}\\d][\\p{L}\\d&.'’/-]{0,40})){0,5}? (?:${forms}))(?![\\p{L}])`,
  'u',
)

/** The name of a firm, association, parish or municipality that bears its form: Oy, ry, Tmi, kunta. */
export function companyIn(text: string): Found | undefined {
  const found = company.exec(text)
  if (found === null || !/\p{Lu}/u.test(found[0])) return undefined
  return foundAt(found, ([whole]) => whole.trim())
}

/** Every firm that a text names by its form, each once. */
export function companiesIn(text: string): readonly string[] {
  const found = new Set<string>()
  let from = 0
  while (found.size < 20) {
    const one = companyIn(text.slice(from))
    if (one === undefined) break
    found.add(one.value)
    from += one.end
  }
  return [...found]
}
