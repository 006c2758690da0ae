/** Art. 14 GDPR: what must be told of data that comes from elsewhere, and when. */

import { daysIn } from './duration.ts'
import { doubt, fault } from './finding.ts'
import type { Category, Finding, Notice, Source } from './notice.ts'
import { toldOf } from './retention.ts'

const longestMonth = 31

export const checkArticle14 = (notice: Notice): readonly Finding[] => [
  ...categoriesAreTold(notice),
  ...sourcesAreTold(notice),
  ...notice.sources.filter(comesFromElsewhere).flatMap(source => [...personsAreTold(notice, source)]),
]

/** 14-1d: which data there is at all. */
function* categoriesAreTold(notice: Notice): Iterable<Finding> {
  if (notice.categories.length === 0) yield fault(notice, '14-1d', 'categories')
}

const comesFromElsewhere = (source: Source): boolean => source.kind === 'third-party' || source.kind === 'public'

/** 14-2f: each category says where it comes from, and whoever else it comes from has a name. */
function* sourcesAreTold(notice: Notice): Iterable<Finding> {
  for (const category of notice.categories)
    if (category.from.length === 0 && category.origin !== 'generated')
      yield fault(notice, '14-2f', `categories.${category.id}`, { context: 'none', category: category.id })
  for (const source of notice.sources.filter(comesFromElsewhere))
    if (source.named.length === 0) yield fault(notice, '14-2f', pathOf(notice, source), { source: source.id })
}

/** 14-3a to 14-3c and 14-5: when the person is told, or why not. */
function* personsAreTold(notice: Notice, source: Source): Iterable<Finding> {
  const path = pathOf(notice, source)
  const args = { source: source.id }
  const told = source.told === undefined ? undefined : toldOf(source.told)
  if (source.notToldBecause !== undefined) {
    const reasons = Object.values(source.notToldBecause)
    // Art. 14(5) has four exemptions and no fifth, so the reason names its letter
    if (told !== undefined || !reasons.every(reason => /14\D{1,20}5\D{1,15}\b[a-d]\b/.test(reason)))
      yield fault(notice, '14-5', `${path}.not-told-because`, args)
    return
  }
  if (told === undefined) {
    yield fault(notice, '14-3a', path, args)
    return
  }
  if (told.within === undefined || daysIn(told.within) > longestMonth)
    yield fault(notice, '14-3a', `${path}.told`, { ...args, context: 'late', told: source.told ?? '' })
  const fed = notice.categories.filter(category => category.from.includes(source.id))
  if (!told.atFirstContact && fed.some(category => isForContacting(notice, category)))
    yield doubt(notice, '14-3b', `${path}.told`, args)
  const disclosed = notice.disclosure?.regular === true && notice.recipients.some(one => one.role !== 'processor')
  if (!told.atFirstDisclosure && fed.length > 0 && disclosed) yield doubt(notice, '14-3c', `${path}.told`, args)
}

const isForContacting = (notice: Notice, category: Category): boolean =>
  category.id === 'contact-points' &&
  category.uses.some(use =>
    notice.purposes.some(purpose => purpose.id === use.purpose && Object.keys(purpose.channels).length > 0),
  )

/** A source without a description of its own is told of where it is used. */
function pathOf(notice: Notice, source: Source): string {
  const own = `sources.${source.id}`
  if (Object.hasOwn(notice.places, own)) return own
  const user = notice.categories.find(category => category.from.includes(source.id))
  return user === undefined ? own : `categories.${user.id}.from`
}
