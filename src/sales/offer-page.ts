/** The page of an offer: what is offered, what follows from accepting it, and how it was answered; it works without script and names nobody. */

import { html } from 'hono/html'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import { myStyle } from '../my/my-style.ts'
import type { Notice } from '../notice/notice.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { answerForms, type Fault } from '../rights/written-answer.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { acceptedInWords, type OfferWords, wordsOf } from './offer-words.ts'
import type { OfferAnswer } from './sales-answers.ts'

export interface ShownOffer {
  /** `/offer/<secret>` */
  readonly path: string
  readonly offer: OfferAnswer
  readonly notice: Notice
  readonly url: string
}

/** The offer is in its own language; the words around it are in the reader's. */
export function offerPage(lang: TextLang, shown: ShownOffer, fault?: Fault): Promise<Response> {
  const { path, offer, notice, url } = shown
  const words = wordsOf(offer, notice, url)
  return pageAnswer({
    lang,
    title: words.title,
    styles: [myStyle.path],
    status: fault ? 422 : 200,
    body: html`${otherLangs(lang, path)}
${fault ? html`<p class="fault" role="alert">${text(lang, `sales.page.fault.${fault.fault}`)}</p>` : ''}
${stateOf(lang, offer)}
<article lang="${offer.lang}">
<h1>${words.title}</h1>
<p class="quiet">${words.by}</p>
${contentOf(offer, words)}
</article>
<p><a href="${path}/pdf?lang=${lang}">${text(lang, 'sales.page.pdf')}</a></p>
${formsOf(lang, shown, fault)}
<p><a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}

/** What has become of it, first of all. */
function stateOf(lang: TextLang, offer: OfferAnswer): Markup | '' {
  const { state, writing, values } = offer
  const told = (words: string): Markup => html`<p class="done" role="status">${words}</p>`
  if (state === 'accepted') return told(acceptedInWords({ ...offer, lang }))
  if (state === 'declined' || state === 'withdrawn' || state === 'expired')
    return told(
      text(lang, `sales.page.state.${state}`, {
        at: typeof values.answered === 'string' ? momentIn(lang, new Date(values.answered)) : '',
      }),
    )
  return writing === 'to-send' ? told(text(lang, 'sales.page.state.to-send')) : ''
}

function contentOf(offer: OfferAnswer, { facts, rows, totals, terms, rights }: OfferWords): Markup {
  const { lang } = offer
  const say = (key: 'what' | 'quantity' | 'vat' | 'sum' | 'terms' | 'rights') => text(lang, `sales.offer.${key}`)
  return html`<dl class="pairs">${facts.map(([label, value]) => html`<dt class="kind">${label}</dt><dd>${value}</dd>`)}</dl>
<div class="scroll" tabindex="0" role="region" aria-label="${text(lang, 'sales.offer.lines')}"><table>
<thead><tr><th scope="col">${say('what')}</th><th scope="col">${say('quantity')}</th><th scope="col">${text(lang, offer.consumer ? 'sales.offer.unit-gross' : 'sales.offer.unit-net')}</th><th scope="col">${say('vat')}</th><th scope="col">${say('sum')}</th></tr></thead>
<tbody>${rows.map(row => html`<tr><th scope="row">${row.what}</th><td>${row.quantity}</td><td>${row.unit}</td><td>${row.vat}</td><td>${row.sum}</td></tr>`)}</tbody>
</table></div>
<ul class="pairs">${totals.map(([label, value]) => html`<li>${label}: <strong>${value}</strong></li>`)}</ul>
${terms.length === 0 ? '' : html`<h2>${say('terms')}</h2>${terms.map(one => html`<p>${one}</p>`)}`}
${rights.length === 0 ? '' : html`<h2>${say('rights')}</h2>${rights.map(one => html`<p>${one}</p>`)}`}`
}

function formsOf(lang: TextLang, { path, offer }: ShownOffer, fault?: Fault): Markup | '' {
  if (offer.state !== 'sent' || offer.writing === 'to-send') return ''
  const say = (key: 'answer' | 'agree' | 'agree-consumer' | 'accept' | 'decline') => text(lang, `sales.page.${key}`)
  const words = { heading: say('answer'), accept: say('accept'), decline: say('decline') }
  return answerForms(
    lang,
    { path, act: 'accept', ...words, tick: say(offer.consumer ? 'agree-consumer' : 'agree') },
    fault,
  )
}
