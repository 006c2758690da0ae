/** The pages of a survey, without script: one question a page, the way back open, and what becomes of the answers said before the first. */

import { html } from 'hono/html'
import { layerMarkup } from '../forms/form-page.ts'
import { formStyle } from '../forms/form-style.ts'
import { placesIn } from '../forms/offer.ts'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import type { Lang } from '../notice/notice.ts'
import { momentIn } from '../notice/render-sentence.ts'
import type { PurposeScope } from '../register/scope.ts'
import { inWords } from '../register/scope-words.ts'
import { trap } from '../rights/ask-page.ts'
import { type TextKey, text } from '../texts/texts.ts'
import { progressOf } from './branching.ts'
import {
  type Answers,
  type Content,
  longestText,
  type Part,
  partsOf,
  type Question,
  ticked,
  wordsIn,
} from './content.ts'
import { consentWords, needsConsent } from './named.ts'
import { fieldOf } from './read-answer.ts'
import { surveyStyle } from './survey-style.ts'

/** As much of a survey as its pages show. */
export interface Shown {
  readonly survey: { readonly content: Content; readonly keeps: 'anonymous' | 'named'; readonly closesAt: Date | null }
  readonly scope: PurposeScope
  readonly lang: Lang
  /** Where it is posted to. */
  readonly path: string
  readonly stamp: string
  /** Whether who answers was invited by a link of their own. */
  readonly isInvited: boolean
  readonly wrong?: TextKey | undefined
}

const wrongAt = (lang: Lang, wrong: TextKey | undefined): Markup | '' =>
  wrong === undefined ? '' : html`<p class="trouble" role="alert">${text(lang, wrong)}</p>`

const page = ({ scope, lang, wrong }: Shown, title: string, body: Markup): Promise<Response> =>
  pageAnswer({
    lang,
    title: `${title} – ${scope.notice.controller.name}`,
    styles: [formStyle.path, surveyStyle.path],
    status: wrong === undefined ? 200 : 422,
    body,
  })

/** What it is about, who asks, and what is promised: before anything has been asked. Here alone the language is chosen: nothing is lost by it. */
export function startPage(shown: Shown): Promise<Response> {
  const { content } = shown.survey
  const langs = content.languages.length > 1 ? otherLangs(shown.lang, shown.path, content.languages) : ''
  return page(shown, wordsIn(content.title, content, shown.lang), html`${langs}${startMarkup(shown, true)}`)
}

export function startMarkup(shown: Shown, hasTitle: boolean): Markup {
  const { survey, scope, lang, path, stamp, isInvited, wrong } = shown
  const { content, keeps, closesAt } = survey
  const intro = wordsIn(content.intro, content, lang)
  const say = (key: TextKey, args = {}) => text(lang, key, args)
  const asksConsent = keeps === 'named' && needsConsent(scope.notice, scope.purpose.id)
  return html`${hasTitle ? html`<h1>${wordsIn(content.title, content, lang)}</h1>` : ''}
<div class="form">
${wrongAt(lang, wrong)}
${intro === '' ? '' : html`<p class="intro">${intro}</p>`}
<p>${say('surveys.page.length', { count: content.questions.length })} ${closesAt ? say('surveys.page.until', { closes: momentIn(lang, closesAt) }) : ''}</p>
${promise(lang, keeps, isInvited)}
<form method="post" action="${path}?lang=${lang}" novalidate>
<input type="hidden" name="stamp" value="${stamp}">
${trap(lang)}
${keeps === 'named' ? layerMarkup({ scope, permits: [], fields: placesIn(scope).filter(({ scoped }) => scoped.category.id === 'surveys') }, lang, '') : anonymousLayer(scope, lang)}
${asksConsent ? html`<label class="choice"><input type="checkbox" name="agree" value="yes" required><span>${consentWords(scope.notice, lang)}</span></label>` : ''}
<p><button name="to" value="first">${say('surveys.page.start')}</button></p>
</form>
</div>`
}

/** What is promised is said in words that the program keeps (docs/surveys.md). */
const promise = (lang: Lang, keeps: 'anonymous' | 'named', isInvited: boolean): Markup => {
  const points: readonly TextKey[] =
    keeps === 'named'
      ? ['surveys.promise.named', 'surveys.promise.voluntary']
      : [
          'surveys.promise.anonymous',
          isInvited ? 'surveys.promise.invited' : 'surveys.promise.open',
          'surveys.promise.groups',
          'surveys.promise.final',
        ]
  return html`<section class="layer" aria-labelledby="promise"><h2 id="promise">${text(lang, `surveys.promise.title-${keeps}`)}</h2>
<ul>${points.map(point => html`<li>${text(lang, point)}</li>`)}</ul></section>`
}

/** Of answers that are nobody's there is nothing to tell but who asks, for what, and where the whole notice is. */
const anonymousLayer = ({ notice, purpose }: PurposeScope, lang: Lang): Markup => {
  const { controller, contact } = notice
  return html`<p class="hint">${text(lang, 'surveys.page.layer', {
    controller: [controller.name, controller.businessId, contact.email].filter(Boolean).join(', '),
    purpose: inWords(purpose.name, notice, lang),
  })} <a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`
}

