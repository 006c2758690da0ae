/** On the timeline: that two persons were found to be one, and that they were parted again. */

import type { Id } from '../base/ids.ts'
import { onPage, type TimelineEntry, type TimelineSource } from '../register/timeline-source.ts'
import { text } from '../texts/texts.ts'

interface Merged {
  readonly id: Id
  readonly merged_at: Date
  readonly merged_by: string
  readonly undone_at: Date | null
  readonly undone_by: string | null
}

export const merges: TimelineSource = {
  kind: 'merge',
  name: 'timeline.kind.merge',
  read: async (ask, page) => {
    const { rows } = await ask.reader.query<Merged>({
      name: 'merges-on-timeline',
      text: 'select id, merged_at, merged_by, undone_at, undone_by from duplicates.merges_of($1, $2)',
      values: [ask.token, page.person],
    })
    const entry = (id: Id, at: Date, by: string, did: 'merged' | 'parted'): TimelineEntry => ({
      id,
      at,
      by,
      sentence: who => text(ask.lang, `timeline.sentence.merge.${did}`, { who }),
    })
    return onPage(
      rows.flatMap(row => [
        entry(row.id, row.merged_at, row.merged_by, 'merged'),
        ...(row.undone_at ? [entry(row.id, row.undone_at, row.undone_by ?? 'system', 'parted')] : []),
      ]),
      page,
    )
  },
}
