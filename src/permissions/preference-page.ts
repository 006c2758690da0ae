/** The page on which a person sees, gives and withdraws permits: every purpose and channel of the notice, in the person's language, without script. */

import { html } from 'hono/html'
import { dateInHelsinki } from '../base/time.ts'
import { type Markup, otherLangs, pageAnswer } from '../http/page.ts'
import type { Lang, Notice, Purpose } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { entryOf, purposes as knownPurposes } from '../notice/vocabulary.ts'
import { inWords } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import { type Permitted, usesOf, waysOf } from './choice.ts'
import type { Permission } from './gate.ts'
import { preferenceStyle } from './preference-style.ts'
import type { Reason } from './reason.ts'
import { explanationOf, nameOf, nothingWording, noWording, yesWording } from './wording.ts'

/** What the page shows of the person whose link it is. */
export interface Preferences {
  readonly notice: Notice
  /** `/preferences/<token>` */
  readonly path: string
  readonly permissions: readonly Permission[]
  /** Purposes to whose use of their data they have consented. */
  readonly uses: ReadonlySet<string>
  /** An address with most of it hidden; by it the person knows whose page this is. */
  readonly masked: string | undefined
  /** Consents that stand, each with its receipt. */
  readonly consents: readonly Consent[]
  /** What was chosen on the page and not recorded, so that nobody must choose it again. */
  readonly chosen?: URLSearchParams | undefined
}

export interface Consent {
  readonly statement: string
  readonly purpose: string
  readonly channel: Permitted['channel']
  readonly givenAt: Date
}

/** What has just been done, or why it was not. */
export type Told = 'saved' | 'stopped' | 'age-missing'

/** What stands as the person's word: neither, where nothing has been said. */
export function answerOf({ reason, statement, rule }: Permission): 'yes' | 'no' | '' {
  if (reason === 'prohibited') return 'no'
  if (reason === 'bounced' || reason === 'no-address')
    return statement !== null || rule === 'unless objected' ? 'yes' : ''
  const isYes: readonly Reason[] = ['consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties']
  return isYes.includes(reason) ? 'yes' : ''
}

/** Those of which there is something to choose: what the notice does not let the purpose use is left out. */
export const shownOf = (notice: Notice, permissions: readonly Permission[]) =>
  waysOf(notice).flatMap(way => {
    const permission = permissions.find(one => one.purpose === way.purpose.id && one.channel === way.channel)
    return permission === undefined || permission.reason === 'not-in-notice' ? [] : [{ way, permission }]
  })

/** Uses of data that there is something to say of: a yes to publish is given to words that were shown, and can only be taken back here. */
export const usesShown = (notice: Notice, permitted: ReadonlySet<string>): readonly Purpose[] =>
  usesOf(notice).filter(({ id }) => permitted.has(id) || entryOf(knownPurposes, id)?.agreedEach === undefined)

export const fieldOf = ({ purpose, channel }: Permitted): string => `${purpose.id}.${channel ?? 'use'}`

/** a…@e….fi: enough for its owner. */
export function masked(address: string): string {
  const [, local = '', domain = '', ending = ''] = /^(.)[^@]*@(.).*(\.[^.]+)$/.exec(address) ?? []
  return local === '' ? `…${address.slice(-2)}` : `${local}…@${domain}…${ending}`
}

