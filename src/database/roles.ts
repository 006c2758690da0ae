/** The roles of one register: what they are called, what they log in with, and that they exist before anything else does. */

import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'

export interface Roles {
  /** Owns everything, cannot log in; migrations and publishing enter it with `set local role`. */
  readonly owner: string
  /** Staff, sessions, looks, staging; no category table. */
  readonly app: string
  /** The login of one purpose. */
  purpose(id: string): string
  /** The named login of a person or a BI tool. */
  bi(n: number): string
  /** Empty, or what tells this register's roles from those of another one in the same cluster. */
  readonly prefix: string
}

export const rolesOf = (prefix: string): Roles => ({
  owner: `${prefix}seloste_owner`,
  app: `${prefix}seloste_app`,
  purpose: id => `${prefix}purpose_${id.replaceAll('-', '_')}`,
  bi: n => `${prefix}bi_${n}`,
  prefix,
})

/** The password of a login: computed from the home's secret, stored nowhere. */
export const passwordOf = (secret: Buffer, role: string): string =>
  createHmac('sha256', secret).update(role).digest('hex')

/** What PostgreSQL keeps of a password (RFC 5803), for `create role … password`: the password itself never travels. */
export function verifierOf(password: string): string {
  const rounds = 4096
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const sign = (text: string): Buffer => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(sign('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${sign('Server Key').toString('base64')}`
}

const quote = pg.escapeIdentifier

// One at a time in the whole cluster, roles being the cluster's: 23505 or "tuple concurrently updated" otherwise.
const preparing = 7_356_003

/**
 * Makes owner and application login, gives them the database and takes it from PUBLIC; doing it again changes nothing.
 * `login` is that of DATABASE_URL: a superuser, or the database's owner with CREATEROLE.
 */
export async function prepareRoles(login: pg.Client, secret: Buffer, wantedPrefix?: string): Promise<Roles> {
  await login.query('begin')
  try {
    await login.query('select pg_advisory_xact_lock($1)', [preparing])
    const prefix = (await prefixInUse(login)) ?? wantedPrefix ?? (await freePrefix(login))
    const roles = rolesOf(prefix)
    await makeOwner(login, roles.owner)
    await makeLogin(login, roles.app, verifierOf(passwordOf(secret, roles.app)))
    await giveDatabase(login, roles)
    await login.query('commit')
    return roles
  } catch (fault) {
    await login.query('rollback')
    throw fault
  }
}

/** The schema `seloste` belongs to the owner role, whose name therefore says which prefix this database was made with. */
async function prefixInUse(login: pg.Client): Promise<string | undefined> {
  const { rows } = await login.query<{ owner: string }>(
    `select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = 'seloste'`,
  )
  return rows[0]?.owner.replace(/seloste_owner$/, '')
}

async function freePrefix(login: pg.Client): Promise<string> {
  const { rows } = await login.query<{ name: string; taken: boolean }>(
    `select current_database() as name, exists (select from pg_roles where rolname = 'seloste_owner') as taken`,
  )
  const [found] = rows
  if (!found?.taken) return ''
  return `${found.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 20)}_`
}

const exists = async (login: pg.ClientBase, role: string): Promise<boolean> =>
  (await login.query('select from pg_roles where rolname = $1', [role])).rowCount === 1

async function makeOwner(login: pg.Client, owner: string): Promise<void> {
  if (!(await exists(login, owner))) await login.query(`create role ${quote(owner)} nologin noinherit`)
  const { rows } = await login.query<{ may: boolean; modern: boolean }>(
    `select pg_has_role(current_user, $1, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may,
            current_setting('server_version_num')::int >= 160000 as modern`,
    [owner],
  )
  if (rows[0]?.may) return
  // From PostgreSQL 16 the maker of a role administers it but must give itself SET; before, membership is both.
  const how = rows[0]?.modern ? ' with inherit false, set true' : ''
  await login.query(`grant ${quote(owner)} to current_user${how}`)
}

/** Makes a login that inherits nothing; one that exists is left as it is. */
export async function makeLogin(login: pg.ClientBase, role: string, verifier: string): Promise<void> {
  if (await exists(login, role)) return
  await login.query(`create role ${quote(role)} login noinherit password '${verifier}'`)
}

async function giveDatabase(login: pg.Client, roles: Roles): Promise<void> {
  const { rows } = await login.query<{ name: string; done: boolean }>(
    `select current_database() as name, exists (select from pg_namespace where nspname = 'seloste') as done`,
  )
  const [found] = rows
  if (!found || found.done) return
  const database = quote(found.name)
  await login.query(`
    revoke all on database ${database} from public;
    grant connect, create on database ${database} to ${quote(roles.owner)} with grant option;
    grant connect on database ${database} to ${quote(roles.app)};
    create schema seloste authorization ${quote(roles.owner)};
    create extension if not exists pg_trgm`)
}
