/** The pages of an event: one on which anybody registers, and one that a tablet at the stand shows to visitor after visitor. */

import { html, raw } from 'hono/html'
import { type Markup, pageAnswer } from '../http/page.ts'
import type { Notice } from '../notice/notice.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { entryFields, noticeLayer, type Typed, trap, type Wrong } from '../participation/entry-form.ts'
import { keptWords } from '../participation/kept.ts'
import { participationStyle } from '../participation/participation-style.ts'
import { permitWords } from '../participation/place.ts'
import { inWords } from '../register/scope-words.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { type Event, wordsIn } from './event.ts'
import { forStand, standScriptPath } from './stand-files.ts'

interface Shown {
  readonly event: Event
  readonly notice: Notice
  readonly typed: Typed
  readonly wrong: Wrong
  readonly path: string
  readonly stamp: string
  readonly isOver: boolean
}

const langNames: Readonly<Record<TextLang, string>> = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' }

const otherLangs = (lang: TextLang, path: string): Markup =>
  html`<p class="langs">${(['fi', 'sv', 'en'] as const)
    .filter(other => other !== lang)
    .map(
      other => html`<a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${langNames[other]}</a> `,
    )}</p>`

const head = (lang: TextLang, event: Event): Markup => {
  const { title, about } = wordsIn(event, lang)
  const when = { starts: momentIn(lang, event.starts), ends: momentIn(lang, event.ends), place: event.place }
  return html`<h1>${title}</h1><p><strong>${text(lang, 'events.page.when', when)}</strong></p><p class="words">${about}</p>`
}

const fieldsOf = (lang: TextLang, { event, notice, typed, wrong }: Shown): Markup => {
  const purpose = notice.purposes.find(({ id }) => id === event.purpose)
  return html`${entryFields(lang, { notice, typed, wrong, permit: permitWords(notice, lang, event.permits) })}
${noticeLayer(lang, notice, {
  purpose: purpose ? inWords(purpose.name, notice, lang) : '',
  kept: keptWords(notice, lang, event.purpose),
})}`
}

const trouble = (lang: TextLang, wrong: Wrong): Markup | '' =>
  Object.keys(wrong).length === 0
    ? ''
    : html`<p class="trouble" role="alert">${text(lang, wrong.form ?? 'participation.wrong.some')}</p>`

/** The page on which anybody registers, without script. */
export const eventPage = (lang: TextLang, shown: Shown): Promise<Response> =>
  pageAnswer({
    lang,
    title: `${wordsIn(shown.event, lang).title} – ${shown.notice.controller.name}`,
    styles: [participationStyle.path],
    status: Object.keys(shown.wrong).length > 0 ? 422 : 200,
    body: html`${otherLangs(lang, shown.path)}${head(lang, shown.event)}${trouble(lang, shown.wrong)}
${
  shown.isOver
    ? html`<p>${text(lang, 'events.page.over')}</p>`
    : html`<h2>${text(lang, 'events.page.register')}</h2>
<form method="post" action="${shown.path}?lang=${lang}"><input type="hidden" name="stamp" value="${shown.stamp}">
${fieldsOf(lang, shown)}${trap(lang)}<p><button>${text(lang, 'events.page.send')}</button></p></form>`
}`,
  })

/** The page of a tablet: its script keeps what is written while there is no connection; without it the form is sent as it is. */
export async function standPage(lang: TextLang, shown: Shown & { readonly taken: boolean }): Promise<Response> {
  const words = Object.fromEntries(
    (['none', 'sent', 'kept', 'waiting', 'offline', 'ended', 'refused'] as const).map(key => [
      key,
      text(lang, `events.stand.${key}`, { count: '{{count}}' }),
    ]),
  )
  const answer = await pageAnswer({
    lang,
    title: wordsIn(shown.event, lang).title,
    styles: [participationStyle.path],
    status: Object.keys(shown.wrong).length > 0 ? 422 : 200,
    body: html`${otherLangs(lang, shown.path)}${head(lang, shown.event)}${trouble(lang, shown.wrong)}
<p role="status" data-told data-waiting="0">${shown.taken ? text(lang, 'events.stand.sent') : ''}</p>
<form method="post" action="${shown.path}?lang=${lang}" data-event="${shown.event.id}" autocomplete="off">
${fieldsOf(lang, shown)}<p><button>${text(lang, 'events.stand.button')}</button></p></form>
<script type="application/json" data-words>${raw(JSON.stringify(words).replaceAll('<', '\\u003c'))}</script>
<script type="module" src="${standScriptPath}"></script>`,
  })
  answer.headers.set('content-security-policy', forStand)
  return answer
}

/** The same for everybody who has sent the form. */
export function registeredPage(lang: TextLang, event: Event): Promise<Response> {
  const title = text(lang, 'events.received.title')
  return pageAnswer({
    lang,
    title,
    styles: [participationStyle.path],
    body: html`<h1>${title}</h1><p>${text(lang, 'events.received.what', { title: wordsIn(event, lang).title })}</p>
<p><a href="/event/${event.page}?lang=${lang}">${text(lang, 'events.received.back')}</a></p>`,
  })
}
