/** On the timeline: tasks about the person, as they were added and done. */

import type { Id } from '../base/ids.ts'
import { placeValues, type TimelineSource } from '../register/timeline-source.ts'
import { text } from '../texts/texts.ts'

interface Taken {
  readonly id: Id
  readonly at: Date
  readonly by: string
  readonly did: 'made' | 'given' | 'dated' | 'done' | 'dropped' | 'reopened'
  readonly title: string
  readonly why: string | null
}

export const taskTurns: TimelineSource = {
  kind: 'task',
  name: 'timeline.kind.task',
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Taken>({
      name: 'turns-of-tasks',
      text: 'select * from tasks.turns_of($1, $2, $3, $4, $5)',
      values: [ask.token, page.person, ...placeValues(page), page.max],
    })
    return rows.map(({ id, at, by, did, title, why }) => ({
      id,
      at,
      by,
      sentence: who => text(ask.lang, `timeline.sentence.task.${did}`, { who, title }),
      more: why ?? undefined,
    }))
  },
}
