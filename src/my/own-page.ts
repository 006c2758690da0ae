/** The own page: everything that is held of a person, by the same reading as the copy of Art. 15, in plain words and without script. */

import { html } from 'hono/html'
import { dateInHelsinki } from '../base/time.ts'
import type { Markup } from '../http/page.ts'
import type { Lang } from '../notice/notice.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { type AccessPackage, accessPackage, type Part, type Value } from '../rights/access-package.ts'
import { type Listed, listRequests } from '../rights/request.ts'
import { sizeInWords } from '../rights/zip-file.ts'
import { text, textIfAny } from '../texts/texts.ts'
import type { Self } from './session.ts'
import { drawn } from './sign-in-page.ts'

/** Of the looks, so many are on the first page. */
const firstLooks = 20

/** What a person sees: gathered anew, and in the look log before it leaves. */
export async function copyFor({ ask, person, recorded }: Self, operation: string): Promise<AccessPackage> {
  const copy = await accessPackage(ask, person, 'access', ask.lang)
  ask.saw(
    [person],
    operation,
    copy.categories.map(({ id }) => id),
  )
  await recorded()
  return copy
}

export async function ownPage(self: Self): Promise<Response> {
  const { ask, person } = self
  const { lang } = ask
  const copy = await copyFor(self, 'my.page')
  const requests = [
    ...(await listRequests(ask, { settled: false, person })).requests,
    ...(await listRequests(ask, { settled: true, person })).requests,
  ]
  const tries = await triesAtDoor(self)
  const controller = ask.published.notice?.controller.name ?? ''
  return drawn(
    { lang, path: '/my', title: copy.person.name ?? text(lang, 'my.title') },
    html`<p>${text(lang, 'my.page.intro', { controller })}</p>
<form method="post" action="/my/out?lang=${lang}"><p class="quiet">${text(lang, 'my.page.signed-in', { time: momentIn(lang, self.expiresAt) })}</p>
<button class="quietly">${text(lang, 'my.page.sign-out')}</button></form>
${contents(lang)}
${rights(self)}
${held(lang, copy)}
${files(lang, copy)}
${permissions(self)}
${looks(lang, copy)}
${tries}
${recipients(lang, copy)}
${requestList(lang, requests)}
${further(lang, copy)}
<p><a href="/notice?lang=${lang}">${text(lang, 'my.page.notice')}</a></p>`,
  )
}

const sections = [
  'rights',
  'held',
  'files',
  'permissions',
  'looks',
  'recipients',
  'requests',
  'changes',
  'rest',
] as const

const heading = (lang: Lang, section: (typeof sections)[number]): Markup =>
  html`<h2 id="${section}">${text(lang, `my.page.${section}`)}</h2>`

const contents = (lang: Lang): Markup =>
  html`<nav aria-label="${text(lang, 'my.page.contents')}"><ul>${sections.map(
    section => html`<li><a href="#${section}">${text(lang, `my.page.${section}`)}</a></li>`,
  )}</ul></nav>`

const acts = ['object', 'withdraw', 'restrict', 'erase'] as const

/** What can be done here: the copy by one press, everything else on a page that says first what it does. */
const rights = (self: Self): Markup => {
  const { lang } = self.ask
  return html`${heading(lang, 'rights')}
<h3>${text(lang, 'my.copy.title')}</h3>
${(['access', 'portability'] as const).map(
  kind => html`<p class="quiet">${text(lang, `my.copy.${kind}-why`)}</p>
<form method="post" action="/my/copy?lang=${lang}"><input type="hidden" name="key" value="${self.formKey}"><input type="hidden" name="kind" value="${kind}">
<button class="quietly">${text(lang, `my.copy.${kind}`)}</button></form>`,
)}
<ul class="pairs">${acts.map(
    act =>
      html`<li><a href="/my/${act}?lang=${lang}">${text(lang, `my.${act}.title`)}</a><div class="quiet">${text(lang, `my.${act}.why`)}</div></li>`,
  )}</ul><p>${text(lang, 'my.page.correct-where')}</p>`
}

function held(lang: Lang, { categories }: AccessPackage): Markup {
  const full = categories.filter(({ rows }) => rows.length > 0)
  const empty = categories.filter(({ rows }) => rows.length === 0)
  return html`${heading(lang, 'held')}<p>${text(lang, 'my.page.kinds')}</p>
${full.map(part => category(lang, part))}
${empty.length === 0 ? '' : html`<p class="quiet">${text(lang, 'my.page.empty')} ${empty.map(one => one.category).join(', ')}.</p>`}`
}

