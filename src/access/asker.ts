/** Who asks is decided anew for every request: a lock, an ended session or a revoked key works at once. */

import { parseSigned } from 'hono/utils/cookie'
import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Asker, FindAsker, Published } from '../http/program.ts'
import type { Lang } from '../notice/notice.ts'
import type { Access } from './access.ts'
import { administrator, purposesOf } from './duty.ts'
import { findKey, keyPrefix } from './key.ts'
import { type Factor, factorsOf, hasFactor, isProof, promisesFactor } from './second-factor.ts'

interface SessionRow {
  readonly session: Id
  readonly staff: Id
  readonly lang: Lang | null
  readonly duties: readonly string[]
  readonly factor: Factor | null
  readonly factorRequired: boolean | null
}

export async function askerFinder(
  pool: Pool,
  clock: Clock,
  { auth, sessions }: Pick<Access, 'auth' | 'sessions'>,
  published: () => Promise<Published>,
): Promise<FindAsker> {
  const { authCookies, secret } = await auth.$context
  const cookie = authCookies.sessionToken.name

  async function bySession(header: string): Promise<Asker | undefined> {
    const token = (await parseSigned(header, secret, cookie))[cookie]
    if (!token) return undefined
    const row = await sessionOf(pool, token, clock.now())
    if (!row) return undefined
    const current = await published()
    if ((row.factorRequired || promisesFactor(current)) && !isProof(row.factor)) return undefined
    const isAdministrator = row.duties.includes(administrator)
    const duties = row.duties.filter(duty => duty !== administrator)
    return {
      kind: 'staff',
      id: row.staff,
      actor: `staff:${row.staff}`,
      administrator: isAdministrator,
      duties,
      purposes: purposesOf(current, duties),
      lang: row.lang ?? undefined,
      session: row.session,
    }
  }

  async function byKey(secretOfKey: string): Promise<Asker | undefined> {
    const key = await findKey(pool, secretOfKey, clock.now())
    return (
      key && {
        kind: 'key',
        id: key.id,
        actor: `key:${key.id}`,
        administrator: false,
        duties: [],
        purposes: [key.purpose],
        lang: undefined,
        session: undefined,
      }
    )
  }

  /** Somebody whose password was right and who has no second factor yet: they may make one and do nothing else. */
  async function byPending(headers: Headers): Promise<Asker | undefined> {
    const staff = await sessions.pending(headers, clock.now())
    if (staff === undefined || hasFactor(await factorsOf(pool, staff))) return undefined
    return {
      kind: 'staff',
      id: staff,
      actor: `staff:${staff}`,
      administrator: false,
      duties: [],
      purposes: [],
      lang: undefined,
      session: undefined,
      isEnrolling: true,
    }
  }

  // A request with a key is the key's, whatever cookies came with it.
  return async headers => {
    const authorization = headers.get('authorization')
    if (authorization !== null) {
      const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
      return given?.startsWith(keyPrefix) ? byKey(given) : undefined
    }
    const cookies = headers.get('cookie')
    return cookies === null ? undefined : ((await bySession(cookies)) ?? byPending(headers))
  }
}

/** The session that this token carries, of somebody who is neither locked nor removed. Its last use is noted to the minute. */
async function sessionOf(pool: Pool, token: string, at: Date): Promise<SessionRow | undefined> {
  const { rows } = await pool.query<SessionRow & { stale: boolean }>({
    name: 'session-of',
    text: `select session.id as session, staff.id as staff, lang, factor,
             (select required from access.factor_rule order by id desc limit 1) as "factorRequired", session.updated_at < $2::timestamptz - interval '1 minute' as stale,
             array(select duty from access.duty where staff_id = staff.id and ended_at is null order by duty) as duties
           from access.session join access.staff on staff.id = session.staff_id
           where token = $1 and expires_at > $2 and locked_at is null and removed_at is null`,
    values: [token, at],
  })
  const [row] = rows
  if (row?.stale) await pool.query('update access.session set updated_at = $2 where id = $1', [row.session, at])
  return row
}
