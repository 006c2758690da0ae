/** What a notice says that it uses the data for: each purpose in its own words, as a noun phrase where the sentence allows. */

import { dataExpressions } from './lexicon/data.ts'
import { purposeOf } from './lexicon/purposes.ts'
import { keysFound } from './lexicon/term.ts'
import { everythingSaid, type Fact, fact, isAbout, type Matter, type Said } from './read-fact.ts'
import { hasVerb, namesAction, phrasesIn, purposePart } from './read-phrases.ts'

const elsewhere = [
  'source',
  'disclosure',
  'transfer',
  'security',
  'rights',
  'cookies',
  'controller',
  'contact',
  'dpo',
  'changes',
  'register-name',
  'profiling',
  'retention',
  'minors',
] as const

/** Facts of kind `purpose`: from the sections on purposes, or without one from the sentences that say what data is used for. */
export function purposesIn(matter: Matter): readonly Fact[] {
  const said = [...everythingSaid(matter)]
  const own = said.filter(one => isAbout(one, 'purpose')).flatMap(one => [...purposesSaid(matter, one, true)])
  if (own.length > 0) return own
  const basis = said.filter(one => isAbout(one, 'basis')).flatMap(one => [...purposesSaid(matter, one, false)])
  if (basis.length > 0) return basis
  return said.filter(one => !isAbout(one, ...elsewhere)).flatMap(one => [...purposesSaid(matter, one, false)])
}

function* purposesSaid(matter: Matter, said: Said, within: boolean): Iterable<Fact> {
  // how long it is used is no use
  if (!within && matter.says.lasting.test(said.text)) return
  if (said.text.length < 4 || (/:$/.test(said.text) && said.unit.kind === 'sentence')) return
  const text = withoutBrackets(said.text)
  const listed = said.unit.kind !== 'sentence'
  const data = dataExpressions[matter.lang].kinds
  const part =
    listed && within ? itemPart(matter, said, text) : purposePart(matter.lang, text, within, !isAbout(said, 'data'))
  if (part === undefined) return
  if (isOnlyBasis(matter, text, said) || matter.says.denial.test(part.words)) return
  for (const phrase of phrasesIn(matter.lang, part.words, { listed, inflected: part.inflected })) {
    const isOne = within || purposeOf(phrase) !== undefined || namesAction(matter.lang, phrase)
    if (isAbout(said, 'data') && keysFound(data, phrase).length > 0 && !namesAction(matter.lang, phrase)) continue
    if (isOne && phrase.length >= 4 && phrase.length <= 200) yield fact('purpose', phrase, said.unit)
  }
}

/** "(sopimus)", "(Peruste: suostumus)": grounds stand in brackets behind a purpose. */
const withoutBrackets = (text: string): string =>
  text.replaceAll(/\s*\([^()]{1,300}\)/g, '').replaceAll(/\s+([.,;])/g, '$1')

/** A sentence that tells the ground and no purpose: "Oikeusperuste on suostumus." */
function isOnlyBasis({ says, lang }: Matter, text: string, said: Said): boolean {
  if (keysFound(says.bases, text).length === 0) return false
  if (said.unit.kind !== 'sentence' && isAbout(said, 'basis') && !/: /.test(text) && purposeOf(text) === undefined)
    return true
  // In a section on purposes a list without a verb names them, "meeting legal obligations" among them.
  const grounds = says.grounding.test(text) && text.length < 80 && !namesUse.test(text)
  if (isAbout(said, 'purpose') && !isAbout(said, 'basis') && !hasVerb(lang, text) && !grounds) return false
  if (!says.grounding.test(text) || (said.unit.kind !== 'sentence' && purposeOf(text) !== undefined)) return false
  return isAbout(said, 'basis') || !namesUse.test(text)
}

const namesUse = /tarkoitu|ändamål|purpose|varten|syfte/i

/** A list item: `label: purposes`, `label: data — purposes`, `purpose — explanation`, or all of it. */
function itemPart(
  matter: Matter,
  said: Said,
  text: string,
): { readonly words: string; readonly inflected: boolean } | undefined {
  const plain = text.replace(/^(?:\d{1,2}[.)]|[a-zåäö]\))\s+/i, '')
  const [, head, tail] = /^(.{3,300}?)\s[–—-]\s(.{3,})$/.exec(plain) ?? []
  const [, label, rest] = /^([^:]{2,80}):\s(.{3,})$/.exec(head ?? plain) ?? []
  const data = dataExpressions[matter.lang].kinds
  if (head !== undefined && tail !== undefined) {
    if (label !== undefined || keysFound(data, head).length > 1) return { words: tail, inflected: false }
    return { words: head, inflected: false }
  }
  if (label !== undefined && rest !== undefined) {
    const kinds = keysFound(data, rest).filter(kind => kind !== 'service_use' && kind !== 'orders')
    if (isAbout(said, 'data') && kinds.length > 0) return undefined
    if ((kinds.length > 0 || namesAction(matter.lang, label)) && !namesAction(matter.lang, rest.replace(/[.;]+$/, '')))
      return { words: label, inflected: false }
    return { words: rest.split(/(?<=[.;])\s/)[0] ?? rest, inflected: false }
  }
  if (isAbout(said, 'data') && keysFound(data, plain).length > 1) return undefined
  return purposePart(matter.lang, plain, false) ?? { words: plain, inflected: true }
}
