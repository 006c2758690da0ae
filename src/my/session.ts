/** Whoever is in has a cookie for the own page alone; it ends by itself, with the address that let them in, and with the person. */

import { createHash } from 'node:crypto'
import { parse } from 'hono/utils/cookie'
import type { Pool } from 'pg'
import { type Id, newSecret } from '../base/ids.ts'
import type { OpenAsk, PurposeAsk } from '../http/ask.ts'
import { recordedAsk } from '../http/recorded-ask.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { Mail } from '../mail/transport.ts'
import { langs } from '../notice/notice.ts'
import { keyOf, type Reachable, reachOf } from '../register/address.ts'
import { hashOf } from './asked.ts'
import type { Entered } from './way-in.ts'

const cookie = 'seloste-my'
/** In milliseconds, however much is done meanwhile. */
const lasts = 3_600_000

/** Opens a session and answers the header that gives the browser its cookie. */
export async function openSession(app: Pool, { person, row, hash }: Entered, at: Date, url: string): Promise<string> {
  const secret = newSecret()
  await app.query(
    `insert into my.session (secret_hash, person_id, address_row, address_hash, opened_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    [hashOf(secret), person, row, hash, at, new Date(at.getTime() + lasts)],
  )
  return cookieWith(secret, url, lasts / 1000)
}

const cookieWith = (value: string, url: string, seconds: number): string =>
  `${cookie}=${value}; Path=/my; Max-Age=${seconds}; HttpOnly; SameSite=Strict${url.startsWith('https:') ? '; Secure' : ''}`

/** Ends the session of this browser and answers the header that takes its cookie away. */
export async function endSession(app: Pool, headers: Headers, at: Date, url: string): Promise<string> {
  await app.query('update my.session set ended_at = $2 where secret_hash = $1 and ended_at is null', [
    hashOf(secretIn(headers)),
    at,
  ])
  return cookieWith('', url, 0)
}

const secretIn = (headers: Headers): string => parse(headers.get('cookie') ?? '', cookie)[cookie] ?? ''

/** Somebody at their own page, as the rights purpose sees them. */
export interface Self {
  readonly person: Id
  readonly ask: PurposeAsk
  /** Every form of the page sends it back: another site cannot know it. */
  readonly formKey: string
  readonly expiresAt: Date
  readonly reach: Reachable
  /** Resolves when every look so far is durable; no answer leaves before it. */
  readonly recorded: () => Promise<void>
}

interface Stored {
  readonly person: Id
  readonly row: Id
  readonly hash: Buffer
  readonly expires_at: Date
}

/** Who is at the page; undefined when nobody is, or no longer. Every answer to them says first what it shows (`saw`): the look is theirs. */
export async function selfOf(ask: OpenAsk, mail: Pick<Mail, 'hash'>, chosen: string | null): Promise<Self | undefined> {
  const { program, clock } = ask
  const secret = secretIn(ask.headers)
  if (secret === '') return undefined
  const { rows } = await program.database.app.query<Stored>({
    name: 'own-session',
    text: `select person_id as person, address_row as row, address_hash as hash, expires_at from my.session
      where secret_hash = $1 and ended_at is null and expires_at > $2`,
    values: [hashOf(secret), clock.now()],
  })
  const [session] = rows
  if (!session) return undefined
  const { person } = session
  const reach = await reachOf(program, person)
  // What stands in the row now: another address, no row, no person, and the session is over.
  const stillLeads = reach.addresses.some(one => one.row === session.row && mail.hash(keyOf(one)).equals(session.hash))
  if (!stillLeads) return undefined
  const published = await program.published()
  const asking = recordedAsk(
    { ...ask, lang: langs.find(one => one === chosen) ?? reach.lang },
    { kind: 'person', id: person, actor: `person:${person}`, purpose: rightsPurpose(published), published },
  )
  return {
    person,
    formKey: createHash('sha256').update(`form ${secret}`).digest('base64url'),
    expiresAt: session.expires_at,
    reach,
    recorded: asking.recorded,
    ask: asking,
  }
}
