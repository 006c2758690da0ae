/** Postcodes are text, never numbers (00140 Helsinki); countries are ISO 3166-1 alpha-2 codes. */

import { Refused } from '../base/errors.ts'
import { readLine } from './plain-text.ts'

/** ISO 3166-1 alpha-2 of today. */
const codes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  )

const simplify = (name: string) =>
  name
    .toLowerCase()
    .replace(/[.\s]+/g, ' ')
    .trim()

const byName = new Map(
  ['fi', 'sv', 'en'].flatMap(lang => {
    const names = new Intl.DisplayNames(lang, { type: 'region' })
    return codes.map(code => [simplify(names.of(code) ?? code), code] as const)
  }),
)

/** The code of a country: given as a code, or by its Finnish, Swedish or English name. */
export function readCountry(text: string): string {
  const written = readLine(text)
  const code = codes.find(known => known === written.toUpperCase()) ?? byName.get(simplify(written))
  if (!code) throw new Refused('country.unknown', 'invalid')
  return code
}

/** A postcode of the country. Finnish ones are five digits: zeros that a spreadsheet has cut from the front are put back. */
export function readPostcode(text: string, country = 'FI'): string {
  const written = readLine(text).replace(/^'/, '')
  if (country !== 'FI' && country !== 'AX') {
    if (written === '' || [...written].length > 16) throw new Refused('postcode.form', 'invalid')
    return written
  }
  const digits = written.replace(/^(FI|AX|FIN)[- ]?/i, '')
  if (!/^\d{3,5}$/.test(digits)) throw new Refused('postcode.finnish', 'invalid')
  return digits.padStart(5, '0')
}
