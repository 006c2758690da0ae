/** What was read of a pasted notice as markup without script: every sentence and the things it says lead to each other. */

import { html } from 'hono/html'
import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import type { Reading } from './read-things.ts'
import { type Gap, gapsOf, type Piece, piecesOf, registerOf, type Shown } from './read-view.ts'
import { type ToldFinding, tell } from './tell.ts'

type Markup = ReturnType<typeof html>

export function resultOf(lang: TextLang, reading: Reading): Markup {
  const pieces = piecesOf(reading)
  const gaps = gapsOf(reading.findings.map(finding => tell(lang, finding)))
  const unread = pieces.filter(piece => piece.kind === 'not-understood')
  return html`${legendOf(lang, pieces, gaps.length)}
<div class="reading">
<section aria-labelledby="old"><h2 id="old">${text(lang, 'ui.read.old-text')}</h2>
<div class="old" lang="${reading.language}">${pieces.map(piece => pieceOf(lang, piece))}</div></section>
<section aria-labelledby="register"><h2 id="register">${text(lang, 'ui.read.register')}</h2>
${registerOf(reading.things, pieces).map(
  part => html`<h3>${text(lang, `ui.read.part.${part.id}`)}</h3>
${
  part.shown.length === 0
    ? html`<p class="silent">${text(lang, 'ui.read.silent')}</p>`
    : html`<ul>${part.shown.map(shown => thingOf(lang, reading.language, shown))}</ul>`
}`,
)}</section>
</div>
<section aria-labelledby="gaps"><h2 id="gaps">${text(lang, 'ui.read.gaps')}</h2>
${
  gaps.length === 0
    ? html`<p>${text(lang, 'ui.read.no-gaps')}</p>`
    : html`<p>${text(lang, 'ui.read.gaps-why')}</p><ol class="gaps">${gaps.map(gap => gapOf(lang, gap))}</ol>`
}</section>
${unread.length === 0 ? '' : unreadOf(lang, reading.language, unread)}
${draftOf(lang, reading.draft)}`
}

/** The class that a sentence shares with its things, for the style to show them together. */
const together = (sentences: readonly number[]): string => sentences.map(one => `n${one}`).join(' ')

function pieceOf(lang: TextLang, piece: Piece): Markup | string {
  switch (piece.kind) {
    case 'between':
      return html`${piece.text}`
    case 'boilerplate':
      return html`<span class="plain" title="${text(lang, `read.boilerplate.${piece.reason}`)}">${piece.text}</span>`
    case 'not-understood':
      return html`<mark id="u${piece.number}"><span class="hidden" lang="${lang}">${text(lang, 'ui.read.not-understood-mark')}: </span>${piece.text}</mark>`
    case 'understood':
      return html`<a id="s${piece.number}" class="n${piece.number}" href="#t${piece.things[0] ?? 0}">${piece.text}<sup>${piece.number}</sup></a>`
  }
}

function thingOf(lang: TextLang, own: TextLang, { thing, index, sentences }: Shown): Markup {
  const known = textIfAny(lang, `ui.read.known.${thing.kind}.${thing.known ?? ''}`)
  const part =
    /^(?:controller|contact|business|register|title|persons|date|dpo|law|not-kept|authority|profiling|minors|security|changes)/
  const label = part.test(thing.kind) ? html`<span class="kind">${text(lang, thing.label)}</span> ` : ''
  const links = sentences
    .slice(0, 6)
    .map(one => html` <a href="#s${one}" aria-label="${text(lang, 'ui.read.to-sentence', { number: one })}">${one}</a>`)
  return html`<li id="t${index}" class="${together(sentences)}">${label}${known ?? html`<span lang="${own}">${thing.value}</span>`}<span class="to">${links}</span></li>`
}

function legendOf(lang: TextLang, pieces: readonly Piece[], gaps: number): Markup {
  const counted = (kind: 'understood' | 'boilerplate' | 'not-understood') => {
    const count = pieces.filter(piece => piece.kind === kind).length
    return count === 0
      ? ''
      : html`<li><span class="${kind}">${text(lang, `ui.read.${kind}`, { count, number: count })}</span></li>`
  }
  return html`<ul class="legend">${counted('understood')}${counted('boilerplate')}${counted('not-understood')}<li><a href="#gaps">${text(lang, 'ui.read.gap-count', { count: gaps, number: gaps })}</a></li></ul>`
}

const mostOfOne = 12

function gapOf(lang: TextLang, { severity, first, all }: Gap<ToldFinding>): Markup {
  const missing = [...new Set(all.map(one => one.missing))]
  const more = missing.length - mostOfOne
  return html`<li class="${severity}"><p><strong class="severity">${text(lang, `ui.notice.severity.${severity}`)}</strong> ${missing[0]}</p>
${
  missing.length === 1
    ? ''
    : html`<ul>${missing.slice(1, mostOfOne).map(one => html`<li>${one}</li>`)}${
        more > 0 ? html`<li>${text(lang, 'ui.read.same', { count: more, number: more })}</li>` : ''
      }</ul>`
}<p><span class="kind">${text(lang, 'ui.read.mend-by')}</span> ${first.mend}</p>
<details><summary>${text(lang, 'ui.read.reason')}</summary><p>${first.why}</p></details></li>`
}

const unreadOf = (
  lang: TextLang,
  own: TextLang,
  unread: readonly Extract<Piece, { kind: 'not-understood' }>[],
): Markup =>
  html`<section aria-labelledby="unread"><h2 id="unread">${text(lang, 'ui.read.not-understood', { count: unread.length, number: unread.length })}</h2>
<p>${text(lang, 'ui.read.not-understood-why')}</p>
<ul class="unread">${unread.map(piece => html`<li><a href="#u${piece.number}" lang="${own}">${piece.text}</a></li>`)}</ul></section>`

const draftOf = (
  lang: TextLang,
  draft: string,
): Markup => html`<section aria-labelledby="draft"><h2 id="draft">${text(lang, 'ui.read.draft')}</h2>
<p>${text(lang, 'ui.read.draft-why')}</p>
<p><a download="notice.yaml" href="data:text/yaml;charset=utf-8,${encodeURIComponent(draft)}">${text(lang, 'ui.read.download')}</a></p>
<details><summary>notice.yaml</summary><textarea class="draft" readonly rows="24" spellcheck="false" aria-labelledby="draft">
${draft}</textarea></details></section>`
