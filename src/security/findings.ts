/** What is unusual is read by the purpose `security` alone, and by each member of staff of their own sign-ins; who has looked into it stands beside it. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { FindingAnswer, FindingList, FindingSearch, OwnSignIns, TriedAnswer } from './finding-answers.ts'
import { daysBefore, kept, measures } from './measures.ts'

/** Whoever reads for the purpose `security`. */
type Asking = Pick<PurposeAsk, 'reader' | 'token' | 'clock'> & { readonly asker: Pick<PurposeAsk['asker'], 'kind'> }

interface Row extends Pick<FindingAnswer, 'id' | 'kind' | 'door' | 'name' | 'network' | 'times' | 'others'> {
  readonly staff_id: Id | null
  readonly key_id: Id | null
  readonly person_id: Id | null
  readonly began_at: Date
  readonly last_at: Date
  readonly reviewed_at: Date | null
  readonly reviewer: string | null
  readonly remark: string | null
}

/** A page of them, the latest first. Refuses (403) every purpose but `security`. */
export async function listFindings(ask: Asking, { open, after, limit }: FindingSearch): Promise<FindingList> {
  const { rows } = await ask.reader.query<Row>('select * from security.list($1, $2, $3, $4)', [
    ask.token,
    open,
    after ?? null,
    limit + 1,
  ])
  const page = rows.slice(0, limit)
  const mayName = ask.asker.kind === 'staff'
  return {
    findings: page.map(row => ({
      id: row.id,
      kind: row.kind,
      door: row.door,
      staff: row.staff_id,
      key: row.key_id,
      person: row.person_id,
      name: mayName ? row.name : null,
      network: row.network,
      times: row.times,
      others: row.others,
      beganAt: row.began_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      review: row.reviewed_at && {
        at: row.reviewed_at.toISOString(),
        by: mayName ? row.reviewer : null,
        remark: row.remark ?? '',
      },
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** How much was tried at which kind of door on each day that has something, and by which measures a thing is unusual. */
export async function triedLately(ask: PurposeAsk): Promise<TriedAnswer> {
  const since = midnightInHelsinki(dateInHelsinki(daysBefore(ask.clock.now(), kept.attempts - 1)))
  const { rows } = await ask.reader.query<TriedAnswer['days'][number]>(
    'select day::text, what, times::int from security.tried($1, $2)',
    [ask.token, since],
  )
  return { days: rows, measures }
}

/** Records what somebody else than whom it concerns has found. Answers the person of the register whom it is about, if any. */
export async function reviewFinding(ask: Asking, finding: Id, remark: string): Promise<Id | null> {
  const { rows } = await ask.reader.query<{ person: Id | null }>('select security.review($1, $2, $3, $4) as person', [
    ask.token,
    finding,
    remark,
    ask.clock.now(),
  ])
  return rows[0]?.person ?? null
}

/** What was unusual about one's own sign-ins, the latest first. */
export async function ownFindings(app: Pool, staff: Id): Promise<OwnSignIns['findings']> {
  const { rows } = await app.query<Pick<Row, 'id' | 'kind' | 'times' | 'began_at' | 'last_at'>>(
    'select * from security.of_staff($1)',
    [staff],
  )
  return rows.map(({ id, kind, times, began_at, last_at }) => ({
    id,
    kind,
    times,
    beganAt: began_at.toISOString(),
    lastAt: last_at.toISOString(),
  }))
}
