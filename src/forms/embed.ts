/** A form in another site's page: one script, which draws the form there in a tree of its own and loads nothing more; sent, it leads to the hosted page. */

import type { Lang } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { type FormShown, formMarkup, pathOf } from './form-page.ts'
import { embeddedStyle } from './form-style.ts'

/** What another site's page copies in; without script it is a link. */
export const snippetOf = (url: string, address: string, title: string): string =>
  `<script src="${url}${pathOf(address)}/embed.js" async></script>\n<noscript><a href="${url}${pathOf(address)}">${escaped(title)}</a></noscript>`

const escaped = (title: string): string => title.replace(/[&<>"]/g, letter => `&#${letter.charCodeAt(0)};`)

/** Text as a script can hold it, wherever the script stands. */
const quoted = (words: string): string =>
  JSON.stringify(words).replace(
    /[<\u2028\u2029]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

export async function embedScript(shown: FormShown): Promise<string> {
  const heading = quoted(shown.offer.content.title[shown.lang] ?? '')
  const markup = quoted(String(await formMarkup(shown)))
  return `(() => {
  const script = document.currentScript
  const host = document.createElement('div')
  host.lang = ${quoted(shown.lang)}
  const root = host.attachShadow({ mode: 'open' })
  const style = new CSSStyleSheet()
  style.replaceSync(${quoted(embeddedStyle)})
  root.adoptedStyleSheets = [style]
  const title = document.createElement('h2')
  title.textContent = ${heading}
  const form = document.createElement('template')
  form.innerHTML = ${markup}
  root.append(title, form.content)
  // Who agreed to statistics has this cookie; where the register is on another site it would not come along.
  root.querySelector('form').addEventListener('formdata', ({ formData }) =>
    formData.set('visit', /(?:^|; )seloste_visit=([\\w-]+)/.exec(document.cookie)?.[1] ?? ''),
  )
  script.after(host)
})()
`
}

/** In place of a form that is closed: the page says why. */
export const closedScript = (lang: Lang): string =>
  `document.currentScript.insertAdjacentText('afterend', ${quoted(text(lang, 'forms.closed.why'))})\n`
