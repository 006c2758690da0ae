/** The purposes and interests of a draft: the vocabulary's where the words are known, else the firm's own in its own words. */

import { purposeOf } from './lexicon/purposes.ts'
import type { Of, Part } from './read-draft-part.ts'
import type { Fact } from './read-fact.ts'
import { comment, entry, idOf } from './read-yaml.ts'

const most = 50

/** The lines, and the ids of the purposes in their order. */
export function purposeLines(of: Of): Part & { readonly ids: readonly string[] } {
  const groups = new Map<string, Fact[]>()
  for (const one of of('purpose').slice(0, most)) {
    const known = purposeOf(one.value)
    const id = known ?? idOf(one.value, new Set(groups.keys()), 'purpose')
    groups.set(id, [...(groups.get(id) ?? []), one])
  }
  const lines = [...groups].flatMap(([id, facts]) => {
    const words = facts.map(one => one.value).join(', ')
    const isKnown = facts.every(one => purposeOf(one.value) === id)
    return [`  ${id}:`, ...(isKnown ? [] : entry('    ', 'name', words)), ...entry('    ', 'explanation', words)]
  })
  const bases = of('basis').slice(0, most)
  const interest = bases.find(one => one.known === 'legitimate-interest')
  const told = interest === undefined ? undefined : interestIn(interest.value)
  const named =
    interest === undefined
      ? []
      : ['interests:', '  legitimate-interest:', ...(told === undefined ? [] : entry('    ', 'text', told))]
  const remarks = [...new Set(bases.map(one => one.value))].flatMap(one => comment(lines.length === 0 ? '' : '  ', one))
  return {
    ids: [...groups.keys()],
    lines: [
      ...(lines.length === 0 ? remarks : ['purposes:', ...remarks, ...lines]),
      '',
      ...(named.length === 0 ? [] : [...named, '']),
    ],
    paths: [
      ...[...groups].flatMap(([id, facts]) => facts.map(one => [one, `purposes.${id}`] as const)),
      ...(interest === undefined ? [] : [[interest, 'interests.legitimate-interest'] as const]),
      ...bases.filter(one => one !== interest).map(one => [one, 'purposes'] as const),
    ],
  }
}

/** "oikeutettu etu (asiakaspalvelu, turvallisuus)" names the interest in its brackets; a bare mention names none. */
const interestIn = (sentence: string): string | undefined =>
  /(?:oikeutet\p{L}+ (?:etu|edu)\p{L}*|berättiga\p{L}+ intress\p{L}*|legitimate interests?)[^()]{0,40}\(([^()]{4,200})\)/iu.exec(
    sentence,
  )?.[1]
