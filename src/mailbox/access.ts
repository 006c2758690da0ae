/** With what a mailbox is opened: its password, or a permission that was given in the service's own page and is renewed at each use. */

import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { type Connecting, giveToken, renewToken } from '../arrivals/connection.ts'
import { unsealSecret, unsealToken } from '../arrivals/sealed.ts'
import { Refused } from '../base/errors.ts'
import { homeKey } from '../base/home.ts'
import { type Id, newSecret } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'
import { transaction } from '../database/transaction.ts'
import { mailKind } from './letter-adapter.ts'
import { askAt, exchange, NoAccess, renew, type SignIn } from './oauth.ts'
import { loginHash, type MailboxPlace, mailboxPlace } from './place.ts'

/** What an IMAP server is shown. */
export type Access = { readonly pass: string } | { readonly accessToken: string; readonly lasts: number }

export interface Locked {
  readonly id: Id
  readonly place: MailboxPlace
  readonly secret: Buffer
  /** The permission, sealed with the login that it was given for. */
  readonly token: Buffer | null
}

export const findLocked = (app: Pool, id: Id): Promise<Locked> => locked(app, id, '')

async function locked(db: Pool | PoolClient, id: Id, holding: '' | 'for no key update'): Promise<Locked> {
  const { rows } = await db.query<{ secret: Buffer; token: Buffer | null; settings: unknown }>(
    `select secret, token, settings from arrivals.connection where id = $1 and kind = $2 ${holding}`,
    [id, mailKind],
  )
  const [found] = rows
  if (!found) throw new Refused('arrivals.no-connection', 'absent')
  return { id, secret: found.secret, token: found.token, place: mailboxPlace.parse(found.settings) }
}

export type Opening = Pick<Connecting, 'app' | 'home'>

/** Renews the permission where there is one. Fails with NoAccess when it is not given, or not for this login any more. */
export async function accessTo(opening: Opening, id: Id): Promise<Access> {
  const { place, secret } = await findLocked(opening.app, id)
  if (place.signIn === undefined) return { pass: unsealSecret(opening.home, id, secret) }
  // Where each permission holds once, the next one is known only when this one was answered: reader and sender come one after the other.
  return transaction(opening.app, async client =>
    renewed(client, opening.home, await locked(client, id, 'for no key update')),
  )
}

async function renewed(client: PoolClient, home: string, { id, place, secret, token }: Locked): Promise<Access> {
  const [login, given] = token === null ? [] : unsealToken(home, id, token).split(' ')
  if (given === undefined || place.signIn === undefined || login !== loginHash(place)) throw new NoAccess('consent')
  const { access, lasts, refresh } = await renew(place.signIn, unsealSecret(home, id, secret), given)
  if (refresh !== undefined && refresh !== given) await renewToken(client, home, id, `${login} ${refresh}`)
  return { accessToken: access, lasts }
}

const state = z.object({
  mailbox: z.uuid(),
  login: z.string(),
  actor: z.string(),
  verifier: z.string(),
  until: z.number(),
})
const about = 'sign-in to a mailbox'
/** Signing in there takes a while: a password, a second factor, a question. */
const holds = 15 * 60_000

const stateKey = (home: string): Buffer => homeKey(home, 'mailbox')
/** As it is registered with the service. */
export const backTo = (url: string): string => `${url}/mailboxes`

function signInOf({ place }: Pick<Locked, 'place'>): SignIn {
  if (place.signIn === undefined) throw new Refused('mailbox.by-password', 'conflict')
  return place.signIn
}

/** The address at which the permission is given; what it bears is sealed, for this member of staff, this login and fifteen minutes. */
export async function beginSignIn({ app, home, clock, actor }: Connecting, url: string, id: Id): Promise<string> {
  const found = await findLocked(app, id)
  const told = signInOf(found)
  const verifier = newSecret()
  const until = clock.now().getTime() + holds
  const said = { mailbox: id, login: loginHash(found.place), actor, verifier, until } satisfies z.infer<typeof state>
  const sealed = seal(stateKey(home), about, Buffer.from(JSON.stringify(said))).toString('base64url')
  return askAt(told, { user: found.place.user, back: backTo(url), state: sealed, verifier })
}

/** Keeps the permission with which the browser came back. Refuses (`mailbox.sign-in-gone`) what this member of staff did not ask for. */
export async function endSignIn(
  by: Connecting,
  url: string,
  told: { readonly state: string; readonly code: string },
): Promise<void> {
  const asked = readState(by.home, told.state)
  if (asked?.actor !== by.actor || asked.until < by.clock.now().getTime())
    throw new Refused('mailbox.sign-in-gone', 'conflict')
  const found = await findLocked(by.app, asked.mailbox)
  if (asked.login !== loginHash(found.place)) throw new Refused('mailbox.sign-in-gone', 'conflict')
  const secret = unsealSecret(by.home, found.id, found.secret)
  const { refresh } = await exchange(signInOf(found), secret, {
    code: told.code,
    back: backTo(url),
    verifier: asked.verifier,
  }).catch(fault => {
    if (fault instanceof NoAccess) throw new Refused(`mailbox.trouble.${fault.trouble}`, 'conflict')
    throw fault
  })
  if (refresh === undefined) throw new Refused('mailbox.not-for-long', 'conflict')
  await giveToken(by, found.id, `${asked.login} ${refresh}`)
}

function readState(home: string, sealed: string): z.infer<typeof state> | undefined {
  try {
    return state.parse(JSON.parse(unseal(stateKey(home), about, Buffer.from(sealed, 'base64url')).toString()))
  } catch {
    return undefined // made up, cut, or of another home
  }
}
