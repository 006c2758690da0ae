/** What a person writes to take part: a name, an address, their age where the notice asks it, and a permit of its own that nobody has ticked for them. */

import { html } from 'hono/html'
import { Refused } from '../base/errors.ts'
import type { Markup } from '../http/page.ts'
import type { Notice } from '../notice/notice.ts'
import { readEmail } from '../register/email.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { type TextKey, type TextLang, text } from '../texts/texts.ts'

export interface Typed {
  readonly given: string
  readonly family: string
  readonly email: string
  readonly ofAge: boolean
  readonly permit: boolean
}
export const nothingTyped: Typed = { given: '', family: '', email: '', ofAge: false, permit: false }

/** What is wrong with a field, or with the form as a whole. */
export type Wrong = Readonly<Partial<Record<keyof Typed | 'form', TextKey>>>

export function typedIn(fields: URLSearchParams): Typed {
  const of = (name: string, most: number) => (fields.get(name) ?? '').trim().slice(0, most)
  return {
    given: of('given', 100),
    family: of('family', 100),
    email: of('email', 254),
    ofAge: fields.get('of-age') === 'yes',
    permit: fields.get('permit') === 'yes',
  }
}

export function wrongIn({ given, family, email, ofAge }: Typed, { minors }: Notice): Wrong {
  const hasCode = (value: string) => maskIdentityCodes(value).found > 0
  return {
    ...(given === '' && { given: 'participation.wrong.given' }),
    ...(family === '' && { family: 'participation.wrong.family' }),
    ...(hasCode(given) && { given: 'rights.ask.wrong.identity-code' }),
    ...(hasCode(family) && { family: 'rights.ask.wrong.identity-code' }),
    ...(emailKeyOf(email) === undefined && { email: 'participation.wrong.email' }),
    ...(minors !== undefined && !ofAge && { ofAge: 'participation.wrong.age' }),
  } satisfies Wrong
}

/** As addresses are compared; undefined when it is none. */
export function emailKeyOf(email: string): string | undefined {
  try {
    return readEmail(email).key
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}

interface Shown {
  readonly notice: Notice
  readonly typed: Typed
  readonly wrong: Wrong
  /** The words of the box that permits e-mail; none where the page offers none. */
  readonly permit: string | undefined
}

/** The fields of the form, for whichever page has them. */
export function entryFields(lang: TextLang, { notice, typed, wrong, permit }: Shown): Markup {
  const { minors } = notice
  return html`${line(lang, 'given', 'given-name', typed.given, wrong.given)}
${line(lang, 'family', 'family-name', typed.family, wrong.family)}
${line(lang, 'email', 'email', typed.email, wrong.email)}
${
  minors === undefined
    ? ''
    : html`<p class="box"><label><input type="checkbox" name="of-age" value="yes" required${checked(typed.ofAge)}${invalid(wrong.ofAge)}>
<span>${text(lang, 'participation.of-age', { age: minors.from })}${wrongAt(lang, wrong.ofAge)}</span></label></p>`
}
${
  permit === undefined
    ? ''
    : html`<fieldset class="apart-box"><legend>${text(lang, 'participation.permit-apart')}</legend>
<p class="box"><label><input type="checkbox" name="permit" value="yes"${checked(typed.permit)}> <span>${permit}</span></label></p></fieldset>`
}`
}

const line = (
  lang: TextLang,
  name: 'given' | 'family' | 'email',
  autocomplete: string,
  value: string,
  wrong: TextKey | undefined,
): Markup =>
  html`<p><label for="${name}">${text(lang, `participation.${name}`)}${wrongAt(lang, wrong)}</label>
<input id="${name}" name="${name}" type="${name === 'email' ? 'email' : 'text'}" autocomplete="${autocomplete}" maxlength="${name === 'email' ? 254 : 100}" required value="${value}"${invalid(wrong)}></p>`

const checked = (is: boolean): Markup | '' => (is ? html` checked` : '')
const invalid = (wrong: TextKey | undefined): Markup | '' => (wrong === undefined ? '' : html` aria-invalid="true"`)
const wrongAt = (lang: TextLang, wrong: TextKey | undefined): Markup | '' =>
  wrong === undefined ? '' : html`<span class="wrong">${text(lang, wrong)}</span>`

/** Seen by nobody; what fills it in reads the page as a machine. */
export const trap = (lang: TextLang): Markup =>
  html`<p class="apart" aria-hidden="true"><label>${text(lang, 'rights.ask.trap')}<input name="homepage" tabindex="-1" autocomplete="off"></label></p>`

/** Who asks, for what and for how long, at the place where it is asked (Art. 13), and where the whole notice is. */
export const noticeLayer = (
  lang: TextLang,
  { controller }: Notice,
  facts: { readonly purpose: string; readonly kept: string },
): Markup =>
  html`<p class="quiet">${text(lang, 'participation.layer', { controller: controller.name, ...facts })} <a href="/notice?lang=${lang}">${text(lang, 'preferences.notice')}</a></p>`
