/** The withdrawal function in two steps: what is withdrawn from, and the button that does it; afterwards what was declared, with its day and time. */

import { html } from 'hono/html'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { trap } from '../rights/ask-page.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'
import { toldPage } from './form-page.ts'
import { formStyle } from './form-style.ts'
import type { Declared } from './withdrawal-adapter.ts'

export const withdrawPath = '/withdraw'
export const withdrawFields = ['name', 'order', 'part', 'email'] as const
export type WithdrawFields = Readonly<Record<(typeof withdrawFields)[number], string>>

interface Shown {
  readonly lang: TextLang
  readonly controller: string
  readonly stamp: string
  readonly fields: WithdrawFields
}

const page = (
  { lang, controller }: Pick<Shown, 'lang' | 'controller'>,
  told: { readonly title: string; readonly body: Markup; readonly status?: number },
): Promise<Response> =>
  pageAnswer({
    lang,
    title: `${told.title} – ${controller}`,
    styles: [formStyle.path],
    ...(told.status !== undefined && { status: told.status }),
    body: html`${otherLangs(lang, withdrawPath)}<h1>${told.title}</h1>
${told.body}`,
  })

const autocompletes: Readonly<Record<(typeof withdrawFields)[number], string>> = {
  name: 'name',
  order: 'off',
  part: 'off',
  email: 'email',
}

/** The first step. */
export function askWithdrawal(
  shown: Shown,
  wrong: Readonly<Partial<Record<(typeof withdrawFields)[number], string>>> = {},
  trouble?: string,
): Promise<Response> {
  const { lang, controller, stamp, fields } = shown
  const say = (key: TextKey, args = {}) => text(lang, key, args)
  const isWrong = trouble !== undefined || Object.keys(wrong).length > 0
  return page(shown, {
    title: say('forms.withdraw.title'),
    status: isWrong ? 422 : 200,
    body: html`<p>${say('forms.withdraw.intro', { controller })}</p>
<p class="quiet">${say('forms.withdraw.law')}</p>
<div class="form">${isWrong ? html`<p class="trouble" role="alert">${trouble ?? say('forms.wrong.some')}</p>` : ''}
<form method="post" action="${withdrawPath}?lang=${lang}" novalidate>
<input type="hidden" name="act" value="check"><input type="hidden" name="stamp" value="${stamp}">
${withdrawFields.map(
  name => html`<p><label for="${name}">${say(`forms.withdraw.${name}`)}<span class="hint">${say(`forms.withdraw.${name}-why`)}</span>${
    wrong[name] === undefined ? '' : html`<span class="wrong">${wrong[name]}</span>`
  }</label>
<input id="${name}" name="${name}" type="${name === 'email' ? 'email' : 'text'}" autocomplete="${autocompletes[name]}" maxlength="300"${
    name === 'part' ? '' : html` required`
  }${wrong[name] === undefined ? '' : html` aria-invalid="true"`} value="${fields[name]}"></p>
`,
)}${trap(lang)}<p><button>${say('forms.withdraw.check')}</button></p>
</form></div>
<p><a href="/notice?lang=${lang}">${say('preferences.notice')}</a></p>`,
  })
}

/** The second: nothing is withdrawn before its button. */
export function confirmWithdrawal(shown: Shown): Promise<Response> {
  const { lang, stamp, fields } = shown
  const say = (key: TextKey) => text(lang, key)
  const given = withdrawFields.filter(name => fields[name] !== '')
  return page(shown, {
    title: say('forms.withdraw.confirm-title'),
    body: html`<p>${say('forms.withdraw.confirm-why')}</p>
<dl>${given.map(name => html`<dt>${say(`forms.withdraw.${name}`)}</dt><dd>${fields[name]}</dd>`)}</dl>
<div class="form"><form method="post" action="${withdrawPath}?lang=${lang}">
<input type="hidden" name="act" value="confirm"><input type="hidden" name="stamp" value="${stamp}">
${withdrawFields.map(name => html`<input type="hidden" name="${name}" value="${fields[name]}">`)}
<p><button>${say('forms.withdraw.confirm')}</button></p>
</form></div>
<p><a href="${withdrawPath}?lang=${lang}">${say('page.back')}</a></p>`,
  })
}

export const withdrawnPage = (controller: string, { lang, at, order, email, part }: Declared): Promise<Response> => {
  const words = { controller, at: momentIn(lang, new Date(at)), order, email, part }
  return toldPage(lang, controller, {
    title: text(lang, 'forms.withdrawn.page-title'),
    words: [
      text(lang, 'forms.withdrawn.came', { ...words, name: '' }),
      ...(part === '' ? [] : [text(lang, 'forms.withdrawn.part', words)]),
      text(lang, 'forms.withdrawn.by-mail', words),
      text(lang, 'forms.withdrawn.next', words),
    ],
  })
}
