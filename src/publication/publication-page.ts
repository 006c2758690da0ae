/** The page on which a person agrees to be published, declines, and withdraws as easily as they agreed; and the page of what is published now. Neither has script. */

import { html } from 'hono/html'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import { myStyle } from '../my/my-style.ts'
import type { Notice } from '../notice/notice.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { answerForms, type Fault } from '../rights/written-answer.ts'
import { type TextLang, text } from '../texts/texts.ts'
import type { CurrentPublications, PublicationAnswer } from './publication-answers.ts'

export interface ShownPublication {
  /** `/publish/<secret>` */
  readonly path: string
  readonly found: PublicationAnswer
  readonly notice: Notice
}

export function publicationPage(lang: TextLang, shown: ShownPublication, fault?: Fault): Promise<Response> {
  const { path, found, notice } = shown
  const title = text(lang, 'publication.page.title')
  const { state, agreed, endedAt } = found
  const told =
    state === 'shown' && agreed
      ? text(lang, 'publication.page.state.shown', { at: momentIn(lang, new Date(agreed.at)) })
      : state === 'asked' || state === 'draft'
        ? undefined
        : text(lang, `publication.page.state.${state}`, {
            at: endedAt === null ? '' : momentIn(lang, new Date(endedAt)),
          })
  return pageAnswer({
    lang,
    title: `${title} – ${notice.controller.name}`,
    styles: [myStyle.path],
    status: fault ? 422 : 200,
    body: html`${otherLangs(lang, path)}
${fault ? html`<p class="fault" role="alert">${text(lang, `publication.page.fault.${fault.fault}`)}</p>` : ''}
${told === undefined ? '' : html`<p class="done" role="status">${told}</p>`}
<h1>${title}</h1>
<p>${text(lang, 'publication.page.intro', { controller: notice.controller.name })}</p>
<blockquote lang="${found.lang}">${found.content}</blockquote>
<p>${found.name === null ? text(lang, 'publication.page.nameless') : text(lang, 'publication.page.name-shown', { name: found.name })}</p>
${found.photo ? html`<p><img src="${path}/photo" alt="${text(lang, 'publication.page.photo')}" width="320"></p>` : ''}
<h2>${text(lang, 'publication.page.places')}</h2>
<ul>${found.places.map(({ place }) => html`<li>${place}</li>`)}</ul>
<p>${text(lang, 'publication.page.until', { until: dateIn(lang, found.until) })}</p>
<p>${text(lang, 'publication.page.free')}</p>
${formsOf(lang, shown, fault)}
<p><a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}

function formsOf(lang: TextLang, { path, found: { state } }: ShownPublication, fault?: Fault): Markup | '' {
  if (state === 'shown')
    return html`<form method="post" action="${path}?lang=${lang}"><p><button name="act" value="withdraw">${text(lang, 'publication.page.withdraw')}</button></p></form>`
  if (state !== 'asked') return ''
  const say = (key: 'answer' | 'agree' | 'accept' | 'decline') => text(lang, `publication.page.${key}`)
  const words = { heading: say('answer'), tick: say('agree'), accept: say('accept'), decline: say('decline') }
  return answerForms(lang, { path, act: 'agree', ...words }, fault)
}

/** What is published at this moment, for anybody. */
export function currentPage(
  lang: TextLang,
  { testimonials }: CurrentPublications,
  controller: string,
): Promise<Response> {
  const title = text(lang, 'publication.current.title')
  return pageAnswer({
    lang,
    title: `${title} – ${controller}`,
    styles: [myStyle.path],
    body: html`${otherLangs(lang, '/testimonials')}<h1>${title}</h1>
${testimonials.length === 0 ? html`<p>${text(lang, 'publication.current.none')}</p>` : ''}
${testimonials.map(
  one => html`<article class="row" lang="${one.lang}"><blockquote>${one.content}</blockquote>
${one.photo === null ? '' : html`<p><img src="${one.photo}" alt="${text(one.lang, 'publication.page.photo')}" width="320"></p>`}
<p class="quiet">${[one.name, dateIn(one.lang, one.agreed)].filter(Boolean).join(', ')}</p></article>`,
)}
<p><a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}
