/** A difference in words: what changes, what stood there and stands now, whom it concerns, what must happen first, and why. */

import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import { keysOf } from './diff.ts'
import type { Difference } from './difference.ts'
import { type RuleId, rules } from './difference-rules.ts'
import { fieldName, nameOf, sidesOf, type Telling, textIn } from './difference-words.ts'
import { mapping, partAt } from './json-part.ts'
import type { Notice, Text } from './notice.ts'

export interface ToldDifference extends Difference {
  readonly what: string
  readonly gone?: string
  readonly come?: string
  /** Whom of the register, without their number. */
  readonly whom: string
  /** What must happen before it takes effect. */
  readonly first: string
  readonly why: string
  /** The articles, in words. */
  readonly cited: string
}

export function tellDifference(lang: TextLang, difference: Difference, before: Notice, after: Notice): ToldDifference {
  const telling: Telling = { lang, before, after }
  const keys = keysOf(difference.path)
  const sentence = (key: string, args: Readonly<Record<string, string>> = {}): string =>
    textIfAny(lang, `differences.${key}`, args) ?? key
  return {
    ...difference,
    what: sentence(`what.${difference.rule}`, argumentsOf(keys, difference, telling)),
    ...sidesOf(keys, difference.before, difference.after, telling),
    whom: whomWords(difference, telling),
    first: sentence(`must.${difference.must}`, { context: difference.part }),
    why: sentence(`why.${isRule(difference.rule) ? rules[difference.rule].why : difference.rule}`),
    cited: articlesIn(lang, difference),
  }
}

/** One change in a sentence: what it is, how it was and how it will be. */
export function changeIn(lang: TextLang, { what, gone, come }: Pick<ToldDifference, 'what' | 'gone' | 'come'>): string {
  if (gone !== undefined && come !== undefined) return text(lang, 'telling.letter.changed', { what, gone, come })
  const side = come ?? gone
  return side === undefined ? what : `${what} – ${side}`
}

const isRule = (rule: string): rule is RuleId => Object.hasOwn(rules, rule)

/** The names that the sentences of every rule may have. */
function argumentsOf(keys: readonly string[], difference: Difference, telling: Telling) {
  const [part = '', id = '', third = '', fourth = ''] = keys
  const [use] = Object.values(mapping(difference.after ?? difference.before))
  const name = thingName(part, id, telling)
  return {
    name,
    where: textIfAny(telling.lang, `differences.where.${part}`, { name }) ?? part,
    basis: textIfAny(telling.lang, `vocabulary.bases.${String(partAt(use, 'basis'))}`) ?? '',
    field: part === 'categories' && third === 'fields' ? fieldName(telling, id, fourth) : '',
    channel: textIfAny(telling.lang, `vocabulary.channels.${fourth}`) ?? fourth,
  }
}

function thingName(part: string, id: string, telling: Telling): string {
  switch (part) {
    case 'purposes':
    case 'categories':
    case 'sources':
    case 'duties':
      return nameOf(telling, part, id)
    case 'relationshipEnds':
      return text(telling.lang, 'differences.where.relationshipEnds')
    case 'interests': {
      const found = [telling.after, telling.before].flatMap(({ interests }) =>
        interests.filter(one => one.id === id),
      )[0]
      const told: Text = found?.text ?? {}
      return textIn(telling.lang, told) || id
    }
  }
  return id
}

function whomWords({ concerns }: Difference, telling: Telling): string {
  if (concerns.kind !== 'some') return text(telling.lang, `differences.whom.${concerns.kind}`)
  const categories = concerns.categories.map(id => nameOf(telling, 'categories', id)).join(', ')
  const purposes = concerns.purposes.map(id => nameOf(telling, 'purposes', id)).join(', ')
  const kind = categories === '' ? 'used' : purposes === '' ? 'held' : 'held-and-used'
  return text(telling.lang, `differences.whom.${kind}`, { categories, purposes })
}

/** Articles of the GDPR first, then the laws that are named. */
export function articlesIn(lang: TextLang, { articles }: Pick<Difference, 'articles'>): string {
  const [own, others] = [articles.filter(one => !one.includes('/')), articles.filter(one => one.includes('/'))]
  const gdpr = own.length === 0 ? [] : [text(lang, 'differences.articles', { articles: own.join(', ') })]
  return [...gdpr, ...others].join('; ')
}
