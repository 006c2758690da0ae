/** What a visitor sent is read by the very form that they were shown: what cannot be taken is told at its field, and what was not ticked is not said. */

import { Refused } from '../base/errors.ts'
import type { Value } from '../register/answers.ts'
import { readValue } from '../register/column-value.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import { isOfFiles, needsPermit, type Offer, type OfferedField, type OfferedPermit } from './offer.ts'
import type { SentFile, Taking } from './sent-file.ts'

export const fieldName = ({ asks }: Pick<OfferedField, 'asks'>): string => `f.${asks.category}.${asks.column}`
export const permitName = ({ asks }: Pick<OfferedPermit, 'asks'>): string => `p.${asks.purpose}.${asks.channel ?? ''}`
export const ageName = 'of-age'

/** By the name of the field, why it cannot be taken, in the visitor's language. */
export type Wrong = Readonly<Record<string, string>>

export interface Answer {
  readonly field: OfferedField
  readonly value: Value
}

export interface Answers {
  readonly answers: readonly Answer[]
  readonly ticked: readonly OfferedPermit[]
  readonly isOfAge: boolean
  /** Those of the field that asks for files. */
  readonly files: readonly SentFile[]
}

interface Sending {
  readonly lang: TextLang
  /** When it was sent. */
  readonly at: Date
  readonly files: Pick<Taking, 'files' | 'wrong'>
}

export function readSent(offer: Offer, sent: URLSearchParams, sending: Sending): Answers | { readonly wrong: Wrong } {
  const { lang, files } = sending
  const wrong: Record<string, string> = {}
  const say = (key: Parameters<typeof text>[1], args = {}) => text(lang, key, args)
  const answers = offer.fields.map((field): Answer => {
    const read = readAnswer(field, sent, sending)
    if ('wrong' in read) wrong[fieldName(field)] = read.wrong
    return { field, value: 'wrong' in read ? null : read.value }
  })
  const ticked = offer.permits.filter(permit => sent.get(permitName(permit)) === 'yes')
  for (const { channel } of ticked) {
    const lacking = addressWithout(answers, channel)
    if (lacking) wrong[fieldName(lacking)] ??= say('forms.wrong.address-for-permit')
  }
  const { id } = offer.scope.purpose
  if (needsPermit(offer) && !ticked.some(({ purpose }) => purpose.id === id)) wrong.permits = say('forms.wrong.permits')
  const isOfAge = sent.get(ageName) === 'yes'
  const { minors } = offer.scope.notice
  if (minors && ticked.length > 0 && !isOfAge) wrong[ageName] = say('forms.wrong.age', { age: minors.from })
  if (Object.keys(wrong).length === 0) return { answers, ticked, isOfAge, files: files.files }
  const ofFiles = offer.fields.find(isOfFiles)
  if (ofFiles && files.files.length > 0) wrong[fieldName(ofFiles)] ??= say('forms.files.again')
  return { wrong }
}

const columnOf = { email: 'email', sms: 'phone', phone: 'phone', post: 'street', 'social-media': 'handle' } as const

/** The field of the address that a permit needs, when nothing was written there. */
function addressWithout(answers: readonly Answer[], channel: OfferedPermit['channel']): OfferedField | undefined {
  if (channel === null) return undefined
  const { field, value } =
    answers.find(({ field: { asks } }) => asks.category === 'contact-points' && asks.column === columnOf[channel]) ?? {}
  return value === null ? field : undefined
}

function readAnswer(
  field: OfferedField,
  sent: URLSearchParams,
  { lang, at, files }: Sending,
): { readonly value: Value } | { readonly wrong: string } {
  const { asks, column } = field
  if (isOfFiles(field)) {
    if (files.wrong) return { wrong: text(lang, `forms.files.wrong.${files.wrong.why}`, { name: files.wrong.name }) }
    const value = files.files.map(({ name }) => name).join(', ') || null
    return value === null && asks.required ? { wrong: text(lang, 'forms.files.wrong.none') } : { value }
  }
  if (asks.given === 'page-language') return { value: lang }
  if (asks.given === 'sent-at') return { value: at.toISOString() }
  if (asks.given === 'fixed') return { value: readValue(column, asks.value) }
  const typed = (sent.get(fieldName({ asks })) ?? '').trim()
  const given = column.type === 'boolean' ? (typed === 'yes' ? 'true' : '') : typed
  if (maskIdentityCodes(given).found > 0) return { wrong: text(lang, 'rights.ask.wrong.identity-code') }
  try {
    const value = readValue(column, given)
    return value === null && asks.required ? { wrong: text(lang, 'forms.wrong.required') } : { value }
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault
    return { wrong: textIfAny(lang, `errors.${fault.key}`, fault.args) ?? text(lang, 'forms.wrong.unreadable') }
  }
}
