/** Where data comes from, who receives it, whether it is disclosed, and whether it leaves the European Economic Area. */

import type { SourceKind } from './lexicon/flows.ts'
import { servicesIn } from './lexicon/services.ts'
import { keysFound } from './lexicon/term.ts'
import type { Lang } from './notice.ts'
import { companiesIn } from './read-contact.ts'
import { everythingSaid, type Fact, fact, isAbout, type Matter, type Said } from './read-fact.ts'

/** Facts of kind `source`: from their sections, or without one from sentences that say where data is obtained. */
export function sourcesIn(matter: Matter): readonly Fact[] {
  const { says } = matter
  const said = [...everythingSaid(matter)]
  const within = said.filter(one => isAbout(one, 'source') && !leadsOn(one))
  if (within.length > 0) return within.flatMap(one => sourcesSaid(matter, one))
  const silent = [
    'disclosure',
    'transfer',
    'security',
    'rights',
    'retention',
    'cookies',
    'changes',
    'controller',
    'contact',
    'dpo',
  ] as const
  return said
    .filter(one => !isAbout(one, ...silent) && says.obtained.test(one.text))
    .flatMap(one => {
      const found = sourcesSaid(matter, one)
      const isAll = allFromPerson.test(one.text)
      return found.filter(({ known }) => isAll || told.some(kind => kind === known))
    })
}

/** What a sentence outside the sections on sources can be trusted with: there an e-mail is more often data than a way. */
const told: readonly SourceKind[] = [
  'person',
  'web_form',
  'social_media',
  'public_sources',
  'authorities',
  'other_registers',
  'partners',
]

/** A sentence that is about nothing but where the data comes from. */
const allFromPerson =
  /^(?:kaikki )?(?:henkilö)?tiedot (?:tulevat|saadaan|kerätään|annat)|^(?:alla )?(?:person)?uppgifter(?:na)? (?:kommer|fås|samlas|ger)|^(?:all |the )?(?:personal )?(?:data|information) (?:comes?|is (?:obtained|collected))/iu

/** Services through which people buy or book, so that data comes from them. */
const sellsForOthers: readonly string[] = ['course-platform', 'payments', 'customer-service']

const leadsOn = (said: Said): boolean => said.text.endsWith(':')

/** Ways by which a person gives data: naming one names the person. */
const ways: readonly SourceKind[] = [
  'web_form',
  'email',
  'phone',
  'sms',
  'chat',
  'post',
  'social_media',
  'contract',
  'meeting',
  'event',
  'raffle',
]

function sourcesSaid({ says }: Matter, said: Said): readonly Fact[] {
  if (says.denial.test(said.text) && !says.exception.test(said.text)) return []
  const kinds = [...keysFound(says.sources, said.text)]
  const brands = servicesIn(said.text).filter(one => sellsForOthers.includes(one.does))
  if (brands.length > 0 && !kinds.includes('partners')) kinds.push('partners')
  const found =
    kinds.some(kind => ways.includes(kind)) && !kinds.includes('person') ? [...kinds, 'person' as const] : kinds
  if (found.length === 0 && isAbout(said, 'source') && companiesIn(said.text).length > 0)
    return [fact('source', said.text, said.unit, 'partners')]
  return found.map(kind => fact('source', said.text, said.unit, kind))
}

/** Facts of kind `recipient` and `disclosure`. */
export function recipientsIn(matter: Matter, controller: string): readonly Fact[] {
  return [...everythingSaid(matter)].flatMap(said => [...recipientsSaid(matter, said, controller)])
}

const neverDiscloses = [
  'source',
  'rights',
  'changes',
  'controller',
  'contact',
  'dpo',
  'register-name',
  'security',
  'profiling',
  'minors',
] as const

function* recipientsSaid({ says, lang }: Matter, said: Said, controller: string): Iterable<Fact> {
  const within = isAbout(said, 'disclosure')
  const named = isAbout(said, 'source', 'controller', 'contact', 'dpo') ? [] : servicesIn(said.text)
  for (const { name } of named) yield fact('recipient', said.text, said.unit, name)
  if (isAbout(said, ...neverDiscloses) || (!within && !says.disclosing.test(said.text))) return
  const outside = says.outsideEea.test(said.text)
  const denied = says.denial.test(said.text)
  const excepted = says.exception.exec(said.text)
  const limited = says.disclosingForMarketing.test(said.text)
  if (says.notDisclosing.test(said.text) && !limited && !saysOnlyOutside(said.text, outside))
    yield fact('disclosure', said.text, said.unit, 'not-disclosed')
  const rest = denied ? (excepted === null ? '' : said.text.slice(excepted.index)) : said.text
  if (rest === '' || leadsOn(said)) return
  const isOn = within || says.disclosing.test(rest) || excepted !== null
  if (!isOn || (isAbout(said, 'transfer') && !within)) return
  for (const kind of keysFound(says.recipients, rest)) yield fact('recipient', said.text, said.unit, kind)
  if (!within) return
  if (!denied && !outside && given[lang].test(rest)) yield fact('recipient', said.text, said.unit, 'other')
  for (const company of companiesIn(rest))
    if (!isSame(company, controller) && servicesIn(company).length === 0)
      yield fact('recipient', company, said.unit, `name:${company}`)
  // A short item of a list of recipients is one, whatever it is called.
  if (said.unit.kind !== 'sentence' && !denied && said.text.length < 200) {
    const head = /^([^:–—,.]{3,60})(?=[:–—,.]| - |$)/u.exec(said.text)?.[1]?.trim() ?? ''
    if (head !== '' && named.length === 0 && /^\p{Lu}|^\d/u.test(head) && !isSame(head, controller))
      yield fact('recipient', said.text, said.unit, `name:${head}`)
  }
}

