/** Signing in answers the same to a wrong password, an unknown account and a locked one, and what a second factor shows is counted alike. */

import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { APIError } from 'better-auth/api'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { Access } from './access.ts'
import { takeCode } from './authenticator.ts'
import { takePasskey } from './passkey.ts'
import { takeRecoveryCode } from './recovery-code.ts'
import { type Factor, factorRule, factorsOf, hasFactor, recordFactor } from './second-factor.ts'
import { normalEmail } from './staff.ts'

/** Opens a session and puts its cookie on the answer, or the cookie of a sign-in that waits for its second factor. */
export async function signIn(access: Access, ask: OpenAsk, email: string, password: string): Promise<void> {
  const body = { email: normalEmail(email), password }
  await access.signInLimit.count(body.email, ask.address)
  const { headers, response } = await access.auth.api
    .signInEmail({ body, headers: ask.headers, returnHeaders: true })
    .catch((error: unknown) => {
      if (!(error instanceof APIError)) throw error
      ask.program.noteAttempt({ what: 'password', address: ask.address, as: body.email })
      throw new Refused('access.wrong-sign-in', 'unauthenticated')
    })
  const { app } = ask.program.database
  const staff = response.user.id
  const has = hasFactor(await factorsOf(app, staff))
  const { required } = await factorRule(app, await ask.program.published())
  const isTrusted = has && !required && (await access.sessions.isTrusted(ask, staff))
  if ((has || required) && !isTrusted) {
    await app.query('delete from access.session where token = $1', [response.token])
    return access.sessions.begin(ask, staff)
  }
  if (isTrusted)
    await app.query(`update access.session set factor = 'trusted-browser' where token = $1`, [response.token])
  for (const cookie of headers.getSetCookie()) ask.setHeader('set-cookie', cookie)
  noteEntry(ask, staff)
}

const noteEntry = ({ program, address, headers }: OpenAsk, staff: Id): void =>
  program.noteAttempt({ what: 'came-in', address, staff, browser: headers.get('user-agent') ?? '' })

/** What a browser in which nobody is signed in must show next. */
export interface NextStep {
  readonly next: 'password' | 'second-factor' | 'enrolment'
  readonly by: readonly ('code' | 'passkey')[]
  /** Whether the browser may be trusted from now on. */
  readonly mayTrust: boolean
  /** Whether anybody can sign in here with a passkey. */
  readonly passkeys: boolean
}

export async function nextStep({ sessions, passkeySite }: Access, ask: OpenAsk): Promise<NextStep> {
  const { app } = ask.program.database
  const { rowCount } = await app.query('select from access.passkey limit 1')
  const passkeys = passkeySite !== undefined && rowCount === 1
  const staff = await sessions.pending(ask.headers, ask.clock.now())
  if (staff === undefined) return { next: 'password', by: [], mayTrust: false, passkeys }
  const factors = await factorsOf(app, staff)
  const { required } = await factorRule(app, await ask.program.published())
  return {
    next: hasFactor(factors) ? 'second-factor' : 'enrolment',
    by: [...(factors.authenticator ? ['code' as const] : []), ...(factors.passkeys > 0 ? ['passkey' as const] : [])],
    mayTrust: !required,
    passkeys,
  }
}

/** The second step, by a code of the app or a recovery code. `trust` asks not to be asked again in this browser. */
export async function signInByCode(access: Access, ask: OpenAsk, code: string, trust: boolean): Promise<void> {
  const { app } = ask.program.database
  const at = ask.clock.now()
  const staff = await access.sessions.pending(ask.headers, at)
  if (staff === undefined) throw new Refused('access.sign-in-anew', 'unauthenticated')
  await access.signInLimit.count(`second-factor:${staff}`, ask.address)
  const plain = code.replace(/[\s-]/g, '')
  const isOfApp = /^\d{6}$/.test(plain)
  const isRight = isOfApp
    ? await takeCode(app, access.factorKey, staff, plain, at, 'sign-in')
    : await takeRecoveryCode(app, staff, plain)
  if (!isRight) {
    ask.program.noteAttempt({ what: 'second-factor', address: ask.address, as: staff })
    throw new Refused('access.wrong-code', 'unauthenticated', {}, { field: 'code' })
  }
  if (!isOfApp) await recordFactor(app, staff, 'recovery-code-used', { by: `staff:${staff}`, at })
  await letIn(access, ask, staff, isOfApp ? 'code' : 'recovery-code')
  const { required } = await factorRule(app, await ask.program.published())
  if (trust && !required) await access.sessions.trust(ask, staff)
}

/** The whole sign-in, by a passkey alone: it asked its owner who they are. */
export async function signInByPasskey(access: Access, ask: OpenAsk, answer: AuthenticationResponseJSON): Promise<void> {
  if (access.passkeySite === undefined) throw new Refused('access.no-passkeys-here', 'conflict')
  await access.signInLimit.count(`passkey:${answer.id}`, ask.address)
  const staff = await takePasskey(ask.program.database.app, access.passkeySite, answer, ask.clock.now())
  await letIn(access, ask, staff, 'passkey')
}

/** Opens the session of whoever has shown a second factor. */
export async function letIn({ sessions }: Access, ask: OpenAsk, staff: Id, factor: Factor): Promise<void> {
  await sessions.end(ask)
  if (!(await sessions.open(ask, staff, factor))) throw new Refused('access.wrong-sign-in', 'unauthenticated')
  noteEntry(ask, staff)
}
