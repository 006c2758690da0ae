/** A passkey (WebAuthn) is held by a device that asked its owner for a finger, a face or a PIN, so it is two factors by itself. */

import { isIP } from 'node:net'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transports } from './passkey-answer.ts'
import { awaitProof, takeAwaited } from './proof.ts'

/** It reads certificates of many kinds and takes its time to load, so that only who uses a passkey waits for it. */
const webAuthn = () => import('@simplewebauthn/server')

/** The website for which passkeys are made: browsers give them to no other. */
export interface PasskeySite {
  readonly id: string
  readonly origin: string
}

/** None where browsers have no passkeys: at a bare address, or without encryption elsewhere than on the own machine. */
export function passkeySite(url: string): PasskeySite | undefined {
  const { hostname, protocol, origin } = new URL(url)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined
  const isOwnMachine = hostname === 'localhost' || hostname.endsWith('.localhost')
  return protocol === 'https:' || isOwnMachine ? { id: hostname, origin } : undefined
}

export interface Passkey {
  readonly id: Id
  readonly name: string
  readonly madeAt: Date
  readonly lastUsedAt: Date | null
}

export async function listPasskeys(pool: Pool, staff: Id): Promise<readonly Passkey[]> {
  const { rows } = await pool.query<Passkey>(
    `select id, name, made_at as "madeAt", last_used_at as "lastUsedAt" from access.passkey where staff_id = $1 order by id`,
    [staff],
  )
  return rows
}

const minutes = 5

/** What the browser is asked in order to make a passkey of this member of staff. */
export async function askToRegister(
  pool: Pool,
  site: PasskeySite,
  register: string,
  staff: { readonly id: Id; readonly email: string; readonly name: string },
  at: Date,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { rows: known } = await pool.query<{ id: string; transports: string[] }>(
    'select credential_id as id, transports from access.passkey where staff_id = $1',
    [staff.id],
  )
  const { generateRegistrationOptions } = await webAuthn()
  const options = await generateRegistrationOptions({
    rpID: site.id,
    rpName: register,
    userID: new TextEncoder().encode(staff.id),
    userName: staff.email,
    userDisplayName: staff.name,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transports.filter(isTransport) })),
  })
  await awaitProof(pool, { kind: 'passkey-registration', token: options.challenge, staff: staff.id, at, minutes })
  return options
}

/** A passkey that the browser has made, checked; it is kept by `keepPasskey`. */
export type MadePasskey = Awaited<ReturnType<typeof readRegistration>>

export async function readRegistration(
  pool: Pool,
  site: PasskeySite,
  staff: Id,
  answer: RegistrationResponseJSON,
  at: Date,
) {
  const { verifyRegistrationResponse } = await webAuthn()
  const { registrationInfo } = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: async challenge => (await takeAwaited(pool, 'passkey-registration', challenge, at)) === staff,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
  }).catch(notValid('invalid'))
  if (registrationInfo === undefined) throw new Refused('access.passkey-not-valid', 'invalid')
  return registrationInfo.credential
}

export async function keepPasskey(
  db: ClientBase,
  staff: Id,
  name: string,
  { id, publicKey, counter, transports = [] }: MadePasskey,
  at: Date,
): Promise<void> {
  await db.query(
    `insert into access.passkey (id, staff_id, name, credential_id, public_key, counter, transports, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), staff, name.trim(), id, Buffer.from(publicKey), counter, transports, at],
  )
}

/** What any browser is asked in order to sign in with a passkey: it offers those that it has for this website. */
export async function askForPasskey(
  pool: Pool,
  site: PasskeySite,
  at: Date,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await webAuthn()
  const options = await generateAuthenticationOptions({ rpID: site.id, userVerification: 'required' })
  await awaitProof(pool, { kind: 'passkey-sign-in', token: options.challenge, staff: '', at, minutes })
  return options
}

/** Whose passkey answered; refused when it is unknown, was not asked for, or did not ask its owner. */
export async function takePasskey(
  pool: Pool,
  site: PasskeySite,
  answer: AuthenticationResponseJSON,
  at: Date,
): Promise<Id> {
  const { rows } = await pool.query<{
    staff: Id
    publicKey: Buffer
    counter: number
    transports: string[]
  }>(
    `select staff_id as staff, public_key as "publicKey", counter::float8 as counter, transports
     from access.passkey where credential_id = $1`,
    [answer.id],
  )
  const [known] = rows
  if (known === undefined) throw new Refused('access.passkey-not-valid', 'unauthenticated')
  const { verifyAuthenticationResponse } = await webAuthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: async challenge => (await takeAwaited(pool, 'passkey-sign-in', challenge, at)) === '',
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    credential: {
      id: answer.id,
      publicKey: new Uint8Array(known.publicKey),
      counter: known.counter,
      transports: known.transports.filter(isTransport),
    },
  }).catch(notValid('unauthenticated'))
  if (!verified) throw new Refused('access.passkey-not-valid', 'unauthenticated')
  await pool.query('update access.passkey set counter = $2, last_used_at = $3 where credential_id = $1', [
    answer.id,
    authenticationInfo.newCounter,
    at,
  ])
  return known.staff
}

/** What the library throws says what was wrong with the answer: to the asker it is one thing. */
const notValid = (kind: 'invalid' | 'unauthenticated') => (): never => {
  throw new Refused('access.passkey-not-valid', kind)
}

const isTransport = (name: string): name is (typeof transports)[number] =>
  transports.some(transport => transport === name)
