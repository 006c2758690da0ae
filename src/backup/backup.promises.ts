/** Backups are taken, can be restored, do not keep the erased for long, and nobody who was erased can come back with one. */

import { ledgerFile, readLedger } from '../database/erasure-ledger.ts'
import { measure } from '../promises/place.ts'
import { type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'
import { planNow } from './plan.ts'
import { keptBackups, keptDays } from './record.ts'

const day = 86_400_000
const takenDays = 7
const drilledDays = 90

/** The moment of the last backup or drill that was done, whoever asked for it. */
async function lastOf({ database }: PromiseContext, work: 'backup' | 'drill'): Promise<Date | null> {
  const column = work === 'backup' ? 'taken_at' : 'settled_at'
  const { rows } = await database.app.query<{ last: Date | null }>(
    `select max(${column}) as last from backup.${work} where state = 'done'`,
  )
  return rows[0]?.last ?? null
}

const isWithin = (days: number, last: Date | null, { at }: PromiseContext): boolean =>
  last !== null && at.getTime() - last.getTime() <= days * day

/** A backup has been taken within a week. */
export const recent: PromiseCheck = {
  id: 'backup.recent',
  severity: 'serious',
  places: notice => measure(notice, 'backups'),
  mend: '/backups',
  run: async context => {
    const last = await lastOf(context, 'backup')
    return verdict(isWithin(takenDays, last, context), last === null ? {} : { last })
  },
}

/** So long after a night without a backup something is wrong; who has just switched it on has until the second night. */
const patience = 36 * 3_600_000

/** A backup was taken by itself in the last night. */
export const nightly: PromiseCheck = {
  id: 'backup.nightly',
  severity: 'serious',
  places: notice => measure(notice, 'backups'),
  mend: '/backups',
  run: async ({ database, at }) => {
    const { isOn, since } = await planNow(database.app)
    const { rows } = await database.app.query<{ last: Date | null }>(
      `select max(taken_at) as last from backup.backup where state = 'done' and nightly is not null`,
    )
    const last = rows[0]?.last ?? null
    const from = Math.max(since?.getTime() ?? 0, last?.getTime() ?? 0)
    return verdict(isOn && at.getTime() - from < patience, last === null ? {} : { last })
  },
}

/** It has been proved within three months that a backup can be restored, and the last try did not fail. */
export const drilled: PromiseCheck = {
  id: 'backup.drilled',
  severity: 'slight',
  places: notice => [...measure(notice, 'tested-restores'), ...measure(notice, 'backups')],
  mend: '/backups',
  run: async context => {
    const last = await lastOf(context, 'drill')
    const { rows } = await context.database.app.query<{ failed: boolean }>(
      `select state = 'failed' as failed from backup.drill where state <> 'waiting' order by settled_at desc, id desc limit 1`,
    )
    return verdict(isWithin(drilledDays, last, context) && rows[0]?.failed !== true, last === null ? {} : { last })
  },
}

/** Whoever has been erased is in the ledger outside the database, by which every restore goes. */
export const ledgerWhole: PromiseCheck = {
  id: 'backup.ledger-whole',
  severity: 'grave',
  places: notice => (notice.rights.granted.includes('erasure') ? ['rights.granted'] : []),
  mend: '/backups',
  run: async ({ database, program, stopping }) => {
    let found = 0
    for await (const page of readLedger(ledgerFile(program.home))) {
      stopping.throwIfAborted()
      const { rows } = await database.app.query<{ known: number }>(
        `select count(*) as known from backup.erased where hash in (select decode(hash, 'hex') from unnest($1::text[]) hash)`,
        [page.map(({ hash }) => hash)],
      )
      found += rows[0]?.known ?? 0
    }
    const { rows } = await database.app.query<{ erased: number }>('select count(*) as erased from backup.erased')
    const erased = rows[0]?.erased ?? 0
    return verdict(found >= erased, { erased, count: Math.max(0, erased - found) })
  },
}

/** A backup does not lie in the home past its time while there is a newer one: it holds persons who have been erased. */
export const oldGone: PromiseCheck = {
  id: 'backup.old-gone',
  severity: 'serious',
  places: notice => (notice.rights.granted.includes('erasure') ? ['rights.granted'] : measure(notice, 'backups')),
  mend: '/backups',
  run: async ({ at, database, program }) => {
    const [, ...others] = await keptBackups(database.app, program.home)
    const count = others.filter(({ takenAt }) => at.getTime() - takenAt.getTime() > (keptDays + 1) * day).length
    return verdict(count === 0, { count })
  },
}
