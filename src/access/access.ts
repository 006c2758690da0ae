/** Everything about who asks and who looked, opened once for the life of the server. */

import type { Clock } from '../base/time.ts'
import type { FindAsker, Published } from '../http/program.ts'
import { type Attempts, openAttempts } from '../security/attempts.ts'
import { askerFinder } from './asker.ts'
import { type Auth, openAuth } from './auth.ts'
import { endOldLogins, type Logins } from './login.ts'
import { type LookLog, openLookLog } from './look.ts'
import { type PasskeySite, passkeySite } from './passkey.ts'
import { openSessions, type Sessions } from './session.ts'
import { type SignInLimit, signInLimit } from './sign-in-limit.ts'
import { everyHour, upkeep } from './upkeep.ts'

export interface Access {
  readonly auth: Auth
  readonly signInLimit: SignInLimit
  readonly findAsker: FindAsker
  readonly sessions: Sessions
  /** Encrypts the secrets of authenticator apps. */
  readonly factorKey: string
  readonly passkeySite: PasskeySite | undefined
  readonly looks: LookLog
  readonly attempts: Attempts
  readonly logins: Logins
  /** Writes the looks and attempts that wait, and stops. */
  readonly close: () => Promise<void>
}

export interface AccessOptions {
  readonly database: Logins
  readonly clock: Clock
  readonly url: string
  /** A key of the home for each use. */
  readonly key: (use: string) => Buffer
  readonly published: () => Promise<Published>
}

export async function openAccess({ database, clock, url, key, published }: AccessOptions): Promise<Access> {
  const pool = database.app
  const stopUpkeep = everyHour(async () => {
    await endOldLogins(database, clock.now())
    await upkeep(pool, clock)
  })
  const looks = openLookLog(pool, clock)
  const attempts = openAttempts(pool, clock, key('attempts'))
  const auth = openAuth(pool, clock, url, key('sessions').toString('base64url'))
  const sessions = await openSessions(pool, auth)
  return {
    auth,
    sessions,
    factorKey: key('second-factor').toString('base64url'),
    passkeySite: passkeySite(url),
    signInLimit: signInLimit(pool, clock, key('sign-in-tries'), attempts.isKnown),
    findAsker: await askerFinder(pool, clock, { auth, sessions }, published),
    looks,
    attempts,
    logins: database,
    close: async () => {
      await stopUpkeep()
      await attempts.settled()
      await looks.close()
    },
  }
}
