/** What the look log answers: who looked at this person, and what the privacy desk searches. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'

export interface LookRow {
  readonly id: Id
  readonly at: Date
  readonly actor: string
  /** The name of the member of staff or of the key. */
  readonly name: string | null
  readonly purpose: string
  readonly personId: Id | null
  readonly operation: string
  readonly categories: readonly string[]
}

const columns = `look.id, look.at, actor, coalesce(staff.name, key.name) as name, look.purpose, person_id as "personId", operation, categories`
const named = `
  left join access.staff on actor = 'staff:' || staff.id
  left join access.key on actor = 'key:' || key.id`

/** The latest looks at one person, and at whom was merged into them; `after` is the last one seen. */
export async function looksAt(
  pool: Pool,
  person: Id,
  limit: number,
  after: Id | undefined,
): Promise<readonly LookRow[]> {
  const { rows } = await pool.query<LookRow>({
    name: 'looks-at',
    text: `select ${columns} from (
             select * from access.look where person_id = any (duplicates.known_as(array[$1::uuid]))
               and ($3::uuid is null or (at, id) < (select at, id from access.look where person_id = any (duplicates.known_as(array[$1::uuid])) and id = $3))
             order by at desc, id desc limit $2
           ) as look ${named} order by look.at desc, look.id desc`,
    values: [person, limit, after],
  })
  return rows
}

export interface LookQuery {
  /** Half-open: from the first moment, before the second. */
  readonly from: Date
  readonly before: Date
  readonly person?: Id | undefined
  readonly actor?: string | undefined
  readonly purpose?: string | undefined
  readonly limit: number
  readonly after?: { readonly at: Date; readonly id: Id } | undefined
}

/** Looks in a period, latest first. */
export async function searchLooks(pool: Pool, query: LookQuery): Promise<readonly LookRow[]> {
  const { rows } = await pool.query<LookRow>(
    `select ${columns} from (
       select * from access.look
       where at >= $1 and at < $2 and ($3::uuid is null or person_id = any (duplicates.known_as(array[$3::uuid]))) and ($4::text is null or actor = $4)
         and ($5::text is null or purpose = $5) and ($7::timestamptz is null or (at, id) < ($7, $8::uuid))
       order by at desc, id desc limit $6
     ) as look ${named} order by look.at desc, look.id desc`,
    [query.from, query.before, query.person, query.actor, query.purpose, query.limit, query.after?.at, query.after?.id],
  )
  return rows
}