const category = (lang: Lang, part: Part): Markup =>
  html`<h3>${part.category}</h3>
<details><summary>${text(lang, 'my.page.uses')}</summary><ul>${part.uses.map(
    ({ purpose, basis, keep }) => html`<li>${purpose}: ${basis}. ${text(lang, 'my.page.until', { until: keep })}.</li>`,
  )}</ul></details>
${part.rows.map(row => oneRow(lang, part, row))}`

const oneRow = (lang: Lang, { id, category: name, origin }: Part, row: Part['rows'][number]): Markup => {
  const { values, until, untilDate } = row
  const path = `/my/${origin === 'inferred' ? 'contest' : 'correct'}/${id}/${row.id}`
  const link = text(lang, origin === 'inferred' ? 'my.page.contest' : 'my.page.correct')
  return html`<div class="row${origin === 'inferred' ? ' inferred' : ''}"><dl>${values.map(value => oneValue(lang, value))}</dl>
<p class="quiet">${
    untilDate === null
      ? text(lang, 'my.page.until', { until })
      : text(lang, 'my.page.until-date', { date: dateIn(lang, untilDate), until })
  }</p>${id === 'permissions' ? '' : html`<p><a href="${path}?lang=${lang}">${link}</a> <span class="unseen">${name}, ${values[0]?.value ?? ''}</span></p>`}</div>`
}

function oneValue(lang: Lang, { field, value, source, sourceKind, recorded }: Value): Markup {
  const kind = textIfAny(lang, `my.kind.${sourceKind}`)
  const date = recorded === '' ? '' : dateIn(lang, dateInHelsinki(new Date(recorded)))
  return html`<dt>${field}</dt><dd>${value}<div class="why">${kind === undefined ? '' : html`<span class="kind">${kind}</span>: `}${[source, date].filter(Boolean).join(', ')}</div></dd>`
}

const files = (lang: Lang, { files: all }: AccessPackage): Markup =>
  html`${heading(lang, 'files')}${
    all.length === 0
      ? html`<p>${text(lang, 'my.page.files-none')}</p>`
      : html`<p>${text(lang, 'my.page.files-why')}</p><ul class="pairs">${all.map(
          ({ id, name, bytes }) =>
            html`<li><a href="/my/file/${id}?lang=${lang}" download>${name ?? text(lang, 'rights.package.nameless')}</a> <span class="quiet">${sizeInWords(lang, bytes)}</span></li>`,
        )}</ul>`
  }`

const permissions = ({ ask: { lang }, formKey }: Self): Markup =>
  html`${heading(lang, 'permissions')}<p>${text(lang, 'my.page.permissions-why')}</p>
<form method="post" action="/my/permissions?lang=${lang}"><input type="hidden" name="key" value="${formKey}">
<button class="quietly">${text(lang, 'my.page.permissions-open')}</button></form>`

function looks(lang: Lang, { looks: all }: AccessPackage): Markup {
  const more =
    all.length <= firstLooks
      ? ''
      : html`<p><a href="/my/looks?lang=${lang}">${text(lang, 'my.page.looks-all', { count: all.length })}</a></p>`
  return html`${heading(lang, 'looks')}<p>${text(lang, 'my.page.looks-why')}</p>
${all.length === 0 ? html`<p>${text(lang, 'my.page.looks-none')}</p>` : lookTable(lang, all.slice(0, firstLooks))}${more}`
}

/** Only where somebody tried: who has never been concerned has nothing to worry about. */
async function triesAtDoor({ ask, person }: Self): Promise<Markup | ''> {
  const { lang } = ask
  const { rows } = await ask.reader.query<{ times: number; began_at: Date; last_at: Date }>(
    'select * from security.of_person($1, $2)',
    [ask.token, person],
  )
  if (rows.length === 0) return ''
  return html`<h2 id="tries">${text(lang, 'my.page.tries')}</h2><p>${text(lang, 'my.page.tries-why')}</p>
<ul class="pairs">${rows.map(
    ({ times, last_at }) =>
      html`<li>${text(lang, 'my.page.tried', { count: times, time: momentIn(lang, last_at) })}</li>`,
  )}</ul>`
}

