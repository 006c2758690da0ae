/** What waits for a confirmed address is in no register: it is sealed, for a week, and delivered once when somebody presses the button behind the link. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import { queueMessages } from '../mail/outbox.ts'
import type { Mail } from '../mail/transport.ts'
import type { TextLang } from '../texts/texts.ts'
import type { SentForm } from './form-adapter.ts'

/** The kind of the message that asks for the confirmation. */
export const confirming = 'forms.confirm'
/** The job that forgets what was never confirmed. */
export const tidying = 'forms.tidy'

const day = 86_400_000
/** So long a link in the letter leads somewhere. */
export const lastsDays = 7
/** That somebody asked is counted for so long, without what they wrote. */
const countedDays = 365
/** Of one address in a day: beyond that nothing is sent, and the visitor is told the same. */
const mostOfAddress = 3

/** Of the home, as the hashes of addresses are; no address is written so. */
const keyOf = ({ hash }: Hashing): Buffer => hash('forms: what waits')
type Hashing = Pick<Mail, 'hash'>
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export interface NewWaiting {
  readonly form: Id
  readonly sent: SentForm
  readonly email: string
  readonly at: Date
}

/** Keeps it and queues the letter; what comes with the same page again changes nothing. */
export function putToWait(app: Pool, mail: Hashing, { form, sent, email, at }: NewWaiting): Promise<void> {
  const id = newId()
  return transaction(app, async client => {
    const { rowCount } = await client.query(
      `insert into forms.waiting (id, form_id, event, at, lang, address_hash, sealed, expires_at)
       select $1, $2, $3, $4, $5, $6, $7, $8
       where (select count(*) from forms.waiting where address_hash = $6 and at > $4::timestamptz - interval '1 day') < $9
       on conflict (event) do nothing`,
      [
        id,
        form,
        hashOf(sent.id),
        at,
        sent.lang,
        mail.hash(email.toLowerCase()),
        seal(keyOf(mail), `waiting ${id}`, Buffer.from(JSON.stringify(sent))),
        new Date(at.getTime() + lastsDays * day),
        mostOfAddress,
      ],
    )
    if (rowCount === 1) await queueMessages(client, { kind: confirming, about: id, persons: [id], at })
  })
}

export interface Waiting {
  readonly id: Id
  readonly form: Id
  readonly lang: TextLang
  readonly sent: SentForm
}

interface Row {
  readonly id: Id
  readonly form: Id
  readonly lang: TextLang
  readonly sealed: Buffer
}

const opened = (mail: Hashing, { sealed, ...row }: Row): Waiting => ({
  ...row,
  sent: JSON.parse(unseal(keyOf(mail), `waiting ${row.id}`, sealed).toString()),
})

/** What waits, by its id; undefined when it was confirmed or its time is over. */
export async function findWaiting(app: Pool, mail: Hashing, id: Id, now: Date): Promise<Waiting | undefined> {
  const { rows } = await app.query<Row>(
    `select id, form_id as form, lang, sealed from forms.waiting
     where id = $1 and sealed is not null and confirmed_at is null and expires_at > $2`,
    [id, now],
  )
  return rows[0] && opened(mail, rows[0])
}

/** Makes the secret of the link, which only the letter holds. */
export async function giveSecret(app: Pool, id: Id): Promise<string> {
  const secret = newSecret()
  await app.query('update forms.waiting set secret_hash = $2 where id = $1', [id, hashOf(secret)])
  return secret
}

/** By the link's secret; looking uses nothing up, for mail programs open links by themselves. `confirmed`: the button was pressed before. */
export async function behindLink(
  app: Pool,
  mail: Hashing,
  secret: string,
  now: Date,
): Promise<Waiting | { readonly confirmed: true; readonly form: Id } | undefined> {
  const { rows } = await app.query<Row & { confirmed: boolean }>(
    `select id, form_id as form, lang, sealed, confirmed_at is not null as confirmed from forms.waiting
     where secret_hash = $1 and (confirmed_at is not null or (sealed is not null and expires_at > $2))`,
    [hashOf(secret), now],
  )
  const [row] = rows
  if (!row) return undefined
  const { confirmed, ...found } = row
  return confirmed ? { confirmed, form: found.form } : opened(mail, found)
}

/** After it was delivered: nothing of what was written stays here. */
export const noteConfirmed = (app: Pool, id: Id, at: Date): Promise<unknown> =>
  app.query('update forms.waiting set confirmed_at = $2, sealed = null where id = $1 and confirmed_at is null', [
    id,
    at,
  ])

/** Forgets what was never confirmed, what was acknowledged long ago, and to whom was written when no limit counts it any more. */
export async function tidyWaiting(app: Pool, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * day)
  await app.query('update forms.waiting set sealed = null where sealed is not null and expires_at <= $1', [now])
  await app.query('update forms.declaration set sealed = null where sealed is not null and sealed_until <= $1', [now])
  await app.query('delete from forms.tally where day < $1', [before(countedDays)])
  for (const table of ['waiting', 'declaration']) {
    await app.query(`update forms.${table} set address_hash = null where address_hash is not null and at < $1`, [
      before(1),
    ])
    await app.query(`delete from forms.${table} where at < $1`, [before(countedDays)])
  }
}

/** For every start. */
export const resumeForms = (app: Pool): Promise<void> => enqueue(app, tidying, {}, { key: tidying })
