/** After every act: what was asked, what has been done, what comes next and by when, on a page that can be printed. */

import { html } from 'hono/html'
import type { Markup } from '../http/page.ts'
import type { Lang } from '../notice/notice.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import type { CopyFormat } from '../rights/copy-file.ts'
import type { Request } from '../rights/request.ts'
import { text } from '../texts/texts.ts'
import { drawn } from './sign-in-page.ts'

export function receiptPage(lang: Lang, request: Request): Promise<Response> {
  const { id, number, kind, receivedAt, asked, state, due } = request
  const isDone = state === 'answered'
  return drawn(
    { lang, path: `/my/done/${id}`, title: text(lang, isDone ? 'my.done.title' : 'my.done.received') },
    html`<p class="done" role="status">${text(lang, isDone ? 'my.done.now' : 'my.done.due', { due: dateIn(lang, due) })}</p>
<div class="row"><dl>
<dt>${text(lang, 'my.done.right')}</dt><dd>${text(lang, `rights.kind.${kind}`)}</dd>
<dt>${text(lang, 'my.done.asked')}</dt><dd>${asked}</dd>
<dt>${text(lang, 'my.done.when')}</dt><dd>${momentIn(lang, new Date(receivedAt))}</dd>
<dt>${text(lang, 'my.done.number')}</dt><dd>${number}</dd>
</dl></div>
${files(lang, request)}
<p>${text(lang, 'my.done.mail')}</p>
<p><a href="/my?lang=${lang}">${text(lang, 'my.page.back')}</a></p>`,
  )
}

/** The forms in which a copy is to be had. */
export const formatsOf = (kind: Request['kind']): readonly CopyFormat[] =>
  kind === 'access' ? ['pdf', 'csv', 'json', 'zip'] : kind === 'portability' ? ['json', 'csv'] : []

const files = (lang: Lang, { id, kind }: Request): Markup | '' =>
  formatsOf(kind).length === 0
    ? ''
    : html`<p>${text(lang, 'my.done.files')}</p><ul class="actions">${formatsOf(kind).map(
        format =>
          html`<li><a class="button quietly" href="/my/copy/${id}/${format}?lang=${lang}">${text(lang, `my.done.format.${format}`)}</a></li>`,
      )}</ul>`
