/** A message that asks for a right is a request, wherever it was sent and whatever it is called (EDPB 01/2022): these are the words by which one is seen. */

import type { TextLang } from '../texts/texts.ts'
import type { NewRequest } from './request-answers.ts'

type Right = NewRequest['kind']

const own = {
  fi: String.raw`(?:henkilö)?tieto(?:ni|jani|ja minusta|jeni|jamme)\b|(?:henkilö)?tietoni\b|henkilötie\w+|kaikki tiedot(?:ni)?\b|tiedot minusta|itseäni koskev\w+ tieto\w+|minua koskev\w+ tieto\w+|minusta (?:tallennetu|kerätt|olev)\w+ tieto\w+`,
  sv: `(?:person)?uppgift(?:er)?(?:na)?(?: om mig)?|(?:person)?data om mig|mina data`,
  en: `(?:my |the )?(?:personal )?(?:data|information|details|account)`,
}
const words = (text: string): RegExp => new RegExp(text, 'iu')

/** The first that fits says what it is: what goes further stands before what it may be a part of. */
const asks: readonly (readonly [Right, TextLang, RegExp])[] = [
  [
    'erasure',
    'fi',
    words(
      String.raw`\b(?:poista\w*|poistett?a\w*|poistaisitte|poistamaan|tuhot\w*|unohda\w*)\b[^.?!\n]{0,60}(?:${own.fi}|\btiedot\b)`,
    ),
  ],
  ['erasure', 'fi', words(String.raw`(?:${own.fi})[^.?!\n]{0,60}\b(?:poista\w*|poistett\w*|poistetuksi|tuhot\w*)`)],
  [
    'erasure',
    'fi',
    words(String.raw`oikeu\w+ tulla unohdetuksi|rekisteristänne poist|poist\w+ (?:minut|meidät) (?:asiakas)?rekister`),
  ],
  [
    'erasure',
    'sv',
    words(
      String.raw`\b(?:radera|ta bort|raderas|stryk)\b[^.?!\n]{0,60}(?:${own.sv})|rätt(?:en)? att bli (?:bort)?glömd|(?:${own.sv})[^.?!\n]{0,40}\b(?:raderas|tas bort|raderade)`,
    ),
  ],
  [
    'erasure',
    'en',
    words(String.raw`\b(?:delete|erase|remove|wipe)\b[^.?!\n]{0,40}\b(?:${own.en})|right to (?:be forgotten|erasure)`),
  ],
  [
    'portability',
    'fi',
    words(
      String.raw`siirtä\w*[^.?!\n]{0,60}(?:${own.fi})[^.?!\n]{0,60}(?:toise|koneluet)|(?:${own.fi})[^.?!\n]{0,60}(?:koneluettav|siirr\w+ toise)|tietojen siirtämis`,
    ),
  ],
  [
    'portability',
    'sv',
    words(
      String.raw`dataportabilitet|(?:överför|flytta)[^.?!\n]{0,60}(?:${own.sv})|(?:${own.sv})[^.?!\n]{0,60}maskinläsbar`,
    ),
  ],
  [
    'portability',
    'en',
    words(
      String.raw`data portability|machine.readable|(?:transfer|port)[^.?!\n]{0,40}\bmy (?:personal )?(?:data|information)`,
    ),
  ],
  [
    'access',
    'fi',
    words(
      String.raw`(?:haluan|haluaisin|saanko|saisinko|voinko|pyydän|pyytäisin|lähettä\w+|toimitta\w+|näyttä\w+)[^.?!\n]{0,60}(?:nähdä|tarkas\w+|kopio\w*|jäljenn\w+|kaikki|saada)?[^.?!\n]{0,30}(?:${own.fi})|mitä tietoja (?:minusta|teillä)|tarkastuspyyntö|tarkastusoikeu|tietopyyn`,
    ),
  ],
  [
    'access',
    'sv',
    words(
      String.raw`(?:vill|önskar|begär|kan jag|skicka)[^.?!\n]{0,60}(?:se|få|ta del av|kopia|utdrag)[^.?!\n]{0,30}(?:${own.sv})|registerutdrag|vilka uppgifter[^.?!\n]{0,20}om mig`,
    ),
  ],
  [
    'access',
    'en',
    words(
      String.raw`(?:subject access|access) request|\bdsar\b|copy of (?:all )?(?:my|the) (?:personal )?(?:data|information)|what (?:personal )?(?:data|information)[^.?!\n]{0,30}(?:about|on) me|(?:see|access|receive)[^.?!\n]{0,20}\bmy personal (?:data|information)`,
    ),
  ],
  [
    'rectification',
    'fi',
    words(
      String.raw`\b(?:korja\w+|oikais\w+|päivittä\w+|muutta\w+)\b[^.?!\n]{0,50}(?:${own.fi}|osoitteeni|nimeni|puhelinnumeroni)|(?:${own.fi})[^.?!\n]{0,40}(?:virheelli|vääri|väärin)`,
    ),
  ],
  [
    'rectification',
    'sv',
    words(String.raw`\b(?:rätta|korrigera|uppdatera|ändra)\b[^.?!\n]{0,50}(?:${own.sv}|min adress|mitt namn)`),
  ],
  [
    'rectification',
    'en',
    words(
      String.raw`\b(?:correct|rectify|update)\b[^.?!\n]{0,30}\bmy (?:personal )?(?:data|information|details|address|name)|right to rectification`,
    ),
  ],
  [
    'restriction',
    'fi',
    words(String.raw`rajoitta\w+[^.?!\n]{0,60}(?:käsittely|${own.fi})|käsittely\w*[^.?!\n]{0,30}rajoit`),
  ],
  ['restriction', 'sv', words(String.raw`begräns\w+[^.?!\n]{0,40}behandling`)],
  ['restriction', 'en', words(String.raw`restrict\w*[^.?!\n]{0,40}process|right to restriction`)],
  [
    'withdrawal',
    'fi',
    words(
      String.raw`\b(?:peruut\w+|peru\w*|perun|vedän)\b[^.?!\n]{0,40}suostumu|suostumu\w+[^.?!\n]{0,30}\b(?:peruut|perun|pois)`,
    ),
  ],
  [
    'withdrawal',
    'sv',
    words(String.raw`(?:återkalla\w*|dra(?:r)? tillbaka)[^.?!\n]{0,30}samtycke|samtycke[^.?!\n]{0,30}tillbaka`),
  ],
  ['withdrawal', 'en', words(String.raw`(?:withdraw|revoke)\w*[^.?!\n]{0,30}consent`)],
  ['decision', 'fi', words(String.raw`automaatti\w+ päätö|profiloin\w+[^.?!\n]{0,40}(?:vastust|kiellän|lopet|perust)`)],
  ['decision', 'sv', words('automatiserat beslut|profilering')],
  ['decision', 'en', words('automated decision|human (?:review|intervention)')],
  ['objection', 'fi', words(String.raw`vastustan[^.?!\n]{0,60}(?:käsittely|${own.fi})|vastustamisoikeu`)],
  ['objection', 'sv', words(String.raw`(?:invänder|motsätter mig)[^.?!\n]{0,60}(?:behandling|${own.sv})`)],
  ['objection', 'en', words(String.raw`\bobject(?:ion)? to\b[^.?!\n]{0,40}process|right to object`)],
]

/** The right that a text asks for, as far as its words tell, and in which language; undefined when they do not. Staff read it in any case. */
export function rightAskedIn(text: string): { readonly right: Right; readonly lang: TextLang } | undefined {
  const said = text.slice(0, 5_000).normalize('NFC')
  const found = asks.find(([, , asked]) => asked.test(said))
  return found && { right: found[0], lang: found[1] }
}
