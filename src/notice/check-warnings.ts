/** The house's warnings (W02–W11): lawful perhaps, but what the authority has fined or a reader would stumble on. */

import { dateInHelsinki } from '../base/time.ts'
import { asksConsent } from './check-article-13.ts'
import { ownParts } from './check-house-rules.ts'
import { doubt, linesOf, textsOf } from './finding.ts'
import { type Finding, langs, type Notice, type Person } from './notice.ts'

export const checkWarnings = (notice: Notice, today: Date): readonly Finding[] => [
  ...partnersHaveNames(notice),
  ...fieldsAreNeeded(notice),
  ...languagesAreComplete(notice),
  ...reviewIsRecent(notice, today),
  ...rightsNeedNoForm(notice),
  ...silentCustomersLeave(notice),
  ...childrenAreThoughtOf(notice),
  ...contactIsNoOfficer(notice),
  ...mailboxesExist(notice),
]

const unnamed =
  /valikoi(tu|du)|yhteistyökumppan|kolmanne|muut tahot|palveluntarjoajat|selected|third part|partners?$|affiliates|providers$|utvalda|samarbetspartner|tredje part|leverantörer$/i

/** W02: "selected partners" is nobody that one could ask. */
function* partnersHaveNames(notice: Notice): Iterable<Finding> {
  for (const source of notice.sources)
    for (const [i, name] of source.named.entries())
      if (unnamed.test(name)) yield doubt(notice, 'W02', `sources.${source.id}.named.${i}`, { found: name })
  for (const [i, { name }] of notice.recipients.entries())
    if (unnamed.test(name)) yield doubt(notice, 'W02', `recipients.${i}.name`, { found: name })
}

const rarelyNeeded =
  /sukupuol|puhuttelu|syntymä(päivä|aika|vuosi)|birth|födelse|gender|(^|-)sex($|-)|\bkön\b|salutation|muut? tieto|other[- ](data|info)|övriga uppgifter|muut-tiedot/i
const special =
  /allerg|terveys|terveyd|sairau|diagnos|lääkity|ruokavalio|health|illness|medica|diet|hälsa|sjukdom|\bkost\b|uskon|relig|etni|ethnic|poliit|politi|ammattiliit|trade-union|fackf|seksu|sexual/i

/** W03 and W07: fields that are seldom necessary (Art. 5(1)(c)), and those that gather special categories (Art. 9). */
function* fieldsAreNeeded(notice: Notice): Iterable<Finding> {
  for (const category of notice.categories)
    if (category.id === 'profile' && category.fields.some(field => field.id === 'gender'))
      yield doubt(notice, 'W03', 'categories.profile.fields', { context: 'gender', field: 'gender' })
  for (const { path, id, words } of ownParts(notice)) {
    if (words.some(word => rarelyNeeded.test(word))) yield doubt(notice, 'W03', path, { field: id })
    if (words.some(word => special.test(word))) yield doubt(notice, 'W07', path, { field: id })
  }
}

/** W04: a text that a declared language lacks, or a language that customers are served in without a notice in it. */
function* languagesAreComplete(notice: Notice): Iterable<Finding> {
  for (const { path, text } of textsOf(notice)) {
    const missing = notice.languages.slice(1).filter(lang => text[lang] === undefined)
    if (missing.length > 0) yield doubt(notice, 'W04', path, { languages: missing.join(', ') })
  }
  const asked = notice.categories.find(
    ({ id, fields }) => id === 'profile' && fields.some(one => one.id === 'language'),
  )
  const [only] = notice.languages
  if (asked !== undefined && notice.languages.length === 1 && only !== undefined)
    yield doubt(notice, 'W04', 'languages', {
      context: 'served',
      languages: langs.filter(one => one !== only).join(', '),
    })
}

