/** What each form of the own page does: the request first, then whatever the law wants done at once, then the receipt. */

import { type Id, isId } from '../base/ids.ts'
import { inWords } from '../register/scope-words.ts'
import { restrictionGrounds } from '../rights/act-answers.ts'
import { object } from '../rights/objection.ts'
import { correct } from '../rights/rectification.ts'
import { restrict } from '../rights/restriction.ts'
import { withdrawConsent } from '../rights/withdrawal.ts'
import { text } from '../texts/texts.ts'
import { askedWords, contest, contestable } from './contest.ts'
import { contestPage } from './contest-page.ts'
import { changed, correctable, correctPage, isReadable } from './correct-page.ts'
import { askFor } from './own-acts.ts'
import { consentedPurposes, erasePage, objectPage, restrictPage, type Typed, withdrawPage } from './own-forms.ts'
import type { Self } from './session.ts'

export type Params = Readonly<Record<string, string>>
/** A page, or undefined where there is nothing to show: then it is the own page again. */
export type Show = (self: Self, params: Params) => Promise<Response | undefined>
/** Answers the request that was made, or the form again with what is missing. */
export type Act = (self: Self, fields: URLSearchParams, params: Params) => Promise<Id | Response | undefined>

/** A page of the own page, and what its form does. */
export interface OwnForm {
  readonly path: string
  readonly show: Show
  readonly act: Act
}

const wordsIn = (fields: URLSearchParams): string => (fields.get('words') ?? '').trim()
const noWords = (fields: URLSearchParams): Typed => ({ fields, fault: 'my.fault.no-words' })
const noneChosen = (fields: URLSearchParams): Typed => ({ fields, fault: 'my.fault.none-chosen' })

/** Of the purposes, by their names in the person's language. */
function named(
  {
    ask: {
      lang,
      published: { notice },
    },
  }: Self,
  purposes: readonly string[],
): string {
  return purposes
    .map(id => {
      const declared = notice?.purposes.find(one => one.id === id)
      return notice && declared ? inWords(declared.name, notice, lang) : id
    })
    .join(', ')
}

const objecting: OwnForm = {
  path: '/my/object',
  show: async self => objectPage(self),
  act: async (self, fields) => {
    const { ask: as } = self
    if (fields.get('to') === 'direct-marketing')
      return askFor(self, {
        kind: 'objection',
        asked: text(as.lang, 'my.object.marketing-button'),
        atOnce: request => object(as, { request, expected: null }, { to: 'direct-marketing' }),
        isDone: true,
      })
    const purposes = fields.getAll('purpose')
    const words = wordsIn(fields)
    if (purposes.length === 0) return objectPage(self, noneChosen(fields))
    if (words === '') return objectPage(self, noWords(fields))
    return askFor(self, {
      kind: 'objection',
      asked: `${text(as.lang, 'my.object.interest-button')}: ${named(self, purposes)}\n\n${words}`,
      atOnce: request => object(as, { request, expected: null }, { to: 'interest', purposes }),
    })
  },
}

const withdrawing: OwnForm = {
  path: '/my/withdraw',
  show: async self => withdrawPage(self),
  act: async (self, fields) => {
    const standing = await consentedPurposes(self)
    const purposes = fields.getAll('purpose').filter(id => standing.includes(id))
    if (purposes.length === 0) return withdrawPage(self, noneChosen(fields))
    return askFor(self, {
      kind: 'withdrawal',
      asked: `${text(self.ask.lang, 'my.withdraw.button')}: ${named(self, purposes)}`,
      atOnce: request => withdrawConsent(self.ask, { request, expected: null }, purposes),
      isDone: true,
    })
  },
}

const restricting: OwnForm = {
  path: '/my/restrict',
  show: async self => restrictPage(self),
  act: async (self, fields) => {
    const { ask: as } = self
    const ground = restrictionGrounds.find(one => one === fields.get('ground'))
    if (!ground) return restrictPage(self, noneChosen(fields))
    const words = wordsIn(fields)
    if (words === '') return restrictPage(self, noWords(fields))
    return askFor(self, {
      kind: 'restriction',
      asked: `${text(as.lang, `my.restrict.${ground}`)}\n\n${words}`,
      // While it is looked into whether the data is right (Art. 18(1)(a)), nothing is done with it.
      ...(ground === 'accuracy' && { atOnce: request => restrict(as, { request, expected: null }, ground) }),
    })
  },
}

const erasing: OwnForm = {
  path: '/my/erase',
  show: erasePage,
  act: async (self, fields) =>
    askFor(self, {
      kind: 'erasure',
      asked: [text(self.ask.lang, 'my.erase.button'), wordsIn(fields)].filter(Boolean).join('\n\n'),
    }),
}

const pathOf = (page: 'correct' | 'contest', { category = '', row = '' }: Params): string =>
  `/my/${page}/${encodeURIComponent(category)}/${row}`

const correcting: OwnForm = {
  path: '/my/correct/:category/:row',
  show: async (self, params) => {
    const found = await foundIn(self, params)
    return found && correctPage(self, found, pathOf('correct', params))
  },
  act: async (self, fields, params) => {
    const { ask: as } = self
    const found = await foundIn(self, params)
    if (!found) return undefined
    const path = pathOf('correct', params)
    const { category, row, columns } = found
    if (columns.length === 0) {
      const words = wordsIn(fields)
      if (words === '') return correctPage(self, found, path, noWords(fields))
      return askFor(self, { kind: 'rectification', asked: `${category.name}: ${words}` })
    }
    const values = changed(found, fields)
    const expected = fields.get('expected') ?? ''
    if (Object.keys(values).length === 0 || !isId(expected))
      return correctPage(self, found, path, { fields, fault: 'my.fault.unchanged' })
    const names = columns.filter(({ name }) => name in values).map(({ label }) => label)
    if (!isReadable(found, values)) return correctPage(self, found, path, { fields, fault: 'my.fault.not-read' })
    return askFor(self, {
      kind: 'rectification',
      asked: `${category.name}: ${names.join(', ')}`,
      atOnce: request =>
        correct(
          as,
          { request, expected: null },
          { category: category.id, row: { id: row.id, expected }, values, byThemselves: true },
        ),
      isDone: true,
    })
  },
}

const foundIn = async (self: Self, { category = '', row = '' }: Params) =>
  isId(row) ? correctable(self, category, row) : undefined

const inferenceIn = async (self: Self, { category = '', row = '' }: Params) =>
  isId(row) ? contestable(self, category, row) : undefined

const contesting: OwnForm = {
  path: '/my/contest/:category/:row',
  show: async (self, params) => {
    const found = await inferenceIn(self, params)
    return found && contestPage(self, found, pathOf('contest', params))
  },
  act: async (self, fields, params) => {
    const found = await inferenceIn(self, params)
    if (!found) return undefined
    const value = fields.get('which') === 'one' ? found.value : undefined
    return askFor(self, {
      kind: 'objection',
      asked: askedWords(self.ask.lang, value, wordsIn(fields)),
      atOnce: request => contest(self, request, found.category, value),
      isDone: true,
    })
  },
}

export const ownForms: readonly OwnForm[] = [objecting, withdrawing, restricting, erasing, correcting, contesting]
