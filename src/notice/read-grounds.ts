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
  'retention',
] as const

const basesSaid = ({ says }: Matter, said: Said): readonly Fact[] =>
  keysFound(says.bases, partOnGrounds(says, said)).map(kind => fact('basis', said.text, said.unit, kind))

/**
 * The words of a sentence that can name a ground, by where it stands. A section on both tells purposes too: there "sopimusten
 * hallinta" is none of its grounds, but "(sopimus)" behind a purpose is.
 */
function partOnGrounds(says: Matter['says'], said: Said): string {
  const [onGrounds, onPurposes] = [isAbout(said, 'basis'), isAbout(said, 'purpose')]
  if (onGrounds && !onPurposes) return said.text
  if (says.withdrawing.test(said.text) && !onGrounds) return ''
  if (says.grounding.test(said.text)) return onPurposes || !isAbout(said, ...neverTells) ? said.text : ''
  if (!onPurposes) return ''
  // "Oikeutettu etumme." behind a purpose
  if (said.text.length < 40 && keysFound(says.bases, said.text).includes('legitimate-interest')) return said.text
  const bracketed = [...said.text.matchAll(/\(([^()]{3,200})\)/g)].map(found => found[1] ?? '').join(' ; ')
  return onGrounds && said.unit.kind !== 'sentence' ? `${bracketed} ; ${afterColon(said.text)}` : bracketed
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
