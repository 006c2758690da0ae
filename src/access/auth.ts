/** Passwords, sessions and their cookies are better-auth's; its tables are ours, in schema `access`. */

import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { z } from 'zod'
import { type Id, newId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'

/** Columns as better-auth names them, and as the tables do. */
const times = { createdAt: 'created_at', updatedAt: 'updated_at' }
const tables = {
  user: { modelName: 'staff', fields: { ...times, emailVerified: 'email_verified' } },
  session: {
    modelName: 'session',
    fields: {
      ...times,
      userId: 'staff_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
  },
  account: {
    modelName: 'credential',
    fields: {
      ...times,
      userId: 'staff_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'verification', fields: { ...times, expiresAt: 'expires_at' } },
} as const

export const passwordLength = { min: 12, max: 200 } as const
/** After so many days a member of staff signs in again. */
export const sessionDays = 7
const day = 24 * 60 * 60

export type Auth = ReturnType<typeof openAuth>

/** `url` decides whether the cookie is sent over https only; `secret` signs it. */
export function openAuth(pool: Pool, clock: Clock, url: string, secret: string) {
  return betterAuth({
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), type: 'postgres', schemaName: 'access' },
    baseURL: url,
    secret,
    ...tables,
    session: {
      ...tables.session,
      expiresIn: sessionDays * day,
      disableSessionRefresh: true,
      additionalFields: { factor: { type: 'string', required: false, input: false } },
    },
    plugins: [sessionsBySecondFactor],
    databaseHooks: { session: { create: { before: ({ userId }) => mayEnter(pool, userId, clock.now()) } } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true, // staff come by invitation
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: 'seloste',
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { disableIpTracking: true },
      // Our own door asks these of every request (http/same-site.ts), in words that a person can read.
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
    rateLimit: { enabled: false }, // sign-in-limit.ts counts by account and address, and survives a restart
    logger: { disabled: true }, // its lines may hold an address
    telemetry: { enabled: false },
  })
}

/** Opens a session for whom something else than a password proved; only the program can call it. */
const sessionsBySecondFactor = {
  id: 'seloste-second-factor',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ staff: z.string(), factor: z.string() }) },
      async ctx => {
        const { internalAdapter } = ctx.context
        const user = await internalAdapter.findUserById(ctx.body.staff)
        const session = user && (await internalAdapter.createSession(user.id, false, { factor: ctx.body.factor }))
        if (!session) return { opened: false }
        await setSessionCookie(ctx, { session, user })
        return { opened: true }
      },
    ),
  },
} as const

/** Whoever is locked or removed gets no session, and sees the same refusal as with a wrong password. */
async function mayEnter(pool: Pool, staff: Id, at: Date) {
  const { rowCount } = await pool.query(
    'select from access.staff where id = $1 and locked_at is null and removed_at is null',
    [staff],
  )
  const expiresAt = new Date(at.getTime() + sessionDays * day * 1000)
  return rowCount === 1 && { data: { createdAt: at, updatedAt: at, expiresAt } }
}
