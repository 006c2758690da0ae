/** Which of the promises the public sees the state of is the controller's choice, and who chose it and when is on record. */

import type { Pool } from 'pg'
import { newId } from '../base/ids.ts'

export interface Choice {
  readonly shown: boolean
  readonly at: Date
  /** As the ledgers write it, and by name where it is a member of staff. */
  readonly by: string
  readonly name: string | null
}

/** The choice that stands for each check; nothing is shown of one about which nobody has chosen. */
export async function choices(app: Pool): Promise<ReadonlyMap<string, Choice>> {
  const { rows } = await app.query<Choice & { id: string }>(
    `select distinct on (m.check_id) m.check_id as id, m.shown, m.at, m.by, s.name
     from promises.mark m left join access.staff s on 'staff:' || s.id = m.by order by m.check_id, m.id desc`,
  )
  return new Map(rows.map(({ id, ...choice }) => [id, choice]))
}

/** Shows or hides what a check found. */
export async function choose(
  app: Pool,
  id: string,
  shown: boolean,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  await app.query('insert into promises.mark (id, check_id, shown, at, by) values ($1, $2, $3, $4, $5)', [
    newId(),
    id,
    shown,
    at,
    by,
  ])
}