/** One question, with what was answered before it carried along. */
export function questionPage(shown: Shown, asked: Question, given: Given): Promise<Response> {
  const { content } = shown.survey
  const { number, most } = progressOf(content, given.answers, asked)
  const title = text(shown.lang, number === most ? 'surveys.page.last' : 'surveys.page.number', { number, most })
  return page(
    shown,
    `${title}. ${wordsIn(content.title, content, shown.lang)}`,
    questionMarkup(shown, asked, given, { title, isLast: number === most }),
  )
}

interface Given {
  readonly answers: Answers
  /** The box of the consent was ticked. */
  readonly agrees: boolean
  /** The question before, where there is one. */
  readonly before: string | undefined
}

function questionMarkup(
  { survey: { content, keeps }, lang, path, stamp, wrong }: Shown,
  asked: Question,
  { answers, agrees, before }: Given,
  { title, isLast }: { readonly title: string; readonly isLast: boolean },
): Markup {
  const own = new Set(partsOf(asked).map(({ id }) => id))
  const carried = [...answers].filter(([part]) => !own.has(part))
  return html`<p class="step">${wordsIn(content.title, content, lang)}</p>
<h1>${title}</h1>
<div class="form">
${wrongAt(lang, wrong)}
<form method="post" action="${path}?lang=${lang}" novalidate>
<input type="hidden" name="stamp" value="${stamp}">
<input type="hidden" name="at" value="${asked.id}">
${agrees ? html`<input type="hidden" name="agree" value="yes">` : ''}
${carried.map(([id, value]) => html`<input type="hidden" name="${fieldOf({ id })}" value="${value}">`)}
${trap(lang)}
${fieldsOf(asked, { content, lang, answers, keeps })}
<p class="acts"><button name="to" value="next">${text(lang, isLast ? 'surveys.page.send' : 'surveys.page.next')}</button>
${before === undefined ? '' : html`<button name="to" value="back" class="back">${text(lang, 'surveys.page.back')}</button>`}</p>
</form>
</div>`
}

interface Filling {
  readonly content: Content
  readonly lang: Lang
  readonly answers: Answers
  readonly keeps: 'anonymous' | 'named'
}

export function fieldsOf(asked: Question, filling: Filling): Markup {
  const { content, lang, answers, keeps } = filling
  const words = wordsIn(asked.text, content, lang)
  const hint = wordsIn(asked.hint, content, lang)
  const say = (key: TextKey) => text(lang, key)
  const must = asked.required ? '' : html`<span class="hint">${say('surveys.page.optional')}</span>`
  if (asked.kind === 'text')
    return html`<p><label for="a.${asked.id}">${words}${must}
${hint === '' ? '' : html`<span class="hint">${hint}</span>`}${keeps === 'anonymous' ? html`<span class="hint">${say('surveys.page.free-text')}</span>` : ''}</label>
<textarea id="a.${asked.id}" name="a.${asked.id}" rows="6" maxlength="${longestText}">
${answers.get(asked.id) ?? ''}</textarea></p>`
  const legend = html`<legend>${words}${must}${hint === '' ? '' : html`<span class="hint">${hint}</span>`}</legend>`
  if (asked.kind === 'matrix')
    return html`<fieldset>${legend}${partsOf(asked).map(
      part =>
        html`<fieldset><legend>${part.of ? wordsIn(part.of.text, content, lang) : ''}</legend>${choicesOf(part, filling)}</fieldset>`,
    )}</fieldset>`
  return html`<fieldset>${legend}${partsOf(asked).map(part => choicesOf(part, filling))}</fieldset>`
}

/** The ends of a scale stand in words beside their numbers. */
function labelOf({ question, of, values }: Part, value: string, content: Content, lang: Lang): string {
  if (question.kind === 'multiple' && of) return wordsIn(of.text, content, lang)
  const option = question.options.find(({ id }) => id === value)
  if (option) return wordsIn(option.text, content, lang)
  const end = value === values[0] ? question.low : value === values.at(-1) ? question.high : {}
  const said = wordsIn(end, content, lang)
  return said === '' ? value : `${value} – ${said}`
}

const choicesOf = (part: Part, { content, lang, answers }: Filling): Markup =>
  html`${part.values.map(
    value => html`<label class="choice"><input type="${value === ticked ? 'checkbox' : 'radio'}" name="${fieldOf(part)}" value="${value}"${answers.get(part.id) === value ? html` checked` : ''}>
<span>${labelOf(part, value, content, lang)}</span></label>`,
  )}`

/** Afterwards, and for whoever comes when there is nothing to answer: one heading and what it means. */
export function toldPage(
  lang: Lang,
  told: { readonly title: string; readonly words: string; readonly status?: number },
): Promise<Response> {
  return pageAnswer({
    lang,
    title: told.title,
    styles: [formStyle.path, surveyStyle.path],
    ...(told.status !== undefined && { status: told.status }),
    body: html`<h1>${told.title}</h1>
<p class="intro">${told.words}</p>
<p><a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}

/** All pages of a survey one after the other, for whoever builds it: every question, whatever leads to it. */
export function previewMarkup(
  content: Content,
  { scope, lang, keeps }: { readonly scope: PurposeScope; readonly lang: Lang; readonly keeps: 'anonymous' | 'named' },
): Markup {
  const shown = {
    survey: { content, keeps, closesAt: null },
    scope,
    lang,
    path: '',
    stamp: '',
    isInvited: keeps === 'named',
  }
  return html`${startMarkup(shown, false)}
<div class="form">${content.questions.map(asked => html`<hr>${fieldsOf(asked, { content, lang, answers: new Map(), keeps })}`)}</div>`
}
