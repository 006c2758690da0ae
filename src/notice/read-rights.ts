/** Which rights a notice grants, how they are used, and how long data is kept. */

import { keysFound } from './lexicon/term.ts'
import type { RightId } from './notice.ts'
import { everythingSaid, type Fact, fact, isAbout, type Matter, type Said } from './read-fact.ts'

/** Facts of kind `right`, `rights-text` and `authority`. */
export function rightsIn(matter: Matter): readonly Fact[] {
  const named = matter.sections.flatMap(section => {
    const [right, ...others] = section.rights
    const [first] = section.units
    // "Rätt till insyn: kunden kontaktar …": the heading grants what the text under it only tells how to use.
    if (right === undefined || others.length > 0 || first === undefined || section.heading === undefined) return []
    if (matter.says.denial.test(first.text)) return []
    return [fact('right', section.heading.text, [section.heading, first], right)]
  })
  return [...named, ...[...everythingSaid(matter)].flatMap(said => rightsSaid(matter, said))]
}

const neverGrants = ['source', 'security', 'disclosure', 'transfer', 'controller', 'contact', 'data'] as const

function rightsSaid({ says }: Matter, said: Said): readonly Fact[] {
  const within = isAbout(said, 'rights')
  if (!within && (isAbout(said, ...neverGrants) || !says.entitled.test(said.text))) return authoritySaid(said)
  const denied = says.denial.exec(said.text)
  const granted = keysFound(says.rights, said.text).filter(
    right => !(denied !== null && isDenied(says, right, said.text)),
  )
  const sure = within ? granted : granted.filter(right => says.entitled.test(said.text) && isClear(right, said.text))
  return [...sure.map(right => fact('right', said.text, said.unit, right)), ...authoritySaid(said)]
}

/** "Oikeutta tietojen poistamiseen ei ole": the denial stands with the right and not in a condition before or after it. */
function isDenied(says: Matter['says'], right: RightId, text: string): boolean {
  const expression = says.rights.find(([one]) => one === right)?.[1]
  return text
    .split(/[,;:]/)
    .filter(clause => expression?.test(clause) === true)
    .every(clause => says.denial.test(clause) && !/\bellei|vain\b|endast|only|unless|om inte/i.test(clause))
}

/** Outside the sections on rights a verb such as "poistaa" must be the person's. */
const isClear = (right: RightId, text: string): boolean =>
  right === 'complaint' ||
  right === 'withdrawal' ||
  /oikeu|voit|saat|pyytä|vaatia|rätt|du kan|right|you (?:can|may)|entitled|request/i.test(text)

const authorityWords =
  /tietosuojavaltuutet|valvontaviranomai|dataombudsman|tillsynsmyndighet|ombudsman|supervisory authority/iu

const authoritySaid = (said: Said): readonly Fact[] =>
  authorityWords.test(said.text) && !isAbout(said, 'controller', 'contact', 'dpo')
    ? [
        fact(
          'authority',
          said.text,
          said.unit,
          /tietosuojavaltuut|dataombuds|ombudsman/i.test(said.text) ? 'fi' : undefined,
        ),
      ]
    : []

/** Facts of kind `retention`; known as an ISO 8601 duration where one is said. */
export function retentionIn(matter: Matter): readonly Fact[] {
  return [...everythingSaid(matter)].flatMap(said => retentionSaid(matter, said))
}

function retentionSaid({ says }: Matter, said: Said): readonly Fact[] {
  const within = isAbout(said, 'retention')
  if (
    !within &&
    isAbout(said, 'rights', 'security', 'cookies', 'changes', 'transfer', 'disclosure', 'source', 'purpose') &&
    !mayTellOfTime(said)
  )
    return []
  const duration = durationIn(said.text)
  if (!within && !says.keeping.test(said.text)) return []
  if (duration === undefined && !says.lasting.test(said.text)) return []
  if (
    within &&
    duration === undefined &&
    !says.keeping.test(said.text) &&
    said.unit.kind === 'sentence' &&
    said.topics.length > 1
  )
    return []
  if (leads(said) && duration === undefined) return []
  return [fact('retention', said.text, said.unit, duration)]
}

const mayTellOfTime = (said: Said): boolean =>
  isAbout(said, 'purpose') || (durationIn(said.text) !== undefined && !isAbout(said, 'rights'))
const leads = (said: Said): boolean => said.text.endsWith(':')

const numbers: readonly (readonly [RegExp, number])[] = [
  [/(?<!\p{L})(?:yhden|yksi|yhtä|ett|en|one|a)(?!\p{L})/iu, 1],
  [/(?<!\p{L})(?:kahden|kaksi|kahta|två|two)(?!\p{L})/iu, 2],
  [/(?<!\p{L})(?:kolmen|kolme|kolmeen|kolmea|tre|three)(?!\p{L})/iu, 3],
  [/(?<!\p{L})(?:neljän|neljä|fyra|four)(?!\p{L})/iu, 4],
  [/(?<!\p{L})(?:viiden|viisi|viittä|fem|five)(?!\p{L})/iu, 5],
  [/(?<!\p{L})(?:kuuden|kuusi|kuutta|sex|six)(?!\p{L})/iu, 6],
  [/(?<!\p{L})(?:seitsemän|sju|seven)(?!\p{L})/iu, 7],
  [/(?<!\p{L})(?:kymmenen|kymmentä|tio|ten)(?!\p{L})/iu, 10],
  [/(?<!\p{L})(?:kahdentoista|kaksitoista|tolv|twelve)(?!\p{L})/iu, 12],
]
const units: readonly (readonly [RegExp, string])[] = [
  [/^(?:vuo(?:den|tta|si|teen)|v\b|år|years?)/iu, 'Y'],
  [/^(?:kuukau|kk\b|månad|months?)/iu, 'M'],
  [/^(?:viik|vk\b|veck|weeks?)/iu, 'W'],
  [/^(?:päiv|pv\b|vrk\b|vuorokau|dag|dygn|days?)/iu, 'D'],
]

/** "24 kuukautta", "kuusi vuotta", "vuoden kuluttua" → P24M, P6Y, P1Y; undefined when no length of time is said. */
export function durationIn(text: string): string | undefined {
  for (const unit of text.matchAll(
    /(?<!\p{L})(?:vuo(?:den|tta|teen|si|tena)|v|år|years?|kuukau\p{L}*|kk|månad\p{L}*|months?|viik\p{L}*|vk|veck\p{L}*|weeks?|päiv(?:ää|än|ien|ässä)|pv|vrk|vuorokau\p{L}*|dag(?:ar|en)?|dygn|days?)(?!\p{L})/giu,
  )) {
    const letter = units.find(([expression]) => expression.test(unit[0]))?.[1]
    const before = text.slice(Math.max(0, unit.index - 30), unit.index)
    const figure = /(\d{1,3})(?:\s*[–-]\s*\d{1,3})? ?(?:\p{L}{1,12} )?$/u.exec(before)?.[1]
    const word =
      before
        .trim()
        .split(/[\s(]+/)
        .at(-1) ?? ''
    const number = figure === undefined ? numbers.find(([expression]) => expression.test(word))?.[1] : Number(figure)
    if (letter !== undefined && number !== undefined) return `P${number}${letter}`
    if (
      letter !== undefined &&
      /^(?:vuoden|kuukauden|viikon)$/i.test(unit[0]) &&
      /kuluttua|ajan|sisällä|kuluessa/i.test(text.slice(unit.index, unit.index + 40))
    )
      return `P1${letter}`
  }
  return undefined
}
