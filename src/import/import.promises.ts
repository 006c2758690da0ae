/** What was taken in to be imported does not lie about. */

import { measure } from '../promises/place.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'

/** No upload waits half done for more than thirty days: its file holds persons that the register perhaps never will. */
export const nothingAbandoned: PromiseCheck = {
  id: 'import.nothing-abandoned',
  severity: 'serious',
  places: notice => [...measure(notice, 'confidentiality'), ...measure(notice, 'electronic-only')],
  mend: '/imports',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; oldest: Date | null; unfinished: number }>(
      `select count(*) filter (where uploaded_at < $1::timestamptz - interval '30 days') as count, min(uploaded_at) as oldest,
         count(*) as unfinished
       from intake.import where state not in ('done', 'undone')`,
      [at],
    )
    const { count, oldest, unfinished } = rows[0] ?? { count: 0, oldest: null, unfinished: 0 }
    return verdict(count === 0, { count, unfinished, ...(oldest !== null && { oldest }) })
  },
}
