/** Who has a draft open now: each browser says so now and then, and one that has been silent for a while is away. */

import type { Pool } from 'pg'
import type { Act } from '../access/staff.ts'
import type { Id } from '../base/ids.ts'
import type { Author } from './draft.ts'

/** A browser renews its presence every quarter of a minute; after three silences it is away. */
export const awayAfterSeconds = 50

export interface Present extends Author {
  readonly since: Date
}

/** Says that the actor has the draft open, and gives the others who have. */
export async function bePresent(pool: Pool, draft: Id, { by, at }: Act): Promise<readonly Present[]> {
  await pool.query(
    `insert into notice.draft_presence as p (draft_id, actor, since, seen_at) values ($1, $2, $3, $3)
     on conflict (draft_id, actor) do update set seen_at = $3,
       since = case when p.seen_at < $3::timestamptz - make_interval(secs => $4) then $3 else p.since end`,
    [draft, by, at, awayAfterSeconds],
  )
  return (await present(pool, [draft], at)).filter(({ actor }) => actor !== by)
}

/** Says that the actor has closed the draft. */
export async function leave(pool: Pool, draft: Id, actor: string): Promise<void> {
  await pool.query('delete from notice.draft_presence where draft_id = $1 and actor = $2', [draft, actor])
}

/** Everybody who has one of the drafts open, the one who came first before the others. */
export async function present(
  pool: Pool,
  drafts: readonly Id[],
  at: Date,
): Promise<readonly (Present & { readonly draft: Id })[]> {
  const { rows } = await pool.query<Present & { draft: Id }>(
    `select p.draft_id as draft, p.actor, s.name, p.since
     from notice.draft_presence p left join access.staff s on 'staff:' || s.id = p.actor
     where p.draft_id = any ($1::uuid[]) and p.seen_at >= $2::timestamptz - make_interval(secs => $3)
     order by p.since, p.actor`,
    [drafts, at, awayAfterSeconds],
  )
  return rows
}
