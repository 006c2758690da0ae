/** Which personal data a notice says it keeps, and which it says it does not. */

import { type DataKind, dataExpressions } from './lexicon/data.ts'
import { keysFound } from './lexicon/term.ts'
import type { Lang } from './notice.ts'
import { everythingSaid, type Fact, fact, isAbout, type Matter, type Said } from './read-fact.ts'
import { namesAction } from './read-phrases.ts'

/** What is known of a piece of data that no word of the lexicon names. */
export const otherData = 'other'

const elsewhere = [
  'source',
  'disclosure',
  'transfer',
  'security',
  'rights',
  'retention',
  'cookies',
  'controller',
  'contact',
  'dpo',
  'changes',
  'register-name',
  'profiling',
] as const

/** Facts of kind `data` and `not-kept`: from the sections on data, or without one from sentences on what is collected. */
export function dataIn(matter: Matter): readonly Fact[] {
  const words = dataExpressions[matter.lang]
  const hasSection = matter.sections.some(section => section.topics.includes('data') && section.units.length > 0)
  const facts: Fact[] = []
  for (const said of everythingSaid(matter)) {
    const within = isAbout(said, 'data', 'sensitive')
    const listed = isAbout(said, 'purpose') && isListOfData(matter.lang, said.text)
    if (!within && !listed && (hasSection || isAbout(said, ...elsewhere) || !words.kept.test(said.text))) continue
    if (/:$/.test(said.text) && !/:./.test(said.text)) continue // it only leads to a list
    if (!within && !listed && matter.says.grounding.test(said.text)) continue
    const isList = said.unit.kind !== 'sentence'
    const ofTime = !isList && matter.says.keeping.test(said.text) && matter.says.lasting.test(said.text)
    if (ofTime && keysFound(words.kinds, said.text).length < 3) continue
    for (const clause of clausesOf(partOnData(matter.lang, said))) facts.push(...factsOf(matter, said, clause, within))
  }
  return facts
}

/** "Reseptikirje: sähköpostiosoite ja ruokavalio" under a heading on purposes. */
function isListOfData(lang: Lang, text: string): boolean {
  const rest = /^[^:]{2,80}:\s(.{3,})$/.exec(text)?.[1]
  return rest !== undefined && keysFound(dataExpressions[lang].kinds, rest).length > 1 && !namesAction(lang, rest)
}

/** "Varaus: nimi, puhelinnumero — varauksen hallinta": what follows the dash is the purpose, where a section is about both. */
const partOnData = (lang: Lang, said: Said): string =>
  isAbout(said, 'purpose') ? beforePurpose(lang, said.text) : said.text

/** `label: data — purpose`, `label: data`, or `data: purpose`. */
function beforePurpose(lang: Lang, text: string): string {
  const before = /^(.{3,600}?)\s[–—-]\s/.exec(text)?.[1]
  if (before !== undefined) return before
  const [, label, rest] = /^([^:]{2,80}):\s(.{3,})$/.exec(text) ?? []
  const kinds = rest === undefined ? [] : keysFound(dataExpressions[lang].kinds, rest)
  const isUse = kinds.every(kind => kind === 'service_use' || kind === 'orders')
  return label !== undefined && isUse ? label : text
}

/** What stands in brackets may be denied while the rest is not. */
function clausesOf(text: string): readonly string[] {
  const inner = [...text.matchAll(/\(([^()]{1,400})\)/g)].map(found => found[1] ?? '')
  return [text.replaceAll(/\(([^()]{1,400})\)/g, ' , '), ...inner]
}

function factsOf(matter: Matter, said: Said, clause: string, within: boolean): readonly Fact[] {
  const words = dataExpressions[matter.lang]
  const denied = matter.says.denial.test(clause) && words.keeping.test(clause)
  const found: { kind: DataKind; text: string; start: number; end: number }[] = []
  for (const [kind, expression] of words.found)
    for (const match of clause.matchAll(expression))
      if (match[0] !== '') found.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length })
  const facts = found.map(({ kind, text }) =>
    denied ? fact('not-kept', said.text, said.unit, kind) : fact('data', text, said.unit, kind),
  )
  if (denied || !within || isAbout(said, 'sensitive') || isAbout(said, 'purpose')) return facts
  const other = otherThings(matter, said, clause, found)
  return other === undefined ? facts : [...facts, fact('data', other, said.unit, otherData)]
}

/** The pieces of a list in which no known word stands. */
function otherThings(
  matter: Matter,
  said: Said,
  clause: string,
  found: readonly { readonly start: number; readonly end: number }[],
): string | undefined {
  const words = dataExpressions[matter.lang]
  const colon = /^(?:\d{1,2}[.)]|[a-zåäö]\))? ?[^:]{1,80}:(?= ?\S)/i.exec(clause)?.[0].length ?? 0
  const isList = said.unit.kind !== 'sentence' || colon > 0 || !words.kept.test(clause)
  if (!isList || (said.unit.kind === 'sentence' && matter.says.keeping.test(clause) && colon === 0)) return undefined
  const pieces: string[] = []
  let at = colon
  for (const piece of clause.slice(colon).split(/[,;•]| (?:ja|sekä|tai|och|samt|eller|and|or) /)) {
    const start = clause.indexOf(piece, at)
    const end = start + piece.length
    at = end
    // "-kiellot" of "markkinointiluvat ja -kiellot" is the end of what is found before it
    if (/^\s*-/.test(piece) || found.some(one => one.start < end && one.end > start)) continue
    if (/^\s*(?:kun|jos|jotta|mikäli|när|om|så|when|if|so)\s/iu.test(piece)) continue
    const rest = piece.replaceAll(words.gathering, ' ').replaceAll(/[^\p{L}]+/gu, ' ')
    if (/\p{L}{4}/u.test(rest) && piece.length < 120) pieces.push(piece.trim())
  }
  return pieces.length === 0 ? undefined : pieces.join(', ')
}