const lookTable = (lang: Lang, all: AccessPackage['looks']): Markup =>
  html`<div class="scroll" tabindex="0"><table><thead><tr>${(['when', 'purpose', 'what'] as const).map(
    column => html`<th scope="col">${text(lang, `my.page.${column}`)}</th>`,
  )}</tr></thead><tbody>${all.map(
    ({ at, purpose, categories, own }) =>
      html`<tr><td>${momentIn(lang, new Date(at))}</td><td>${own ? text(lang, 'my.page.look-self') : purpose}</td><td>${categories.join(', ')}</td></tr>`,
  )}</tbody></table></div>`

const recipients = (lang: Lang, { recipients: all }: AccessPackage): Markup =>
  html`${heading(lang, 'recipients')}${
    all.length === 0
      ? html`<p>${text(lang, 'my.page.recipients-none')}</p>`
      : html`<p>${text(lang, 'my.page.recipients-why')}</p><ul>${all.map(({ name, country }) => html`<li>${name} (${country})</li>`)}</ul>`
  }`

const requestList = (lang: Lang, all: readonly Listed[]): Markup =>
  html`${heading(lang, 'requests')}${
    all.length === 0
      ? html`<p>${text(lang, 'my.page.requests-none')}</p>`
      : html`<ul class="pairs">${all.map(request => html`<li>${requestWords(lang, request)}</li>`)}</ul>`
  }`

/** «Oikeus saada pääsy tietoihin (15 artikla), 23.11.2026: käsittelyssä, vastaamme viimeistään 23.12.2026». */
function requestWords(lang: Lang, { kind, receivedAt, state, due, daysLeft }: Listed): string {
  const right = text(lang, `rights.kind.${kind}`)
  const date = dateIn(lang, dateInHelsinki(new Date(receivedAt)))
  const words = [textIfAny(lang, `my.state.${state}`) ?? state]
  if (daysLeft !== null) words.push(text(lang, 'my.page.due', { date: dateIn(lang, due) }))
  return `${right.charAt(0).toUpperCase()}${right.slice(1)}, ${date}: ${words.join(', ')}`
}

const further = (lang: Lang, { changes, rest }: AccessPackage): Markup =>
  html`${heading(lang, 'changes')}<p>${text(lang, 'my.page.changes-why')}</p>
<p><a href="/my/changes?lang=${lang}">${text(lang, 'my.page.changes-open', { count: changes.length })}</a></p>
${heading(lang, 'rest')}<p>${text(lang, 'rights.package.rest-why')}</p>
<details><summary>${text(lang, 'my.page.rest-open', { count: rest.length })}</summary><ul class="rest">${rest.map(
    ({ heldIn, data }) =>
      html`<li>${heldIn}: ${Object.entries(data)
        .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('; ')}</li>`,
  )}</ul></details>`

const back = (lang: Lang): Markup => html`<p><a href="/my?lang=${lang}">${text(lang, 'my.page.back')}</a></p>`

/** Every look there was. */
export async function looksPage(self: Self): Promise<Response> {
  const { lang } = self.ask
  const copy = await copyFor(self, 'my.looks')
  return drawn(
    { lang, path: '/my/looks', title: text(lang, 'my.page.looks') },
    html`<p>${text(lang, 'my.page.looks-why')}</p>${lookTable(lang, copy.looks)}${back(lang)}`,
  )
}

/** Every change there was, newest first. */
export async function changesPage(self: Self): Promise<Response> {
  const { lang } = self.ask
  const { changes } = await copyFor(self, 'my.changes')
  const lines = changes.map(({ at, source, category: name, did, fields }) => {
    const what = textIfAny(lang, `rights.package.did.${did}`) ?? did
    return html`<li><strong>${momentIn(lang, new Date(at))}</strong>: ${name}, ${what} (${source})${
      fields.length === 0
        ? ''
        : html`<ul>${fields.map(
            ({ field, before, after }) => html`<li>${field}: ${[before, after].filter(Boolean).join(' → ')}</li>`,
          )}</ul>`
    }</li>`
  })
  return drawn(
    { lang, path: '/my/changes', title: text(lang, 'my.page.changes') },
    html`<p>${text(lang, 'my.page.changes-why')}</p><ul class="pairs">${lines}</ul>${back(lang)}`,
  )
}