/** W05: nobody has looked at the notice for a year. */
function* reviewIsRecent(notice: Notice, today: Date): Iterable<Finding> {
  const reviewed = notice.reviewed ?? notice.effective
  const yearAgo = new Date(today)
  yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1)
  if (reviewed < dateInHelsinki(yearAgo))
    yield doubt(notice, 'W05', notice.reviewed === undefined ? 'effective' : 'reviewed', { reviewed })
}

const tooMuch = ['identity-document-copy', 'signature', 'personal-identity-code']
const asksForm =
  /(kirjalli|allekirjoit|passikopio|skriftlig|underteckn)\p{L}*|henkilöllisyystodistuksen kopi\p{L}*|kopio\p{L}* henkilö\p{L}*|kopia av|in writing|signed|copy of (your|an|the)/iu

/** W06: no form, no signature, no copy of an identity document (Art. 12(2) and 12(6)). */
function* rightsNeedNoForm(notice: Notice): Iterable<Finding> {
  const { channels, identity, text } = notice.rights
  if (channels.length === 1 && channels[0] === 'written-form')
    yield doubt(notice, 'W06', 'rights.channels', { found: 'written-form' })
  if (identity !== undefined && tooMuch.includes(identity))
    yield doubt(notice, 'W06', 'rights.identity', { found: identity })
  for (const { line, path } of text === undefined ? [] : linesOf(notice, { path: 'rights.text', text })) {
    const found = asksForm.exec(line)?.[0]
    if (found !== undefined) yield doubt(notice, 'W06', path, { found })
  }
}

/** W08: a period that runs from the end of the relationship never starts for a customer who just stays away. */
function* silentCustomersLeave(notice: Notice): Iterable<Finding> {
  const open = notice.categories.find(one => one.keep.some(rule => rule.anchor === 'relationship.ended'))
  if (open !== undefined && notice.relationshipEnds === undefined)
    yield doubt(notice, 'W08', `categories.${open.id}.keep`, { category: open.id })
}

const ageOfConsent = 13 // 1050/2018 § 5

/** W09: a child under 13 cannot consent to an online service alone (Art. 8). */
function* childrenAreThoughtOf(notice: Notice): Iterable<Finding> {
  const { minors } = notice
  if (minors === undefined && asksConsent(notice)) {
    const consented = notice.categories.find(one => one.uses.some(use => use.basis.kind === 'consent'))
    const path = consented === undefined ? 'categories.permissions' : `categories.${consented.id}.for`
    yield doubt(notice, 'W09', path, { age: ageOfConsent })
  }
  if (minors !== undefined && minors.from < ageOfConsent)
    yield doubt(notice, 'W09', 'minors.from', { context: 'young', age: ageOfConsent, found: minors.from })
}

const officer =
  /tietosuojavastaava|tietosuojavaltuutettu|dataskyddsombud|dataombudsman|data protection officer|\bdpo\b/i

/** W10: the one who answers questions is not thereby a data protection officer (Art. 37–39), still less the authority. */
function* contactIsNoOfficer(notice: Notice): Iterable<Finding> {
  const { contact, dpo } = notice
  if (officer.test(contact.name ?? '')) yield doubt(notice, 'W10', 'contact.name', { found: contact.name ?? '' })
  else if (dpo?.email !== undefined && dpo.email === contact.email)
    yield doubt(notice, 'W10', 'dpo', { context: 'same', found: dpo.email })
}

const noMailbox = /@(.+\.)?(example|invalid|test|localhost|example\.(com|net|org))$/i // RFC 2606

/** W11, as far as a file shows it: an address in a domain that receives no mail. */
function* mailboxesExist(notice: Notice): Iterable<Finding> {
  const { controller, contact, dpo } = notice
  const people: readonly (readonly [string, Person | undefined])[] = [
    ['controller', controller],
    ['contact', contact],
    ['dpo', dpo],
  ]
  for (const [path, one] of people)
    if (one?.email !== undefined && noMailbox.test(one.email))
      yield doubt(notice, 'W11', `${path}.email`, { found: one.email })
}
