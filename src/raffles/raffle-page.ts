/** A raffle's page: rules and prize, the form while it is open, and from the first day what proves that the draw was not chosen. */

import { html } from 'hono/html'
import { type Markup, pageAnswer } from '../http/page.ts'
import type { Notice } from '../notice/notice.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { entryFields, noticeLayer, type Typed, trap, type Wrong } from '../participation/entry-form.ts'
import { keptWords } from '../participation/kept.ts'
import { participationStyle } from '../participation/participation-style.ts'
import { inWords } from '../register/scope-words.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'
import type { DrawFile } from './draw-file.ts'
import { type Raffle, type RaffleState, wordsIn } from './raffle.ts'

interface Shown {
  readonly raffle: Raffle
  readonly state: RaffleState
  readonly notice: Notice
  readonly typed: Typed
  readonly wrong: Wrong
  readonly stamp: string
  readonly permit: string | undefined
  readonly draw: DrawFile
  /** Winners who have agreed to be named, as they agreed to. */
  readonly named: readonly string[]
}

const langNames: Readonly<Record<TextLang, string>> = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' }

export function rafflePage(lang: TextLang, shown: Shown): Promise<Response> {
  const { raffle, state, notice, wrong } = shown
  const words = wordsIn(raffle, lang)
  const say = (key: TextKey, args = {}) => text(lang, key, args)
  const isWrong = Object.keys(wrong).length > 0
  const period = { opens: momentIn(lang, raffle.opens), closes: momentIn(lang, raffle.closes) }
  return pageAnswer({
    lang,
    title: `${words.title} – ${notice.controller.name}`,
    styles: [participationStyle.path],
    status: isWrong ? 422 : 200,
    body: html`<p class="langs">${(['fi', 'sv', 'en'] as const)
      .filter(other => other !== lang)
      .map(
        other =>
          html`<a href="${pathOf(raffle)}?lang=${other}" lang="${other}" hreflang="${other}">${langNames[other]}</a> `,
      )}</p>
<h1>${words.title}</h1>
<p><strong>${say('raffles.page.prize')}</strong> ${words.prize}</p>
<p><strong>${say('raffles.page.who')}</strong> ${words.who}</p>
<p>${say(`raffles.page.state.${state}`, period)}</p>
${state === 'drawn' ? winners(lang, shown) : ''}
${isWrong ? html`<p class="trouble" role="alert">${say(wrong.form ?? 'participation.wrong.some')}</p>` : ''}
${state === 'open' ? form(lang, shown) : ''}
<h2>${say('raffles.page.rules')}</h2>
<p class="words">${words.rules}</p>
${proof(lang, shown)}`,
  })
}

const pathOf = ({ page }: Raffle): string => `/raffle/${page}`

const form = (lang: TextLang, { raffle, notice, typed, wrong, stamp, permit }: Shown): Markup => {
  const purpose = notice.purposes.find(({ id }) => id === raffle.purpose)
  return html`<h2 id="enter">${text(lang, 'raffles.page.enter')}</h2>
<form method="post" action="${pathOf(raffle)}?lang=${lang}">
<input type="hidden" name="stamp" value="${stamp}">
${entryFields(lang, { notice, typed, wrong, permit })}
${trap(lang)}
${noticeLayer(lang, notice, {
  purpose: purpose ? inWords(purpose.name, notice, lang) : '',
  kept: keptWords(notice, lang, raffle.purpose),
})}
<p><button>${text(lang, 'raffles.page.send')}</button></p>
</form>`
}

const winners = (lang: TextLang, { draw, named }: Shown): Markup =>
  html`<h2>${text(lang, 'raffles.page.winners')}</h2>
<p>${text(lang, 'raffles.page.winning-tokens')}</p>
<ul>${(draw.draw?.winners ?? []).map(({ token }) => html`<li class="token">${token}</li>`)}</ul>
${named.length === 0 ? '' : html`<p>${text(lang, 'raffles.page.named')}</p><ul>${named.map(name => html`<li>${name}</li>`)}</ul>`}`

const proof = (lang: TextLang, { raffle, draw }: Shown): Markup => {
  const row = (key: TextKey, value: string | undefined) =>
    value === undefined ? '' : html`<tr><th scope="row">${text(lang, key)}</th><td class="hash">${value}</td></tr>`
  return html`<h2>${text(lang, 'raffles.page.proof')}</h2>
<p>${text(lang, 'raffles.page.proof-what')}</p>
<table><tbody>
${row('raffles.page.seed-hash', draw.seedHash)}
${row('raffles.page.list-hash', draw.list?.hash)}
${row('raffles.page.entries', draw.list?.tokens.length.toString())}
${row('raffles.page.seed', draw.draw?.seed)}
</tbody></table>
<p><a href="${pathOf(raffle)}/draw">${text(lang, 'raffles.page.file')}</a></p>`
}

/** The same for everybody who has sent the form. */
export function enteredPage(lang: TextLang, raffle: Raffle): Promise<Response> {
  const title = text(lang, 'raffles.received.title')
  return pageAnswer({
    lang,
    title,
    styles: [participationStyle.path],
    body: html`<h1>${title}</h1>
<p>${text(lang, 'raffles.received.what', { title: wordsIn(raffle, lang).title })}</p>
<p>${text(lang, 'raffles.received.token')}</p>
<p><a href="${pathOf(raffle)}?lang=${lang}">${text(lang, 'raffles.received.back')}</a></p>`,
  })
}
