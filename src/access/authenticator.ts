/** A code of an authenticator app (RFC 6238) is taken once, by the program's clock; its secret lies in the database encrypted. */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'

const secondsEach = 30
const digits = 6
/** 160 bits, as long as SHA-1's output (RFC 4226 § 4). */
const secretBytes = 20

/** What is shown to whoever sets up their app: the secret in groups to type, and the address that the picture holds. */
export interface NewAuthenticator {
  readonly secret: string
  /** `otpauth://totp/…`, as authenticator apps read it. */
  readonly address: string
}

/** Makes a secret that lets nobody in before it is confirmed; an earlier one that was never confirmed is forgotten. */
export async function startAuthenticator(
  pool: Pool,
  key: string,
  register: string,
  { id, email }: { readonly id: Id; readonly email: string },
  at: Date,
): Promise<NewAuthenticator> {
  const bytes = randomBytes(secretBytes)
  const secret = base32.encode(bytes, { padding: false })
  const { rowCount } = await pool.query(
    `insert into access.authenticator as known (staff_id, secret, made_at) values ($1, $2, $3)
     on conflict (staff_id) do update set secret = excluded.secret, made_at = excluded.made_at
     where known.confirmed_at is null`,
    [id, await symmetricEncrypt({ key, data: secret }), at],
  )
  if (rowCount === 0) throw new Refused('access.authenticator-there', 'conflict')
  return { secret, address: createOTP(bytes, { digits, period: secondsEach }).url(register, email) }
}

/** Takes a code: of the app that awaits its confirmation, or of the confirmed one. False when it is wrong, old or was taken before. */
export async function takeCode(
  db: Pool | ClientBase,
  key: string,
  staff: Id,
  code: string,
  at: Date,
  awaits: 'confirmation' | 'sign-in',
): Promise<boolean> {
  const { rows } = await db.query<{ secret: string }>(
    'select secret from access.authenticator where staff_id = $1 and (confirmed_at is null) = $2',
    [staff, awaits === 'confirmation'],
  )
  const [row] = rows
  if (row === undefined) return false
  const step = await stepOf(await secretOf(key, row.secret), code, at)
  if (step === undefined) return false
  const { rowCount } = await db.query(
    `update access.authenticator set last_step = $2, confirmed_at = coalesce(confirmed_at, $3)
     where staff_id = $1 and secret = $4 and (last_step is null or last_step < $2)`,
    [staff, step, at, row.secret],
  )
  return rowCount === 1
}

async function secretOf(key: string, encrypted: string): Promise<Uint8Array> {
  try {
    return base32.decode(await symmetricDecrypt({ key, data: encrypted }))
  } catch {
    // A backup was restored into a home with another secret (docs/second-factor.md).
    throw new Refused('access.authenticator-unreadable', 'conflict')
  }
}

/** The time step whose code this is: the present one, or the one before or after it, for clocks that differ. */
async function stepOf(secret: Uint8Array, code: string, at: Date): Promise<number | undefined> {
  const now = Math.floor(at.getTime() / 1000 / secondsEach)
  const otp = createOTP(secret, { digits })
  const given = Buffer.from(code)
  for (const step of [now, now - 1, now + 1]) {
    const expected = Buffer.from(await otp.hotp(step))
    if (given.length === expected.length && timingSafeEqual(given, expected)) return step
  }
  return undefined
}
