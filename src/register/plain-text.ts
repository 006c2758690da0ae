/** Text as it is kept: composed (NFC), without invisible marks, and never with characters that hide or reverse what is shown. */

import { Refused } from '../base/errors.ts'

/** Marks that show nothing and only make equal texts differ. ZWNJ and ZWJ stay: Persian and Indic names need them. */
const invisible = /[\u00AD\u200B\u200E\u200F\u2060\uFEFF]/gu
/** Overrides and isolates make a text read otherwise than it is stored. */
const reversing = /[\u202A-\u202E\u2066-\u2069]/u
const control = /[\p{Cc}\u2028\u2029]/u
const controlButLines = /(?![\t\n])\p{Cc}/u
const controlInText = /(?![\t\n\r])\p{Cc}/gu
const reversingInText = new RegExp(reversing, 'gu')
const loneSurrogate = /\p{Surrogate}/u

function composed(text: string, forbidden: RegExp): string {
  const kept = text.normalize('NFC').replace(invisible, '')
  if (forbidden.test(kept) || reversing.test(kept) || loneSurrogate.test(kept)) {
    throw new Refused('text.control', 'invalid')
  }
  return kept
}

/** What somebody else's program wrote, without what no text of the register may hold: it is left out, and the rest is kept. */
export const withoutControls = (text: string): string =>
  text.toWellFormed().replace(controlInText, '').replace(reversingInText, '')

/** One line: spaces of every width become one, none at the ends. Refuses line breaks and control characters. */
export const readLine = (text: string): string => composed(text.trim().replace(/\p{Zs}+/gu, ' '), control).trim()

/** Free text: lines kept (as \n), other control characters refused. */
export const readLines = (text: string): string => composed(text.replace(/\r\n?/g, '\n'), controlButLines).trim()
