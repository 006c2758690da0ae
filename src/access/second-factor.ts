/** Who must show a second factor, who has one, and how it is taken away; every change of it is recorded and ends the other sessions. */

import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Published } from '../http/program.ts'
import { measure } from '../promises/place.ts'
import { makeRecoveryCodes } from './recovery-code.ts'
import { endSessions } from './session.ts'
import type { Act } from './staff.ts'

/** By what a session was opened beside the password. */
export type Factor = 'code' | 'recovery-code' | 'passkey' | 'trusted-browser'

/** Whether a session so opened is let in where a second factor is required: a browser that was trusted shows none. */
export const isProof = (factor: Factor | null): boolean => factor !== null && factor !== 'trusted-browser'

export interface Factors {
  readonly authenticator: boolean
  readonly passkeys: number
  readonly recoveryCodes: number
}

export const hasFactor = ({ authenticator, passkeys }: Factors): boolean => authenticator || passkeys > 0

export async function factorsOf(db: Pool | ClientBase, staff: Id): Promise<Factors> {
  const { rows } = await db.query<Factors>({
    name: 'factors-of',
    text: `select exists (select from access.authenticator where staff_id = $1 and confirmed_at is not null) as authenticator,
             (select count(*)::int from access.passkey where staff_id = $1) as passkeys,
             (select count(*)::int from access.recovery_code where staff_id = $1) as "recoveryCodes"`,
    values: [staff],
  })
  return rows[0] ?? { authenticator: false, passkeys: 0, recoveryCodes: 0 }
}

export interface FactorRule {
  /** Nobody comes in without. */
  readonly required: boolean
  /** The notice says so, and no setting can take it back. */
  readonly byNotice: boolean
}

/** Whether the notice says that sign-in is confirmed by a second factor. */
export const promisesFactor = ({ notice }: Published): boolean =>
  notice !== undefined && measure(notice, 'second-factor').length > 0

export async function factorRule(db: Pool | ClientBase, published: Published): Promise<FactorRule> {
  const byNotice = promisesFactor(published)
  if (byNotice) return { required: true, byNotice }
  const { rows } = await db.query<{ required: boolean }>({
    name: 'factor-rule',
    text: 'select required from access.factor_rule order by id desc limit 1',
  })
  return { required: rows[0]?.required ?? false, byNotice }
}

/** Decides whether everybody must have one. Whoever came in without is signed out: the next sign-in leads them to it. */
export const decideFactorRule = (pool: Pool, required: boolean, act: Act): Promise<void> =>
  transaction(pool, async client => {
    await client.query('insert into access.factor_rule (id, required, at, by) values ($1, $2, $3, $4)', [
      newId(),
      required,
      act.at,
      act.by,
    ])
    if (!required) return
    await client.query(`delete from access.session where factor is null or factor = 'trusted-browser'`)
    await client.query('delete from access.trusted_browser')
  })

type Change =
  | 'authenticator-added'
  | 'authenticator-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'reset'

export async function recordFactor(db: Pool | ClientBase, staff: Id, what: Change, { at, by }: Act): Promise<void> {
  await db.query('insert into access.factor_change (id, staff_id, what, at, by) values ($1, $2, $3, $4, $5)', [
    newId(),
    staff,
    what,
    at,
    by,
  ])
}

/** The browser in which a member of staff changes something of their own: it stays signed in. */
export interface Kept {
  readonly session: Id | undefined
  readonly factor: Factor
}

/**
 * What follows a new factor, inside its transaction. Returns the recovery codes when it was the first one: they are shown once.
 */
export async function addedFactor(
  client: ClientBase,
  staff: Id,
  what: 'authenticator-added' | 'passkey-added',
  kept: Kept,
  act: Act,
): Promise<readonly string[] | null> {
  await recordFactor(client, staff, what, act)
  await endSessions(client, staff, kept.session)
  await client.query('update access.session set factor = $2 where id = $1', [kept.session, kept.factor])
  const { recoveryCodes } = await factorsOf(client, staff)
  return recoveryCodes > 0 ? null : renewRecoveryCodes(client, staff, act)
}

export async function renewRecoveryCodes(client: ClientBase, staff: Id, act: Act): Promise<readonly string[]> {
  await recordFactor(client, staff, 'recovery-codes-made', act)
  return makeRecoveryCodes(client, staff, act.at)
}

/** Takes a factor away by `remove`, unless it is the last one and one is required. With the last go the recovery codes. */
export const removeFactor = (
  pool: Pool,
  staff: Id,
  { required }: FactorRule,
  what: 'authenticator-removed' | 'passkey-removed',
  remove: (client: ClientBase) => Promise<void>,
  session: Id | undefined,
  act: Act,
): Promise<void> =>
  transaction(pool, async client => {
    await client.query('select from access.staff where id = $1 for update', [staff]) // two removals at once would leave none
    await remove(client)
    const isLast = !hasFactor(await factorsOf(client, staff))
    if (isLast && required) throw new Refused('access.last-factor', 'conflict')
    if (isLast) await client.query('delete from access.recovery_code where staff_id = $1', [staff])
    await recordFactor(client, staff, what, act)
    await endSessions(client, staff, session)
  })

/** Takes all factors of a member of staff away, who has lost them, and ends their sessions. */
export const resetFactors = (pool: Pool, staff: Id, act: Act): Promise<void> =>
  transaction(pool, async client => {
    const { rowCount } = await client.query(
      'select from access.staff where id = $1 and removed_at is null for update',
      [staff],
    )
    if (rowCount === 0) throw new Refused('access.no-such-staff', 'absent')
    await forgetFactors(client, staff)
    await recordFactor(client, staff, 'reset', act)
    await endSessions(client, staff)
  })

export async function forgetFactors(client: ClientBase, staff: Id): Promise<void> {
  for (const table of ['authenticator', 'passkey', 'recovery_code'])
    await client.query(`delete from access.${table} where staff_id = $1`, [staff])
}
