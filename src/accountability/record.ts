/** The record of processing activities (Art. 30) is made of the notice; that somebody looked it through is kept here. */

import type { Pool } from 'pg'
import type { Act } from '../access/staff.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { addDuration } from '../base/time-limit.ts'
import { type Author, authorIn } from './revision.ts'

/** How long a look through the record is good for. */
const goodFor = 'P12M'

export interface RecordLook {
  readonly at: Date
  readonly by: Author
  readonly version: number
  readonly remark: string
}

/** Newest first. */
export async function recordLooks(app: Pool): Promise<readonly RecordLook[]> {
  const { rows } = await app.query<RecordLook>(
    `select l.at, ${authorIn('l.by')} as by, l.notice_version as version, l.remark
     from accountability.record_look l order by l.at desc, l.id desc`,
  )
  return rows
}

export async function lookThrough(app: Pool, version: number, remark: string, { at, by }: Act): Promise<void> {
  await app.query(
    'insert into accountability.record_look (id, at, by, notice_version, remark) values ($1, $2, $3, $4, $5)',
    [newId(), at, by, version, remark],
  )
}

/** The day (YYYY-MM-DD) on which the record is to be looked through again; undefined when nobody ever has. */
export const lookDue = ([latest]: readonly RecordLook[]): string | undefined =>
  latest && addDuration(dateInHelsinki(latest.at), goodFor)
