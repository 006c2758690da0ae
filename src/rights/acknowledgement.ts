/** Anybody can type anybody's address into the form: an address is written to three times a day at most, all of them together a hundred times an hour. */

import type { ClientBase } from 'pg'
import type { Id } from '../base/ids.ts'
import { queueMessages } from '../mail/outbox.ts'
import type { Notice } from '../notice/notice.ts'

/** The kind of the message that says that a request has come. */
export const acknowledging = 'rights.acknowledgement'

const most = { ofAddressInDay: 3, inHour: 100 }

/** Whether the address may be written to now; it counts as written to. `hash` is keyed. */
async function mayWrite(client: ClientBase, hash: Buffer, at: Date): Promise<boolean> {
  await client.query(`delete from rights.form_mail where at < $1::timestamptz - interval '1 day'`, [at])
  const { rowCount } = await client.query(
    `insert into rights.form_mail (address_hash, at) select $1, $2
     where (select count(*) from rights.form_mail where address_hash = $1) < $3
       and (select count(*) from rights.form_mail where at > $2::timestamptz - interval '1 hour') < $4`,
    [hash, at, most.ofAddressInDay, most.inHour],
  )
  return rowCount === 1
}

/** Machines' own addresses, and ours: writing to them could go round in a circle (RFC 3834, 2). */
const isMachine = (email: string, { contact }: Notice): boolean =>
  email.toLowerCase() === contact.email?.toLowerCase() ||
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([-+.].*)?@/i.test(email)

/** Queues one message of this kind about what came by the form, once, if the address may be written to. */
export async function writeOnce(
  client: ClientBase,
  notice: Notice,
  { kind, about, to, email, hash, at }: Writing,
): Promise<void> {
  const { rowCount } = await client.query('select from mail.message where about = $1 and kind = $2 limit 1', [
    about,
    kind,
  ])
  if (rowCount !== 0 || isMachine(email, notice) || !(await mayWrite(client, hash, at))) return
  await queueMessages(client, { kind, about, persons: [to], at })
}

interface Writing {
  readonly kind: string
  readonly about: Id
  /** The message's person. */
  readonly to: Id
  readonly email: string
  readonly hash: Buffer
  readonly at: Date
}
