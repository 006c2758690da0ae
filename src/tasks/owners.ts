/** Whom a task can be given to: staff whose duties let them work for its purpose. */

import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'

export interface Owner {
  readonly id: Id
  readonly name: string
}

/** By name. */
export async function findOwners({ program, published, purpose }: PurposeAsk): Promise<readonly Owner[]> {
  const duties = published.duties.filter(({ purposes }) => purposes.includes(purpose)).map(({ id }) => id)
  const { rows } = await program.database.app.query<Owner>({
    name: 'owners-of-tasks',
    text: `select s.id, s.name from access.staff s
      where s.removed_at is null and s.locked_at is null and exists (select from access.duty d
        where d.staff_id = s.id and d.ended_at is null and d.duty = any ($1))
      order by s.name collate "fi-x-icu", s.id`,
    values: [duties],
  })
  return rows
}