export function preferencePage(lang: Lang, shown: Preferences, told?: Told): Promise<Response> {
  const { notice, path, consents } = shown
  const title = text(lang, 'preferences.title')
  const controller = notice.controller.name
  return pageAnswer({
    lang,
    title: `${title} – ${controller}`,
    styles: [preferenceStyle.path],
    status: told === 'age-missing' ? 422 : 200,
    body: html`${otherLangs(lang, path)}<h1>${title}</h1>
${told === undefined ? '' : html`<p class="done" role="${told === 'age-missing' ? 'alert' : 'status'}">${text(lang, `preferences.told.${told}`)}</p>`}
<p>${text(lang, 'preferences.intro', { controller })}</p>
${shown.masked === undefined ? '' : html`<p class="quiet">${text(lang, 'preferences.whose', { address: shown.masked })}</p>`}
<form class="nothing" method="post" action="${path}?lang=${lang}">
<p><button name="act" value="nothing">${nothingWording(lang)}</button></p>
<p class="quiet">${text(lang, 'preferences.nothing.why')}</p>
</form>
<form method="post" action="${path}?lang=${lang}">
${sections(lang, shown)}
${uses(lang, shown)}
${notice.minors ? ageBox(lang, notice.minors.from) : ''}
<p><button name="act" value="save">${text(lang, 'preferences.save')}</button></p>
</form>
${consents.length === 0 ? '' : receipts(lang, shown)}
<p><a href="/rights?lang=${lang}">${text(lang, 'rights.ask.title')}</a><br>
<a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}

function sections(lang: Lang, { notice, permissions, chosen }: Preferences): readonly Markup[] {
  const rows = shownOf(notice, permissions).map(({ way, permission }) => ({
    way,
    legend: text(lang, `preferences.channel.${way.channel}`),
    now: text(lang, `preferences.now.${permission.reason}`),
    answer: answerOf(permission),
    no: noWording(lang),
    chosen: chosen?.get(fieldOf(way)),
  }))
  const purposes = [...new Set(rows.map(({ way }) => way.purpose))]
  return purposes.map(
    purpose => html`<h2>${nameOf(notice, lang, { purpose })}</h2>
<p>${explanationOf(notice, lang, { purpose })}</p>
${rows.filter(({ way }) => way.purpose === purpose).map(row => choice(lang, notice, row))}`,
  )
}

/** Below what contacts the person, what their data is used for only with their consent. */
function uses(lang: Lang, { notice, uses: permitted, chosen }: Preferences): Markup | '' {
  const all = usesShown(notice, permitted)
  if (all.length === 0) return ''
  return html`<h2>${text(lang, 'preferences.uses')}</h2>
<p>${text(lang, 'preferences.uses-why')}</p>
${all.map(purpose => {
  const way = { purpose, channel: null }
  const isPermitted = permitted.has(purpose.id)
  return choice(lang, notice, {
    way,
    legend: nameOf(notice, lang, way),
    now: [
      explanationOf(notice, lang, way),
      text(lang, 'preferences.use-of', { categories: onConsent(notice, lang, purpose).join(', ') }),
      text(lang, isPermitted ? 'preferences.used' : 'preferences.unused'),
    ].join(' '),
    answer: isPermitted ? 'yes' : 'no',
    no: text(lang, 'preferences.no-use'),
    chosen: chosen?.get(fieldOf(way)),
  })
})}`
}

/** What the purpose has of its data only with consent: for the rest of it the notice may name another basis. */
const onConsent = (notice: Notice, lang: Lang, { id }: Purpose): readonly string[] =>
  notice.categories
    .filter(({ uses: all }) => all.some(({ purpose, basis }) => purpose === id && basis.kind === 'consent'))
    .map(({ name }) => inWords(name, notice, lang))

interface Row {
  readonly way: Permitted
  readonly legend: string
  /** What holds as long as nothing is changed. */
  readonly now: string
  readonly answer: 'yes' | 'no' | ''
  /** The words beside a no. */
  readonly no: string
  readonly chosen: string | null | undefined
}

function choice(lang: Lang, notice: Notice, { way, legend, now, answer, no, chosen }: Row): Markup {
  const field = fieldOf(way)
  const checked = chosen ?? answer
  const radio = (value: 'yes' | 'no', label: string): Markup =>
    html`<label class="choice"><input type="radio" name="${field}" value="${value}"${checked === value ? html` checked` : ''} aria-describedby="now-${field}">
<span>${label}</span></label>
`
  return html`<fieldset>
<legend>${legend}</legend>
<p class="quiet now" id="now-${field}">${now}</p>
<input type="hidden" name="was.${field}" value="${answer}">
${radio('yes', yesWording(notice, lang, way))}${radio('no', no)}</fieldset>
`
}

const ageBox = (lang: Lang, age: number): Markup =>
  html`<label class="choice"><input type="checkbox" name="of-age" value="yes">
<span>${text(lang, 'preferences.of-age', { age })}</span></label>
`

function receipts(lang: Lang, { notice, path, consents }: Preferences): Markup {
  const rows = consents.map(({ statement, purpose: id, channel, givenAt }) => {
    const purpose = notice.purposes.find(one => one.id === id)
    const isUse = usesOf(notice).some(one => one.id === id)
    const words = text(lang, 'preferences.receipt', {
      purpose: purpose ? nameOf(notice, lang, { purpose }) : id,
      channel: text(lang, `preferences.channel.${channel ?? (isUse ? 'use' : 'every')}`),
      date: dateIn(lang, dateInHelsinki(givenAt)),
    })
    return html`<li><a href="${path}/receipt/${statement}?lang=${lang}">${words}</a></li>`
  })
  return html`<h2>${text(lang, 'preferences.receipts')}</h2>
<p>${text(lang, 'preferences.receipts-why')}</p>
<ul>${rows}</ul>`
}

/** For a link that is not known, has expired or has been replaced: the same words, whichever it is. */
export function noSuchLink(lang: Lang, contact: string | undefined): Promise<Response> {
  const title = text(lang, 'preferences.no-link.title')
  return pageAnswer({
    lang,
    title,
    status: 404,
    body: html`<h1>${title}</h1><p>${text(lang, 'preferences.no-link.why')}</p>
${contact === undefined ? '' : html`<p>${text(lang, 'preferences.no-link.ask', { contact })}</p>`}
<p><a href="/rights?lang=${lang}">${text(lang, 'rights.ask.title')}</a><br>
<a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`,
  })
}

/** After one click on "unsubscribe" in a mail program (RFC 8058): there is nothing more to do. */
export function stoppedPage(lang: Lang, path: string): Promise<Response> {
  const title = text(lang, 'preferences.told.stopped')
  return pageAnswer({
    lang,
    title,
    body: html`<h1>${title}</h1><p><a href="${path}?lang=${lang}">${text(lang, 'preferences.title')}</a></p>`,
  })
}
