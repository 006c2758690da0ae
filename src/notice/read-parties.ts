/** Who keeps the register, whom to ask, what the register is called and when the notice was written. */

import { isTitle, type Topic } from './lexicon/topics.ts'
import { addressIn, businessIdIn, companyIn, emailIn, phoneIn } from './read-contact.ts'
import { datesIn } from './read-dates.ts'
import { type Fact, fact, type Matter } from './read-fact.ts'
import type { Section, Unit } from './read-sections.ts'
import type { Span } from './read-things.ts'

/** Facts of the controller, the contact person and the officer; each from the section that is about it, else from where it stands. */
export function partiesIn(matter: Matter): readonly Fact[] {
  const controller = [...sectionsAbout(matter, 'controller', ['contact', 'dpo'])]
  const contact = [...sectionsAbout(matter, 'contact', ['controller'])]
  const dpo = [...sectionsAbout(matter, 'dpo', ['controller', 'contact'])]
  const opening = controller.length === 0 ? openingOf(matter) : []
  const home = controller.length > 0 ? controller : opening
  const facts = [
    ...controllerFacts(matter, home, controller.length === 0),
    ...contactFacts(matter, contact, 'contact-name', 'contact-address'),
    ...contactFacts(matter, dpo, 'dpo', undefined),
    ...reachFacts(home),
  ]
  const has = (kind: Fact['kind']) => facts.some(one => one.kind === kind)
  if (!has('business-id')) facts.push(...businessIdAnywhere(matter))
  if (!has('controller-name')) facts.push(...controllerInTitle(matter))
  if (!has('contact-email')) facts.push(...reachAnywhere(matter, has('contact-phone')))
  return facts
}

function* sectionsAbout({ sections }: Matter, topic: Topic, unless: readonly Topic[]): Iterable<Section> {
  for (const section of sections)
    if (section.topics.includes(topic) && !(topic !== 'controller' && unless.some(one => section.topics.includes(one))))
      yield section
}

const lines = (section: Section): readonly Unit[] => section.units.filter(unit => unit.page === undefined)

/** The text of a section without its heading, and where it begins. */
function bodyOf({ text }: Matter, section: Section): Span & { readonly text: string } {
  const units = lines(section)
  const start = units[0]?.start ?? 0
  const end = Math.min(units.at(-1)?.end ?? start, start + 3000)
  return { start, end, text: text.slice(start, end) }
}

const unitsWithin = (section: Section, from: number, to: number): readonly Span[] =>
  lines(section)
    .filter(unit => unit.start < to && unit.end > from)
    .map(({ start, end }) => ({ start, end }))

/** Without a section of its own the controller stands in the first sentences that name a firm or its id. */
function openingOf(matter: Matter): readonly Section[] {
  const opening = matter.sections.slice(0, 3).flatMap(section => {
    const units = lines(section)
      .slice(0, 6)
      .filter(unit => companyIn(unit.text) !== undefined || businessIdIn(unit.text) !== undefined)
    return units.length === 0 ? [] : [{ ...section, units: lines(section).slice(0, 8) }]
  })
  return opening.slice(0, 1)
}

function controllerFacts(matter: Matter, sections: readonly Section[], isOpening: boolean): Fact[] {
  const facts: Fact[] = []
  for (const section of sections) {
    const body = bodyOf(matter, section)
    const place = (found: Span) => unitsWithin(section, body.start + found.start, body.start + found.end)
    const name = isOpening ? firmIn(section) : nameIn(section)
    if (name !== undefined && !facts.some(one => one.kind === 'controller-name')) facts.push(name)
    const id = businessIdIn(body.text)
    if (id !== undefined) facts.push(fact('business-id', id.value, place(id), id.holds ? id.value : undefined))
    const address = addressIn(body.text)
    if (address !== undefined) facts.push(fact('controller-address', address.value, place(address), address.value))
    const web = section.units.find(unit => /^(?:\p{L}{3,15}: ?)?(?:https?:\/\/|www\.)\S+$/iu.test(unit.text))
    if (web !== undefined) facts.push(fact('contact-web', web.text, web))
  }
  return facts.filter((one, i) => facts.findIndex(other => other.kind === one.kind) === i)
}

