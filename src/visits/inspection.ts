/** What a browser found on the controller's websites is kept, held against the inventory of the notice, and looked for anew every week. */

import type { ClientBase, Pool } from 'pg'
import { newId } from '../base/ids.ts'
import { enqueue } from '../jobs/job.ts'
import type { Notice } from '../notice/notice.ts'
import { isNamed, outlasts } from '../promises/cookie-rule.ts'
import type { Found } from './inspect.ts'

export const inspecting = 'visits.inspect'
const week = 7 * 86_400_000

export type InspectionFault = 'no-browser' | 'site-away'

export interface Inspection {
  readonly at: Date
  readonly pages: number
  readonly fault: InspectionFault | null
  readonly found: readonly Found[]
}

export async function keepInspection(
  app: Pool,
  {
    began,
    ended,
    version,
    pages,
    fault,
    found,
  }: Omit<Inspection, 'at'> & { readonly began: Date; readonly ended: Date; readonly version: number },
): Promise<void> {
  await app.query(
    `insert into visits.inspection (id, began_at, ended_at, notice_version, pages, fault, found) values ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), began, ended, version, pages, fault, JSON.stringify(found)],
  )
  await app.query('delete from visits.inspection where ended_at < $1', [new Date(ended.getTime() - 53 * week)])
}

/** The latest; undefined when there was none. */
export async function lastInspection(app: Pool): Promise<Inspection | undefined> {
  const { rows } = await app.query<Inspection>(
    'select ended_at as at, pages, fault, found from visits.inspection order by id desc limit 1',
  )
  return rows[0]
}

/** Of inspections that have not begun only one stands for now and one for the week. */
export const inspectNow = (db: Pool | ClientBase, now: Date): Promise<void> =>
  enqueue(db, inspecting, {}, { at: now, key: `${inspecting} now` })
export const inspectInAWeek = (db: Pool | ClientBase, now: Date): Promise<void> =>
  enqueue(db, inspecting, {}, { at: new Date(now.getTime() + week), key: `${inspecting} week` })

/** For every start: a register that has not looked for a week looks soon; any other when the week is over. */
export async function resumeInspecting(app: Pool, now: Date): Promise<void> {
  const last = await lastInspection(app)
  const due = last ? last.at.getTime() + week : now.getTime()
  await enqueue(app, inspecting, {}, { at: new Date(Math.max(due, now.getTime())), key: `${inspecting} week` })
}

export interface Compared {
  /** Kept in the browser, and not in the notice: "_ga (shop.example.fi)". */
  readonly undeclared: readonly string[]
  /** Kept, or somebody else called, before the visitor had agreed: what is not declared as necessary. */
  readonly early: readonly string[]
  /** Hosts whose pages ask nothing, where the notice has something to ask about. */
  readonly unasked: readonly string[]
  /** Cookies that last longer than the notice says. */
  readonly longer: readonly string[]
}

/** What was found, against the notice. */
export function compare(found: readonly Found[], notice: Notice): Compared {
  const declared = (name: string) => notice.cookies.find(cookie => isNamed(name, cookie.name))
  const told = (wrong: readonly Found[]) => [
    ...new Set(wrong.map(({ name, host }) => (name === host || name === '' ? host : `${name} (${host})`))),
  ]
  const kept = found.filter(({ kind }) => kind === 'cookie' || kind === 'storage')
  return {
    undeclared: told(kept.filter(({ name }) => declared(name) === undefined)),
    early: told(
      found.filter(
        ({ phase, kind, name }) =>
          phase !== 'agreed' && kind !== 'unasked' && (kind === 'request' || declared(name)?.category !== 'necessary'),
      ),
    ),
    unasked: told(found.filter(({ kind }) => kind === 'unasked')),
    longer: told(
      kept.filter(({ name, days }) => {
        const keeps = declared(name)?.keeps
        return days !== null && keeps !== undefined && outlasts(days, keeps)
      }),
    ),
  }
}
