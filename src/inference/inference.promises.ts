/** Nothing stands inferred of anybody of whom the notice does not let it be inferred, or longer than its rule says. */

import { dateInHelsinki } from '../base/time.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { inferences } from './rule-plan.ts'

/** Art. 6, 21: consent withdrawn, objection made, contested, expired: the inference is gone. */
export const inferredAsAllowed: PromiseCheck = {
  id: 'inference.as-allowed',
  severity: 'grave',
  places: ({ categories }) => (categories.some(({ id }) => id === inferences) ? [`categories.${inferences}`] : []),
  mend: '/inference-rules',
  run: async ({ rights, database, at }) => {
    const { rows } = await rights.query<{ count: string }>('select inference.count_wrong($1) as count', [
      dateInHelsinki(at),
    ])
    const { rows: kept } = await database.app.query<{ rules: string }>(
      'select count(*) as rules from inference.rule where ended_at is null',
    )
    const count = Number(rows[0]?.count ?? 0)
    return verdict(count === 0, { count, rules: Number(kept[0]?.rules ?? 0) })
  },
}
