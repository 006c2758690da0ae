/** The page behind the link of a double opt-in: a button, what it does, and afterwards that it was done. */

import { html } from 'hono/html'
import type { Lang } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { toldPage } from './form-page.ts'
import type { Waiting } from './waiting.ts'

/** `found`: what waits, that it was confirmed, or nothing: a link that is wrong, or too old. */
export function confirmPage(
  lang: Lang,
  controller: string,
  path: string,
  found: Waiting | { readonly confirmed: true } | undefined,
): Promise<Response> {
  if (found === undefined)
    return toldPage(lang, controller, {
      title: text(lang, 'forms.confirm.dead.title'),
      words: [text(lang, 'forms.confirm.dead.words')],
      status: 404,
    })
  if ('confirmed' in found)
    return toldPage(lang, controller, {
      title: text(lang, 'forms.confirm.done.title'),
      words: [text(lang, 'forms.confirm.done.words')],
    })
  const permits = found.sent.said.filter(({ kind }) => kind === 'consent')
  return toldPage(lang, controller, {
    title: text(lang, 'forms.confirm.title'),
    words: [text(lang, 'forms.confirm.words', { controller })],
    more: html`${permits.length === 0 ? '' : html`<ul>${permits.map(({ wording }) => html`<li>${wording}</li>`)}</ul>`}
<form class="form" method="post" action="${path}?lang=${lang}"><p><button>${text(lang, 'forms.confirm.button')}</button></p></form>`,
  })
}
