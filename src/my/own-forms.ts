/** The forms of the own page say beforehand what pressing their button does, and what will stay and why. */

import { html } from 'hono/html'
import type { Markup } from '../http/page.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { inWords } from '../register/scope-words.ts'
import { restrictionGrounds } from '../rights/act-answers.ts'
import { type CategoryPlan, erasurePlan } from '../rights/erasure.ts'
import { interestPurposes, marketingPurposes } from '../rights/objection.ts'
import { type TextKey, text } from '../texts/texts.ts'
import type { Self } from './session.ts'
import { drawn } from './sign-in-page.ts'

/** What was typed is not lost when something is missing. */
export interface Typed {
  readonly fields: URLSearchParams
  readonly fault: Extract<TextKey, `my.fault.${string}`>
}

type Page = 'object' | 'withdraw' | 'restrict' | 'erase' | 'correct' | 'contest'

/** A page with a title, why, and forms; `path` is where the forms are sent too. */
export function formPage(
  { ask: { lang } }: Self,
  page: Page,
  {
    path = `/my/${page}`,
    typed,
    body,
  }: { readonly path?: string; readonly typed?: Typed | undefined; readonly body: Markup },
): Promise<Response> {
  return drawn(
    { lang, path, title: text(lang, `my.${page}.title`), ...(typed && { status: 422 }) },
    html`${typed === undefined ? '' : html`<p class="fault" role="alert" id="fault">${text(lang, typed.fault)}</p>`}
<p>${text(lang, `my.${page}.why`)}</p>${body}
<p><a href="/my?lang=${lang}">${text(lang, 'my.page.back')}</a></p>`,
  )
}

/** One form: its hidden key, what it holds, and the button that says what happens. */
export const form = ({ ask: { lang }, formKey }: Self, path: string, inner: Markup, button: TextKey): Markup =>
  html`<form method="post" action="${path}?lang=${lang}"><input type="hidden" name="key" value="${formKey}">${inner}
<button>${text(lang, button)}</button></form>`

/** A field of several lines. */
export const wordsField = (
  { ask: { lang } }: Self,
  label: TextKey,
  typed: Typed | undefined,
  isRequired = true,
): Markup =>
  html`<label class="field" for="words">${text(lang, label)}</label>
<textarea class="field" id="words" name="words" maxlength="3500"${isRequired ? html` required` : ''}${typed ? html` aria-describedby="fault"` : ''}>${typed?.fields.get('words') ?? ''}</textarea>`

const choice = (
  kind: 'radio' | 'checkbox',
  name: string,
  value: string,
  label: string,
  more: Markup | '' = '',
  checked = false,
): Markup =>
  html`<label class="choice"><input type="${kind}" name="${name}" value="${value}"${checked ? html` checked` : ''}${kind === 'radio' ? html` required` : ''}><span>${label}${more}</span></label>
`

/** Art. 21: direct marketing ends at once; other uses on a legitimate interest stop until it is decided. */
export function objectPage(self: Self, typed?: Typed): Promise<Response> {
  const {
    ask: {
      lang,
      published: { notice },
    },
  } = self
  if (!notice) throw new Error('no notice is in force')
  const marketing = marketingPurposes(notice)
  const interests = interestPurposes(notice).filter(id => !marketing.includes(id))
  const named = (id: string): string => {
    const declared = notice.purposes.find(one => one.id === id)
    return declared ? inWords(declared.name, notice, lang) : id
  }
  const chosen = typed?.fields.getAll('purpose') ?? []
  return formPage(self, 'object', {
    typed,
    body: html`${
      marketing.length === 0
        ? ''
        : html`<h2>${text(lang, 'my.object.marketing')}</h2><p>${text(lang, 'my.object.marketing-why', { purposes: marketing.map(named).join(', ') })}</p>
${form(self, '/my/object', html`<input type="hidden" name="to" value="direct-marketing">`, 'my.object.marketing-button')}`
    }${
      interests.length === 0
        ? ''
        : html`<h2>${text(lang, 'my.object.interest')}</h2><p>${text(lang, 'my.object.interest-why')}</p>
${form(
  self,
  '/my/object',
  html`<input type="hidden" name="to" value="interest"><fieldset><legend>${text(lang, 'my.object.which')}</legend>
${interests.map(id => choice('checkbox', 'purpose', id, named(id), '', chosen.includes(id)))}</fieldset>${wordsField(self, 'my.object.words', typed)}`,
  'my.object.interest-button',
)}`
    }`,
  })
}

