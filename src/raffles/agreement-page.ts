/** The page on which a winner alone decides whether they are named: nothing is ticked for them, and taking it back is as easy. */

import { html } from 'hono/html'
import { pageAnswer } from '../http/page.ts'
import type { Notice } from '../notice/notice.ts'
import { participationStyle } from '../participation/participation-style.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'
import { agreementWords, type Names } from './naming.ts'
import { type Raffle, wordsIn } from './raffle.ts'

export type Decided = 'agreed' | 'withdrawn' | 'not-ticked'

interface Shown {
  readonly raffle: Raffle
  readonly notice: Notice
  readonly names: Names
  /** As what they are named now. */
  readonly named: string | undefined
  readonly decided: Decided | undefined
  readonly path: string
}

export function agreementPage(
  lang: TextLang,
  { raffle, notice, names, named, decided, path }: Shown,
): Promise<Response> {
  const say = (key: TextKey, args = {}) => text(lang, key, args)
  const title = say('raffles.agree.title')
  const choices = (['short', 'whole'] as const).map(
    choice =>
      html`<p class="box"><label><input type="radio" name="name" value="${choice}" required> <span>${names[choice]}</span></label></p>`,
  )
  const form =
    named === undefined
      ? html`<form method="post" action="${path}?lang=${lang}">
<fieldset class="apart-box"><legend>${say('raffles.agree.as')}</legend>${choices}</fieldset>
<p class="box"><label><input type="checkbox" name="agree" value="yes" required> <span>${agreementWords(lang, notice, say('raffles.agree.chosen'))}</span></label></p>
<p><button>${say('raffles.agree.button')}</button></p></form>`
      : html`<form method="post" action="${path}?lang=${lang}"><input type="hidden" name="act" value="withdraw">
<p>${say('raffles.agree.named', { name: named })}</p><p><button>${say('raffles.agree.withdraw')}</button></p></form>`
  return pageAnswer({
    lang,
    title: `${title} – ${notice.controller.name}`,
    styles: [participationStyle.path],
    status: decided === 'not-ticked' ? 422 : 200,
    body: html`<h1>${title}</h1>
<p>${say('raffles.agree.what', { title: wordsIn(raffle, lang).title })}</p>
${decided === undefined ? '' : html`<p role="${decided === 'not-ticked' ? 'alert' : 'status'}">${say(`raffles.agree.${decided}`)}</p>`}
${form}
<p class="quiet">${say('raffles.agree.free')} <a href="/notice?lang=${lang}">${say('preferences.notice')}</a></p>`,
  })
}
