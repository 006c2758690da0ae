/** On the timeline: a person's visits of the website, each with how it came and the pages that were seen on it. */

import type { Id } from '../base/ids.ts'
import { categoryIfAny, columnIfAny } from '../register/scope.ts'
import { placeValues, type TimelineSource } from '../register/timeline-source.ts'
import { text } from '../texts/texts.ts'
import type { Source } from './came-from.ts'

/** What the purpose does not see is null, and what is not known of a page that came by itself. */
interface Visited {
  readonly id: Id
  readonly at: Date
  readonly site: string | null
  readonly source: Source | null
  readonly referrer: string | null
  readonly campaign: string | null
  readonly pages: readonly string[] | null
  /** How many pages. */
  readonly seen: number
}

/** So many pages are named. */
const named = 12

export const visits: TimelineSource = {
  kind: 'visit',
  name: 'timeline.kind.visit',
  isFor: scope => columnIfAny(categoryIfAny(scope, 'visits'), 'occurred') !== undefined,
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Visited>({
      name: 'visits-of-person',
      text: 'select * from visits.of_person($1, $2, $3, $4, $5)',
      values: [ask.token, page.person, ...placeValues(page), page.max],
    })
    return rows.map(visit => ({
      id: visit.id,
      at: visit.at,
      by: `person:${page.person}`,
      sentence: () => sentenceOf(visit),
      more: pathOf(visit) || undefined,
    }))

    function sentenceOf({ site, source, referrer, campaign, seen }: Visited): string {
      const came = source && text(ask.lang, `timeline.visit.${source}`)
      const by = [referrer, campaign].filter(Boolean).join(', ')
      return [
        text(ask.lang, 'timeline.sentence.visit', { count: seen }),
        ...[site, came && (by === '' ? came : `${came} (${by})`)].filter(Boolean),
      ].join(' · ')
    }
  },
}

/** The pages in their order, without the site and without what was only loaded again. */
function pathOf({ site, pages }: Visited): string {
  const paths = (pages ?? [])
    .map(page => (site !== null && page.startsWith(`${site}/`) ? page.slice(site.length) : page))
    .filter((path, nth, all) => path !== all[nth - 1])
  return [...paths.slice(0, named), ...(paths.length > named ? ['…'] : [])].join(' → ')
}
