/** Sentences on use are cut into the purposes that they name: "käytetään tilausten hoitamiseen ja laskutukseen" names two. */

import type { Lang } from './notice.ts'

/** The words of a sentence that name purposes; `inflected` when the sentence governs their case. */
export interface PurposePart {
  readonly words: string
  readonly inflected: boolean
}

interface Pattern {
  readonly expression: RegExp
  readonly inflected: boolean
  /** It tells of use only where a heading says so. */
  readonly onlyWithin?: true
}

const object =
  '(?:(?:siis|vain|ainoastaan|myös|lisäksi|pääasiassa|muun muassa|mm\\.|esimerkiksi|esim\\.|yrityksen|asiakkaan|asiakkaiden|rekisterin|rekisteröidyn|sinun|näitä|niitä|henkilö|rekisteri|asiakas)?-?(?:tietoja|tietojasi|tietojansa|tietojaan|tietoa|tietojanne|henkilötietoja|henkilötietojasi|asiakastietoja|rekisteriä|niitä|sitä|seuraaviin tarkoituksiin|vain|ainoastaan|myös|lisäksi|pääasiassa|muun muassa|mm\\.|esimerkiksi|ensisijaisesti|seuraavasti|erityisesti)[ :,]+){0,4}'

const patterns: Readonly<Record<Lang, readonly Pattern[]>> = {
  fi: [
    {
      expression: /(?:tarkoitus|tarkoituksena|tarkoitukset|tarkoituksia) (?:on|ovat)(?: \p{L}+a)?:? (.{4,})$/iu,
      inflected: false,
    },
    {
      expression:
        /(?:tarkoitus|tarkoitukset|tarkoituksiin|tarkoituksena|tarkoituksia varten|tarkoituksissa): (.{4,})$/iu,
      inflected: false,
    },
    {
      expression: new RegExp(
        `(?:käytetään|käytämme|käytän|tarvitsen|käsittelen|käsitellään|käsittelemme|käyttää|tarvitsemme|tarvitaan|hyödynnetään|hyödynnämme|käsittelee|ylläpidetään|käytössä|pidetään) ${object}(.{4,})$`,
        'iu',
      ),
      inflected: true,
    },
    {
      expression: new RegExp(`(?:kerätään|keräämme|tallennetaan|tallennamme) ${object}(.{4,})$`, 'iu'),
      inflected: true,
      onlyWithin: true,
    },
    {
      expression: /(?:^| )jotta (?:me )?(?:voimme|voidaan|pystymme|saamme|osaamme) (.{4,})$/iu,
      inflected: false,
      onlyWithin: true,
    },
    {
      expression:
        /^((?:lähetämme|toimitamme|seuraamme|kehitämme|järjestämme|tiedotamme|markkinoimme|laskutamme|hoidamme|parannamme|tutkimme|mittaamme) .{4,}?)(?: niille)?(?:, j[oa].*)?$/iu,
      inflected: false,
      onlyWithin: true,
    },
  ],
  sv: [
    {
      expression: /(?:ändamål(?:et|en)?|syfte(?:t|n|na)?)(?: med [\p{L} ]{3,60})? är (?:att )?(.{4,})$/iu,
      inflected: false,
    },
    { expression: /(?:ändamål(?:et|en)?|syfte(?:t|n|na)?): (.{4,})$/iu, inflected: false },
    {
      expression:
        /(?:använd|behandl|saml|grundat|insaml|spara|lagra|behöv)\p{L}*(?: \p{L}+){0,6}? för (?:att )?(.{4,})$/iu,
      inflected: false,
    },
    { expression: /i syfte att (.{4,})$/iu, inflected: false },
    { expression: /^(?:för )?att (.{4,})$/iu, inflected: false, onlyWithin: true },
  ],
  en: [
    {
      expression: /(?:^|\. )(?:the )?purposes?(?: of [\p{L} ]{3,60})? (?:is|are)(?: to)? (.{4,})$/iu,
      inflected: false,
    },
    { expression: /purposes?: (.{4,})$/iu, inflected: false },
    { expression: /^to (.{4,})$/iu, inflected: false, onlyWithin: true },
    {
      expression:
        /(?:used?|process(?:ed)?|collect(?:ed)?|needed?|stored?|handled?)(?: [\p{L}’']+){0,6}? (?:for the purposes? of|in order to|for|to) (.{4,})$/iu,
      inflected: false,
    },
  ],
}

/** A finite verb: without one the line is a list of purposes. */
const verbs: Readonly<Record<Lang, RegExp>> = {
  fi: /(?<!\p{L})(?:on|ovat|ei|emme|eivät|voi|voidaan|voit|voimme|\p{L}{3,}(?:mme|taan|tään|daan|dään|llaan|llään|(?<!t[aä])v[aä]t)|perustuu|toimii|auttaa|sisältää|koskee|saa|olet|jos|kun)(?!\p{L})/iu,
  sv: /(?<!\p{L})(?:är|kan|har|ska|får|vi|inte|om|som|\p{L}{3,}as|(?:behandl|spar|saml|lagr|lämn|del|skick|kontakt|hämt|ansvar)ar|använder|säljer)(?!\p{L})/iu,
  en: /(?<!\p{L})(?:is|are|may|can|has|have|we|you|not|will|if|when|must)(?!\p{L})/iu,
}

/** A line that says something is no heading, unless it asks. */
export const hasVerb = (lang: Lang, line: string): boolean => verbs[lang].test(line)

/** `within`: the sentence stands in a section on purposes, so (unless it is on data too: not `bare`) a list without a verb is one of purposes. */
export function purposePart(lang: Lang, sentence: string, within: boolean, bare = within): PurposePart | undefined {
  const text = sentence.replace(/[.;\s]+$/, '')
  for (const { expression, inflected, onlyWithin } of patterns[lang]) {
    if (onlyWithin === true && !within) continue
    const words = expression.exec(text)?.[1]
    if (words === undefined) continue
    if (lang === 'fi' && inflected) {
      const ended = finnishEnd(words)
      if (ended !== undefined) return { words: ended, inflected }
      continue
    }
    return { words: withoutAfterthought(lang, words), inflected }
  }
  if (!within || !bare || verbs[lang].test(text) || text.length > 600) return undefined
  const [, rest] = /^[^:]{2,60}: (.{4,})$/.exec(text) ?? []
  return { words: rest ?? text, inflected: false }
}

/** What is used for a thing stands in the illative, in the translative, or before "varten"; else the sentence tells no purpose. */
function finnishEnd(words: string): string | undefined {
  const last = words.search(/ varten(?!.* varten)/iu)
  if (last >= 3) return words.slice(0, last).replaceAll(/ varten(?= |,)/giu, '')
  const head = words
    .replace(/, (?:jotta|koska|jos|mikäli|kun|jolloin|joka|jotka|ellei).*$/iu, '')
    .replace(/ (?:perustuen|perusteella|mukaisesti|siten kuin|niin kuin).*$/iu, '')
  return /(?:seen|ksi|\p{L}aan|\p{L}ään|iin|oon|uun|yyn|teen)(?!\p{L})/iu.test(head) ? head : undefined
}

const afterthoughts: Readonly<Record<Lang, RegExp>> = {
  fi: /, (?:jotta|koska|jos|mikäli|kun|jolloin).*$/iu,
  sv: /, (?:om|eftersom|när|så att|enligt) .*$|(?: på basis av| med stöd av) .*$/iu,
  en: /, (?:if|because|when|where|so that|as required) .*$| (?:on the basis of|based on) .*$/iu,
}
const withoutAfterthought = (lang: Lang, words: string): string => words.replace(afterthoughts[lang], '')

const action =
  /(?:mi(?:nen|seen|sta|seksi|sessa|sen)|[uy]s|(?:uks|yks)(?:een|iin)|ust[ae]|ystä|nt[aiä]|nt(?:aa|ää|aan|ään)|nti[aä]|ntiin|nnin|l[uy]|luun|lyyn|lu[a]|lyä|hoito|hoitoon|hoitoa|pito|pitoon|pitoa|myynti[äi]?n?|kehity\p{L}*|perin\p{L}+|valvon\p{L}+|huolto\p{L}*|laki\p{L}*)$/iu
/** A phrase names something that is done: where no heading says so, only such are purposes. */
export const namesAction = (lang: Lang, phrase: string): boolean =>
  lang === 'fi' ? phrase.split(' ').some(word => action.test(word)) : /\p{L}{4}/u.test(phrase)

const standing =
  /^(?:\p{L}{0,30})(?:markkinoi|laskut|viestin|viesti|tiedot|myyn|kirjanpi|yhteydenpi|perin|raportoi|tilasto|asiakaspalvel|profiloi|tutkimu|mainon|kyselyt|turvallisuu|uutiskir|arvon|rekrytoi|analyti|hinnoittelu|maksut|tilitys)\p{L}*$/iu

interface Way {
  readonly listed: boolean
  readonly inflected: boolean
}

/** The single purposes of a list in running words; commas part them, "and" only where both sides stand by themselves. */
export function phrasesIn(lang: Lang, words: string, way: Way): readonly string[] {
  const clean = words.replace(/(?:[,\s]+(?:ym|yms|jne|etc|osv|m\.m|mm))?[.;:\s]*$/iu, '').replaceAll(/["“”]/g, '')
  const pieces = clean
    .split(lang === 'sv' ? /[;•]|,(?! (?:i syfte|inklusive))/ : /[,;•]/)
    .map(piece => piece.trim())
    .filter(piece => piece !== '')
  const many = pieces.length > 1
  if (lang === 'fi' && isOneObject(pieces)) return [nominative(clean, way.inflected)]
  return pieces
    .flatMap((piece, i) => parted(lang, piece, { ...way, many, last: i === pieces.length - 1 }))
    .map(piece => (lang === 'fi' ? nominative(piece, way.inflected) : trimmedLead(lang, piece)))
    .filter(
      piece => /\p{L}{4}/u.test(piece) && !/§|momen|artik|(?:^|\s)\d* ?ko(?:h|hd)(?:ta|dat|dan|tien)/iu.test(piece),
    )
}

/** "Hoidon suunnittelu, toteutus ja seuranta": what is done is several, what it is done to is named once. */
function isOneObject([first = '', ...others]: readonly string[]): boolean {
  const doings = others.flatMap(piece => piece.split(joints.fi))
  return (
    others.length > 0 &&
    first.split(' ').length > 1 &&
    !first
      .split(joints.fi)
      .slice(0, -1)
      .some(part => action.test(part)) &&
    doings.every(one => action.test(one) && !one.includes(' ') && !standing.test(one))
  )
}

const joints: Readonly<Record<Lang, RegExp>> = {
  fi: /(?<!-) (?:ja|sekä|tai)(?: mahdollisesti| myös| lisäksi)? /iu,
  sv: /(?<!-) (?:och|samt|eller)(?: att| för att| för)? /iu,
  en: /(?<!-) (?:and|or|as well as)(?: also| to| for)? /iu,
}

function parted(
  lang: Lang,
  piece: string,
  way: Way & { readonly many: boolean; readonly last: boolean },
): readonly string[] {
  const led = piece.replace(/^(?:ja|sekä|tai|och|samt|and|or)(?: myös| also)? /iu, '')
  const parts = led.split(joints[lang])
  if (parts.length === 1 || (way.listed && !way.many)) return [led]
  const joined: string[] = [parts[0] ?? '']
  let rest = parts[0]?.length ?? 0
  for (const part of parts.slice(1)) {
    const between = led.slice(rest, led.indexOf(part, rest))
    rest += between.length + part.length
    const before = joined.at(-1) ?? ''
    if (standsAlone(lang, before, part, way)) joined.push(part)
    else joined[joined.length - 1] = `${before}${between}${part}`
  }
  return joined
}

function standsAlone(
  lang: Lang,
  before: string,
  after: string,
  way: { readonly many: boolean; readonly last: boolean },
): boolean {
  const [count, countBefore] = [after.split(' ').length, before.split(' ').length]
  if (lang === 'fi') {
    const [first = ''] = after.split(' ')
    if (standing.test(first) && count <= 3) return true
    const acts = (text: string) =>
      text
        .split(' ')
        .slice(-3)
        .some(word => action.test(word))
    if (count === 1) return way.many && way.last && countBefore === 1
    return acts(before) && acts(after)
  }
  if (lang === 'sv')
    return count > 1
      ? /ing|else|ande|^att |a$|a /.test(before) || way.many
      : /(?:ing|kommunikation|service|tjänst)$/.test(after)
  return count > 1
    ? /ing\b|ment\b|tion\b|ance\b|^to /.test(before) || /^\p{L}+(?:ing|ment|tion)\b/u.test(after)
    : way.many && way.last
}

const trimmedLead = (lang: Lang, piece: string): string =>
  piece
    .replace(lang === 'sv' ? /^(?:att|för att|för|till) /i : /^(?:to|for|the purposes? of|for the purposes? of) /i, '')
    .replace(lang === 'en' ? / purposes$/ : /^$/, '')

const endings: readonly (readonly [RegExp, string])[] = [
  [/mi(?:seen|sta|seksi|sessa|sen)(?=\s|$)/giu, 'minen'],
  [/(uks|yks)(?:een|en|iin|eksi)$/iu, '$1'],
  [/(n)t(a|ä|o|ö)(?:an|än|on|ön|a|ä)$/iu, '$1t$2'],
  [/ntoj?a$/iu, 'nto'],
  [/(nti|ynti)(?:in|ä|a)$/iu, '$1'],
  [/(us|ys)t[aä]$/iu, '$1'],
  [/(l[uy])(?:un|yn|a|ä)$/iu, '$1'],
  [/(to|tö|no|ho|ko)(?:on|ön|a|ä)$/iu, '$1'],
  [/([aäoöuyi])\1n$/iu, '$1'],
  [/([aä])\1$/iu, '$1'],
  [/(pito|hoito|huolto|lu|tu)a$/iu, '$1'],
  [/e(?:ksi)$/iu, 'e'],
]

/** "hoitamiseen" is "hoitaminen"; what follows the action ("asiakkaille") stays as it is. */
function nominative(phrase: string, inflected: boolean): string {
  const [first, ...others] = endings
  let made = phrase.replace(/^(?:ja|sekä|tai|mahdollisesti|esimerkiksi|esim\.|mm\.|muun muassa) /iu, '')
  if (first !== undefined) made = made.replace(first[0], first[1])
  if (!inflected || /minen(?=\s|$)/.test(made)) return made
  const parts = made.split(/( (?:ja|sekä|tai) )/u)
  return parts.map((part, i) => (i === parts.length - 1 || action.test(part) ? ofOneWord(part, others) : part)).join('')
}

function ofOneWord(words: string, rules: typeof endings): string {
  const found = rules.find(([ending]) => ending.test(words))
  const plain = found === undefined ? words : words.replace(found[0], found[1])
  return plain.replace(/(u|y)ks$/u, '$1s')
}
