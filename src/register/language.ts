/** A language is kept as its ISO 639 code (fi, sv, en), whatever region or writing came with it. */

import { Refused } from '../base/errors.ts'
import { readLine } from './plain-text.ts'

/** Languages whose names in Finnish, Swedish and English are understood; any other is understood by its code. */
const named =
  'fi sv en se smn sms et ru de fr es it pt nl da nb nn no is lv lt pl uk cs sk hu ro bg el tr ar fa ku so sq sr hr bs sl vi th zh ja ko hi ur bn ne ta tl he am ti'.split(
    ' ',
  )

const byName = new Map(
  ['fi', 'sv', 'en'].flatMap(lang => {
    const names = new Intl.DisplayNames(lang, { type: 'language' })
    return named.map(code => [names.of(code)?.toLowerCase() ?? code, code] as const)
  }),
)

/** The code of a language: given as a tag (fi, fi-FI, en_GB) or by its Finnish, Swedish or English name. */
export function readLanguage(text: string): string {
  const written = readLine(text).toLowerCase()
  const code = byName.get(written) ?? /^([a-z]{2,3})([-_][a-z0-9-_]+)?$/.exec(written)?.[1]
  if (!code || new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) === undefined) {
    throw new Refused('language.unknown', 'invalid')
  }
  return code
}
