/** A login of psql or a BI tool sees what its purpose sees and changes nothing; it has a name, an end, and PostgreSQL logs what it asks. */

import pg from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { type Database, urlFor } from '../database/pools.ts'
import { verifierOf } from '../database/roles.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { mostDays } from './login-days.ts'
import type { Act } from './staff.ts'

export interface Login {
  readonly id: Id
  /** The role's name in PostgreSQL, by which its log tells whose a statement was. */
  readonly role: string
  readonly name: string
  readonly purpose: string
  readonly madeAt: Date
  readonly madeBy: string
  readonly expiresAt: Date
  readonly endedAt: Date | null
}

export interface NewLogin {
  readonly name: string
  readonly purpose: string
  readonly expiresAt: Date
}

/** The part of the register's database that making and ending logins takes. */
export type Logins = Pick<Database, 'url' | 'roles' | 'admin' | 'app' | 'verifier'>

/** What is told of a login once: its connection URL has the password, which is stored nowhere. */
export interface MadeLogin {
  readonly id: Id
  readonly role: string
  readonly url: string
}

/** Makes a login after a look for it is on record: whoever has it may look at everybody whom its purpose sees. */
export async function giveLogin(
  recordLooks: Program['recordLooks'],
  logins: Logins,
  login: NewLogin,
  { by, at, request }: Act & { readonly request: Id },
): Promise<MadeLogin> {
  const { purpose, expiresAt } = login
  const days = (expiresAt.getTime() - at.getTime()) / 86_400_000
  if (!(days > 0 && days <= mostDays))
    throw new Refused('access.login-time', 'invalid', { days: mostDays }, { field: 'expiresAt' })
  const { rows } = await logins.app.query<{ version: number; categories: readonly string[] | null }>(
    `select (select max(id) from notice.version) as version, array_agg(category order by category) as categories
     from notice.scope where purpose = $1`,
    [purpose],
  )
  const [{ version, categories } = { version: 0, categories: null }] = rows
  if (categories === null) throw new Refused('database.no-purpose', 'absent', { purpose })
  const look = { at, actor: by, purpose, personId: null, operation: 'login', categories, requestId: request }
  await recordLooks([{ ...look, noticeVersion: version }])
  return makeLogin(logins, login, { by, at })
}

async function makeLogin(
  { admin, roles, url }: Logins,
  { name, purpose, expiresAt }: NewLogin,
  { by, at }: Act,
): Promise<MadeLogin> {
  const id = newId()
  const password = newSecret()
  const role = await transaction(admin, async client => {
    await client.query(`set local role ${quote(roles.owner)}`)
    const { rows } = await client.query<{ n: number }>(
      `insert into access.login (id, name, purpose, made_at, made_by, expires_at)
       values ($1, $2, $3, $4, $5, $6) returning n`,
      [id, name.trim(), purpose, at, by, expiresAt],
    )
    const role = roles.bi(rows[0]?.n ?? Number.NaN)
    await client.query('reset role')
    await makeRole(client, role, roles.purpose(purpose), password, expiresAt)
    return role
  })
  return { id, role, url: urlFor(url, role, password) }
}

async function makeRole(client: pg.ClientBase, role: string, purpose: string, password: string, until: Date) {
  const name = quote(role)
  // Up to PostgreSQL 15 a member can also become the role that it is a member of (docs/logins.md).
  const how = (await serverOf(client)) >= 160_000 ? ' with inherit true, set false' : ''
  await client.query(`
    create role ${name} login inherit connection limit 4 password '${verifierOf(password)}' valid until '${until.toISOString()}';
    grant ${quote(purpose)} to ${name}${how};
    alter role ${name} set default_transaction_read_only = on;
    alter role ${name} set statement_timeout = '5min';
    alter role ${name} set idle_in_transaction_session_timeout = '60s'`)
  // What a purpose login asks in the application's hands is on record as looks; what is asked with this one, in PostgreSQL's log.
  await client.query(`alter role ${name} set log_statement = 'all'`).catch((fault: unknown) => {
    throw isForbidden(fault) ? new Refused('access.login-not-logged', 'unavailable') : fault
  })
}

/** Those in force and those that have ended, the latest first. */
export async function listLogins({ app, roles }: Logins): Promise<readonly Login[]> {
  const { rows } = await app.query<Omit<Login, 'role'> & { n: number }>(
    `select id, n, name, purpose, made_at as "madeAt", made_by as "madeBy", expires_at as "expiresAt", ended_at as "endedAt"
     from access.login order by n desc`,
  )
  return rows.map(({ n, ...login }) => ({ ...login, role: roles.bi(n) }))
}

/** Ends a login: its sessions with it, and whatever they ask from now on is refused. */
export async function endLogin(database: Logins, id: Id, { by, at }: Act): Promise<void> {
  const { admin, roles } = database
  const session = await transaction(admin, async client => {
    await client.query(`set local role ${quote(roles.owner)}`)
    const { rows } = await client.query<{ n: number; purpose: string }>(
      'update access.login set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null returning n, purpose',
      [id, at, by],
    )
    const [ended] = rows
    if (ended === undefined) throw new Refused('access.no-such-login', 'absent')
    await client.query('reset role')
    return dropRole(client, database, roles.bi(ended.n), roles.purpose(ended.purpose))
  })
  if (session !== undefined) await endSessions(admin, session)
}

/** Drops the role and returns what its sessions are known by. A session that stays open has lost its rights with the grant. */
async function dropRole(client: pg.ClientBase, database: Logins, role: string, purpose: string) {
  const { rows } = await client.query<{ oid: string }>('select oid::text from pg_roles where rolname = $1', [role])
  const [found] = rows
  if (found === undefined) return undefined
  await client.query(`revoke ${quote(purpose)} from ${quote(role)}; drop role ${quote(role)}`)
  if ((await serverOf(client)) < 160_000)
    await client.query(`alter role ${quote(purpose)} password '${database.verifier(purpose)}'`)
  return found.oid
}

/** Where DATABASE_URL is not a superuser's, PostgreSQL may refuse it; a statement that is under way then runs to its end. */
async function endSessions(admin: pg.Pool, role: string): Promise<void> {
  await admin
    .query('select pg_terminate_backend(pid) from pg_stat_activity where usesysid = $1', [role])
    .catch((fault: unknown) => {
      if (!isForbidden(fault)) throw fault
    })
}

/** Ends the logins whose time is over, or whose purpose the notice no longer has; forgets those that ended two years ago. */
export async function endOldLogins(database: Logins, at: Date): Promise<void> {
  const { app } = database
  const { rows } = await app.query<{ id: Id }>(
    `select id from access.login l where ended_at is null
       and (expires_at <= $1 or not exists (select from notice.purpose p where p.purpose = l.purpose and p.live))`,
    [at],
  )
  for (const { id } of rows) await endLogin(database, id, { by: 'system', at })
  await app.query(`delete from access.login where ended_at < $1::timestamptz - interval '2 years'`, [at])
}

const quote = pg.escapeIdentifier

async function serverOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ server: number }>(`select current_setting('server_version_num')::int as server`)
  return rows[0]?.server ?? 0
}

const isForbidden = (fault: unknown): boolean => fault instanceof pg.DatabaseError && fault.code === '42501'
