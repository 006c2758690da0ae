/** Every login has a pool of its own, opened when first used: the login is the purpose, so no request can borrow another's rights. */

import { createHmac } from 'node:crypto'
import pg from 'pg'
import { Refused } from '../base/errors.ts'
import { keptAddressKey } from './actor-token.ts'
import { passwordOf, prepareRoles, type Roles, verifierOf } from './roles.ts'

export interface Database {
  /** DATABASE_URL, with its password. */
  readonly url: string
  readonly roles: Roles
  /** The login of DATABASE_URL, for migrations, publishing and named logins only: begin, make roles, `set local role` owner, the rest, commit. */
  readonly admin: pg.Pool
  readonly app: pg.Pool
  purpose(id: string): pg.Pool
  /** How many connections somebody uses or waits for at this moment. */
  inUse(): number
  /** For `create role … password '<verifier>'` of one of this register's logins. */
  verifier(role: string): string
  /** What actor tokens are signed with. */
  readonly actorKey: Buffer
  /** What addresses are hashed with. */
  readonly addressKey: Buffer
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  /** Of the home. */
  readonly secret: Buffer
  /** Only for a database that has none yet; without it the first register of a cluster gets '' and others their database's name. */
  readonly rolePrefix?: string
  /** The most connections of one pool. */
  readonly max?: number
}

/** Opens the database, making its roles when they are absent. Migrations are `migrate(database)`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, secret, max = 6 } = options
  const { roles, addressKey } = await prepare(options)

  const urlOf = (role: string): string => urlFor(url, role, passwordOf(secret, role))
  const pools = new Map<string, pg.Pool>()
  const poolOf = (name: string, connectionString: string, size = max): pg.Pool => {
    let pool = pools.get(name)
    if (!pool) {
      pool = new pg.Pool({
        connectionString,
        max: size,
        application_name: `seloste ${name}`,
        // A connection costs the server some megabytes: none is kept for a purpose that nobody works for.
        idleTimeoutMillis: 30_000,
        connectionTimeoutMillis: 15_000,
        keepAlive: true,
        types,
      })
      pool.on('error', () => {}) // an idle connection was lost: the pool opens another
      pools.set(name, pool)
    }
    return pool
  }
  return {
    url,
    roles,
    admin: poolOf('admin', url, 2),
    app: poolOf('app', urlOf(roles.app)),
    purpose: id => poolOf(`purpose ${id}`, urlOf(roles.purpose(id))),
    inUse: () =>
      [...pools.values()].reduce((sum, pool) => sum + pool.totalCount - pool.idleCount + pool.waitingCount, 0),
    verifier: role => verifierOf(passwordOf(secret, role)),
    actorKey: keyOf(secret, 'actor-token'),
    addressKey: addressKey ?? keyOf(secret, 'mail-address'),
    close: async () => {
      const ending = [...pools.values()]
      pools.clear() // closing again closes nothing
      await Promise.all(ending.map(pool => pool.end()))
    },
  }
}

/** As `Home.key` derives it. */
const keyOf = (secret: Buffer, use: string): Buffer => createHmac('sha256', secret).update(`key:${use}`).digest()

/** The same database under another login. */
export function urlFor(url: string, role: string, password: string): string {
  const other = new URL(url)
  other.username = role
  other.password = password
  return other.href
}

interface Prepared {
  readonly roles: Roles
  /** Of a register that was restored in another home than it was made in: addresses are known by it ever since. */
  readonly addressKey: Buffer | undefined
}

async function prepare({ url, secret, rolePrefix }: DatabaseOptions): Promise<Prepared> {
  const login = new pg.Client({ connectionString: url, application_name: 'seloste preparation' })
  login.on('error', () => {})
  try {
    await login.connect()
    const { rows } = await login.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    const version = rows[0]?.version ?? 0
    if (version < 150_000)
      throw new Refused('database.too-old', 'unavailable', { version: Math.floor(version / 10_000) })
    const roles = await prepareRoles(login, secret, rolePrefix)
    await tryLogin(urlFor(url, roles.app, passwordOf(secret, roles.app)))
    return { roles, addressKey: await keptAddressKey(login, roles.owner) }
  } catch (fault) {
    if (fault instanceof Refused || !(fault instanceof Error)) throw fault
    const { hostname, port, pathname } = new URL(url)
    const where = { host: `${hostname}${port && `:${port}`}`, database: decodeURIComponent(pathname.slice(1)) }
    if (codeOf(fault) === '42501') throw new Refused('database.no-right', 'unavailable', where)
    throw new Refused('database.unreachable', 'unavailable', { ...where, reason: fault.message })
  } finally {
    await login.end().catch(() => {})
  }
}

/** The roles may have been made from another home's secret; that must be said at start, not at the first request. */
async function tryLogin(url: string): Promise<void> {
  const login = new pg.Client({ connectionString: url, application_name: 'seloste preparation' })
  try {
    await login.connect()
  } catch (fault) {
    if (codeOf(fault) === '28P01') throw new Refused('database.other-secret', 'conflict')
    throw fault
  } finally {
    await login.end().catch(() => {})
  }
}

const codeOf = (fault: unknown): unknown => (fault instanceof Error && 'code' in fault ? fault.code : undefined)

/**
 * How values arrive: `date` as text (a Date would move it by the time zone), `bigint` as a number. A bigint beyond 2^53 is
 * an error and not a wrong number: bit masks (`standing`) are selected as `::text` and read with BigInt().
 */
const types: pg.CustomTypesConfig = {
  getTypeParser(id, format) {
    if (format !== 'binary' && Number(id) === pg.types.builtins.INT8) return toNumber
    if (format !== 'binary' && Number(id) === pg.types.builtins.DATE) return String
    return pg.types.getTypeParser(id, format)
  },
}

function toNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint is too large for a number; select it as ::text')
  return value
}
