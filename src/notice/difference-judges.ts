/** Which rule a change falls under, by the part of the notice that it is in and what stood there before and after. */

import { isDeepStrictEqual } from 'node:util'
import { coveredBy } from './cookie-consent.ts'
import type { Json } from './difference.ts'
import type { RuleId } from './difference-rules.ts'
import { daysIn } from './duration.ts'
import { isMapping, mapping, partAt, words } from './json-part.ts'
import type { Notice } from './notice.ts'
import { everyPurpose, type PlainNotice } from './plain-notice.ts'
import { eea } from './transfer.ts'

/** A part that came, went or changed; `keys` lead to it in the plain notice. */
export interface Change {
  readonly keys: readonly string[]
  readonly before?: Json | undefined
  readonly after?: Json | undefined
}

/** The two notices, as written and plain. */
export interface Compared {
  readonly before: { readonly notice: Notice; readonly plain: PlainNotice }
  readonly after: { readonly notice: Notice; readonly plain: PlainNotice }
}

type Judge = (change: Change, compared: Compared) => RuleId

const always =
  (rule: RuleId): Judge =>
  () =>
    rule

/** One rule for what was not there before, another for the rest. */
const addedOr =
  (added: RuleId, otherwise: RuleId): Judge =>
  ({ before }) =>
    before === undefined ? added : otherwise

/** A set that has something new in it, or has only lost. */
const grownOr =
  (grown: RuleId, otherwise: RuleId): Judge =>
  ({ before, after }) =>
    words(after).some(one => !words(before).includes(one)) ? grown : otherwise

/**
 * A text that carries what the law wants said. Capitals, punctuation and translations are wording only; the language of record
 * decides, and where one of the notices lacks it, the languages that both have.
 */
const saying =
  (rule: RuleId): Judge =>
  ({ before, after }, { after: { notice } }) => {
    const [was, is] = [mapping(before), mapping(after)]
    if (before === undefined || after === undefined) return rule
    const shared = Object.keys(is).filter(lang => lang in was)
    const record = notice.languages.filter(lang => shared.includes(lang)).slice(0, 1)
    const compared = record.length > 0 ? record : shared
    return compared.length > 0 && compared.every(lang => bare(was[lang]) === bare(is[lang])) ? 'wording' : rule
  }

