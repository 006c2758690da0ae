/** A sign-in that waits for its second factor opens nothing; when sessions end, it and the trust in browsers end with them. */

import { createHash } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'
import type { ClientBase, Pool } from 'pg'
import { type Id, newSecret } from '../base/ids.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { Auth } from './auth.ts'
import { awaitedOf, awaitNothing, awaitProof, takeAwaited } from './proof.ts'
import type { Factor } from './second-factor.ts'

const pendingMinutes = 10
/** A browser is trusted for so long. */
export const trustedDays = 30

export interface Sessions {
  /** Opens a session and puts its cookie on the answer. False for whoever is locked or removed. */
  open(ask: OpenAsk, staff: Id, factor: Factor): Promise<boolean>
  /** Whose password was right in this browser, and whose second factor is awaited. */
  pending(headers: Headers, at: Date): Promise<Id | undefined>
  begin(ask: OpenAsk, staff: Id): Promise<void>
  /** What was begun is over, whether or not it led to a session. */
  end(ask: OpenAsk): Promise<void>
  /** This browser is not asked again for a while when `staff` signs in. */
  trust(ask: OpenAsk, staff: Id): Promise<void>
  isTrusted(ask: OpenAsk, staff: Id): Promise<boolean>
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export async function openSessions(pool: Pool, auth: Auth): Promise<Sessions> {
  const { createAuthCookie } = await auth.$context
  const cookies = {
    pending: createAuthCookie('pending', { maxAge: pendingMinutes * 60 }),
    trusted: createAuthCookie('trusted', { maxAge: trustedDays * 86_400 }),
  }
  type Cookie = keyof typeof cookies
  const tokenIn = (headers: Headers, cookie: Cookie): string | undefined => {
    const { name } = cookies[cookie]
    return parse(headers.get('cookie') ?? '', name)[name]
  }
  const give = (ask: OpenAsk, cookie: Cookie, token: string, more: { readonly maxAge?: number } = {}): void => {
    const { name, attributes } = cookies[cookie]
    const { maxAge = 0, path = '/', secure = false } = { ...attributes, ...more }
    ask.setHeader('set-cookie', serialize(name, token, { maxAge, path, secure, httpOnly: true, sameSite: 'Lax' }))
  }
  return {
    open: async (ask, staff, factor) => {
      const { headers, response } = await auth.api.openSession({
        body: { staff, factor },
        headers: ask.headers,
        returnHeaders: true,
      })
      for (const cookie of headers.getSetCookie()) ask.setHeader('set-cookie', cookie)
      return response.opened
    },
    pending: async (headers, at) => {
      const token = tokenIn(headers, 'pending')
      return token === undefined ? undefined : awaitedOf(pool, 'sign-in', token, at)
    },
    begin: async (ask, staff) => {
      const token = newSecret()
      await awaitProof(pool, { kind: 'sign-in', token, staff, at: ask.clock.now(), minutes: pendingMinutes })
      give(ask, 'pending', token)
    },
    end: async ask => {
      const token = tokenIn(ask.headers, 'pending')
      if (token !== undefined) await takeAwaited(pool, 'sign-in', token, ask.clock.now())
      give(ask, 'pending', '', { maxAge: 0 })
    },
    trust: async (ask, staff) => {
      const token = newSecret()
      await pool.query(
        `insert into access.trusted_browser (token_hash, staff_id, made_at, expires_at)
         values ($1, $2, $3, $3::timestamptz + make_interval(days => $4))`,
        [hashOf(token), staff, ask.clock.now(), trustedDays],
      )
      give(ask, 'trusted', token)
    },
    isTrusted: async (ask, staff) => {
      const token = tokenIn(ask.headers, 'trusted')
      if (token === undefined) return false
      const { rowCount } = await pool.query(
        'select from access.trusted_browser where token_hash = $1 and staff_id = $2 and expires_at > $3',
        [hashOf(token), staff, ask.clock.now()],
      )
      return rowCount === 1
    },
  }
}

/** Ends the sessions of a member of staff but `keep`, the sign-ins that wait, and the trust in browsers. */
export async function endSessions(db: Pool | ClientBase, staff: Id, keep?: Id | undefined): Promise<void> {
  await db.query('delete from access.session where staff_id = $1 and id is distinct from $2', [staff, keep ?? null])
  await db.query('delete from access.trusted_browser where staff_id = $1', [staff])
  await awaitNothing(db, staff)
}
