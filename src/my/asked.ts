/** Asking to be let in does the same work whoever asks for whatever address: whether it is known is found out later, by a job. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import type { Mail } from '../mail/transport.ts'
import type { Lang } from '../notice/notice.ts'
import type { Address, Way } from '../register/address.ts'
import { readEmail } from '../register/email.ts'
import { readPhone } from '../register/phone.ts'
import { seal, unseal } from './sealed.ts'

/** The job that looks addresses up. */
export const lookingUp = 'my.look-up'

/** What was typed, read by its form alone: an address with an @, by which a link comes, or a number, by which a code does. Refuses what can be neither. */
export function readAddress(typed: string): Address {
  if (typed.includes('@')) return { way: 'email', key: readEmail(typed).address.toLowerCase() }
  return { way: 'sms', key: readPhone(typed).e164 }
}

/** Of one address: so often in an hour, so often in a day. Beyond that nothing is sent, and nobody is told. */
export const most = { hour: 3, day: 10 } as const
const hour = 3_600_000
/** An address is forgotten when it has been looked up; that it was asked for, when no limit counts it any more. */
export const remembered = 24 * hour

/** Puts the question down and answers the browser's secret, with which alone a code counts. */
export async function askIn(
  app: Pool,
  mail: Pick<Mail, 'hash'>,
  { way, key, lang, at }: Address & { readonly lang: Lang; readonly at: Date },
): Promise<string> {
  const browser = newSecret()
  await transaction(app, async client => {
    await client.query(
      `insert into my.asked (id, at, channel, lang, address_hash, sealed, browser_hash) values ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), at, way, lang, mail.hash(key), seal(mail, key), hashOf(browser)],
    )
    await enqueue(client, lookingUp, {}, { at, key: lookingUp })
  })
  return browser
}

export interface Asked extends Address {
  readonly id: Id
  /** Whether the address was asked for more often than anybody needs. */
  readonly isTooMuch: boolean
}

/** The next question that has not been looked up, if any. */
export async function nextAsked(app: Pool, mail: Pick<Mail, 'hash'>): Promise<Asked | undefined> {
  const { rows } = await app.query<{ id: Id; way: Way; sealed: Buffer; in_hour: number; in_day: number }>(
    `select a.id, a.channel as way, a.sealed,
       count(*) filter (where b.at > a.at - interval '1 hour') as in_hour, count(*) as in_day
     from (select * from my.asked where sealed is not null order by id limit 1) a
     join my.asked b on b.address_hash = a.address_hash and b.at > a.at - interval '1 day' and b.id <= a.id
     group by a.id, a.channel, a.sealed`,
  )
  const [found] = rows
  if (!found) return undefined
  const { id, way, sealed, in_hour, in_day } = found
  return { id, way, key: unseal(mail, sealed), isTooMuch: in_hour > most.hour || in_day > most.day }
}

/** The question whose code a browser may try: its try is counted before anything is compared, known number or not. */
export async function countTry(app: Pool, browser: string, at: Date): Promise<Id | undefined> {
  const { rows } = await app.query<{ id: Id }>(
    `update my.asked set tries = tries + 1 where browser_hash = $1 and channel = 'sms' and tries < $2 and at > $3 returning id`,
    [hashOf(browser), mostTries, new Date(at.getTime() - codeLasts)],
  )
  return rows[0]?.id
}
const mostTries = 5
/** In milliseconds: from asking to typing the code. */
export const codeLasts = 15 * 60_000

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
