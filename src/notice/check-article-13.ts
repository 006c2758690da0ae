/** Art. 13 GDPR, letter by letter: what must be told of data that comes from the person; also Art. 21(4) and 26(2). */

import { isDirectMarketing } from './check-marketing.ts'
import { doubt, fault, inRecord } from './finding.ts'
import type { Basis, Category, Finding, Notice, Person, Purpose, RightId } from './notice.ts'
import { eea, isAdequate } from './transfer.ts'
import { entryOf, purposes as knownPurposes } from './vocabulary.ts'

export const checkArticle13 = (notice: Notice): readonly Finding[] => [
  ...controllerIsTold(notice),
  ...officerCanBeReached(notice),
  ...purposesHaveBases(notice),
  ...interestsAreTold(notice),
  ...recipientsAreTold(notice),
  ...transfersHaveGrounds(notice),
  ...retentionIsTold(notice),
  ...rightsAreTold(notice),
  ...dutyToGiveIsTold(notice),
  ...decisionsAreTold(notice),
  ...arrangementIsTold(notice),
]

const canBeReached = (one: Person): boolean =>
  one.email !== undefined || one.phone !== undefined || one.address !== undefined

/** Consent plays a part: as a basis, or because the register keeps permissions. */
export const asksConsent = (notice: Notice): boolean => {
  const bases = basesIn(notice)
  return bases.has('consent') || bases.has('permission') || notice.categories.some(one => one.id === 'permissions')
}

const basesIn = (notice: Notice): ReadonlySet<Basis['kind']> =>
  new Set(notice.categories.flatMap(category => category.uses.map(use => use.basis.kind)))

/** 13-1a: who the controller is and how to reach it; outside the EEA also its representative (Art. 27). */
function* controllerIsTold(notice: Notice): Iterable<Finding> {
  const { controller, contact, representative } = notice
  if (controller.name === '') yield fault(notice, '13-1a', 'controller')
  else if (!canBeReached(controller) && !canBeReached(contact))
    yield fault(notice, '13-1a', 'controller', { context: 'contact', controller: controller.name })
  const country = /,\s*([A-Z]{2})$/.exec(controller.address ?? '')?.[1]
  if (country !== undefined && !eea.includes(country) && representative === undefined)
    yield fault(notice, '13-1a', 'controller.address', { context: 'representative', country })
}

/** 13-1b: a data protection officer who is named can be written to. */
function* officerCanBeReached(notice: Notice): Iterable<Finding> {
  if (notice.dpo !== undefined && !canBeReached(notice.dpo)) yield fault(notice, '13-1b', 'dpo')
}

/** 13-1c: there are purposes, and each basis can be one: a permission needs channels, an obligation needs its law. */
function* purposesHaveBases(notice: Notice): Iterable<Finding> {
  if (notice.purposes.length === 0) yield fault(notice, '13-1c', 'purposes')
  for (const purpose of purposesWithoutBasis(notice))
    yield fault(notice, '13-1c', `purposes.${purpose.id}`, { context: 'basis', purpose: purpose.id })
  for (const category of notice.categories)
    for (const use of category.uses) {
      const purpose = notice.purposes.find(one => one.id === use.purpose)
      const path = `categories.${category.id}.for.${use.purpose}`
      const args = { category: category.id, purpose: use.purpose }
      if (use.basis.kind === 'permission' && Object.keys(purpose?.channels ?? {}).length === 0)
        yield fault(notice, '13-1c', path, { ...args, context: 'permission' })
      const law = use.basis.kind === 'legal-obligation' ? (use.basis.law ?? purpose?.law) : undefined
      const known = entryOf(knownPurposes, use.purpose)?.law
      if (use.basis.kind === 'legal-obligation' && law === undefined && known === undefined)
        yield fault(notice, '13-1c', path, { ...args, context: 'law' })
    }
}

/** Purposes that no category serves while there are categories that do not say what they serve. */
export const purposesWithoutBasis = (notice: Notice): readonly Purpose[] =>
  notice.categories.some(category => category.uses.length === 0)
    ? notice.purposes.filter(
        purpose => !purpose.seesAll && !notice.categories.some(one => one.uses.some(use => use.purpose === purpose.id)),
      )
    : []

/** 13-1d: a legitimate interest is told in words. */
function* interestsAreTold(notice: Notice): Iterable<Finding> {
  for (const interest of notice.interests)
    if (Object.keys(interest.text).length === 0)
      yield fault(notice, '13-1d', `interests.${interest.id}`, { interest: interest.id })
}

