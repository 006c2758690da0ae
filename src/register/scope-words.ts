/** The scope of a purpose in the words of the notice: what the staff screens draw their forms, columns and filters from. */

import { comparisonsOf } from '../notice/find-functions.ts'
import type { Category, Column, Field, Lang, Notice, Retention, Text, Use } from '../notice/notice.ts'
import { similarPurchasesOf } from '../notice/published.ts'
import { durationIn } from '../notice/render-sentence.ts'
import { text, textIfAny } from '../texts/texts.ts'
import type { PurposeUse, Source } from './answers.ts'
import { namedFilters } from './condition-plan.ts'
import type { PurposeScope, ScopedCategory } from './scope.ts'
import type { Scope } from './scope-answer.ts'
import { ruleFor } from './until.ts'

/** The text in the asker's language, else in the notice's language of record. */
export const inWords = (of: Text, notice: Notice, lang: Lang): string =>
  of[lang] ?? notice.languages.map(other => of[other]).find(words => words !== undefined) ?? ''

/** What a published version says never changes, so it is said once in each language. */
const said = new WeakMap<PurposeScope, Map<Lang, Scope>>()

export function describeScope(scope: PurposeScope, lang: Lang): Scope {
  const known = said.get(scope) ?? new Map<Lang, Scope>()
  said.set(scope, known)
  const described = known.get(lang) ?? sayScope(scope, lang)
  known.set(lang, described)
  return described
}

function sayScope(scope: PurposeScope, lang: Lang): Scope {
  const { notice, purpose } = scope
  const words = (of: Text) => inWords(of, notice, lang)
  return {
    purpose: { id: purpose.id, name: words(purpose.name), explanation: words(purpose.explanation) },
    noticeVersion: scope.version,
    categories: scope.categories.map(scoped => describeCategory(scoped, notice, lang)),
    sources: notice.sources.map(({ id, name, kind }) => ({ id, name: words(name), kind })),
    filters: namedFilters(scope),
    leftOut: scope.leftOut.map(({ name }) => words(name)),
    similarPurchases: Object.entries(similarPurchasesOf(notice)).map(([id, channels]) => {
      const declared = notice.purposes.find(one => one.id === id)
      return { purpose: id, name: declared ? words(declared.name) : id, channels: [...channels] }
    }),
    seesAll: purpose.seesAll,
  }
}

function describeCategory(scoped: ScopedCategory, notice: Notice, lang: Lang): Scope['categories'][number] {
  const { category, columns, mayWrite } = scoped
  const words = (of: Text | undefined) => (of ? inWords(of, notice, lang) : null)
  return {
    id: category.id,
    name: inWords(category.name, notice, lang),
    custom: category.custom,
    rows: category.rows,
    origin: category.origin,
    mayWrite,
    fields: category.fields.flatMap(field => {
      const seen = field.columns.filter(column => columns.includes(column))
      const name = inWords(field.name, notice, lang)
      if (seen.length === 0) return []
      return [
        {
          id: field.id,
          name,
          required: field.required,
          columns: seen.map(column => describeColumn(category, field, column, name, lang)),
        },
      ]
    }),
    from: [...category.from],
    uses: describeUses(category, notice, lang),
    withoutIt: words(category.withoutIt),
    logic: words(category.logic),
  }
}

const key = (name: string) => name.replaceAll('_', '-')

function describeColumn(category: Category, field: Field, column: Column, fieldName: string, lang: Lang) {
  const { name, type, format, search, codes } = column
  const own = textIfAny(lang, `register.columns.${category.id}.${key(name)}`)
  return {
    name,
    label: own ?? (field.columns.length === 1 ? fieldName : name),
    type,
    ...(format ? { format } : {}),
    filter: [...comparisonsOf(search)],
    ...(codes
      ? {
          codes: codes.map(code => ({
            code,
            name: textIfAny(lang, `vocabulary.codes.${category.id}.${key(name)}.${code}`) ?? code,
          })),
        }
      : {}),
  }
}

/** What a column is called, with its category: `Shoe size: colour`. */
export function labelOf({ category }: ScopedCategory, name: string, notice: Notice, lang: Lang): string {
  const field = category.fields.find(({ columns }) => columns.some(column => column.name === name))
  const own = textIfAny(lang, `register.columns.${category.id}.${key(name)}`)
  const label = own ?? (field?.columns.length === 1 ? inWords(field.name, notice, lang) : name)
  return `${inWords(category.name, notice, lang)}: ${label}`
}

/** Every purpose of the notice that uses the category, with its basis and retention in words. */
export const describeUses = (category: Category, notice: Notice, lang: Lang): PurposeUse[] =>
  category.uses.map(use => {
    const purpose = notice.purposes.find(({ id }) => id === use.purpose)
    return {
      purpose: use.purpose,
      name: purpose ? inWords(purpose.name, notice, lang) : use.purpose,
      basis: use.basis.kind,
      text: basisInWords(use, notice, lang),
      keep: keepInWords(ruleFor(category, use.purpose), lang),
      fields: use.fields ? [...use.fields] : null,
    }
  })

function basisInWords({ basis, purpose }: Use, notice: Notice, lang: Lang): string {
  if (basis.kind === 'interest') {
    const interest = notice.interests.find(({ id }) => id === basis.interest)
    return text(lang, 'register.basis-interest', {
      interest: interest ? inWords(interest.text, notice, lang) : basis.interest,
    })
  }
  if (basis.kind === 'permission' && Object.hasOwn(similarPurchasesOf(notice), purpose)) {
    return text(lang, 'register.basis-permission-or-purchase')
  }
  const law = basis.kind === 'legal-obligation' && (basis.law ?? notice.purposes.find(({ id }) => id === purpose)?.law)
  return law ? text(lang, 'register.basis-law', { law }) : text(lang, `vocabulary.bases.${basis.kind}`)
}

/** "24 months after the relationship has ended, then deleted". */
export function keepInWords(rule: Retention | undefined, lang: Lang): string {
  if (!rule) return text(lang, 'register.keep-unknown')
  const event = textIfAny(lang, `vocabulary.anchors.${rule.anchor}`) ?? rule.anchor
  const ending = text(lang, `vocabulary.endings.${rule.ending}`)
  return rule.duration === 'P0D'
    ? text(lang, 'register.keep-at-once', { event, ending })
    : text(lang, 'register.keep', { duration: durationIn(lang, rule.duration), event, ending })
}

/** A source as the notice names it; one that a former version named is known by its id. */
export function describeSource(id: string, notice: Notice, lang: Lang): Source {
  const declared = notice.sources.find(one => one.id === id)
  if (id === 'request') return { id, name: text(lang, 'register.source-request'), kind: 'person' } // Art. 16
  return declared
    ? { id, name: inWords(declared.name, notice, lang), kind: declared.kind }
    : { id, name: text(lang, 'register.source-gone', { source: id }), kind: 'third-party' }
}
