/** The page of a form, without script: what is asked and why, each permit a box of its own that nobody has ticked, and the notice before the button. */

import { html } from 'hono/html'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import type { Lang } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import { trap } from '../rights/ask-page.ts'
import { type TextKey, text, textIfAny } from '../texts/texts.ts'
import { formStyle } from './form-style.ts'
import { layerOf } from './notice-layer.ts'
import { isOfFiles, type Offer, type OfferedField, type OfferedPermit } from './offer.ts'
import { ageName, fieldName, permitName, type Wrong } from './read-sent.ts'
import { accepted } from './sent-type.ts'

export interface FormShown {
  readonly offer: Offer
  readonly lang: Lang
  readonly address: string
  /** Of this server, where the form stands in another site's page. */
  readonly site?: string | undefined
  readonly stamp: string
  readonly typed?: URLSearchParams | undefined
  readonly wrong?: Wrong | undefined
  /** Why the whole was not taken. */
  readonly trouble?: string | undefined
}

export const pathOf = (address: string): string => `/f/${address}`

export function formPage(shown: FormShown): Promise<Response> {
  const { offer, lang, address, wrong, trouble } = shown
  const { content, scope } = offer
  const title = content.title[lang] ?? ''
  const isWrong = wrong !== undefined || trouble !== undefined
  return pageAnswer({
    lang,
    title: `${title} – ${scope.notice.controller.name}`,
    styles: [formStyle.path],
    status: isWrong ? 422 : 200,
    body: html`${content.languages.length > 1 ? otherLangs(lang, pathOf(address), content.languages) : ''}<h1>${title}</h1>
${formMarkup(shown)}`,
  })
}

/** All of the form but its heading. */
export function formMarkup({ offer, lang, address, site = '', stamp, typed, wrong = {}, trouble }: FormShown): Markup {
  const { content, fields, permits, scope } = offer
  const say = (key: TextKey, args = {}) => text(lang, key, args)
  const some = trouble ?? (Object.keys(wrong).length > 0 ? say('forms.wrong.some') : undefined)
  const { minors } = scope.notice
  const asked = fields.filter(({ asks }) => asks.given === 'asked')
  const ofFiles = asked.find(isOfFiles)
  return html`<div class="form">
${some === undefined ? '' : html`<p class="trouble" role="alert">${some}</p>`}
${content.intro[lang] ? html`<p class="intro">${content.intro[lang]}</p>` : ''}
<form method="post" action="${site}${pathOf(address)}?lang=${lang}"${ofFiles ? html` enctype="multipart/form-data"` : ''} novalidate>
<input type="hidden" name="stamp" value="${stamp}">
${asked.filter(field => field !== ofFiles).map(field => fieldMarkup(offer, field, { lang, typed, wrong }))}
${trap(lang)}
${
  permits.length === 0
    ? ''
    : html`<fieldset>
<legend>${say('forms.permits')}${wrongAt(wrong.permits)}</legend>
<p class="hint">${say('forms.permits-why')}</p>
${permits.map(permit => permitMarkup(permit, lang, typed))}${
  minors
    ? html`<label class="choice"><input type="checkbox" name="${ageName}" value="yes"${checked(typed, ageName)}${invalid(wrong[ageName])}>
<span>${say('preferences.of-age', { age: minors.from })}${wrongAt(wrong[ageName])}</span></label>
`
    : ''
}</fieldset>
`
}${ofFiles ? filesMarkup(offer, ofFiles, { lang, typed, wrong }) : ''}${layerMarkup(offer, lang, site)}
<p><button>${content.button[lang] || say('forms.send')}</button></p>
</form>
</div>`
}

const invalid = (wrong: string | undefined): Markup | '' => (wrong === undefined ? '' : html` aria-invalid="true"`)
const wrongAt = (wrong: string | undefined): Markup | '' =>
  wrong === undefined ? '' : html`<span class="wrong">${wrong}</span>`
const checked = (typed: URLSearchParams | undefined, name: string): Markup | '' =>
  typed?.get(name) === 'yes' ? html` checked` : ''

const permitMarkup = ({ asks }: OfferedPermit, lang: Lang, typed: URLSearchParams | undefined): Markup =>
  html`<label class="choice"><input type="checkbox" name="${permitName({ asks })}" value="yes"${checked(typed, permitName({ asks }))}>
<span>${asks.wording[lang] ?? ''}</span></label>
`

/** WCAG 2.2, 1.3.5: what is asked of the person themselves says so to their browser. */
const autocompletes: Readonly<Record<string, string>> = {
  'identity.given_name': 'given-name',
  'identity.family_name': 'family-name',
  'contact-points.email': 'email',
  'contact-points.phone': 'tel',
  'contact-points.street': 'street-address',
  'contact-points.postcode': 'postal-code',
  'contact-points.city': 'address-level2',
  'contact-points.country': 'country-name',
  'contact-points.web': 'url',
  'work.title': 'organization-title',
  'work.organisation': 'organization',
  'profile.language': 'language',
}
const inputTypes: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', url: 'url' }

