/** Guessing passwords is slow: tries are counted by account and by address, under keyed hashes, so that the table names nobody. */

import { createHmac } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'

/** So many tries at once, then one for each further interval. */
const allowances = {
  account: { burst: 10, secondsEach: 90 },
  address: { burst: 50, secondsEach: 10 },
  /** All together who come from where nobody has signed in before: many addresses with a few tries each. */
  strangers: { burst: 60, secondsEach: 10 },
} as const

type Counted = keyof typeof allowances

export interface SignInLimit {
  /** Counts one try by this account from this address; refused when either has used up its allowance, or all strangers have theirs. */
  count(email: string, address: string): Promise<void>
}

/** `isKnown`: whether somebody has signed in from around an address. */
export function signInLimit(
  pool: Pool,
  clock: Clock,
  secret: Buffer,
  isKnown: (address: string) => Promise<boolean>,
): SignInLimit {
  const hash = (kind: Counted, value: string) => createHmac('sha256', secret).update(`${kind}:${value}`).digest()

  async function countOne(kind: Counted, value: string): Promise<void> {
    const { burst, secondsEach } = allowances[kind]
    const { rowCount } = await pool.query({ ...take, values: [hash(kind, value), clock.now(), secondsEach, burst] })
    if (rowCount === 0)
      throw new Refused('access.too-many-tries', 'limited', { minutes: Math.ceil((2 * secondsEach) / 60) })
  }
  return {
    count: async (email, address) => {
      await countOne('address', address)
      await countOne('account', email.toLowerCase())
      if (!(await isKnown(address))) await countOne('strangers', '')
    },
  }
}

/** Moves the moment until which the allowance is used up by one try; no row comes back when it would lie too far ahead. */
const take = {
  name: 'count-sign-in',
  text: `
    insert into access.sign_in_try as try (key_hash, used_until) values ($1, $2::timestamptz + make_interval(secs => $3))
    on conflict (key_hash) do update set used_until = greatest(try.used_until, $2) + make_interval(secs => $3)
    where greatest(try.used_until, $2) + make_interval(secs => $3) <= $2::timestamptz + make_interval(secs => $3::float8 * $4)
    returning used_until`,
}