const bare = (text: Json | undefined): string =>
  String(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const named: Judge = ({ before, after }) =>
  before === undefined ? 'contact-added' : bare(before) === bare(after) ? 'wording' : 'controller-changed'

const byKind =
  (person: RuleId, other: RuleId): Judge =>
  ({ keys: [, id = ''], after }, { after: { plain } }) =>
    (partAt(after, 'kind') ?? partAt(plain, 'sources', id, 'kind')) === 'person' ? person : other

const isAbroad = (country: Json | undefined): boolean => typeof country === 'string' && !eea.includes(country)

const recipient: Judge = ({ before, after }) => {
  if (after === undefined) return isAbroad(partAt(before, 'country')) ? 'transfer-ended' : 'recipient-removed'
  if (!isAbroad(partAt(after, 'country'))) return 'recipient-added'
  return partAt(after, 'mechanism') === 'consent' ? 'transfer-consent' : 'transfer-added'
}

const country: Judge = ({ before, after }) => {
  if (isAbroad(after)) return isAbroad(before) ? 'transfer-changed' : 'transfer-added'
  return isAbroad(before) ? 'transfer-ended' : 'recipient-moved'
}

/** Stricter first; a channel that the notice does not name is not used. */
const strictness: readonly (Json | undefined)[] = [
  undefined,
  'never',
  'consent',
  'consent or similar purchase',
  'unless objected',
]

const channel: Judge = ({ before, after }) => {
  const [was, is] = [strictness.indexOf(before), strictness.indexOf(after)]
  if (is <= Math.max(was, 1)) return 'channel-narrowed'
  return after === 'consent' ? 'channel-opened-consent' : 'channel-opened'
}

/** The change of the period that weighs most, of those that hold for one purpose and the one for the rest. */
const retention: Judge = ({ before, after }) => {
  const found = changedPeriods(before, after).map(({ was, is }) => periodRule(was, is))
  return retentionRules.find(rule => found.includes(rule)) ?? 'wording'
}

const retentionRules: readonly RuleId[] = [
  'retention-unsaid',
  'retention-longer',
  'retention-changed',
  'retention-stated',
  'retention-shorter',
]

interface ChangedPeriod {
  readonly purpose: string
  readonly was: Json | undefined
  readonly is: Json | undefined
}

/** What holds for a purpose is its own rule, or the one for every purpose. */
export function changedPeriods(before: Json | undefined, after: Json | undefined): readonly ChangedPeriod[] {
  const ruleFor = (rules: Json | undefined, purpose: string) => partAt(rules, purpose) ?? partAt(rules, everyPurpose)
  return [...new Set([before, after].flatMap(rules => Object.keys(mapping(rules))))]
    .map(purpose => ({ purpose, was: ruleFor(before, purpose), is: ruleFor(after, purpose) }))
    .filter(({ was, is }) => !isDeepStrictEqual(was, is))
}

function periodRule(was: Json | undefined, is: Json | undefined): RuleId {
  const other = (part: string) => partAt(was, part) !== partAt(is, part)
  if (was !== undefined && is !== undefined && (other('anchor') || other('ending'))) return 'retention-changed'
  return durationRule(partAt(was, 'duration'), partAt(is, 'duration'))
}

function durationRule(was: Json | undefined, is: Json | undefined): RuleId {
  if (was === undefined) return 'retention-stated'
  if (is === undefined) return 'retention-unsaid'
  const more = daysIn(String(is)) - daysIn(String(was))
  return more === 0 ? 'wording' : more > 0 ? 'retention-longer' : 'retention-shorter'
}

const profiling: Judge = ({ before, after }) => {
  if (after === undefined) return partAt(before, 'automatedDecisions') === true ? 'decisions-ended' : 'profiling-untold'
  return partAt(after, 'automatedDecisions') === true ? 'decisions-begun' : 'profiling-told'
}

/** A cookie that the service cannot do without needs no consent (917/2014 § 205); what was agreed to already is not asked for again. */
const cookie =
  (rule: RuleId, covered: RuleId = 'cookie-covered'): Judge =>
  ({ keys: [, name] }, { before, after }) => {
    const is = after.notice.cookies.find(one => one.name === name)
    if (is?.category === 'necessary') return 'cookie-necessary'
    return is && before.notice.cookies.some(one => coveredBy(one) === coveredBy(is)) ? covered : rule
  }

const cookieKeeps: Judge = (change, compared) => {
  const [was, is] = [change.before, change.after].map(keeps => (keeps === 'session' ? 0 : daysIn(String(keeps))))
  const rule = (is ?? 0) > (was ?? 0) ? 'cookie-longer' : 'cookie-shorter'
  return cookie(rule, rule)(change, compared)
}

/** Choices that a column did not have are more data; anything else about a column is its form. */
const columns: Judge = ({ before, after }) => {
  const codes = (value: Json | undefined): readonly string[] =>
    Array.isArray(value) ? value.flatMap(column => words(partAt(column, 'codes'))) : []
  const [was, is] = [codes(before), codes(after)]
  return is.some(code => !was.includes(code)) ? 'field-widened' : 'field-form'
}

const category: Judge = ({ before, after }) => {
  if (before !== undefined) return 'category-removed'
  return partAt(after, 'origin') === 'inferred' ? 'category-inferred' : 'category-added'
}

const purpose: Judge = ({ before, after }) => {
  if (before !== undefined) return 'purpose-removed'
  return Object.values(mapping(partAt(after, 'uses'))).some(use => isAsked(partAt(use, 'basis')))
    ? 'purpose-added-consent'
    : 'purpose-added'
}

/** Permission is consent, or the similar purchase that stands in its place: either way the person has a say first. */
export const isAsked = (basis: Json | undefined): boolean => basis === 'consent' || basis === 'permission'

const languages: Judge = ({ before, after }) => {
  if (words(before).some(lang => !words(after).includes(lang))) return 'language-removed'
  return words(after).length > words(before).length ? 'language-added' : 'language-order'
}

const wording = always('wording')
const reached: Judge = addedOr('contact-added', 'contact-changed')
const cookieChanged = cookie('cookie-changed')

/** Every place where the comparison stops, `*` for an id. What has none of these keys is looked into part by part. */
const judges: Readonly<Record<string, Judge>> = {
  'register.id': wording,
  'register.name': wording,
  effective: always('dates'),
  reviewed: always('dates'),
  languages,
  authority: always('authority-changed'),
  law: always('law-cited'),
  'controller.name': named,
  'controller.businessId': named,
  'controller.email': reached,
  'controller.phone': reached,
  'controller.address': reached,
  'contact.name': always('contact-person'),
  'contact.email': reached,
  'contact.phone': reached,
  'contact.address': reached,
  representative: always('representative-changed'),
  dpo: always('dpo-changed'),
  'purposes.*': purpose,
  'purposes.*.name': wording,
  'purposes.*.explanation': wording,
  'purposes.*.law': always('law-of-basis'),
  'purposes.*.channels.*': channel,
  'interests.*': addedOr('interest-added', 'interest-removed'),
  'interests.*.text': saying('interest-changed'),
  'interests.*.assessment': always('interest-weighed'),
  'interests.*.weighed': always('interest-weighed'),
  'categories.*': category,
  'categories.*.name': wording,
  'categories.*.rows': always('field-form'),
  'categories.*.origin': always('category-origin'),
  'categories.*.required': always('field-required'),
  'categories.*.logic': saying('category-logic'),
  'categories.*.fields.*': addedOr('field-added', 'field-removed'),
  'categories.*.fields.*.name': wording,
  'categories.*.fields.*.columns': columns,
  'categories.*.keep': retention,
  relationshipEnds: ({ before, after }) => durationRule(before, after),
  'sources.*': (change, compared) =>
    change.after === undefined ? 'source-removed' : byKind('source-added-person', 'source-added')(change, compared),
  'sources.*.name': wording,
  'sources.*.kind': always('source-kind'),
  'sources.*.named': grownOr('source-named', 'source-unnamed'),
  'sources.*.told': always('source-told'),
  'sources.*.notToldBecause': saying('source-exempt'),
  'sources.*.categories': (change, compared) =>
    grownOr(byKind('source-widened-person', 'source-widened')(change, compared), 'source-narrowed')(change, compared),
  'recipients.*': recipient,
  'recipients.*.role': always('recipient-role'),
  'recipients.*.for': saying('recipient-task'),
  'recipients.*.country': country,
  'recipients.*.mechanism': ({ after }) => (after === 'consent' ? 'transfer-consent' : 'transfer-changed'),
  'recipients.*.contract': always('recipient-contract'),
  'recipients.*.arrangement': saying('recipient-arrangement'),
  noRecipients: always('recipients-none'),
  'disclosure.regular': ({ before, after }) =>
    after === true ? 'disclosure-begun' : before === true ? 'disclosure-ended' : 'recipients-none',
  'disclosure.publication': saying('disclosure-publication'),
  'duties.*': always('duty-changed'),
  'duties.*.name': wording,
  'duties.*.purposes': always('duty-changed'),
  'cookies.*': (change, compared) =>
    change.after === undefined ? 'cookie-removed' : cookie('cookie-added')(change, compared),
  'cookies.*.category': cookieChanged,
  'cookies.*.keeps': cookieKeeps,
  'cookies.*.setBy': (change, compared) => saying(cookieChanged(change, compared))(change, compared),
  'cookies.*.thirdParty': cookieChanged,
  'cookies.*.for': cookieChanged,
  'cookies.*.explanation': wording,
  cookieText: wording,
  'rights.granted': ({ before, after }) =>
    words(before).some(right => !words(after).includes(right)) ? 'rights-untold' : 'rights-told',
  'rights.channels': always('rights-channels'),
  'rights.identity': always('rights-identity'),
  'rights.text': saying('rights-text'),
  profiling,
  'profiling.automatedDecisions': ({ after }) => (after === true ? 'decisions-begun' : 'decisions-ended'),
  'profiling.text': saying('profiling-told'),
  minors: always('minors-changed'),
  'security.*': (change, compared) =>
    change.before === undefined ? 'security-added' : saying('security-removed')(change, compared),
  changes: wording,
}

const collections = ['purposes', 'interests', 'categories', 'sources', 'recipients', 'duties', 'cookies', 'security']
const within = ['channels', 'fields']

/** The keys with `*` for every id. */
const patternOf = (keys: readonly string[]): string =>
  keys
    .map((key, index) => {
      const parent = keys[index - 1] ?? ''
      return (index === 1 && collections.includes(parent)) || (index === 3 && within.includes(parent)) ? '*' : key
    })
    .join('.')

/** True where both notices have the part and it has parts of its own: it is then compared part by part. */
export const isLookedInto = ({ keys, before, after }: Change): boolean =>
  isMapping(before) && isMapping(after) && Object.keys(judges).some(one => one.startsWith(prefixOf(keys)))

const prefixOf = (keys: readonly string[]): string => (keys.length === 0 ? '' : `${patternOf(keys)}.`)

export function judged(change: Change, compared: Compared): RuleId {
  const judge = judges[patternOf(change.keys)]
  if (judge === undefined) throw new Error(`no rule for a change of ${patternOf(change.keys)}`)
  return judge(change, compared)
}
