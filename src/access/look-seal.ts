/** Whoever alters, removes or adds a look afterwards breaks the chain of seals, and this finds where. */

import type { Pool } from 'pg'

export interface LookFault {
  /** The seal whose looks are not what they were. */
  readonly seal: number
  readonly fault: 'altered' | 'removed' | 'added' | 'seal-removed'
}

export interface LookCheck {
  readonly seals: number
  readonly looks: number
  /** The newest seal's hash, hex. Written down elsewhere it also proves that no end was cut off. */
  readonly head: string | undefined
  /** At most a hundred, oldest first. */
  readonly faults: readonly LookFault[]
}

// Every seal is compared with its rows as they are now. A fault is found at the first seal that does not fit its predecessor.
const compare = `
  with kept as (
    select coalesce(max(last_seal), 0) as after from access.look_dropped
  ), found as (
    select seal, count(*) as looks,
      string_agg(access.look_hash(id, at, actor, purpose, person_id, operation, categories, request_id, notice_version), '' order by id) as hashes
    from access.look where seal > (select after from kept) group by seal
  ), chain as (
    select n, looks, hash, lag(n) over w as previous_n, lag(hash) over w as previous_hash
    from access.look_seal where n >= (select after from kept) window w as (order by n)
  ), compared as (
    select coalesce(chain.n, found.seal) as seal, coalesce(found.looks, 0) as found_looks,
      case
        when chain.n is null then case when found.seal <= (select max(n) from access.look_seal) then 'seal-removed' else 'added' end
        when coalesce(chain.previous_n, 0) <> chain.n - 1 then 'seal-removed'
        when coalesce(found.looks, 0) < chain.looks then 'removed'
        when found.looks > chain.looks then 'added'
        when chain.hash <> sha256(coalesce(chain.previous_hash, '') || found.hashes) then 'altered'
      end as fault
    from chain full join found on found.seal = chain.n
    where coalesce(chain.n, found.seal) > (select after from kept)
  )
  select
    (select count(*) from compared) as seals,
    (select coalesce(sum(found_looks), 0)::bigint from compared) as looks,
    (select encode(hash, 'hex') from access.look_seal order by n desc limit 1) as head,
    (select coalesce(json_agg(json_build_object('seal', seal, 'fault', fault) order by seal), '[]')
     from (select seal, fault from compared where fault is not null order by seal limit 100) as first) as faults`

/** Compares every look that is kept with its seal. Reads the whole log: minutes for a hundred million rows. */
export async function verifyLooks(pool: Pool): Promise<LookCheck> {
  const { rows } = await pool.query<LookCheck>(compare)
  const [check] = rows
  if (!check) throw new Error('the comparison of looks gave no row')
  return { ...check, head: check.head ?? undefined }
}
