/** What the notice says of publication: nothing is shown without an agreement that stands, and what has ended is taken down everywhere. */

import { dateInHelsinki } from '../base/time.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'

const day = 86_400_000
/** In days: by then it should be taken down in other places too. */
const atMost = 14

export const onlyAsAgreed: PromiseCheck = {
  id: 'publication.only-as-agreed',
  severity: 'grave',
  places: ({ disclosure }) => (disclosure?.publication === undefined ? [] : ['disclosure.publication']),
  mend: '/published',
  run: async ({ rights, at }) => {
    const { rows } = await rights.query<{ unagreed: string; left_up: string; shown: string }>(
      'select * from publication.count_wrong($1, $2)',
      [dateInHelsinki(at), new Date(at.getTime() - atMost * day)],
    )
    const [unagreed, left, shown] = [rows[0]?.unagreed, rows[0]?.left_up, rows[0]?.shown].map(Number)
    const count = (unagreed ?? 0) + (left ?? 0)
    return verdict(count === 0, { count, shown: shown ?? 0, days: atMost })
  },
}
