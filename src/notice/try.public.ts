/** Anybody may paste a privacy notice and see what it says and lacks, without script; the text is kept nowhere. */

import { html } from 'hono/html'
import { type Markup, type PublicPage, pageAnswer } from '../http/page.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { readNotice } from './read-notice.ts'
import { looksLikeNotice } from './read-view.ts'
import { resultOf } from './try-result.ts'
import { tryStyle } from './try-style.ts'

/** The longest text that is read here, in UTF-16 units. */
export const longestTry = 100_000
const maxBytes = 1_000_000 // every letter of such a text can be six bytes in a form, few are

const langs = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' } as const
const path = '/try'

const number = (lang: TextLang, value: number): string => new Intl.NumberFormat(lang).format(value)

/** The form; `pasted` stands in it for those who want to go on from their text. */
const formOf = (lang: TextLang, pasted: string): Markup => html`<form method="post" action="${path}?lang=${lang}">
<label for="notice">${text(lang, 'ui.read.text')}</label>
<p class="quiet" id="limit">${text(lang, 'ui.read.limit', { limit: number(lang, longestTry) })}</p>
<textarea id="notice" name="notice" rows="14" required aria-describedby="limit kept" spellcheck="false">
${pasted}</textarea>
<p id="kept"><strong>${text(lang, 'ui.read.not-kept')}</strong></p>
<p><button>${text(lang, pasted === '' ? 'ui.read.read' : 'ui.read.read-again')}</button>${
  pasted === ''
    ? ''
    : otherLangs(lang).map(
        other =>
          html` <button class="other" formaction="${path}?lang=${other}" lang="${other}">${langs[other]}</button>`,
      )
}</p>
</form>`

const otherLangs = (lang: TextLang) => (['fi', 'sv', 'en'] as const).filter(other => other !== lang)

/** `before` is the text that is to be changed, `trouble` why it could not be read. */
function emptyPage(lang: TextLang, before = '', trouble?: string): Promise<Response> {
  const title = text(lang, 'ui.read.try-title')
  const links = otherLangs(lang).map(
    other => html`<a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${langs[other]}</a> `,
  )
  return pageAnswer({
    lang,
    title: `${title} – ${text(lang, 'app.name')}`,
    styles: [tryStyle.path],
    status: trouble === undefined ? 200 : 422,
    body: html`<p class="langs">${links}</p><h1>${title}</h1>
<p>${text(lang, 'ui.read.why')}</p>
${trouble === undefined ? '' : html`<p role="alert" class="trouble">${trouble}</p>`}
${formOf(lang, before)}`,
  })
}

export const tryPage: PublicPage = {
  path,
  handle: ({ lang }) => emptyPage(lang),
  form: {
    maxBytes,
    handle: async ({ lang, clock }, fields) => {
      const pasted = fields.get('notice') ?? ''
      if (pasted.trim() === '') return emptyPage(lang, '', text(lang, 'ui.read.empty'))
      if (pasted.length > longestTry) {
        const said = { characters: number(lang, pasted.length), limit: number(lang, longestTry) }
        return emptyPage(lang, pasted, text(lang, 'ui.read.too-long', said))
      }
      const reading = readNotice(pasted, { today: clock.now() })
      const isNotice = looksLikeNotice(reading)
      const result = resultOf(lang, reading)
      const title = text(lang, 'ui.read.result')
      return pageAnswer({
        lang,
        title: `${title} – ${text(lang, 'app.name')}`,
        styles: [tryStyle.path],
        body: isNotice
          ? html`<h1>${title}</h1>${result}
<details class="change"><summary>${text(lang, 'ui.read.change-text')}</summary>${formOf(lang, pasted)}</details>`
          : html`<h1>${text(lang, 'ui.read.not-a-notice')}</h1><p>${text(lang, 'ui.read.not-a-notice-why')}</p>
${formOf(lang, pasted)}
<details><summary>${text(lang, 'ui.read.shown-anyway')}</summary>${result}</details>`,
      })
    },
  },
}

/** The style of the page above. */
export const tryStylePage: PublicPage = {
  path: tryStyle.path,
  handle: async () =>
    new Response(tryStyle.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}
