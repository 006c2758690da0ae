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
  /** The newest seal's hash of each lane, hex. Written down elsewhere they also prove that no end was cut off. */
  readonly heads: readonly string[]
  /** At most a hundred, oldest first. */
  readonly faults: readonly LookFault[]
}

// Every seal is compared with its rows as they are now, and with the seal before it in its lane, which is four numbers back.
const compare = `
  with kept as (
    select last_seal % 4 as lane, max(last_seal) as last from access.look_dropped group by 1
  ), found as (
    select seal, count(*) as looks,
      string_agg(access.look_hash(id, at, access.look_actor(actor, person_id), purpose, coalesce(whom, access.look_whom(id, person_id)), operation, categories, request_id, notice_version), '' order by id) as hashes
    from access.look group by seal
  ), chain as (
    select n, looks, hash, lag(n) over lane as previous_n, lag(hash) over lane as previous_hash
    from access.look_seal window lane as (partition by n % 4 order by n)
  ), compared as (
    select coalesce(chain.n, found.seal) as seal, coalesce(found.looks, 0) as found_looks,
      case
        when chain.n is null and found.seal < (select max(n) from access.look_seal where n % 4 = found.seal % 4) then 'seal-removed'
        when chain.n is null then 'added'
        when coalesce(chain.previous_n, chain.n % 4) <> chain.n - 4 then 'seal-removed'
        when coalesce(found.looks, 0) < chain.looks then 'removed'
        when found.looks > chain.looks then 'added'
        when chain.hash <> sha256(coalesce(chain.previous_hash, '') || found.hashes) then 'altered'
      end as fault
    from chain full join found on found.seal = chain.n
    where coalesce(chain.n, found.seal) > coalesce((select last from kept where lane = coalesce(chain.n, found.seal) % 4), 0)
  )
  select
    (select count(*) from compared) as seals,
    (select coalesce(sum(found_looks), 0)::bigint from compared) as looks,
    array(select encode(hash, 'hex') from (select distinct on (n % 4) n, hash from access.look_seal order by n % 4, n desc) as newest) as heads,
    (select coalesce(json_agg(json_build_object('seal', seal, 'fault', fault) order by seal), '[]')
     from (select seal, fault from compared where fault is not null order by seal limit 100) as first) as faults`

/** Compares every look that is kept with its seal. Reads the whole log: minutes for a hundred million rows. */
export async function verifyLooks(pool: Pool): Promise<LookCheck> {
  const { rows } = await pool.query<LookCheck>(compare)
  const [check] = rows
  if (!check) throw new Error('the comparison of looks gave no row')
  return check
}
