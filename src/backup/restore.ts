/** A restore replaces the register only when the backup has been rebuilt whole; a drill rebuilds it too, counts, and leaves nothing. */

import pg from 'pg'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { signActor } from '../database/actor-token.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import { type Migration, migrations } from '../database/migrate.ts'
import type { Database } from '../database/pools.ts'
import type { Opener } from '../files/encrypted.ts'
import { checkBackup, type Header } from './backup-file.ts'
import { type Rebuilt, rebuild } from './rebuild.ts'
import { dropBeside, makeBeside, takePlace } from './scratch.ts'

export interface Restoring {
  readonly file: string
  readonly opener: Opener
  /** The register as it is: of its database, whatever that holds, the name and the roles are needed. */
  readonly database: Database
  /** Of the home. */
  readonly secret: Buffer
  readonly home: string
  /** A ledger of another home, beside the one of this. */
  readonly erasures?: string
  readonly clock: Clock
  /** The migrations of this program. */
  readonly program?: readonly Migration[]
  /** Given how much is done, from 0 to 1. */
  readonly tell?: (share: number) => void
}

export interface Restored {
  readonly takenAt: Date
  readonly noticeVersion: number
  readonly persons: number
  readonly rows: number
  /** How many persons of the backup have been erased since it was taken, and are not in what was restored. */
  readonly erasedSince: number
}

/**
 * The register of the file in the place of the one that there is, which nobody may be using. `replace`: although there is somebody in
 * it. Refused with nothing changed when the file is not whole, cannot be opened or is of a newer program.
 */
export async function restore(restoring: Restoring & { readonly replace: boolean }): Promise<Restored> {
  const { file, opener, database, home, program = migrations(), tell = () => {} } = restoring
  const header = await checkBackup(file, opener)
  if (!restoring.replace) await refuseIfUsed(database, header)
  await keepWhatWaits(database, home)
  const { url, roles } = database
  try {
    const rebuilt = await rebuild({
      ...restoring,
      program,
      url: await makeBeside(url, 'restoring'),
      rolePrefix: roles.prefix,
      tell: share => tell(0.1 + share * 0.9),
    })
    await rebuilt.database.close()
    await database.close()
    await takePlace(url)
    return outcome(rebuilt)
  } catch (fault) {
    await dropBeside(url, 'restoring').catch(() => {}) // the first fault is the one to tell; the next start drops it
    throw fault
  }
}

/** Rebuilds the register of the file beside the one in use, with roles of its own, looks at it as a purpose would, and removes it. */
export async function drill(drilling: Restoring): Promise<Restored> {
  const { file, opener, database, home, program = migrations(), tell = () => {} } = drilling
  const { url, roles, admin } = database
  await checkBackup(file, opener)
  await keepErasures(database.app, home)
  const rolePrefix = `${roles.prefix}drill_`
  try {
    const rebuilt = await rebuild({
      ...drilling,
      program,
      url: await makeBeside(url, 'drill'),
      rolePrefix,
      tell: share => tell(0.1 + share * 0.9),
    })
    try {
      await lookAround(rebuilt)
    } finally {
      await rebuilt.database.close()
    }
    return outcome(rebuilt)
  } finally {
    await dropBeside(url, 'drill')
    await dropRoles(admin, rolePrefix)
  }
}

const outcome = ({ header, persons, erasedSince }: Rebuilt): Restored => ({
  takenAt: new Date(header.takenAt),
  noticeVersion: header.noticeVersion,
  persons,
  rows: header.tables.reduce((sum, { rows }) => sum + rows, 0),
  erasedSince,
})

/** A register with nobody in it and no staff is as good as none. */
async function refuseIfUsed({ admin, roles }: Database, { takenAt }: Header): Promise<void> {
  const client = await admin.connect()
  try {
    await client.query(`begin read only; set local role ${pg.escapeIdentifier(roles.owner)}`)
    const { rows } = await client.query<{ persons: number; staff: number }>(
      `select (select count(*) from register.person) as persons, (select count(*) from access.staff where removed_at is null) as staff`,
    )
    const [{ persons, staff } = { persons: 0, staff: 0 }] = rows
    if (persons + staff > 0)
      throw new Refused('backup.register-in-place', 'conflict', { persons, staff, date: takenAt.slice(0, 10) })
  } catch (fault) {
    if (!isUnmade(fault)) throw fault
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Who was erased from the register that is about to go, and is not in the ledger yet, goes into it. */
async function keepWhatWaits({ app }: Database, home: string): Promise<void> {
  await keepErasures(app, home).catch((fault: unknown) => {
    if (!isUnmade(fault)) throw fault
  })
}

/** No such table, no such schema, none that one may enter: nothing has been migrated here, or by an older program. */
const isUnmade = (fault: unknown): boolean =>
  fault instanceof pg.DatabaseError && ['42P01', '3F000', '42501'].includes(fault.code ?? '')

/** A purpose that sees all sees everybody, every other one no more than that; what they ask is a count. */
async function lookAround({ database, persons }: Rebuilt): Promise<void> {
  const { rows } = await database.app.query<{ purpose: string; all: boolean }>(
    `select s.purpose, bool_and(s.mask = 0 and s.value = 0) as all
     from notice.scope s join notice.purpose p using (purpose) where p.live group by s.purpose`,
  )
  for (const { purpose, all } of rows) {
    const token = signActor(database.actorKey, { actor: 'system', purpose, request: newId() })
    const asked = await database
      .purpose(purpose)
      .query<{ seen: number; told: number }>(
        `select (select count(*) from register.person) as seen, (select seen from register.count_seen($1)) as told`,
        [token],
      )
    const [{ seen, told } = { seen: -1, told: -2 }] = asked.rows
    if (seen !== told || seen > persons || (all && seen !== persons))
      throw new Refused('backup.not-as-seen', 'conflict', { purpose })
  }
}

async function dropRoles(admin: pg.Pool, prefix: string): Promise<void> {
  const { rows } = await admin.query<{ role: string }>(`select rolname as role from pg_roles where rolname ~ $1`, [
    `^${prefix}(seloste_owner|seloste_app|purpose_[a-z0-9_]+)$`,
  ])
  for (const { role } of rows) await admin.query(`drop role ${pg.escapeIdentifier(role)}`)
}
