/** On the page of an opaque link a person answers in writing: by their name and a tick, without script; a GET changes nothing, and every look is theirs. */

import { html } from 'hono/html'
import type { Id } from '../base/ids.ts'
import type { OpenAsk } from '../http/ask.ts'
import { type Markup, pageAnswer } from '../http/page.ts'
import type { Notice } from '../notice/notice.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { asRights, type NoticeAsk } from './as-rights.ts'
import type { Led, PersonLinks } from './person-link.ts'

interface Finding<Found> {
  readonly links: PersonLinks
  /** Of the look. */
  readonly operation: string
  readonly category: string
  /** As the rights purpose sees it. */
  readonly find: (asking: NoticeAsk, led: Led) => Promise<Found | undefined>
}

export interface Held<Found> {
  /** Asks for the person, for the rights purpose. */
  readonly asking: NoticeAsk
  readonly found: Found
  readonly notice: Notice
}

/** What the link leads to; undefined for a link that is not known, or whose thing has gone. */
export async function heldBy<Found>(
  ask: OpenAsk,
  token: string,
  { links, operation, category, find }: Finding<Found>,
): Promise<Held<Found> | undefined> {
  const { program, requestId, clock, lang } = ask
  const [led, published] = await Promise.all([links.find(program.database.app, token), program.published()])
  const { notice, version: noticeVersion } = published
  if (!led || !notice) return undefined
  const personId: Id = led.person
  const actor = `person:${personId}`
  const asking = asRights(program, published, { actor, kind: 'person', request: requestId, lang })
  const found = await find(asking, led)
  if (found === undefined) return undefined
  const look = { at: clock.now(), actor, purpose: asking.purpose, personId, operation, categories: [category] }
  await program.recordLooks([{ ...look, requestId, noticeVersion }])
  return { asking, found, notice }
}

/** Why what was sent could not be taken, with what was written, so that nobody writes it again. */
export interface Fault {
  readonly fault: 'no-name' | 'not-ticked'
  readonly name: string
}

/** The name by which they agree, or what is missing. */
export function signedBy(fields: URLSearchParams): Fault | { readonly fault: undefined; readonly name: string } {
  const name = (fields.get('name') ?? '').trim().slice(0, 200)
  if (name === '') return { fault: 'no-name', name }
  return fields.get('agree') === 'yes' ? { fault: undefined, name } : { fault: 'not-ticked', name }
}

interface AnswerForms {
  readonly path: string
  /** What agreeing is called in the form. */
  readonly act: string
  readonly heading: string
  readonly tick: string
  readonly accept: string
  readonly decline: string
}

/** Agreeing takes a name and a tick: it is written, and no mail program does it by following a link. */
export const answerForms = (
  lang: TextLang,
  { path, act, heading, tick, accept, decline }: AnswerForms,
  fault?: Fault,
): Markup => html`<h2>${heading}</h2>
<form method="post" action="${path}?lang=${lang}">
<input type="hidden" name="act" value="${act}">
<label class="field" for="name">${text(lang, 'sales.page.name')}</label>
<input class="field" id="name" name="name" maxlength="200" autocomplete="name" required value="${fault?.name ?? ''}">
<label class="choice"><input type="checkbox" name="agree" value="yes" required><span>${tick}</span></label>
<p><button>${accept}</button></p>
</form>
<form method="post" action="${path}?lang=${lang}"><p><button class="quietly" name="act" value="decline">${decline}</button></p></form>`

/** For a link that is not known, or whose thing has gone: the same words, whichever it is. */
export async function noSuchLink({ lang, program }: OpenAsk, words: string): Promise<Response> {
  const title = text(lang, 'preferences.no-link.title')
  const { contact } = await program.published()
  return pageAnswer({
    lang,
    title,
    status: 404,
    body: html`<h1>${title}</h1><p>${words}</p>
${contact === undefined ? '' : html`<p>${text(lang, 'rights.letter.ask', { email: contact })}</p>`}`,
  })
}

/** After what was sent was taken, the page is asked for anew. */
export const seeAgain = (path: string, lang: TextLang): Response =>
  new Response(null, { status: 303, headers: { location: `${path}?lang=${lang}` } })