/** Art. 7(3): what was consented to, each with its box. */
export async function withdrawPage(self: Self, typed?: Typed): Promise<Response> {
  const {
    ask: {
      lang,
      published: { notice },
    },
  } = self
  if (!notice) throw new Error('no notice is in force')
  const purposes = await consentedPurposes(self)
  const boxes = purposes.map(id => {
    const declared = notice.purposes.find(one => one.id === id)
    return choice('checkbox', 'purpose', id, declared ? inWords(declared.name, notice, lang) : id)
  })
  return formPage(self, 'withdraw', {
    typed,
    body:
      purposes.length === 0
        ? html`<p>${text(lang, 'my.withdraw.none')}</p>`
        : form(
            self,
            '/my/withdraw',
            html`<fieldset><legend>${text(lang, 'my.withdraw.which')}</legend>${boxes}</fieldset>`,
            'my.withdraw.button',
          ),
  })
}

/** Purposes to which a consent stands. */
export async function consentedPurposes({ ask: { reader, token }, person }: Self): Promise<readonly string[]> {
  const { rows } = await reader.query<{ purpose: string }>(
    `select distinct purpose from register.words_of($1, $2, false) where kind in ('consent', 'similar-purchase') and purpose is not null order by 1`,
    [token, person],
  )
  return rows.map(({ purpose }) => purpose)
}

/** Art. 18(1): where accuracy is contested, at once. */
export function restrictPage(self: Self, typed?: Typed): Promise<Response> {
  const { lang } = self.ask
  const chosen = typed?.fields.get('ground')
  return formPage(self, 'restrict', {
    typed,
    body: form(
      self,
      '/my/restrict',
      html`<fieldset><legend>${text(lang, 'my.restrict.ground')}</legend>${restrictionGrounds.map(ground =>
        choice('radio', 'ground', ground, text(lang, `my.restrict.${ground}`), '', chosen === ground),
      )}</fieldset>${wordsField(self, 'my.restrict.words', typed)}`,
      'my.restrict.button',
    ),
  })
}

/** Art. 17: what would go and what would stay, and why, before anything is asked. */
export async function erasePage(self: Self): Promise<Response> {
  const { ask: as, person } = self
  const { lang } = as
  const plan = await erasurePlan(as, person)
  const held = plan.categories.filter(({ rows }) => rows > 0)
  const stays = held.filter(({ kept }) => kept > 0)
  return formPage(self, 'erase', {
    body: html`${plan.held ? html`<p class="fault">${text(lang, 'my.erase.held')}</p>` : ''}
${plan.contract ? html`<p>${text(lang, 'my.erase.contract')}</p>` : ''}
<h2>${text(lang, 'my.erase.goes')}</h2><ul>${held
      .filter(({ rows, kept }) => kept < rows)
      .map(
        ({ name, rows, kept }) => html`<li>${text(lang, 'my.erase.rows', { category: name, count: rows - kept })}</li>`,
      )}</ul>
<h2>${text(lang, 'my.erase.stays')}</h2>${
      stays.length === 0
        ? html`<p>${text(lang, 'my.erase.nothing-stays')}</p>`
        : html`<ul>${stays.map(one => html`<li>${staying(self, one)}</li>`)}</ul>`
    }<p>${text(lang, 'my.erase.always')}</p>
${form(self, '/my/erase', wordsField(self, 'my.erase.words', undefined, false), 'my.erase.button')}`,
  })
}

/** «Tilaukset: 2 riviä 31.12.2032 asti. Kirjanpito (kirjanpitolaki 2 luku 10 §)». */
function staying({ ask: { lang } }: Self, { name, kept, until, uses }: CategoryPlan): string {
  const why = uses
    .filter(({ fate }) => fate === 'legal-obligation' || fate === 'legal-claims')
    .map(({ name: purpose, law }) => (law === null ? purpose : `${purpose} (${law})`))
  const rows = text(lang, 'my.erase.rows', { category: name, count: kept })
  const end = until === null ? '' : text(lang, 'my.erase.until', { date: dateIn(lang, until) })
  return `${[rows, end].filter(Boolean).join(', ')}. ${why.join('; ')}`
}
