/** What stands in the way of a form is found before it is saved, each thing at its place and with how to mend it. */

import { Refused } from '../base/errors.ts'
import { readValue } from '../register/column-value.ts'
import type { PurposeScope } from '../register/scope.ts'
import type { FormContent, FormWords } from './content.ts'
import { canTell, isAddress, isOfFiles, needsPermit, type Offer, offerOf } from './offer.ts'

/** `forms.<key>` of the refusals, and the place in the content that it is about. */
export interface FormFinding {
  readonly field: string
  readonly key: string
  readonly args: Readonly<Record<string, string>>
}

const found = (field: string, key: string, args: FormFinding['args'] = {}): FormFinding => ({ field, key, args })

export function checkContent(content: FormContent, scope: PurposeScope, source: string): readonly FormFinding[] {
  const offer = offerOf(content, scope, source)
  return [
    ...checkWhole(offer),
    ...checkTexts(content),
    ...content.fields.flatMap((_, n) => checkField(offer, n)),
    ...content.permits.flatMap((_, n) => checkPermit(offer, n)),
    ...missingFields(offer),
  ]
}

/** Refuses with the first of them. */
export function refuseUnsound(content: FormContent, scope: PurposeScope, source: string): void {
  const [first] = checkContent(content, scope, source)
  if (first) throw new Refused(`forms.${first.key}`, 'invalid', first.args, { field: `content.${first.field}` })
}

function checkWhole(offer: Offer): readonly FormFinding[] {
  const { scope, content, fields, permits } = offer
  const unknown = content.languages.filter(lang => !scope.notice.languages.includes(lang))
  const withEmail = fields.some(field => isAddress(field, 'email'))
  return [
    ...(scope.purpose.seesAll ? [found('fields', 'purpose-of-rights')] : []),
    ...unknown.map(lang => found('languages', 'language-not-in-notice', { lang })),
    ...(canTell(offer) ? [] : [found('fields', 'no-address')]),
    ...(content.confirmation !== 'none' && !withEmail ? [found('confirmation', 'confirmation-needs-email')] : []),
    ...(content.confirmation === 'permits' && content.permits.length === 0
      ? [found('confirmation', 'nothing-to-confirm')]
      : []),
    ...(needsPermit(offer) && !permits.some(({ purpose }) => purpose.id === scope.purpose.id)
      ? [found('permits', 'needs-permit', { purpose: scope.purpose.id })]
      : []),
  ]
}

const missingIn = (of: FormWords, { languages }: FormContent) => languages.filter(lang => !of[lang]?.trim())
/** Told in one language, it is told in each. */
const partly = (of: FormWords, content: FormContent) => {
  const missing = missingIn(of, content)
  return missing.length === content.languages.length ? [] : missing
}

function checkTexts(content: FormContent): readonly FormFinding[] {
  const { title, intro, button, thanks, fields, permits } = content
  const lacks = (field: string, langs: readonly string[]) =>
    langs.map(lang => found(`${field}.${lang}`, 'language-missing', { lang }))
  return [
    ...lacks('title', missingIn(title, content)),
    ...lacks('intro', partly(intro, content)),
    ...lacks('button', partly(button, content)),
    ...lacks('thanks', partly(thanks, content)),
    ...fields.flatMap(({ label, why }, n) => [
      ...lacks(`fields.${n}.label`, partly(label, content)),
      ...lacks(`fields.${n}.why`, partly(why, content)),
    ]),
    ...permits.flatMap(({ wording }, n) => lacks(`permits.${n}.wording`, missingIn(wording, content))),
  ]
}

function checkField({ content, fields }: Offer, n: number): readonly FormFinding[] {
  const asks = content.fields[n]
  if (asks === undefined) return []
  const at = `fields.${n}`
  const names = { category: asks.category, column: asks.column }
  const offered = fields.find(one => one.asks === asks)
  if (offered === undefined) return [found(at, 'field-not-given', names)]
  const first = content.fields.findIndex(({ category, column }) => category === asks.category && column === asks.column)
  if (first < n) return [found(at, 'field-twice', names)]
  if (isOfFiles(offered)) {
    const [other] = fields.filter(one => isOfFiles(one) && one !== offered)
    if (other) return [found(at, 'files-twice', names)]
    return asks.given === 'asked' ? [] : [found(`${at}.given`, 'files-asked', names)]
  }
  const { format, type } = offered.column
  if (asks.given === 'page-language' && format !== 'language')
    return [found(`${at}.given`, 'no-language-column', names)]
  if ((asks.given === 'sent-at') !== (type === 'time')) return [found(`${at}.given`, 'time-column', names)]
  if (asks.given !== 'fixed') return []
  try {
    return readValue(offered.column, asks.value) === null ? [found(`${at}.value`, 'fixed-value', names)] : []
  } catch (fault) {
    if (fault instanceof Refused) return [found(`${at}.value`, 'fixed-value', names)]
    throw fault
  }
}

const addressFor = { email: 'email', sms: 'phone', phone: 'phone' } as const

function checkPermit({ content, permits, fields }: Offer, n: number): readonly FormFinding[] {
  const asks = content.permits[n]
  if (asks === undefined) return []
  const at = `permits.${n}`
  const names = { purpose: asks.purpose, channel: asks.channel ?? '' }
  if (!permits.some(one => one.asks === asks)) return [found(at, 'permit-not-in-notice', names)]
  const first = content.permits.findIndex(one => one.purpose === asks.purpose && one.channel === asks.channel)
  if (first < n) return [found(at, 'permit-twice', names)]
  const address =
    asks.channel === 'email' || asks.channel === 'sms' || asks.channel === 'phone'
      ? addressFor[asks.channel]
      : undefined
  if (
    address &&
    !fields.some(({ scoped, column }) => scoped.category.id === 'contact-points' && column.name === address)
  )
    return [found(at, 'permit-without-address', names)]
  return Object.values(asks.wording).some(words => words !== '' && words.length < 10)
    ? [found(`${at}.wording`, 'permit-wording')]
    : []
}

/** What the notice requires of a category must be asked for, or fixed, wherever something of the category is. */
function missingFields({ scope, content, fields }: Offer): readonly FormFinding[] {
  const used = new Set(fields.map(({ scoped }) => scoped))
  return [...used].flatMap(({ category, columns }) =>
    category.fields
      .filter(({ required }) => required)
      .flatMap(field => {
        const [main] = field.columns.filter(column => columns.includes(column))
        const asks = content.fields.find(one => one.category === category.id && one.column === main?.name)
        const isGiven = asks !== undefined && (asks.required || asks.given !== 'asked')
        if (main === undefined || isGiven) return []
        const name = field.name[scope.notice.languages[0] ?? 'fi'] ?? field.id
        return [found('fields', 'required-missing', { category: category.id, field: name })]
      }),
  )
}
