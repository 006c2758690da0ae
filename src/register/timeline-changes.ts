/** On the timeline: every change of the person's data, and every permit and prohibition that they have given. */

import { text } from '../texts/texts.ts'
import { type NameActor, nameActors } from './actors.ts'
import { describeChange, readChangesPage } from './changes.ts'
import { describeSaid, readStatements } from './said.ts'
import { scopeFor } from './scope.ts'
import { inWords } from './scope-words.ts'
import { daysOfRows } from './timeline-rows.ts'
import { onPage, type TimelineSource } from './timeline-source.ts'

/** Rows that stand on the timeline by a day of their own are added there: here only what became of them later. */
export const changes: TimelineSource = {
  kind: 'change',
  name: 'timeline.kind.change',
  read: async (ask, page) => {
    const scope = await scopeFor(ask)
    const stored = await readChangesPage(ask, page, daysOfRows(scope))
    const name = await nameActors(
      ask,
      stored.map(({ actor }) => actor),
    )
    return stored.map(one => {
      const change = describeChange(one, ask, scope, name)
      const category = scope.categories.find(found => found.category.id === one.category)?.category
      const what = category ? inWords(category.name, scope.notice, ask.lang) : one.category
      const did = one.category === 'person' ? 'opened' : one.undoes === null ? change.did : 'undid'
      return {
        id: one.id,
        at: one.at,
        by: one.actor,
        sentence: who => text(ask.lang, `timeline.sentence.change.${did}`, { who, what }),
        source: change.source,
        changes: [change],
        burst: `${one.source} ${one.import_id ?? ''}`,
      }
    })
  },
}

export const permits: TimelineSource = {
  kind: 'permit',
  name: 'timeline.kind.permit',
  isFor: ({ statements }) => statements !== undefined,
  read: async (ask, page) => {
    const scope = await scopeFor(ask)
    const stored = await readStatements(ask, scope, page.person)
    const name: NameActor = await nameActors(
      ask,
      stored.map(one => one.recorded_by),
    )
    return onPage(
      stored.map(one => {
        const said = describeSaid(one, ask, scope, name)
        return {
          id: one.id,
          at: one.recorded_at,
          by: one.recorded_by,
          sentence: (who: string) => text(ask.lang, 'timeline.sentence.said', { who, what: said.said ?? '' }),
          more: one.wording ?? undefined,
          source: said.source,
          changes: [said],
        }
      }),
      page,
    )
  },
}
