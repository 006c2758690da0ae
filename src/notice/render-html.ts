/** A document as semantic HTML: every statement carries the place it comes from in `data-path`, and every word is escaped. */

import type { Block, Document, Entry, Prose, Section, Sourced, Span, Table } from './render-model.ts'

/** Text as HTML, safe in elements and in double-quoted attributes. */
export const escapeHtml = (words: string): string =>
  words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** The notice as one `<article>`, to be set into a page. */
export const renderHtml = (document: Document): string => `<article class="notice" lang="${document.lang}">
<header>
<h1>${escapeHtml(document.title)}</h1>
<p class="register" data-path="register.name">${prose(document.register)}</p>
</header>
${document.past === undefined ? '' : `<p class="past">${prose(document.past)}</p>\n`}${blocks(document.opening)}
${section(document.summary, 2)}
${document.objection === undefined ? '' : section(document.objection, 2)}
${document.sections.map(one => section(one, 2)).join('\n')}
<footer>
${blocks(document.closing)}
</footer>
</article>
`

function section({ id, number, heading, path, prominent, blocks: own, sections }: Section, level: 2 | 3): string {
  const mark = number === undefined ? '' : `<span class="number">${number}</span> `
  const title = `<h${level} id="${id}">${mark}${escapeHtml(heading)}</h${level}>`
  const inside = [title, blocks(own), ...sections.map(one => section(one, 3))].filter(part => part !== '')
  const role = prominent ? ' class="prominent"' : ''
  return `<section aria-labelledby="${id}" data-path="${escapeHtml(path)}"${role}>\n${inside.join('\n')}\n</section>`
}

const blocks = (all: readonly Block[]): string => all.map(block).join('\n')

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return `<p${from(one)}>${prose(one.text)}</p>`
    case 'list':
      return `<ul>\n${one.items.map(item => `<li${from(item)}>${prose(item.text)}</li>`).join('\n')}\n</ul>`
    case 'lines': {
      const lines = one.items.map(item => `<span${from(item)}>${prose(item.text)}</span>`)
      return `<p class="lines">${lines.join('<br>\n')}</p>`
    }
    case 'entries':
      return `<dl>\n${one.items.map(entry).join('\n')}\n</dl>`
    case 'table':
      return table(one)
  }
}

function entry(one: Entry): string {
  const text = one.text.length === 0 ? '' : `<p>${prose(one.text)}</p>`
  const details = one.details.map(detail => `<li${from(detail)}>${prose(detail.text)}</li>`)
  const list = details.length === 0 ? '' : `<ul>\n${details.join('\n')}\n</ul>`
  return `<div${from(one)}>\n<dt>${prose(one.term)}</dt>\n<dd>${text}${list}</dd>\n</div>`
}

/** Each cell repeats its column's name, for narrow screens where a row stands as a card. */
function table({ caption, columns, rows }: Table): string {
  const head = columns.map(column => `<th scope="col">${escapeHtml(column)}</th>`).join('')
  const body = rows.map(row => {
    const cells = row.cells.map((cell, index) => {
      const label = ` data-label="${escapeHtml(columns[index] ?? '')}"`
      return index === 0 ? `<th scope="row">${prose(cell)}</th>` : `<td${label}>${prose(cell)}</td>`
    })
    return `<tr${from(row)}>${cells.join('')}</tr>`
  })
  return `<table>\n<caption>${escapeHtml(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`
}

const from = ({ path, also = [] }: Sourced): string => ` data-path="${escapeHtml([path, ...also].join(' '))}"`

const prose = (words: Prose): string =>
  words.map(part => (typeof part === 'string' ? escapeHtml(part) : span(part))).join('')

const signs = { kept: '✓', broken: '✗', unknown: '?' } as const

function span({ text, href, strong, lang, mark }: Span): string {
  if (mark !== undefined) {
    const words = `<span${mark.again ? ' class="unseen"' : ''}>${escapeHtml(text)}</span>`
    return `<small class="mark ${mark.kind}"><span aria-hidden="true">${signs[mark.kind]}</span> ${words}</small>`
  }
  const bold = strong ? `<strong>${escapeHtml(text)}</strong>` : escapeHtml(text)
  const attributes = `${lang === undefined ? '' : ` lang="${lang}"`}${href === undefined ? '' : ` href="${escapeHtml(href)}"`}`
  if (href !== undefined) return `<a${attributes}>${bold}</a>`
  return lang === undefined ? bold : `<span${attributes}>${bold}</span>`
}
