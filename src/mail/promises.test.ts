/** A mailbox that refuses, post that lies about and a carrier whom nobody named are found, against a real mail server. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { mailServer } from '../../test/mail-server.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { newId } from '../base/ids.ts'
import { carriersDeclared, mailboxAnswers, outboxMoves } from './mail.promises.ts'
import { takesMailFor } from './mailbox.ts'

const db = await testDatabase()
const mail = await mailServer()
afterAll(async () => {
  await mail.close()
  await db.close()
})
let promises: PromiseAsker
beforeAll(async () => {
  promises = await promiseAsker(db)
})

const settings = (smtpUrl: string | undefined, imapUrl?: string, smsUrl?: string) => ({
  settings: { url: 'http://localhost', databaseUrl: undefined, smtpUrl, smsUrl, imapUrl },
})

test('a mailbox that the mail server does not know', async () => {
  expect(await promises.ask(mailboxAnswers, settings(mail.url))).toMatchObject({
    state: 'holds',
    figures: { count: 0 },
  })
  mail.refuses.set('ixir@ixir.fi', 550)
  expect(await promises.ask(mailboxAnswers, settings(mail.url))).toMatchObject({
    state: 'broken',
    figures: { count: 1 },
  })
  mail.refuses.set('ixir@ixir.fi', 451)
  expect(await takesMailFor(mail.url, 'ixir@ixir.fi', new AbortController().signal)).toBe('unknown')
  mail.refuses.clear()
  expect(mail.received).toEqual([]) // nothing was sent
})

test('a server that is away says nothing of the mailbox', async () => {
  const gone = await mailServer()
  await gone.close()
  expect(await takesMailFor(gone.url, 'ixir@ixir.fi', new AbortController().signal)).toBe('unknown')
  expect(await takesMailFor(mail.url, 'ixir@ixir.fi', AbortSignal.abort())).toBe('unknown')
})

test('a message that has waited for more than a day', async () => {
  const person = newId()
  const queued = (at: string) => `insert into mail.message (id, person_id, kind, about, queued_at, next_at)
    values (gen_random_uuid(), '${person}', 'notice-changed', '${person}', '${at}', '${at}')`
  await db.admin.query(queued('2026-03-02T09:00:00Z'))
  expect(
    await promises.seeItBreak(
      outboxMoves,
      queued('2026-02-28T10:00:00Z'),
      `update mail.message set state = 'sent' where queued_at = '2026-02-28T10:00:00Z'`,
    ),
  ).toMatchObject({ figures: { count: 1, waiting: 2, oldest: new Date('2026-02-28T10:00:00Z') } })
})

test('a carrier of e-mail that is no recipient', async () => {
  const notice = noticeIn(exampleNotice)
  const none = { ...notice, recipients: notice.recipients.filter(({ name }) => !name.includes('Uutiskirjeet')) }
  const ask = (smtp: string, imap?: string) => promises.ask(carriersDeclared, { notice: none, ...settings(smtp, imap) })
  expect(await promises.ask(carriersDeclared, settings('smtp://smtp.relay.elsewhere.net'))).toMatchObject({
    state: 'holds',
  })
  expect(await ask('smtp://smtp.relay.elsewhere.net', 'imaps://imap.elsewhere.net')).toMatchObject({
    state: 'broken',
    figures: { count: 2, carriers: 2 },
    found: ['smtp.relay.elsewhere.net', 'imap.elsewhere.net'],
  })
  const gateway = 'https://AC1:x@api.gateway.net/2010-04-01/Accounts/AC1/Messages.json?from=1'
  expect(
    await promises.ask(carriersDeclared, { notice: none, ...settings(undefined, undefined, gateway) }),
  ).toMatchObject({
    state: 'broken',
    found: ['api.gateway.net'],
  })
  for (const own of ['smtp://localhost:25', 'smtp://10.0.0.3', 'smtps://post.ixir.fi', 'smtp://mail'])
    expect(await ask(own), own).toMatchObject({ state: 'holds' })
})
