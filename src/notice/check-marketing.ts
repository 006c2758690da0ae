/** Direct marketing (917/2014 §§ 200–203): by which channels, that electronic ones stand on consent or a sale, and that messages are measured on consent alone (E04). */

import { fault } from './finding.ts'
import type { Category, Channel, Finding, Notice, Purpose, Use } from './notice.ts'
import { entryOf, purposes as knownPurposes } from './vocabulary.ts'

const electronic: readonly Channel[] = ['email', 'sms', 'social-media'] // § 200(1): messages, not letters or a person's call

/** A purpose of the author's own that contacts people is taken for marketing: the stricter rule. */
export const isDirectMarketing = (purpose: Purpose): boolean =>
  purpose.custom
    ? Object.keys(purpose.channels).length > 0
    : entryOf(knownPurposes, purpose.id)?.directMarketing === true

export function* checkMarketing(notice: Notice): Iterable<Finding> {
  for (const purpose of notice.purposes.filter(isDirectMarketing)) {
    for (const channel of electronic)
      if (purpose.channels[channel] === 'unless objected')
        yield fault(notice, 'E04', `purposes.${purpose.id}.channels.${channel}`, { purpose: purpose.id, channel })
    for (const { category, use } of contactUses(notice, purpose)) {
      const args = { purpose: purpose.id, category: category.id }
      if (Object.keys(purpose.channels).length === 0)
        yield fault(notice, 'E04', `purposes.${purpose.id}`, { ...args, context: 'channels' })
      else if (reachesElectronically(purpose, use) && use.basis.kind !== 'permission' && use.basis.kind !== 'consent')
        yield fault(notice, 'E04', `categories.${category.id}.for.${purpose.id}`, { ...args, context: 'basis' })
    }
  }
  for (const category of notice.categories)
    for (const { purpose, basis } of category.uses)
      if (entryOf(knownPurposes, purpose)?.onlyConsent && basis.kind !== 'consent')
        yield fault(notice, 'E04', `categories.${category.id}.for.${purpose}`, {
          ...{ purpose, category: category.id, context: 'measurement' },
        })
}

const contactUses = (notice: Notice, purpose: Purpose): readonly { category: Category; use: Use }[] =>
  notice.categories
    .filter(category => category.id === 'contact-points')
    .flatMap(category => category.uses.filter(use => use.purpose === purpose.id).map(use => ({ category, use })))

/** The purpose may write to an address that it is given. */
function reachesElectronically(purpose: Purpose, use: Use): boolean {
  const may = (channel: Channel, field: string) =>
    (purpose.channels[channel] ?? 'never') !== 'never' && (use.fields === undefined || use.fields.includes(field))
  return may('email', 'email') || may('sms', 'phone') || may('social-media', 'social-media')
}