const nameVerbs =
  /(?:rekisterinpitäjä(?:nä)?|personuppgiftsansvarig(?:a|e)?|registeransvarig(?:e)?|controller|responsible)(?: \p{L}+){0,6}? (?:on|toimii|ovat|är|is|are)[: ]{1,2}(?:the )?(.{2,120})/iu
const nameLabel =
  /^(?:(?:yrityksen |föreningens |företagets |yhdistyksen |company |organi[sz]ation )?(?:nimi|namn|name)|yritys|rekisterinpitäjä|företag|toiminimi|company|yhdistys|controller|organisaatio|personuppgiftsansvarig|registeransvarig) ?[:–-] ?/iu
const notName =
  /^(?:\p{L}+(?: \p{L}+)?: ?)?(?:[\d(+]|www\.|https?:|\S+@)|^(?:y-?tunnus|fo-|puh|tel|tfn|sähköposti|e-?mail|e-post|osoite|adress|address|pl \d|pb \d|business id|c\/o|muut yhteystiedot|övriga|yhteystiedot)/iu

/** Where no heading says that a name follows, only a firm's name with its form is one. */
function firmIn(section: Section): Fact | undefined {
  for (const unit of lines(section)) {
    const firm = companyIn(unit.text)
    if (firm !== undefined) return fact('controller-name', firm.value, unit, 'name')
    const sole = soleTrader.exec(unit.text)?.[1]
    if (sole !== undefined) return fact('controller-name', sole, unit, 'name')
  }
  return undefined
}

const endsInForm = / (?:oyj?|ab|ky|ay|ry|rf|r\.y\.|r\.f\.|tmi|osk|ltd)$/iu
const soleTrader = /(?:toiminimi|firma)(?:ni|mme|n)? (?:on )?[*_"”]*(\p{Lu}[\p{L}&’' -]{2,60}?)[*_"”]*(?=[,.;)]|$)/u

/** The first line of the section that is a name: after its label, before the brackets and the comma. */
function nameIn(section: Section): Fact | undefined {
  for (const unit of lines(section).slice(0, 8)) {
    const said = nameVerbs.exec(unit.text)?.[1]
    if (said !== undefined)
      return fact(
        'controller-name',
        cleaned(companyIn(said)?.start === 0 ? (companyIn(said)?.value ?? said) : said),
        unit,
        'name',
      )
    const plain = unit.text.replace(nameLabel, '').trim()
    if (plain === '' || nameLabel.test(`${plain}:`) || notName.test(plain)) continue
    const [before = ''] = plain.split(',')
    const isProse =
      (!endsInForm.test(before) && plain.split(' ').length > 9) ||
      /[.!?]$/.test(plain.replace(/\b(?:r\.y|r\.f|co|ltd|inc)\.$/i, ''))
    const named = isProse ? (companyIn(plain)?.value ?? soleTrader.exec(plain)?.[1]) : cleaned(plain)
    if (named !== undefined && named !== '') return fact('controller-name', named, unit, 'name')
  }
  return undefined
}

