/** What is left when the single subjects have been read: each sentence is a thing of its section, of no matter for a reason, or not understood. */

import { dataExpressions } from './lexicon/data.ts'
import { isTitle, type Topic } from './lexicon/topics.ts'
import { everythingSaid, type Fact, fact, isAbout, type Matter } from './read-fact.ts'
import { hasVerb } from './read-phrases.ts'
import type { Section, Unit } from './read-sections.ts'
import type { Boilerplate, NotUnderstood, Span } from './read-things.ts'

/** Things that a sentence may say in any section: profiling, minors, whether data must be given. */
export function remarksIn(matter: Matter): readonly Fact[] {
  const { says } = matter
  return [...everythingSaid(matter)].flatMap(said => [
    ...(says.automated.test(said.text) && !isAbout(said, 'rights')
      ? [fact('profiling', said.text, said.unit, says.denial.test(said.text) ? 'no' : undefined)]
      : []),
    ...(says.minors.test(said.text) && isAbout(said, 'minors')
      ? [fact('minors', said.text, said.unit, ageIn(said.text))]
      : []),
    // What a section on cookies says is one text, whatever else is read from its sentences.
    ...(isAbout(said, 'cookies') && !said.text.endsWith(':') ? [fact('cookies', said.text, said.unit)] : []),
    ...(isAbout(said, 'rights') && says.requests.test(said.text) ? [fact('rights-text', said.text, said.unit)] : []),
    ...(says.dutyToGive.test(said.text) ? [fact('duty-to-give', said.text, said.unit)] : []),
  ])
}

const ageIn = (text: string): string | undefined => /(?<!\d)(1[0-9]|[7-9])(?!\d)/.exec(text)?.[1]

/** What a sentence is that nothing else was read from, by the topic of its section. */
const kindOf: Readonly<Partial<Record<Topic, Fact['kind']>>> = {
  security: 'security',
  rights: 'rights-text',
  changes: 'changes',
  cookies: 'cookies',
  transfer: 'transfer',
  disclosure: 'disclosure',
  profiling: 'profiling',
  minors: 'minors',
  'duty-to-give': 'duty-to-give',
  persons: 'persons',
}

export interface Rest {
  readonly facts: readonly Fact[]
  readonly boilerplate: readonly Boilerplate[]
  readonly notUnderstood: readonly NotUnderstood[]
}

/** Sorts every heading and sentence that no fact has claimed. */
export function restOf(matter: Matter, facts: readonly Fact[]): Rest {
  const claimed = new Set(facts.flatMap(one => one.spans.map(span => span.start)))
  const seen = new Set<string>()
  const rest: { facts: Fact[]; boilerplate: Boilerplate[]; notUnderstood: NotUnderstood[] } = {
    facts: [],
    boilerplate: [],
    notUnderstood: [],
  }
  const common = (reason: Boilerplate['reason'], { start, end }: Span) => {
    rest.boilerplate.push({ reason, span: { start, end } })
  }
  for (const [index, section] of matter.sections.entries()) {
    const { heading } = section
    if (heading !== undefined && !claimed.has(heading.start)) {
      if (index < 2 && isTitle(matter.lang, heading.text)) rest.facts.push(fact('title', heading.text, heading))
      else common('heading', heading)
    }
    for (const unit of section.units) {
      const key = unit.text.toLowerCase()
      const repeated = seen.has(key) && unit.text.length > 12
      seen.add(key)
      if (claimed.has(unit.start)) continue
      const more = unit.page === undefined ? factOf(matter, section, unit) : undefined
      const reason = unit.page ?? (repeated ? 'repeated' : reasonOf(matter, section, unit))
      if (reason === 'page' || reason === 'cookie-banner' || reason === 'heading' || reason === 'repeated')
        common(reason, unit)
      else if (more !== undefined) rest.facts.push(more)
      else if (reason !== undefined) common(reason, unit)
      else
        rest.notUnderstood.push({
          span: { start: unit.start, end: unit.end },
          ...(heading && { heading: heading.text }),
        })
    }
  }
  return rest
}

function factOf(matter: Matter, section: Section, unit: Unit): Fact | undefined {
  const { says } = matter
  const { text } = unit
  if (/^(?:https?:\/\/|www\.)\S+$/i.test(text)) return fact('contact-web', text, unit)
  for (const topic of section.topics) {
    const kind = kindOf[topic]
    const says = unit.kind !== 'sentence' || /[.!?)]$/.test(text) || hasVerb(matter.lang, text)
    if (kind !== undefined && says && !leads(unit)) return fact(kind, text, unit)
  }
  const short = text.length < 60 && !/[.!?]$/.test(text) && unit.kind === 'sentence'
  if (short && section.topics.some(topic => topic === 'controller' || topic === 'contact' || topic === 'dpo'))
    return fact('contact-name', text, unit)
  if (section.topics.includes('source') && (unit.kind === 'item' || says.obtained.test(text)) && !leads(unit))
    return fact('source', text, unit)
  if (section.topics.includes('retention') && !leads(unit) && says.keeping.test(text))
    return fact('retention', text, unit)
  if (leads(unit)) return undefined
  if (says.persons.test(text)) return fact('persons', text, unit)
  if (says.changes.test(text)) return fact('changes', text, unit)
  if (says.security.test(text) && !says.introductions.test(text) && text.length > 30)
    return fact('security', text, unit)
  if (says.cookies.test(text) && !says.banner.test(text)) return fact('cookies', text, unit)
  if (says.disclosing.test(text) && says.denial.test(text)) return fact('disclosure', text, unit)
  return undefined
}

const leads = (unit: Unit): boolean => unit.text.endsWith(':')

function reasonOf(matter: Matter, section: Section, unit: Unit): Boilerplate['reason'] | undefined {
  const { says, lang } = matter
  const { text } = unit
  if (unit.kind === 'row' && unit.cells === undefined) return 'heading'
  if (says.banner.test(text) && !section.topics.includes('cookies')) return 'cookie-banner'
  if (isPage(matter, unit)) return 'page'
  if (leads(unit)) return 'introduction'
  if (isTitle(lang, text) && text.length < 200) return 'introduction'
  if (says.introductions.test(text)) return 'introduction'
  if (says.explanations.test(text)) return 'about-law'
  if (section.topics.includes('data') && dataExpressions[lang].kept.test(text)) return 'introduction'
  return undefined
}

/** A menu, a link, the foot of the page: short, without the end of a sentence, of the words that pages have. */
function isPage({ says }: Matter, { text }: Unit): boolean {
  if (/^[←→↑«»©]|©/.test(text)) return true
  if (text.length > 160 || /[.!?;:]$/.test(text)) return false
  const words = text.split(/\s+/)
  return says.page.test(text) && (words.length <= 4 || !words.some(word => /^\p{Ll}/u.test(word)))
}
