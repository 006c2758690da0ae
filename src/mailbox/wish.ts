/** What somebody asks for in their own words: a right of the GDPR, or the end of messages. Staff read it and decide; nothing is refused by it. */

import type { TextLang } from '../texts/texts.ts'
import { ownWords } from './fold.ts'

export type Right =
  | 'access'
  | 'rectification'
  | 'erasure'
  | 'restriction'
  | 'portability'
  | 'objection'
  | 'withdrawal'
  | 'decision'

export interface Wish {
  /** The right that the words name; the clock runs from the arrival of the message (Art. 12(3)). */
  readonly right: Right | undefined
  /** `list`: no more e-mails of this kind. `marketing`: no direct marketing by any channel (Art. 21(2)). */
  readonly leaves: 'list' | 'marketing' | undefined
  /** In which language it is said. */
  readonly lang: TextLang
}

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

const leaving: readonly (readonly [NonNullable<Wish['leaves']>, TextLang, RegExp])[] = [
  [
    'marketing',
    'fi',
    words(
      String.raw`\b(?:kiellän|kielto|vastustan|lopettakaa)\b[^.?!\n]{0,40}(?:suora)?markkinoin|suoramarkkinointikielto|(?:suora)?markkinoin\w*[^.?!\n]{0,20}(?:kiellän|kielto)`,
    ),
  ],
  [
    'marketing',
    'sv',
    words(String.raw`(?:förbjuder|motsätter mig|avböjer|nej till)[^.?!\n]{0,30}(?:direkt)?(?:marknadsföring|reklam)`),
  ],
  ['marketing', 'en', words(String.raw`(?:object to|stop|opt.?out of|no more)[^.?!\n]{0,30}(?:direct )?marketing`)],
  [
    'list',
    'fi',
    words(
      String.raw`\bpoista\w*[^.?!\n]{0,60}(?:listal|uutiskirje|jakelu|tilaaj)|(?:peruut\w+|peru\w*|lopet\w+|irtisano\w*)[^.?!\n]{0,40}(?:uutiskirje|tilaukse\w*[^.?!\n]{0,20}uutis|postituslist)|(?:uutiskirje|postitu)[^.?!\n]{0,40}(?:peruut|perun|poista|lopet)|en halua (?:enää |saada )*[^.?!\n]{0,20}(?:uutiskirje|mainos|markkinointiviest|postitu)|lopettakaa[^.?!\n]{0,20}(?:lähett|mainos)`,
    ),
  ],
  [
    'list',
    'sv',
    words(
      String.raw`avregistrer|avsluta[^.?!\n]{0,20}prenumeration|avprenumerera|ta bort mig från[^.?!\n]{0,30}(?:list|utskick|nyhetsbrev)|vill inte (?:längre )?(?:ha|få)[^.?!\n]{0,30}(?:reklam|nyhetsbrev|utskick)`,
    ),
  ],
  [
    'list',
    'en',
    words(
      String.raw`\bunsubscribe\b|(?:remove|take) me (?:from|off)[^.?!\n]{0,30}(?:list|mailing|newsletter)|stop (?:sending|e-?mailing) me|opt.?out\b|no longer (?:wish|want) to receive`,
    ),
  ],
]

/** Reads the subject and what the sender wrote themselves; what they quote is of somebody else. */
export function wishOf({ subject, text }: { readonly subject: string; readonly text: string }): Wish | undefined {
  const said = `${subject}\n${ownWords(text).slice(0, 5_000)}`.replace(/[ \t]*\n[ \t]*(?=\p{Ll})/gu, ' ')
  const right = asks.find(([, , asked]) => asked.test(said))
  const leave = leaving.find(([, , asked]) => asked.test(said))
  if (right === undefined && leave === undefined) return undefined
  return { right: right?.[0], leaves: leave?.[0], lang: (right ?? leave)?.[1] ?? 'fi' }
}
