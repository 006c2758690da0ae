/** Staff come by invitation, may be locked and removed, and what they did stays theirs: their id is never given again. */

import { hashPassword } from 'better-auth/crypto'
import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { passwordLength } from './auth.ts'
import { administrator, setDuties } from './duty.ts'
import { type Factors, forgetFactors } from './second-factor.ts'
import { endSessions } from './session.ts'

/** Who does something, and when: what every change of staff is recorded with. */
export interface Act {
  readonly by: string
  readonly at: Date
}

export interface NewStaff {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly duties: readonly string[]
}

// Whoever changes who is administrator waits for the others, so that two cannot remove each other at the same moment.
const lockStaffing = 'select pg_advisory_xact_lock(7356102)'

/** Adds a member of staff with a password and duties, inside a transaction. */
export async function addStaff(client: ClientBase, { name, email, password, duties }: NewStaff, act: Act): Promise<Id> {
  const id = newId()
  const hash = await hashPassword(checkedPassword(password))
  const { rowCount } = await client.query(
    `insert into access.staff (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, true, $4, $4)
     on conflict (email) do nothing`,
    [id, name.trim(), normalEmail(email), act.at],
  )
  if (rowCount === 0) throw new Refused('access.email-taken', 'conflict', {}, { field: 'email' })
  await client.query(
    `insert into access.credential (id, staff_id, account_id, provider_id, password, created_at, updated_at)
     values ($1, $2::uuid, $2::text, 'credential', $3, $4, $4)`,
    [newId(), id, hash, act.at],
  )
  await setDuties(client, id, duties, act.by, act.at)
  return id
}

export const normalEmail = (email: string): string => email.trim().toLowerCase()

function checkedPassword(password: string): string {
  const { min, max } = passwordLength
  if (password.length < min || password.length > max)
    throw new Refused('access.password-length', 'invalid', { min, max }, { field: 'password' })
  return password
}

export interface StaffRow {
  readonly id: Id
  readonly name: string
  readonly email: string
  readonly duties: readonly string[]
  readonly lockedAt: Date | null
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
  readonly factors: Pick<Factors, 'authenticator' | 'passkeys'>
  /** When somebody else took the second factor away, as long as there is no new one. */
  readonly factorsResetAt: Date | null
}

/** Everybody who has not been removed, by name. */
export async function listStaff(pool: Pool): Promise<readonly StaffRow[]> {
  const { rows } = await pool.query<StaffRow>(
    `select id, name, email, locked_at as "lockedAt", created_at as "createdAt",
       array(select duty from access.duty where staff_id = staff.id and ended_at is null order by duty) as duties,
       (select max(updated_at) from access.session where staff_id = staff.id) as "lastSeenAt",
       jsonb_build_object(
         'authenticator', exists (select from access.authenticator where staff_id = staff.id and confirmed_at is not null),
         'passkeys', (select count(*) from access.passkey where staff_id = staff.id)) as factors,
       (select case when what = 'reset' then at end from access.factor_change where staff_id = staff.id
        order by id desc limit 1) as "factorsResetAt"
     from access.staff where removed_at is null order by name, id`,
  )
  return rows
}

/** Ends the sessions of a member of staff and lets nobody sign in as them. */
export const lockStaff = (pool: Pool, id: Id, act: Act): Promise<void> =>
  transaction(pool, async client => {
    await keepAnAdministrator(client, id)
    await change(
      client,
      'update access.staff set locked_at = $2, locked_by = $3 where id = $1 and removed_at is null',
      [id, act.at, act.by],
    )
    await endSessions(client, id)
  })

export const unlockStaff = (pool: Pool, id: Id): Promise<void> =>
  change(pool, 'update access.staff set locked_at = null, locked_by = null where id = $1 and removed_at is null', [id])

/** Removes a member of staff: address, password, second factors, sessions and duties go; id and name stay for the ledgers. */
export const removeStaff = (pool: Pool, id: Id, act: Act): Promise<void> =>
  transaction(pool, async client => {
    await keepAnAdministrator(client, id)
    await change(
      client,
      `update access.staff set removed_at = $2, removed_by = $3, email = 'removed:' || id, image = null
       where id = $1 and removed_at is null`,
      [id, act.at, act.by],
    )
    await client.query('delete from access.credential where staff_id = $1', [id])
    await forgetFactors(client, id)
    await client.query('delete from access.saved_view where staff_id = $1 and not shared', [id])
    await setDuties(client, id, [], act.by, act.at)
    await endSessions(client, id)
  })

/** Makes `duties` the duties of a member of staff. */
export const changeDuties = (pool: Pool, id: Id, duties: readonly string[], act: Act): Promise<void> =>
  transaction(pool, async client => {
    if (!duties.includes(administrator)) await keepAnAdministrator(client, id)
    await change(client, 'update access.staff set updated_at = $2 where id = $1 and removed_at is null', [id, act.at])
    await setDuties(client, id, duties, act.by, act.at)
  })

/** Whether anybody has ever been let in: until then the set-up link opens. */
export async function hasStaff(db: Pool | ClientBase): Promise<boolean> {
  const { rowCount } = await db.query('select from access.staff limit 1')
  return rowCount === 1
}

export const lockStaffingOf = (client: ClientBase) => client.query(lockStaffing)

/** Refuses to go on when nobody but this one could administer the server. */
async function keepAnAdministrator(client: ClientBase, leaving: Id): Promise<void> {
  await lockStaffingOf(client)
  const { rows } = await client.query<{ self: boolean; others: boolean }>(
    `select coalesce(bool_or(staff.id = $1), false) as self, coalesce(bool_or(staff.id <> $1), false) as others
     from access.duty join access.staff on staff.id = duty.staff_id
     where duty = $2 and ended_at is null and locked_at is null and removed_at is null`,
    [leaving, administrator],
  )
  if (rows[0]?.self && !rows[0].others) throw new Refused('access.last-administrator', 'conflict')
}

async function change(db: Pool | ClientBase, sql: string, values: readonly unknown[]): Promise<void> {
  const { rowCount } = await db.query(sql, [...values])
  if (rowCount === 0) throw new Refused('access.no-such-staff', 'absent')
}

/** Sets a new password and ends the other sessions; `keep` is the session that stays. */
export const setPassword = (pool: Pool, id: Id, password: string, at: Date, keep: Id | undefined): Promise<void> =>
  transaction(pool, async client => {
    const hash = await hashPassword(checkedPassword(password))
    await change(
      client,
      `update access.credential set password = $2, updated_at = $3 where staff_id = $1 and provider_id = 'credential'`,
      [id, hash, at],
    )
    await endSessions(client, id, keep)
  })