/** 13-1e: processors are recipients too, so a register without any must say so. */
function* recipientsAreTold(notice: Notice): Iterable<Finding> {
  if (notice.recipients.length === 0 && !notice.noRecipients) yield fault(notice, '13-1e', 'recipients')
  const others = notice.recipients.filter(one => one.role !== 'processor')
  if (notice.disclosure?.regular === true && others.length === 0)
    yield fault(notice, '13-1e', 'disclosure.regular', { context: 'regular' })
}

/** 13-1f: the ground that is given for a transfer outside the EEA is one for that country. */
function* transfersHaveGrounds(notice: Notice): Iterable<Finding> {
  for (const [i, recipient] of notice.recipients.entries()) {
    const { name, country, mechanism } = recipient
    if (eea.includes(country)) continue
    const path = `recipients.${i}.mechanism`
    if (mechanism === 'dpf' && country !== 'US') yield fault(notice, '13-1f', path, { context: 'dpf', name, country })
    if (mechanism === 'adequacy' && !isAdequate(country))
      yield doubt(notice, '13-1f', path, { context: 'adequacy', name, country })
    if (mechanism === 'consent') yield doubt(notice, '13-1f', path, { context: 'consent', name, country })
  }
}

/** 13-2a: every category says how long it is kept. */
function* retentionIsTold(notice: Notice): Iterable<Finding> {
  for (const category of notice.categories)
    if (category.keep.length === 0) yield fault(notice, '13-2a', `categories.${category.id}`, { category: category.id })
}

/** 13-2b, 13-2c, 13-2d, 21-4: each right that the bases give, how to use it, and who answers. */
function* rightsAreTold(notice: Notice): Iterable<Finding> {
  const bases = basesIn(notice)
  const consent = asksConsent(notice)
  const lacks = (right: RightId) => !notice.rights.granted.includes(right)
  const always: readonly RightId[] = ['access', 'rectification', 'erasure', 'restriction']
  for (const right of always) if (lacks(right)) yield fault(notice, '13-2b', 'rights', { right })
  if (lacks('portability') && (consent || bases.has('contract')))
    yield fault(notice, '13-2b', 'rights', { context: 'portability', right: 'portability' })
  if (notice.rights.channels.length === 0) yield fault(notice, '13-2b', 'rights', { context: 'channels' })
  if (!notice.purposes.some(one => one.seesAll)) yield fault(notice, '13-2b', 'purposes', { context: 'purpose' })
  if (consent && lacks('withdrawal')) yield fault(notice, '13-2c', 'rights')
  if (notice.authority === '') yield fault(notice, '13-2d', 'authority', { context: 'authority' })
  if (lacks('complaint')) yield fault(notice, '13-2d', 'rights')
  if (lacks('objection') && (bases.has('interest') || notice.purposes.some(isDirectMarketing)))
    yield fault(notice, '21-4', 'rights')
}

/** 13-2e: whether data must be given, and what follows if not. */
function* dutyToGiveIsTold(notice: Notice): Iterable<Finding> {
  const fromPerson = (category: Category) =>
    category.from.some(id => notice.sources.some(source => source.id === id && source.kind === 'person'))
  if (notice.categories.some(fromPerson) && !notice.categories.some(one => one.saysRequired))
    yield fault(notice, '13-2e', 'categories')
  for (const category of notice.categories)
    if (category.fields.some(field => field.required) && inRecord(notice, category.withoutIt) === undefined)
      yield fault(notice, '13-2e', `categories.${category.id}.required`, {
        context: 'consequence',
        category: category.id,
      })
}

/** 13-2f: automated decisions are explained; other profiling is described. */
function* decisionsAreTold(notice: Notice): Iterable<Finding> {
  const { profiling } = notice
  if (profiling?.automatedDecisions === true && Object.keys(profiling.text).length === 0)
    yield fault(notice, '13-2f', 'profiling')
  const inferred = notice.categories.filter(category => category.origin === 'inferred')
  for (const category of inferred)
    if (category.logic === undefined)
      yield doubt(notice, '13-2f', `categories.${category.id}`, { context: 'logic', category: category.id })
  const [first] = inferred
  if (first !== undefined && profiling === undefined)
    yield doubt(notice, '13-2f', `categories.${first.id}`, { context: 'unsaid', category: first.id })
}

/** 26-2: joint controllers tell the essence of what they agreed; a page in social media has one. */
function* arrangementIsTold(notice: Notice): Iterable<Finding> {
  for (const [i, recipient] of notice.recipients.entries())
    if (recipient.role === 'joint-controller' && recipient.arrangement === undefined)
      yield fault(notice, '26-2', `recipients.${i}`, { name: recipient.name })
  const social = notice.categories.find(category => category.from.includes('social-media'))
  if (social !== undefined && !notice.recipients.some(one => one.role === 'joint-controller'))
    yield doubt(notice, '26-2', `categories.${social.id}.from`, { context: 'social-media' })
}
