/** The notice as a whole page that works without script: other languages, contents, the document. */

import { text } from '../texts/texts.ts'
import type { Lang } from './notice.ts'
import { escapeHtml, renderHtml } from './render-html.ts'
import { type Document, wordsOf } from './render-model.ts'

/** Where the page's style is: an address on this server, or within the page, for a file that stands alone. */
export type Style = { readonly href: string } | { readonly css: string }

/** Where else the notice is: on paper, as linked data for programs, and as it was before. */
export interface OtherForms {
  readonly pdf: string
  readonly data: string
  readonly versions: string
  /** Where anybody may ask for their rights. */
  readonly rights: string
}

/** `address` gives where the notice is in another language; without it the page names no other. */
export function noticePage(
  document: Document,
  style: Style,
  address?: (lang: Lang) => string,
  forms?: OtherForms,
): string {
  const { lang } = document
  const title = `${document.title} – ${wordsOf(document.register)}`
  const sheet =
    'href' in style ? `<link rel="stylesheet" href="${escapeHtml(style.href)}">` : `<style>\n${style.css}</style>`
  const others = address === undefined ? [] : document.languages.filter(one => one !== lang)
  const alternates = others.map(
    one => `<link rel="alternate" hreflang="${one}" href="${escapeHtml(address?.(one) ?? '')}">\n`,
  )
  const data =
    forms === undefined ? '' : `<link rel="alternate" type="application/ld+json" href="${escapeHtml(forms.data)}">\n`
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
${alternates.join('')}${data}${sheet}
</head>
<body>
<a class="skip" href="#content">${escapeHtml(text(lang, 'notice.page.skip'))}</a>
<div class="page">
${address === undefined ? '' : languages(document, address)}
${contents(document)}
<main id="content">
${renderHtml(document)}${forms === undefined ? '' : otherForms(document, forms)}</main>
</div>
</body>
</html>
`
}

function languages({ lang, languages: all }: Document, address: (lang: Lang) => string): string {
  if (all.length < 2) return ''
  const links = all.map(one => {
    const name = text(one, `notice.page.${one}`)
    if (one === lang) return `<span lang="${one}" aria-current="page">${name}</span>`
    return `<a lang="${one}" hreflang="${one}" href="${escapeHtml(address(one))}">${name}</a>`
  })
  return `<nav class="languages" aria-label="${escapeHtml(text(lang, 'notice.page.languages'))}">\n${links.join('\n')}\n</nav>`
}

const otherForms = ({ lang }: Document, { pdf, versions, rights }: OtherForms): string =>
  `<p class="paper"><a href="${escapeHtml(pdf)}" type="application/pdf">${escapeHtml(text(lang, 'notice.page.pdf'))}</a><br>
<a href="${escapeHtml(versions)}">${escapeHtml(text(lang, 'notice.page.versions'))}</a><br>
<a href="${escapeHtml(rights)}">${escapeHtml(text(lang, 'rights.ask.title'))}</a></p>\n`

function contents({ lang, summary, objection, sections }: Document): string {
  const items = [summary, ...(objection === undefined ? [] : [objection]), ...sections].map(
    ({ id, number, heading }) =>
      `<li><a href="#${id}"><span class="number">${number ?? ''}</span><span>${escapeHtml(heading)}</span></a></li>`,
  )
  const name = escapeHtml(text(lang, 'notice.page.contents'))
  return `<nav class="contents" aria-label="${name}">
<details>
<summary>${name}</summary>
<ol>
${items.join('\n')}
</ol>
</details>
</nav>`
}
