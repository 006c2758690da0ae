/** The house's errors (E01–E03, E07–E11): what must hold so that the register can keep what the notice promises. */

import { asksConsent, purposesWithoutBasis } from './check-article-13.ts'
import { daysIn } from './duration.ts'
import { doubt, fault, linesOf, textsOf } from './finding.ts'
import type { Finding, Notice, Use } from './notice.ts'
import { eea } from './transfer.ts'
import { entryOf } from './vocabulary.ts'
import { categories as knownCategories } from './vocabulary-categories.ts'

export const checkHouseRules = (notice: Notice): readonly Finding[] => [
  ...noRepealedLaw(notice),
  ...everythingHasAPurpose(notice),
  ...ledgersAreTold(notice),
  ...everyPurposeHasRetention(notice),
  ...consentIsFree(notice),
  ...transfersAreGrounded(notice),
  ...bookkeepingIsKept(notice),
  ...noIdentityCodes(notice),
  ...cookiesAreTold(notice),
  ...interestsAreWeighed(notice),
]

/** The Personal Data Act 523/1999 was repealed on 1.1.2019 by 1050/2018, and its documents and board with it. */
const repealed =
  /(henkilötietola(ki|in|is)|rekisteriselost|rekisteri- ja tietosuojaselost|tietosuojalautakun|personuppgiftslagen|registerbeskrivning|datasekretessnämnd)\p{L}*|523\/1999|personal data act\b/iu

function* noRepealedLaw(notice: Notice): Iterable<Finding> {
  const lines = [
    ...textsOf(notice).flatMap(said => linesOf(notice, said)),
    ...notice.law.map((line, i) => ({ line, path: `law.${i}` })),
    ...notice.purposes.map(one => ({ line: one.law ?? '', path: `purposes.${one.id}.law` })),
    ...notice.categories.flatMap(({ id, uses }) =>
      uses.map(({ basis, purpose }) => ({
        line: basis.kind === 'legal-obligation' ? (basis.law ?? '') : '',
        path: `categories.${id}.for.${purpose}.law`,
      })),
    ),
  ]
  for (const { line, path } of lines) {
    const found = repealed.exec(line)?.[0]
    if (found !== undefined) yield fault(notice, 'E01', path, { found })
  }
}

/** E02: no category without a purpose, no purpose without data. */
function* everythingHasAPurpose(notice: Notice): Iterable<Finding> {
  for (const category of notice.categories)
    if (category.uses.length === 0) yield fault(notice, 'E02', `categories.${category.id}`, { category: category.id })
  const told = purposesWithoutBasis(notice) // as 13-1c
  for (const purpose of notice.purposes.filter(one => !told.includes(one))) {
    const used = notice.categories.some(category => category.uses.some(use => use.purpose === purpose.id))
    if (!used && !purpose.seesAll && !notice.cookies.some(cookie => cookie.for === purpose.id))
      yield fault(notice, 'E02', `purposes.${purpose.id}`, { context: 'purpose', purpose: purpose.id })
  }
}

/** Kept only of those who ask for something. */
const ofWhoAsks = 'requests'

/** E02: what every register keeps (statements, changes, looks) is data of persons as well. */
function* ledgersAreTold(notice: Notice): Iterable<Finding> {
  if (notice.categories.length === 0) return
  for (const [id, known] of Object.entries(knownCategories))
    if (known.stored !== 'table' && id !== ofWhoAsks && !notice.categories.some(category => category.id === id))
      yield doubt(notice, 'E02', 'categories', { context: 'ledger', category: id })
}

/** E03: a rule for every purpose; a category without any is 13-2a. */
function* everyPurposeHasRetention(notice: Notice): Iterable<Finding> {
  for (const { id, keep, uses } of notice.categories) {
    if (keep.length === 0 || keep.some(rule => rule.forPurpose === undefined)) continue
    for (const { purpose } of uses)
      if (!keep.some(rule => rule.forPurpose === purpose))
        yield fault(notice, 'E03', `categories.${id}.keep`, { category: id, purpose })
  }
}

const easyChannels = ['own-page', 'email', 'phone', 'form']

