/** A register that reads a mailbox: letters are delivered to a real IMAP server or straight into the intake, and what follows is done by a call. */

import { openDoor } from '../src/arrivals/receive.ts'
import type { MessageKind } from '../src/mail/message-kind.ts'
import { openMail } from '../src/mail/transport.ts'
import { deliveryOf, mailAdapter, mailKind } from '../src/mailbox/letter-adapter.ts'
import * as mailboxJobs from '../src/mailbox/mailbox.jobs.ts'
import type { MailboxPlace } from '../src/mailbox/place.ts'
import { type ArrivalsDesk, arrivalsDesk, type Connected, shopNotice } from './arrivals-desk.ts'
import { runDueJobs } from './due-jobs.ts'

export interface MailboxDesk extends ArrivalsDesk {
  readonly mailbox: Connected
  /** As if it had been fetched, written, and followed. */
  receive(...mails: readonly (string | Uint8Array)[]): Promise<void>
  /** Writes what has come, and does what follows from it. */
  follow(): Promise<void>
  /** What was noted with capabilities about messages that came back. */
  readonly settled: { readonly id: string; readonly state: string; readonly why: string | undefined }[]
  /** A message of ours to the person that was sent to the address. */
  sent(person: string, address: string): Promise<string>
  /** Somebody who has a contract and this address, as customer care sees them. */
  customer(email: string, name?: { readonly given: string; readonly family: string }): Promise<string>
  value(sql: string, ...values: readonly unknown[]): Promise<unknown>
}

export const nowhere: MailboxPlace = {
  host: '127.0.0.1',
  port: 1,
  security: 'none',
  user: 'posti',
  folder: 'INBOX',
  as: 'service-events',
  fromBeginning: true,
  marksRead: false,
}

export async function mailboxDesk(): Promise<MailboxDesk> {
  const desk = await arrivalsDesk(shopNotice, [mailAdapter])
  const { db, program } = desk
  const settled: MailboxDesk['settled'] = []
  const newsletter: MessageKind = {
    kind: 'test',
    write: async () => undefined,
    settled: async (_, { id }, { state, why }) => void settled.push({ id, state, why }),
  }
  const mail = openMail({ url: undefined, perMinute: 60, key: db.addressKey })
  const following = { ...program, mail, url: 'https://example.org', recordLooks: async () => {} }
  const door = openDoor(program, [mailAdapter])
  const mailbox = await desk.connect(mailKind, {
    source: 'email',
    settings: { ...nowhere },
    secret: 'salasana-loopback',
  })
  let uid = 0
  const follow = async (): Promise<void> => {
    await desk.write()
    const faults = await runDueJobs(db, [mailboxJobs.follow([newsletter]), mailboxJobs.clear], following)
    if (faults.length > 0) throw new Error(faults.join())
  }
  const value: MailboxDesk['value'] = async (sql, ...values) =>
    Object.values((await db.admin.query(sql, [...values])).rows[0] ?? {})[0]
  return {
    ...desk,
    mailbox,
    settled,
    follow,
    receive: async (...mails) => {
      for (const one of mails) {
        const fetched = { bytes: Buffer.from(one), uid: ++uid, at: db.clock.now(), isHead: false }
        await door.keep({ id: mailbox.id, kind: mailKind, keep_days: 14 }, deliveryOf(fetched), false)
      }
      await follow()
    },
    sent: async (person, address) => {
      const { rows } = await db.admin.query(
        `insert into mail.message (id, person_id, kind, about, state, queued_at, next_at, tried_at, settled_at, address_hash)
         values (register.new_id(), $1, 'test', register.new_id(), 'sent', $2, $2, $2, $2, $3) returning id`,
        [person, db.clock.now(), mail.hash(address)],
      )
      return rows[0].id
    },
    customer: async (email, name) => {
      const { token } = desk.ask('rights')
      const one = async (sql: string, ...more: unknown[]) =>
        (await db.purpose('rights').query(sql, [token, ...more])).rows[0]
      const { person } = await one(`select register.add_person($1, 'forms', null) as person`)
      await one(
        `select register.record_statement($1, 'forms', null, $2, 'contract', null, null, '2026-01-01', null, 'Ostaa kurssin')`,
        person,
      )
      await one(`select register.write_contact_points($1, 'forms', null, $2, null, $3, null)`, person, { email })
      if (name)
        await one(`select register.write_identity($1, 'forms', null, $2, null, $3, null)`, person, {
          given_name: name.given,
          family_name: name.family,
        })
      return person
    },
    value,
    empty: async () => {
      await desk.empty()
      await db.admin.query(
        `truncate mailbox.letter, mailbox.attachment, mailbox.asked, mail.message, rights.request, rights.step, rights.reply_to cascade`,
      )
      await db.admin.query('select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs')
      settled.length = 0
    },
  }
}

/** A small mail in plain text. */
export const letter = (
  text: string,
  headers: Readonly<Record<string, string>> = {},
  from = 'Aino Virtanen <aino.virtanen@example.org>',
): string =>
  [
    ...Object.entries({ From: from, To: 'asiakaspalvelu@example.fi', Subject: 'Kysymys', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
  ].join('\r\n')
