/** What a person knows best they correct at once; anything else they say is wrong goes to the desk. */

import { html } from 'hono/html'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Markup } from '../http/page.ts'
import type { Row, Value, Values } from '../register/answers.ts'
import { readCard } from '../register/card.ts'
import { readValues } from '../register/column-value.ts'
import { categoryIfAny, type ScopedCategory, scopeFor } from '../register/scope.ts'
import type { Scope } from '../register/scope-answer.ts'
import { describeScope } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import { form, formPage, type Typed } from './own-forms.ts'
import type { Self } from './session.ts'

/** Names, addresses, language and interests: who they are about knows them. */
const own = ['identity', 'contact-points', 'profile', 'interests']
/** Columns that say how an address stands, not what it is. */
const ofTheDesk = ['is_primary', 'state', 'whose']

type Described = Scope['categories'][number]
type Column = Described['fields'][number]['columns'][number]

/** A row that the person sees, with its category as it is told to them. */
export interface Correctable {
  readonly category: Described
  readonly row: Row
  /** None: it is not theirs to correct at once. */
  readonly columns: readonly Column[]
  readonly scoped: ScopedCategory
}

export async function correctable({ ask, person }: Self, category: string, row: Id): Promise<Correctable | undefined> {
  const [scope, card] = await Promise.all([scopeFor(ask), readCard(ask, person)])
  const described = describeScope(scope, ask.lang).categories.find(({ id }) => id === category)
  const found = card.categories.find(({ id }) => id === category)?.rows.find(({ id }) => id === row)
  const scoped = categoryIfAny(scope, category)
  if (!described || !found || !scoped) return undefined
  const columns = described.fields.flatMap(one => one.columns).filter(({ name }) => !ofTheDesk.includes(name))
  return { category: described, row: found, scoped, columns: own.includes(category) ? shownOf(columns, found) : [] }
}

/** Of contact points those that the row has: a telephone number does not become a street. */
const shownOf = (columns: readonly Column[], { values }: Row): readonly Column[] => {
  const filled = columns.filter(({ name }) => values[name] !== null && values[name] !== undefined)
  return filled.length === 0 ? columns : columns.length > 4 ? filled : columns
}

/** What differs from what the row holds; a new address has not been found wanting yet. */
export function changed({ row: { values }, columns }: Correctable, fields: URLSearchParams): Values {
  const given = columns.flatMap(({ name, type }): readonly (readonly [string, Value])[] => {
    const sent = fields.get(`value.${name}`)
    if (sent === null) return []
    const trimmed = sent.trim()
    const value = trimmed === '' ? null : type === 'boolean' ? trimmed === 'true' : trimmed
    return value === plain(values[name]) ? [] : [[name, value]]
  })
  const isNewAddress = given.some(([name]) => name === 'email' || name === 'phone' || name === 'street')
  return Object.fromEntries(isNewAddress && values.state ? [...given, ['state', 'unverified']] : given)
}

/** Whether the register can keep the values: an address is an address, a code one of its codes. */
export function isReadable({ scoped }: Correctable, values: Values): boolean {
  try {
    readValues(scoped.columns, values, scoped.category.id)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

const plain = (value: Value | undefined): Value =>
  typeof value === 'number' ? String(value) : value === undefined ? null : value

export function correctPage(self: Self, found: Correctable, path: string, typed?: Typed): Promise<Response> {
  const { lang } = self.ask
  const { category, row, columns } = found
  const inner =
    columns.length > 0
      ? html`<input type="hidden" name="expected" value="${row.expected ?? ''}">${columns.map(column => field(self, column, row, typed))}`
      : html`<label class="field" for="words">${text(lang, 'my.correct.words')}</label>
<textarea class="field" id="words" name="words" maxlength="3500" required>${typed?.fields.get('words') ?? ''}</textarea>`
  return formPage(self, 'correct', {
    path,
    typed,
    body: html`<h2>${category.name}</h2><p>${text(lang, columns.length > 0 ? 'my.correct.at-once' : 'my.correct.by-desk')}</p>
${form(self, path, inner, columns.length > 0 ? 'my.correct.button' : 'my.correct.ask')}`,
  })
}

function field({ ask: { lang } }: Self, { name, label, type, codes }: Column, { values }: Row, typed?: Typed): Markup {
  const id = `value.${name}`
  const now = typed?.fields.get(id) ?? String(values[name] ?? '')
  const choices =
    codes?.map(({ code, name: words }) => [code, words] as const) ??
    (type === 'boolean'
      ? [['true', text(lang, 'rights.package.yes')] as const, ['false', text(lang, 'rights.package.no')] as const]
      : undefined)
  const entry = choices
    ? html`<select class="field" id="${id}" name="${id}"><option value=""></option>${choices.map(
        ([code, words]) => html`<option value="${code}"${code === now ? html` selected` : ''}>${words}</option>`,
      )}</select>`
    : html`<input class="field" id="${id}" name="${id}" type="${type === 'date' ? 'date' : 'text'}" value="${now}" maxlength="300">`
  return html`<label class="field" for="${id}">${label}</label>${entry}`
}
