/** Beside an inference stands why it was made, by which rule and from what; from there it is contested, or inferences are switched off. */

import { html } from 'hono/html'
import type { Markup } from '../http/page.ts'
import { inferencesOf } from '../inference/of-person.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { describeUses, inWords } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import type { Contestable } from './contest.ts'
import { form, formPage, wordsField } from './own-forms.ts'
import type { Self } from './session.ts'

/** Art. 13(2)(f), 21: the reasons, what it is used for, and both ways to make it go. */
export async function contestPage(self: Self, { category, row, value }: Contestable, path: string): Promise<Response> {
  const {
    lang,
    published: { notice },
  } = self.ask
  const declared = notice?.categories.find(({ id }) => id === category)
  if (!notice || !declared) throw new Error('the caller has found the category')
  return formPage(self, 'contest', {
    path,
    body: html`<p><strong>${inWords(declared.name, notice, lang)}${value === undefined ? '' : `: ${value}`}</strong></p>
${await reason(self, row.id)}
${declared.logic ? html`<p>${inWords(declared.logic, notice, lang)}</p>` : ''}
<ul>${describeUses(declared, notice, lang).map(({ name, text: basis }) => html`<li>${name}: ${basis}</li>`)}</ul>
${
  value === undefined
    ? ''
    : html`<h2>${text(lang, 'my.contest.one')}</h2><p>${text(lang, 'my.contest.one-why')}</p>
${form(self, path, html`<input type="hidden" name="which" value="one">${wordsField(self, 'my.contest.words', undefined, false)}`, 'my.contest.button-one')}`
}<h2>${text(lang, 'my.contest.all')}</h2><p>${text(lang, 'my.contest.all-why')}</p>
${form(self, path, html`<input type="hidden" name="which" value="all">`, 'my.contest.button')}`,
  })
}

/** Nothing of an inference that no rule here made. */
async function reason({ ask, person }: Self, id: string): Promise<Markup | ''> {
  const { lang } = ask
  const found = (await inferencesOf(ask, person)).find(one => one.id === id)
  if (!found) return ''
  const { rule, points, evidence, confidence, expires } = found
  const { threshold, parts, halfLife } = rule.told
  return html`<h2>${text(lang, 'my.contest.reason')}</h2>
<p>${text(lang, 'my.contest.rule', { name: rule.name, threshold, points })}</p>
<ul>${parts.map(part => html`<li>${text(lang, 'my.contest.part', { sentence: part.sentence, points: part.points })}</li>`)}</ul>
${halfLife === null ? '' : html`<p>${text(lang, 'my.contest.fades', { days: halfLife })}</p>`}
${evidence.length === 0 ? '' : html`<p>${text(lang, 'my.contest.evidence')}</p><ul>${evidence.map(({ what }) => html`<li>${what}</li>`)}</ul>`}
${confidence === null || expires === null ? '' : html`<p>${text(lang, 'my.contest.sure', { confidence, date: dateIn(lang, expires) })}</p>`}`
}
