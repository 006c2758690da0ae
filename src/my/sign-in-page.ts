/** The pages before a person is in: they say the same to whoever asks, and name nobody. */

import { html } from 'hono/html'
import type { OpenAsk } from '../http/ask.ts'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import type { Way } from '../register/address.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'
import { myStyle } from './my-style.ts'

type Lang = TextLang

/** Who answers, and by which ways somebody can come in. */
export interface Door {
  readonly lang: Lang
  readonly controller: string
  readonly contact: string | undefined
  /** Empty: the notice has neither addresses nor numbers. */
  readonly ways: readonly Way[]
}

export interface Drawn {
  readonly lang: Lang
  readonly path: string
  readonly title: string
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
}

/** A page of the own pages. Old browsers tell where a form was sent from only to pages that let them. */
export async function drawn({ lang, path, title, status, headers = [] }: Drawn, body: Markup): Promise<Response> {
  const answer = await pageAnswer({
    lang,
    title,
    styles: [myStyle.path],
    ...(status && { status }),
    body: html`<div class="top">${otherLangs(lang, path)}</div><h1>${title}</h1>${body}`,
  })
  answer.headers.set('referrer-policy', 'same-origin')
  for (const [name, value] of headers) answer.headers.append(name, value)
  return answer
}

export type Fault = Extract<TextKey, `my.in.${'not-read' | 'no-sms'}`>

/** Where the address is asked for. */
export function askPage({ lang, controller, contact, ways }: Door, fault?: Fault): Promise<Response> {
  const withSms = ways.includes('sms')
  const help = contact === undefined ? '' : html`<p class="quiet">${text(lang, 'my.in.otherwise', { contact })}</p>`
  const form = html`<form method="post" action="/my?lang=${lang}">
<label class="field" for="address">${text(lang, withSms ? 'my.in.address' : 'my.in.email-only')}</label>
<p class="quiet" id="hint">${text(lang, withSms ? 'my.in.hint' : 'my.in.hint-email')}</p>
${fault === undefined ? '' : html`<p class="fault" id="fault" role="alert">${text(lang, fault)}</p>`}
<input class="field" id="address" name="address" type="text" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false" maxlength="320" required aria-describedby="hint${fault === undefined ? '' : ' fault'}"${fault === undefined ? '' : html` aria-invalid="true"`}>
<button>${text(lang, withSms ? 'my.in.send' : 'my.in.send-email')}</button>
</form>`
  return drawn(
    { lang, path: '/my', title: text(lang, 'my.title'), ...(fault && { status: 422 }) },
    ways.length === 0
      ? html`<p>${text(lang, 'my.in.none', { contact: contact ?? controller })}</p>`
      : html`<p>${text(lang, 'my.in.intro', { controller })}</p>${form}${help}`,
  )
}

/** What is told after an e-mail address, whatever it was. */
export const linkSentPage = (lang: Lang): Promise<Response> =>
  drawn(
    { lang, path: '/my', title: text(lang, 'my.asked.title') },
    html`<p role="status">${text(lang, 'my.asked.email')}</p><p>${text(lang, 'my.asked.none')}</p>
<p><a href="/my?lang=${lang}">${text(lang, 'my.asked.again')}</a></p>`,
  )

/** What is told after a number, whatever it was. `browser`: the secret with which a code counts. */
export const codePage = (lang: Lang, browser: string, isWrong = false): Promise<Response> =>
  drawn(
    { lang, path: '/my', title: text(lang, 'my.code.title'), ...(isWrong && { status: 422 }) },
    html`<p>${text(lang, 'my.code.sent')}</p>
<form method="post" action="/my/code?lang=${lang}">
<input type="hidden" name="browser" value="${browser}">
<label class="field" for="code">${text(lang, 'my.code.label')}</label>
${isWrong ? html`<p class="fault" id="fault" role="alert">${text(lang, 'my.code.wrong')}</p>` : ''}
<input class="field" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required${isWrong ? html` aria-invalid="true" aria-describedby="fault"` : ''}>
<button>${text(lang, 'my.code.enter')}</button>
</form>
<p><a href="/my?lang=${lang}">${text(lang, 'my.asked.again')}</a></p>
<p class="quiet">${text(lang, 'my.asked.none')}</p>`,
  )

/** What a link opens: a button, for mail programs follow links by themselves. */
export const linkPage = (lang: Lang, path: string): Promise<Response> =>
  drawn(
    { lang, path, title: text(lang, 'my.link.title') },
    html`<p>${text(lang, 'my.link.why')}</p>
<form method="post" action="${path}?lang=${lang}"><button>${text(lang, 'my.link.enter')}</button></form>`,
  )

/** For a link that is unknown, used or past its time: the same words, whichever it is. */
export const deadLinkPage = ({ lang }: Pick<OpenAsk, 'lang'>): Promise<Response> =>
  drawn(
    { lang, path: '/my', title: text(lang, 'my.link.dead'), status: 404 },
    html`<p>${text(lang, 'my.link.dead-why')}</p>
<p><a class="button" href="/my?lang=${lang}">${text(lang, 'my.link.new')}</a></p>`,
  )
