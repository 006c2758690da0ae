/** The chat without script: what was said, a box to write in, and a button that shows what has come since; its token is in the page alone. */

import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import { layerMarkup, toldPage } from '../forms/form-page.ts'
import { formStyle } from '../forms/form-style.ts'
import { type Markup, otherLangs, type PublicPage, pageAnswer } from '../http/page.ts'
import { momentIn } from '../notice/render-sentence.ts'
import type { PurposeScope } from '../register/scope.ts'
import { trap } from '../rights/ask-page.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { chatPath } from './chat-adapter.ts'
import { keptDays } from './chat-door.ts'
import { chatLayer } from './notice-layer.ts'
import { type Line, longest } from './talk.ts'

export interface ChatShown {
  readonly lang: TextLang
  readonly scope: PurposeScope
  readonly isSomebodyThere: boolean
  /** Of what is said next. */
  readonly client: string
  /** Before the first word a stamp, afterwards the token of the talk. */
  readonly key: { readonly stamp: string } | { readonly talk: string }
  readonly lines: readonly Line[]
  readonly hasEmail: boolean
  readonly typed?: { readonly text: string; readonly email: string }
  readonly wrong?: string | undefined
}

const css = `.chat-lines { margin: 0 0 1.5rem; padding: 0; list-style: none }
.chat-lines li { margin: 0 0 .75rem; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .3rem; max-width: 36rem; white-space: pre-line; overflow-wrap: anywhere }
.chat-lines .mine { margin-left: auto; border-color: var(--pine) }
.chat-lines b { display: block; font-size: .875rem }
.chat-lines time { font-weight: 400; color: var(--quiet) }
.chat-acts { display: flex; flex-wrap: wrap; gap: .75rem }
.form .chat-acts .quiet-act { background: none; color: var(--pine) }
`
const style = { css, path: `/chat-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css` }

export const chatStylePage: PublicPage = {
  path: style.path,
  handle: async () =>
    new Response(style.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}

/** Whose a line is, as the visitor reads it: names of staff are not told. */
export const speaker = (lang: TextLang, { by }: Pick<Line, 'by'>): string =>
  text(lang, by === null ? 'chat.you' : 'chat.we')

export function chatPage(shown: ChatShown): Promise<Response> {
  const { lang, scope, isSomebodyThere, lines, wrong } = shown
  const title = text(lang, 'chat.title')
  return pageAnswer({
    lang,
    title: `${title} – ${scope.notice.controller.name}`,
    styles: [formStyle.path, style.path],
    status: wrong === undefined ? 200 : 422,
    body: html`${lines.length === 0 ? otherLangs(lang, chatPath) : ''}<h1>${title}</h1>
<p>${text(lang, isSomebodyThere ? 'chat.here' : 'chat.away')}</p>
${lines.length === 0 ? '' : html`<ul class="chat-lines">${lines.map(line => lineMarkup(lang, line))}</ul>`}
${formMarkup(shown)}`,
  })
}

const lineMarkup = (lang: TextLang, line: Line): Markup =>
  html`<li${line.by === null ? html` class="mine"` : ''}><b>${speaker(lang, line)} <time>${momentIn(lang, line.at)}</time></b>${line.text}</li>
`

function formMarkup({ lang, scope, client, key, lines, hasEmail, typed, wrong }: ChatShown): Markup {
  const say = (key: Parameters<typeof text>[1]) => text(lang, key)
  const [name, value] = 'stamp' in key ? ['stamp', key.stamp] : ['talk', key.talk]
  return html`<div class="form">${wrong === undefined ? '' : html`<p class="trouble" role="alert">${wrong}</p>`}
<form method="post" action="${chatPath}?lang=${lang}" novalidate>
<input type="hidden" name="${name}" value="${value}"><input type="hidden" name="id" value="${client}">
<p><label for="text">${say('chat.text')}</label>
<textarea id="text" name="text" rows="4" maxlength="${longest}">
${typed?.text ?? ''}</textarea></p>
${
  hasEmail
    ? ''
    : html`<p><label for="email">${say('chat.email')}<span class="hint">${say('chat.email-why')}</span></label>
<input id="email" name="email" type="email" autocomplete="email" maxlength="200" value="${typed?.email ?? ''}"></p>
`
}${trap(lang)}<p class="chat-acts"><button name="act" value="say">${say('chat.send')}</button>${
    lines.length === 0
      ? ''
      : html`<button name="act" value="look" class="quiet-act">${say('chat.look')}</button><button name="act" value="end" class="quiet-act">${say('chat.end')}</button>`
  }</p>
${lines.length === 0 ? chatLayerMarkup(scope, lang, '') : html`<p><a href="/notice?lang=${lang}">${say('preferences.notice')}</a></p>`}
</form></div>`
}

/** The notice before the first word, and how long is kept what nobody's name stands on. */
export const chatLayerMarkup = (scope: PurposeScope, lang: TextLang, site: string): Markup =>
  html`${layerMarkup(chatLayer(scope), lang, site)}<p>${text(lang, 'chat.kept', { days: keptDays })}</p>`

/** When there is nobody to write to, and when a talk has ended. */
export const chatTold = (lang: TextLang, controller: string, what: 'closed' | 'ended'): Promise<Response> =>
  toldPage(lang, controller, {
    title: text(lang, `chat.${what}.title`),
    words: [text(lang, `chat.${what}.words`)],
    status: what === 'closed' ? 404 : 200,
    ...(what === 'ended' && { more: html`<p><a href="${chatPath}?lang=${lang}">${text(lang, 'chat.again')}</a></p>` }),
  })