/** Data is given to somebody who is told by what they are: "lämnas till lägergårdens kök", "luovutetaan maahantuojalle". */
const given: Readonly<Record<Lang, RegExp>> = {
  fi: /(?:luovut(?:etaan|amme)|annetaan|annamme|välitetään|toimitetaan|ilmoitetaan)(?: \p{L}+){0,8} (?!kolmansille|kolmannelle|ulkopuoli|muille|toisille|sinulle|hänelle|eteenpäin)\p{L}{3,}lle(?!\p{L})|^(?!kolmansille|kolmannelle|ulkopuoli|muille|toisille)\p{L}{4,}lle(?: ja|,|\.| sekä)/iu,
  sv: /(?:lämna[rs]|överlåts|ges|vidarebefordras|förmedlas)(?: ut)?(?: \p{L}+){0,6} till (?!tredje|utomstående|andra|någon|länder|en tredje|dig)\p{L}{3,}|^till (?!tredje|utomstående|andra|någon)\p{L}{3,}/iu,
  en: /(?:disclosed?|shared?|passe?d?|given|provided|sent)(?: \p{L}+){0,8} (?:to|with) (?!third|any|anyone|others|you|outside)\p{L}{3,}/iu,
}

const isSame = (one: string, other: string): boolean =>
  other !== '' &&
  (one.toLowerCase().startsWith(other.toLowerCase().slice(0, 12)) || other.toLowerCase().startsWith(one.toLowerCase()))

/** "Tietoja ei luovuteta EU:n ulkopuolelle" says nothing of disclosure within it. */
const saysOnlyOutside = (text: string, outside: boolean): boolean =>
  outside &&
  !/ulkopuolisille|muille|kolmansille|eteenpäin|säännönmukaisesti(?! (?:eu|eta|euroopan))|tredje part|utomstående|andra|third part|others|anyone|mitään|kenellekään|tahoille|inte ut|luovuteta eikä/i.test(
    text,
  )

/** What follows may be another case: "is not transferred, but some servers are in …". */
const turn = /, (?:mutta|men|but|however,?) /iu

/** Facts of kind `transfer`, known as `no`, `yes` or `possible`. */
export function transfersIn(matter: Matter): readonly Fact[] {
  return [...everythingSaid(matter)].flatMap(said =>
    said.text.split(turn).flatMap(text => transferSaid(matter, { ...said, text })),
  )
}

/** "… rest on the Framework and, where that does not apply, on clauses": what is denied behind it is the ground, not the transfer. */
const instrument = /framework|privacy shield|clauses|lausek|tietosuojakeh|klausul|dataskyddsram/iu

function transferSaid({ says }: Matter, said: Said): readonly Fact[] {
  const within = isAbout(said, 'transfer')
  const outside = says.outsideEea.test(said.text)
  const safeguard = says.safeguards.test(said.text)
  if (isAbout(said, 'rights', 'changes', 'controller', 'contact') || said.text.endsWith('?')) return []
  // "Siirto EU:n ulkopuolelle" as a heading, and under it only: "Ei siirretä."
  if (within && !outside && !isAbout(said, 'disclosure') && said.text.length < 60 && says.denial.test(said.text))
    return [fact('transfer', said.text, said.unit, 'no')]
  const agreed = isAbout(said, 'disclosure') && instrument.test(said.text)
  if (!outside && !(safeguard && (within || agreed || says.transferring.test(said.text)))) return []
  if (isAbout(said, 'cookies') && !outside && !says.transferring.test(said.text)) return []
  if (outside && !within && !safeguard && !says.transferring.test(said.text) && !says.disclosing.test(said.text))
    return []
  const excepted = says.exception.test(said.text)
  const [beforeInstrument = ''] = said.text.split(instrument)
  const denied = outside && says.denial.test(beforeInstrument) && !excepted
  const known = denied
    ? 'no'
    : says.perhaps.test(said.text)
      ? 'possible'
      : excepted && says.denial.test(said.text)
        ? 'possible'
        : outside || safeguard
          ? 'yes'
          : undefined
  return known === undefined ? [] : [fact('transfer', said.text, said.unit, known)]
}
