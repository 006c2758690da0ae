/** The page on which anybody asks for their rights: one field for the words, no account, no script, and the faster way first. */

import { html } from 'hono/html'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import type { Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'
import { askedByForm } from './ask.ts'
import { rightsStyle } from './rights-page-style.ts'

export const askPath = '/rights'

/** What was typed, by the names of the fields. */
export type Fields = Readonly<Record<'kind' | 'words' | 'name' | 'email' | 'post', string>>
export const noFields: Fields = { kind: '', words: '', name: '', email: '', post: '' }

/** What is wrong with a field, or with the form as a whole. */
export type Wrong = Readonly<Partial<Record<keyof Fields | 'form' | 'stop', TextKey>>>

interface Shown {
  readonly notice: Notice
  readonly stamp: string
  readonly fields: Fields
  readonly wrong: Wrong
}

export function askPage(lang: TextLang, { notice, stamp, fields, wrong }: Shown): Promise<Response> {
  const say = (key: TextKey, args = {}) => text(lang, key, args)
  const title = say('rights.ask.title')
  const isWrong = Object.keys(wrong).length > 0
  return pageAnswer({
    lang,
    title: `${title} – ${notice.controller.name}`,
    styles: [rightsStyle.path],
    status: isWrong ? 422 : 200,
    body: html`${otherLangs(lang, askPath)}<h1>${title}</h1>
<p>${say('rights.ask.intro', { controller: notice.controller.name })}</p>
${isWrong ? html`<p class="trouble" role="alert">${say(wrong.form ?? 'rights.ask.wrong.some')}</p>` : ''}
<section class="fast" aria-labelledby="stop">
<h2 id="stop">${say('rights.ask.stop.title')}</h2>
<p>${say('rights.ask.stop.why')}</p>
<form method="post" action="${askPath}?lang=${lang}">
<input type="hidden" name="act" value="stop"><input type="hidden" name="stamp" value="${stamp}">
<p><label for="stop-email">${say('rights.ask.email')}${wrongAt(lang, wrong.stop)}</label>
<input id="stop-email" name="email" type="email" autocomplete="email" maxlength="200" required${invalid(wrong.stop)}></p>
${trap(lang)}<p><button>${say('rights.ask.stop.button')}</button></p>
</form>
</section>
<h2>${say('rights.ask.other')}</h2>
<form method="post" action="${askPath}?lang=${lang}">
<input type="hidden" name="act" value="ask"><input type="hidden" name="stamp" value="${stamp}">
<p><label for="kind">${say('rights.ask.kind')}</label>
<select id="kind" name="kind">${askedByForm.map(
      kind =>
        html`<option value="${kind}"${fields.kind === kind ? html` selected` : ''}>${say(`rights.ask.kinds.${kind}`)}</option>`,
    )}</select></p>
<p><label for="words">${say('rights.ask.words')}<span class="hint">${say('rights.ask.words-why')}</span>${wrongAt(lang, wrong.words)}</label>
<textarea id="words" name="words" rows="6" maxlength="4000" required${invalid(wrong.words)}>
${fields.words}</textarea></p>
<p><label for="name">${say('rights.ask.name')}${wrongAt(lang, wrong.name)}</label>
<input id="name" name="name" autocomplete="name" maxlength="100" required value="${fields.name}"${invalid(wrong.name)}></p>
<p><label for="email">${say('rights.ask.email')}<span class="hint">${say('rights.ask.email-why')}</span>${wrongAt(lang, wrong.email)}</label>
<input id="email" name="email" type="email" autocomplete="email" maxlength="100" value="${fields.email}"${invalid(wrong.email)}></p>
<p><label for="post">${say('rights.ask.post')}<span class="hint">${say('rights.ask.post-why')}</span>${wrongAt(lang, wrong.post)}</label>
<input id="post" name="post" autocomplete="street-address" maxlength="90" value="${fields.post}"${invalid(wrong.post)}></p>
${trap(lang)}<p><button>${say('rights.ask.send')}</button></p>
</form>
<p class="quiet">${say('rights.ask.kept')}</p>
<p><a href="/notice?lang=${lang}">${say('preferences.notice')}</a></p>`,
  })
}

const invalid = (wrong: TextKey | undefined): Markup | '' => (wrong === undefined ? '' : html` aria-invalid="true"`)
const wrongAt = (lang: TextLang, wrong: TextKey | undefined): Markup | '' =>
  wrong === undefined ? '' : html`<span class="wrong">${text(lang, wrong)}</span>`

/** Seen by nobody; what fills it in reads the page as a machine. */
export const trap = (lang: TextLang): Markup =>
  html`<p class="apart" aria-hidden="true"><label>${text(lang, 'rights.ask.trap')}<input name="homepage" tabindex="-1" autocomplete="off"></label></p>
`

/** What whoever sent it is told, whether they are in the register or not. */
export type Receipt =
  | { readonly act: 'stop'; readonly byMail: boolean }
  | { readonly act: 'ask'; readonly number: number; readonly due: string }

export function receivedPage(lang: TextLang, notice: Notice, receipt: Receipt): Promise<Response> {
  const asked = receipt.act === 'ask'
  const title = text(lang, asked ? 'rights.ask.received.title' : 'rights.ask.stopping.title')
  const paragraphs = asked
    ? [
        text(lang, 'rights.ask.received.number', { number: receipt.number, due: dateIn(lang, receipt.due) }),
        text(lang, 'rights.ask.received.next'),
      ]
    : [text(lang, receipt.byMail ? 'rights.ask.stopping.by-mail' : 'rights.ask.stopping.by-hand')]
  const { email } = notice.contact
  return pageAnswer({
    lang,
    title: `${title} – ${notice.controller.name}`,
    styles: [rightsStyle.path],
    body: html`<h1>${title}</h1>
${paragraphs.map(words => html`<p>${words}</p>`)}
${email === undefined ? '' : html`<p>${text(lang, 'rights.letter.ask', { email })}</p>`}
<p><a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}