export const labelIn = ({ scope }: Offer, { asks, scoped, field, column }: OfferedField, lang: Lang): string =>
  asks.label[lang] ||
  (textIfAny(lang, `register.columns.${scoped.category.id}.${column.name.replaceAll('_', '-')}`) ??
    (field.columns.length === 1 ? inWords(field.name, scope.notice, lang) : column.name))

interface Filling {
  readonly lang: Lang
  readonly typed: URLSearchParams | undefined
  readonly wrong: Wrong
}

function fieldMarkup(offer: Offer, offered: OfferedField, { lang, typed, wrong }: Filling): Markup {
  const { asks, column, scoped } = offered
  const name = fieldName({ asks })
  const now = typed?.get(name) ?? ''
  const fault = wrong[name]
  const label = labelIn(offer, offered, lang)
  const must = asks.required ? html` required` : ''
  if (column.type === 'boolean')
    return html`<p><label class="choice"><input type="checkbox" name="${name}" value="yes"${checked(typed, name)}${must}${invalid(fault)}>
<span>${label}${wrongAt(fault)}</span></label></p>
`
  const hint = asks.required ? whyOf(offer, offered, lang) : text(lang, 'forms.optional')
  const about = html`<label for="${name}">${label}<span class="hint" id="${name}-why">${hint}</span>${wrongAt(fault)}</label>
`
  const shared = html`id="${name}" name="${name}" aria-describedby="${name}-why"${must}${invalid(fault)}`
  if (column.codes)
    return html`<p>${about}<select ${shared}><option value=""></option>${column.codes.map(
      code =>
        html`<option value="${code}"${code === now ? html` selected` : ''}>${textIfAny(lang, `vocabulary.codes.${scoped.category.id}.${column.name.replaceAll('_', '-')}.${code}`) ?? code}</option>`,
    )}</select></p>
`
  if (asks.long)
    return html`<p>${about}<textarea ${shared} rows="6" maxlength="4000">
${now}</textarea></p>
`
  const type = column.type === 'date' ? 'date' : (inputTypes[column.format ?? ''] ?? 'text')
  const numeric = column.type === 'integer' ? html` inputmode="numeric"` : ''
  return html`<p>${about}<input ${shared} type="${type}" autocomplete="${autocompletes[`${scoped.category.id}.${column.name}`] ?? 'off'}" maxlength="300"${numeric} value="${now}"></p>
`
}

/** After everything else, so that all that was typed has come when the files do. */
function filesMarkup(offer: Offer, offered: OfferedField, { lang, wrong }: Filling): Markup {
  const { asks } = offered
  const name = fieldName({ asks })
  const fault = wrong[name]
  const hint = `${asks.required ? whyOf(offer, offered, lang) : text(lang, 'forms.optional')} ${text(lang, 'forms.files.limits')}`
  return html`<p><label for="${name}">${labelIn(offer, offered, lang)}<span class="hint" id="${name}-why">${hint}</span>${wrongAt(fault)}</label>
<input type="file" id="${name}" name="${name}" multiple accept="${accepted}" aria-describedby="${name}-why"${asks.required ? html` required` : ''}${invalid(fault)}></p>
`
}

/** What follows if it is not given: in the form's own words, or those of the notice (Art. 13(2)(e)). */
function whyOf({ scope }: Offer, { asks, field, scoped }: OfferedField, lang: Lang): string {
  const { withoutIt } = scoped.category
  const why = asks.why[lang] || (field.required && withoutIt ? inWords(withoutIt, scope.notice, lang) : '')
  return why === '' ? text(lang, 'forms.mandatory') : `${text(lang, 'forms.mandatory')} ${why}`
}

export function layerMarkup(offer: Parameters<typeof layerOf>[0], lang: Lang, site: string): Markup {
  return html`<section class="layer" aria-labelledby="layer">
<h2 id="layer">${text(lang, 'forms.layer.title')}</h2>
<dl>
${layerOf(offer, lang).map(
  ({ term, words }) => html`<dt>${term}</dt><dd>${words.map(line => html`<p>${line}</p>`)}</dd>
`,
)}</dl>
<p><a href="${site}/notice?lang=${lang}">${text(lang, 'forms.layer.whole')}</a></p>
</section>
`
}

/** After it was sent, after it was confirmed, and when there is nothing to fill in: one heading, one paragraph or two. */
export function toldPage(
  lang: Lang,
  controller: string,
  told: { readonly title: string; readonly words: readonly string[]; readonly status?: number; readonly more?: Markup },
): Promise<Response> {
  return pageAnswer({
    lang,
    title: controller === '' ? told.title : `${told.title} – ${controller}`,
    styles: [formStyle.path],
    ...(told.status !== undefined && { status: told.status }),
    body: html`<h1>${told.title}</h1>
${told.words.map(words => html`<p class="intro">${words}</p>`)}
${told.more ?? ''}
<p><a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}
