/** What a member of staff may do is a set of duties, each given and ended by somebody at some time; purposes follow from the published notice. */

import type { ClientBase } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Published } from '../http/program.ts'

/** The duty of the server's own administration. It is not in the notice and gives no purpose. */
export const administrator = 'administrator'

/** The purposes that the duties give, in the notice's order. */
export function purposesOf(published: Published, duties: readonly string[]): readonly string[] {
  const given = new Set(published.duties.filter(({ id }) => duties.includes(id)).flatMap(({ purposes }) => purposes))
  return published.purposes.map(({ id }) => id).filter(id => given.has(id))
}

/** Refuses duties that neither the notice nor the server knows. */
export function checkDuties(published: Published, duties: readonly string[]): void {
  const known = new Set([administrator, ...published.duties.map(({ id }) => id)])
  const unknown = duties.find(duty => !known.has(duty))
  if (unknown !== undefined)
    throw new Refused('access.no-such-duty', 'invalid', { known: [...known].join(', ') }, { field: 'duties' })
}

/** Gives the missing duties and ends the others. */
export async function setDuties(
  db: ClientBase,
  staff: Id,
  duties: readonly string[],
  by: string,
  at: Date,
): Promise<void> {
  await db.query(
    `update access.duty set ended_at = $3, ended_by = $4 where staff_id = $1 and ended_at is null and duty <> all ($2)`,
    [staff, duties, at, by],
  )
  await db.query(
    `insert into access.duty (id, staff_id, duty, given_at, given_by)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[])
     on conflict (staff_id, duty) where ended_at is null do nothing`,
    [duties.map(() => newId()), duties.map(() => staff), duties, duties.map(() => at), duties.map(() => by)],
  )
}
