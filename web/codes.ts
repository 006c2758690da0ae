/** Languages and countries to choose from, named by the browser in the language that the person reads. */

import { langNow } from './language.ts'

// ISO 639: those spoken in Finland first, the rest as names come.
const first = ['fi', 'sv', 'en']
const languages =
  'se smn sms et ru uk de fr es pt it nl da nb nn is lv lt pl cs sk hu ro bg el tr ar fa ku so sq sr hr bs sl vi th zh ja ko hi ur bn ne ta tl he am ti rmf fse'
// ISO 3166-1: the Nordic countries and neighbours first.
const near = ['FI', 'AX', 'SE', 'EE', 'NO', 'DK', 'IS']
const countries =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DM DO DZ EC EG EH ER ES ET FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

export interface Code {
  readonly code: string
  readonly name: string
}

/** The name of a language or a country, or the code when the browser does not know it. */
export function codeName(code: string, type: 'language' | 'region'): string {
  try {
    return new Intl.DisplayNames([langNow()], { type }).of(code) ?? code
  } catch {
    return code // not a code at all: shown as it is kept
  }
}

/** What may be chosen; `kept` is among them whatever it is. */
export function codesFor(type: 'language' | 'region', kept: unknown): readonly Code[] {
  const ahead = type === 'language' ? first : near
  const named = (code: string): Code => ({ code, name: codeName(code, type) })
  const rest = (type === 'language' ? languages : countries)
    .split(' ')
    .map(named)
    .sort((a, b) => a.name.localeCompare(b.name, langNow()))
  const all = [...ahead.map(named), ...rest]
  return typeof kept !== 'string' || kept === '' || all.some(({ code }) => code === kept) ? all : [...all, named(kept)]
}
