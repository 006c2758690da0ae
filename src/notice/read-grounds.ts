/** On what grounds a notice says that it processes data, and which laws it cites. */

import { keysFound } from './lexicon/term.ts'
import { everythingSaid, type Fact, fact, isAbout, type Matter, type Said } from './read-fact.ts'

/** Facts of kind `basis`. */
export function basesIn(matter: Matter): readonly Fact[] {
  return [...everythingSaid(matter)].flatMap(said => basesSaid(matter, said))
}

const neverTells = [
  'rights',
  'transfer',
  'security',
  'changes',
  'source',
  'disclosure',
  'controller',
  'contact',
  'cookies',
  'minors',
] as const

function basesSaid({ says }: Matter, said: Said): readonly Fact[] {
  const within = isAbout(said, 'basis')
  const near = isAbout(said, 'purpose')
  const bracketed = [...said.text.matchAll(/\(([^()]{3,200})\)/g)].map(found => found[1] ?? '').join(' ; ')
  const kinds = (text: string) => keysFound(says.bases, text).map(kind => fact('basis', said.text, said.unit, kind))
  const grounded = says.grounding.test(said.text)
  if (says.withdrawing.test(said.text) && !within) return []
  if (within && !(near && !grounded && said.unit.kind === 'sentence')) {
    // A section on both tells purposes too: there "sopimusten hallinta" is none of its grounds.
    if (!near) return kinds(said.text)
    return grounded
      ? kinds(said.text)
      : kinds(said.unit.kind === 'sentence' ? bracketed : `${bracketed} ; ${afterColon(said.text)}`)
  }
  if (near) return grounded ? kinds(said.text) : kinds(bracketed)
  if (isAbout(said, ...neverTells)) return []
  return grounded ? kinds(said.text) : []
}

const afterColon = (text: string): string =>
  /: ([^:]{3,200})$/.exec(text)?.[1] ?? (text.replaceAll(/\([^()]*\)/g, '').length < 80 ? text : '')

/** Facts of kind `law`: known as `repealed` where it is the Personal Data Act that is cited as if it were in force. */
export function lawsIn({ sections, says }: Matter): readonly Fact[] {
  return sections.flatMap(section =>
    [...(section.heading ? [section.heading] : []), ...section.units].flatMap(one => {
      const repealed = says.repealedLaw.test(one.text) && !says.repealing.test(one.text)
      if (repealed) return [fact('law', one.text, one, 'repealed')]
      const found = one.text.length < 400 ? says.laws.exec(one.text)?.[0] : undefined
      return found === undefined || /^tietosuoja/i.test(found) ? [] : [fact('law', found, one)]
    }),
  )
}