/** E05: consent can be taken back as easily as given (Art. 7(3)) and is not the price of something else (Art. 7(4)). */
function* consentIsFree(notice: Notice): Iterable<Finding> {
  const { channels } = notice.rights
  if (asksConsent(notice) && channels.length > 0 && !channels.some(channel => easyChannels.includes(channel)))
    yield fault(notice, 'E05', 'rights.channels')
  for (const { id, fields, uses } of notice.categories)
    for (const field of fields.filter(one => one.required)) {
      const users = uses.filter(use => use.fields === undefined || use.fields.includes(field.id))
      if (users.length > 0 && users.every(use => use.basis.kind === 'consent'))
        yield fault(notice, 'E05', `categories.${id}.required`, { context: 'required', category: id, field: field.id })
    }
}

/** E07: outside the EEA nothing goes without a ground. */
function* transfersAreGrounded(notice: Notice): Iterable<Finding> {
  for (const [i, { name, country, mechanism }] of notice.recipients.entries())
    if (!eea.includes(country) && mechanism === undefined)
      yield fault(notice, 'E07', `recipients.${i}`, { name, country })
}

/** E08: vouchers are kept six years from the end of the year in which the fiscal year ended (1336/1997 2:10 §). */
function* bookkeepingIsKept(notice: Notice): Iterable<Finding> {
  const orders = notice.categories.find(category => category.id === 'orders')
  if (orders === undefined || orders.keep.length === 0) return
  const long = orders.keep.some(rule => rule.anchor === 'fiscal-year.ended' && daysIn(rule.duration) >= daysIn('P6Y'))
  if (!long) yield fault(notice, 'E08', 'categories.orders.keep')
}

const identityCode =
  /(^|[^\p{L}])hetu|henkilötunnu|henkilotunnu|personbeteckning|personnummer|personal.identity|social.security|(^|-)ssn($|-)/iu

/** E09: a personal identity code needs a ground of its own (1050/2018 § 29): consent or a law that is named. */
function* noIdentityCodes(notice: Notice): Iterable<Finding> {
  for (const { path, id, words, uses } of ownParts(notice)) {
    if (!words.some(word => identityCode.test(word))) continue
    const grounded = uses.every(
      ({ basis }) => basis.kind === 'consent' || (basis.kind === 'legal-obligation' && basis.law !== undefined),
    )
    if (uses.length === 0 || !grounded) yield fault(notice, 'E09', path, { field: id })
  }
}

/** A category or field that the author has made: its words, and the uses that reach it. */
export interface OwnPart {
  readonly path: string
  readonly id: string
  readonly words: readonly string[]
  readonly uses: readonly Use[]
}

export const ownParts = (notice: Notice): readonly OwnPart[] =>
  notice.categories.flatMap(({ id, name, custom, fields, uses }) => {
    const known = entryOf(knownCategories, id)?.fields ?? []
    const path = `categories.${id}`
    const ownFields = fields.filter(field => !known.some(one => one.id === field.id))
    return [
      ...(custom ? [{ path, id, words: [id, ...Object.values(name)], uses }] : []),
      ...ownFields.map(field => ({
        path: `${path}.fields.${field.id}`,
        id: field.id,
        words: [field.id, ...Object.values(field.name)],
        uses: uses.filter(use => use.fields === undefined || use.fields.includes(field.id)),
      })),
    ]
  })

/** E10: of each cookie its purpose, how long it lasts and who sets it (917/2014 § 205, C-673/17). */
function* cookiesAreTold(notice: Notice): Iterable<Finding> {
  if (notice.cookieText !== undefined && notice.cookies.length === 0)
    yield fault(notice, 'E10', 'cookie-text', { context: 'none' })
  for (const cookie of notice.cookies) {
    const path = `cookies.${cookie.name}`
    const args = { cookie: cookie.name }
    if (cookie.for === '') yield fault(notice, 'E10', path, { ...args, context: 'purpose' })
    if (cookie.keeps === '') yield fault(notice, 'E10', path, { ...args, context: 'keeps' })
    if (Object.keys(cookie.setBy).length === 0) yield fault(notice, 'E10', path, { ...args, context: 'set-by' })
  }
}

/** E11: a legitimate interest is weighed, and the weighing has a reference and a date. */
function* interestsAreWeighed(notice: Notice): Iterable<Finding> {
  for (const { id, assessment, weighed } of notice.interests)
    if (assessment === undefined || weighed === undefined)
      yield fault(notice, 'E11', `interests.${id}`, { interest: id })
}