/** "Esimerkki Oy (jäljempänä Esimerkki), Y-tunnus 0000001-9" is called Esimerkki Oy. */
const cleaned = (name: string): string =>
  name
    .replace(/\s*\((?:.*|$)/u, '')
    .replace(
      /[,;]\s*(?:[yY]-? ?tunnus|FO-|[Bb]usiness|VAT|puh|tel|tfn|\+?\d|[^,]*\d{5}|[^,]*\d|osoite|sähköposti|[^,]*@|jäljempänä|nedan|hereinafter|c\/o\s).*$/u,
      '',
    )
    .replace(/\s+\d{7}-\d.*$/, '')
    .replace(/[.,;:]+$/, '')
    .replace(/^["“”']|["“”']$/g, '')
    .trim()

/** How to reach the controller, from its own section. */
const reachFacts = (sections: readonly Section[]): Fact[] =>
  sections.flatMap(section => [...emailsAndPhones(lines(section))])

function* emailsAndPhones(units: readonly Unit[]): Iterable<Fact> {
  let [email, phone] = [false, false]
  for (const unit of units) {
    const mail = emailIn(unit.text)
    if (mail !== undefined && !email) {
      email = true
      yield fact('contact-email', mail.value, unit, mail.value)
    }
    const number = phoneIn(mail === undefined ? unit.text : unit.text.replace(mail.value, ' '))
    if (number !== undefined && !phone && businessIdIn(unit.text)?.value !== number.value) {
      phone = true
      yield fact('contact-phone', number.value, unit, number.value)
    }
  }
}

const authority = /tietosuojavaltuut|dataombuds|ombudsman|@om\.fi|PL 800|PB 800|029 ?566/iu

function contactFacts(
  matter: Matter,
  sections: readonly Section[],
  nameKind: 'contact-name' | 'dpo',
  addressKind: 'contact-address' | undefined,
): Fact[] {
  return sections.flatMap(section => {
    const units = lines(section).filter(unit => !authority.test(unit.text))
    const body = bodyOf(matter, section)
    const address = addressKind === undefined ? undefined : addressIn(body.text)
    const person = units.find(unit => personIn(unit.text) !== undefined)
    const reach = [...emailsAndPhones(units)]
    return [
      ...(person === undefined ? [] : [fact(nameKind, personIn(person.text) ?? '', person, 'name')]),
      ...(nameKind === 'dpo'
        ? reach.map(one => ({ ...one, kind: 'dpo' as const, known: one.kind === 'contact-email' ? 'email' : 'phone' }))
        : []),
      ...reach,
      ...(address === undefined || addressKind === undefined
        ? []
        : [
            fact(
              addressKind,
              address.value,
              unitsWithin(section, body.start + address.start, body.start + address.end),
            ),
          ]),
    ]
  })
}

/** Who answers, when a line is no more than that: a name, maybe with a title. */
function personIn(line: string): string | undefined {
  const plain = line
    .replace(/^(?:nimi|namn|name|yhteyshenkilö|kontaktperson|contact person|contact)[: ]+/iu, '')
    .split(/[,;|·•(]| puh| tel| tfn|\/|\s@|\S+@/u)[0]
    ?.trim()
  if (plain === undefined || plain.length > 60 || /\d|:|@|www|http/.test(plain)) return undefined
  return /^(?:\p{L}{3,30} )?\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+){1,3}$/u.test(plain) ? plain : undefined
}

function businessIdAnywhere({ sections }: Matter): readonly Fact[] {
  for (const section of sections)
    for (const unit of section.units) {
      const id = /\d{6}/.test(unit.text) ? businessIdIn(unit.text) : undefined
      if (id !== undefined) return [fact('business-id', id.value, unit, id.holds ? id.value : undefined)]
    }
  return []
}

/** "Privacy statement of the Choir", "Kuoro ABC:n tietosuojaseloste", "Dataskyddsbeskrivning för Kören": a title tells whose it is. */
const inTitle =
  /^(?:[Pp]rivacy|[Dd]ata [Pp]rotection) (?:[Ss]tatement|[Pp]olicy|[Nn]otice|[Dd]escription) (?:of|for) (?:the )?(?!.*[Rr]egister)(\p{Lu}[^,.;:]{2,60})$|^(\p{Lu}[^,.;:]{2,60}):n (?:\p{L}+ )?(?:tietosuoja|rekisteri)(?:seloste|käytäntö)$|^(?:[Dd]ataskyddsbeskrivning|[Ii]ntegritetspolicy) för (?!.*register)(\p{Lu}[^,.;:]{2,60})$/u

function controllerInTitle({ sections, lang }: Matter): readonly Fact[] {
  const units: readonly (Span & { text: string })[] = sections
    .slice(0, 4)
    .flatMap(({ heading, units }) => [...(heading ? [heading] : []), ...units.slice(0, 4)])
  for (const unit of units) {
    const company = isTitle(lang, unit.text) || /:(?:n|lle)\b/.test(unit.text) ? companyIn(unit.text) : undefined
    if (company !== undefined) return [fact('controller-name', company.value, unit, 'name')]
    const named =
      unit.text.length < 120
        ? inTitle
            .exec(unit.text)
            ?.slice(1)
            .find(one => one !== undefined)
        : undefined
    if (named !== undefined) return [fact('controller-name', named, unit, 'name')]
  }
  return []
}

/** The e-mail address that stands alone in the notice, and the telephone number in the same sentence. */
function reachAnywhere({ sections }: Matter, hasPhone: boolean): readonly Fact[] {
  const units = sections
    .flatMap(section => lines(section))
    .filter(unit => unit.text.length < 2000 && !authority.test(unit.text))
  const found = units.find(unit => emailIn(unit.text) !== undefined)
  if (found === undefined) return []
  return [...emailsAndPhones([found])].filter(({ kind }) => kind === 'contact-email' || !hasPhone)
}

/** The register's name, from its section or from the title of the notice. */
export function registerNameIn(matter: Matter): readonly Fact[] {
  for (const section of matter.sections) {
    if (!section.topics.includes('register-name')) continue
    const unit = lines(section).find(one => one.text.length > 2)
    if (unit === undefined) continue
    const words = unit.text
      .replace(
        /^(?:rekisterin nimi|registrets namn|name of (?:the )?register|the name of the register)(?: on| är| is)?[: ]+/iu,
        '',
      )
      .replace(/[.;]$/, '')
      .replace(/^["“”']|["“”']$/g, '')
    return [fact('register-name', words, unit)]
  }
  return matter.sections
    .slice(0, 3)
    .flatMap(({ heading, units }) => {
      const candidates: readonly (Span & { readonly text: string })[] = [
        ...(heading ? [heading] : []),
        ...units.slice(0, 3),
      ]
      return candidates.flatMap(one => {
        const name = one.text.length < 150 ? registerIn(one.text) : undefined
        return name === undefined ? [] : [fact('register-name', name, one)]
      })
    })
    .slice(0, 1)
}

/** "Esimerkki Oy:n asiakasrekisterin tietosuojaseloste" is about "Esimerkki Oy:n asiakasrekisteri". */
function registerIn(title: string): string | undefined {
  const finnish = /^(.{0,80}?\p{L}*rekisteri)n (?:rekisteri|tietosuoja)/iu.exec(title)?.[1]
  if (finnish !== undefined && !/^(?:henkilö)?rekisteri$/i.test(finnish)) return finnish
  const swedish = /beskrivning (?:för|över|av) (.{3,100}register\p{L}*)/iu.exec(title)?.[1]
  const named =
    /^\p{L}*(?:seloste|beskrivning|policy|notice)(?:: | [–—-] )((?=\p{Lu}).{0,80}(?<!\p{L})\p{L}*(?:rekisteri|regist(?:er|ret)).{0,60})$/iu.exec(
      title,
    )?.[1]
  if (named !== undefined) return named
  if (swedish !== undefined) return swedish
  return /(?:policy|notice|statement|description) (?:for|of) (?:the )?(.{3,100}? register(?: of .{2,60})?)$/iu.exec(
    title,
  )?.[1]
}

/** When the notice was made and last changed. */
export function noticeDates({ sections, says, lang }: Matter): readonly Fact[] {
  return sections.flatMap(section =>
    [...(section.heading ? [section.heading] : []), ...section.units].flatMap(one => {
      if (one.text.length > 400) return []
      return datesIn(one.text, says.months).flatMap(({ value, start }) => {
        const before = one.text.slice(Math.max(0, start - 60), start)
        const [made, revised] = [says.made.test(before), says.revised.test(before)]
        const alone = one.text.length < 40 || isTitle(lang, one.text)
        if (!made && !revised && !(alone && section === sections[0])) return []
        return [fact('date', one.text, one, `${revised ? 'revised' : 'made'} ${value}`)]
      })
    }),
  )
}
