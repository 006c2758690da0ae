/** The pages by which a package is fetched: nothing on them says whose it is, and a link that leads nowhere looks the same, whatever the reason. */

import { html } from 'hono/html'
import { dateInHelsinki } from '../base/time.ts'
import { type Markup, pageAnswer } from '../http/page.ts'
import { dateIn } from '../notice/render-sentence.ts'
import type { Way } from '../register/address.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'
import { codeLasts, type Delivery, delivered } from './delivery.ts'
import { rightsStyle } from './rights-page-style.ts'

export const deliveryPath = '/delivery'

/** What has just been done, or could not be. */
export type Told = Way | 'too-many' | 'wrong-code' | 'ticket-over'

export interface Shown {
  /** `/delivery/<secret>` */
  readonly path: string
  readonly delivery: Delivery
  /** By which a code may be asked for, the same whether the person has a number or not. */
  readonly ways: readonly Way[]
}

const button = (lang: TextLang, act: string, label: TextKey): Markup =>
  html`<button name="act" value="${act}">${text(lang, label)}</button>`

function answer(lang: TextLang, heading: TextKey, body: Markup, status = 200): Promise<Response> {
  const title = text(lang, heading)
  return pageAnswer({ lang, title, status, styles: [rightsStyle.path], body: html`<h1>${title}</h1>${body}` })
}

/** Asks for a code, and once there is one, for what it says. */
export function codePage(lang: TextLang, { path, delivery, ways }: Shown, told?: Told): Promise<Response> {
  const isSent = told === 'email' || told === 'sms'
  const isGood = told === undefined || isSent
  const until = dateIn(lang, dateInHelsinki(delivery.expiresAt))
  return answer(
    lang,
    'rights.delivery.page.title',
    html`<p>${text(lang, 'rights.delivery.page.why', { until })}</p>
${told === undefined ? '' : html`<p class="${isGood ? 'done' : 'trouble'}" role="${isGood ? 'status' : 'alert'}">${text(lang, `rights.delivery.told.${told}`, { minutes: codeLasts })}</p>`}
${
  delivery.codeAsked || isSent
    ? html`<form method="post" action="${path}?lang=${lang}">
<p><label for="code">${text(lang, 'rights.delivery.page.code')}</label>
<input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="9" required></p>
<p>${button(lang, 'open', 'rights.delivery.page.open')}</p>
</form>
<h2>${text(lang, 'rights.delivery.page.again')}</h2>`
    : ''
}
${ways.map(
  way => html`<form method="post" action="${path}?lang=${lang}">
<input type="hidden" name="by" value="${way}">
<p>${text(lang, `rights.delivery.page.ask-why.${way}`)}</p>
<p>${button(lang, 'code', `rights.delivery.page.ask.${way}`)}</p>
</form>`,
)}`,
    isGood ? 200 : 422,
  )
}

/** The files, for whoever knew the code. */
export const filesPage = (lang: TextLang, { path, delivery }: Shown, ticket: string): Promise<Response> =>
  answer(
    lang,
    'rights.delivery.page.title',
    html`<p class="done" role="status">${text(lang, 'rights.delivery.page.opened')}</p>
${delivered.map(
  format => html`<form method="post" action="${path}?lang=${lang}">
<input type="hidden" name="ticket" value="${ticket}"><input type="hidden" name="format" value="${format}">
<p>${button(lang, 'fetch', `rights.delivery.format.${format}`)}<span class="hint">${text(lang, `rights.delivery.format-why.${format}`)}</span></p>
</form>`,
)}
<p class="quiet">${text(lang, 'rights.delivery.page.until', { until: dateIn(lang, dateInHelsinki(delivery.expiresAt)) })}</p>
<p><a href="/rights?lang=${lang}">${text(lang, 'rights.ask.title')}</a></p>`,
  )

/** For a link that is not known, has expired or has ended: the same words, whichever it is. */
export const noDelivery = (lang: TextLang, contact: string | undefined): Promise<Response> =>
  answer(
    lang,
    'preferences.no-link.title',
    html`<p>${text(lang, 'rights.delivery.none')}</p>
${contact === undefined ? '' : html`<p>${text(lang, 'rights.letter.ask', { email: contact })}</p>`}
<p><a href="/rights?lang=${lang}">${text(lang, 'rights.ask.title')}</a></p>`,
    404,
  )
