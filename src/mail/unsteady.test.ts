/** A mail server that is slow, goes silent, breaks off in the middle or changes its mind loses no message, and no message is sent to it without end. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, type Mood, mailServer, type Stage } from '../../test/mail-server.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { withResearch } from '../../test/two-notices.ts'
import { type Id, newId } from '../base/ids.ts'
import { signActor } from '../database/actor-token.ts'
import { publishChecked } from '../database/publish.ts'
import { transaction } from '../database/transaction.ts'
import { publishedNotice } from '../http/published.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { parse } from '../notice/parse.ts'
import type { MessageKind, Sending, Settled } from './message-kind.ts'
import { outbox, queueMessages } from './outbox.ts'
import { sendMail } from './send.jobs.ts'
import { openMail } from './transport.ts'

const db = await testDatabase()
const { customer, write } = registerCaller(db)
const settled: Settled[] = []
let server: MailServer
let [aino, bertta] = ['', '']

const kind: MessageKind = {
  kind: 'test',
  write: async (_, __, { lang }) => ({ lang, title: 'Hei', blocks: [{ kind: 'paragraph', text: 'Yksi' }], footer: [] }),
  settled: async (_client, _message, outcome) => void settled.push(outcome),
}

beforeAll(async () => {
  await prepareQueue(db)
  const { notice } = parse(withResearch)
  if (!notice) throw new Error('the example cannot be read')
  await publishChecked(db, notice, { source: withResearch, by: 'test', clock: db.clock })
  ;[aino, bertta] = [await customer(), await customer()]
  await write('contact-points', aino, null, { email: 'aino@example.org' })
  await write('contact-points', bertta, null, { email: 'bertta@example.org' })
})
beforeEach(async () => {
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime())))
  server = await mailServer()
  settled.length = 0
})
afterEach(async () => {
  await server.close()
  await db.admin.query('delete from mail.message; delete from graphile_worker._private_jobs')
})
afterAll(() => db.close())

/** So long the server may be silent in these tests. */
const patience = 400
const program = (): Sending => ({
  sign: claim => signActor(db.actorKey, claim),
  clock: db.clock,
  home: '',
  url: 'http://localhost',
  database: db,
  published: publishedNotice(db.app),
  recordLooks: async () => {},
  mail: openMail({ url: server.url, perMinute: 1000, key: Buffer.alloc(32, 7), patience }),
})
const run = () => runDueJobs(db, [sendMail([kind])], program())
const queue = (...persons: readonly Id[]) =>
  transaction(db.app, client => queueMessages(client, { kind: 'test', about: newId(), persons, at: db.clock.now() }))
const state = async () =>
  (await db.app.query('select state, attempts, why from mail.message order by queued_at, id')).rows
const minutes = (n: number) => db.clock.forward(n * 60_000)

/** The server behaves so at one stage, so many times, and then as it should. */
function once(stage: Stage, mood: Mood, times = 1): void {
  let left = times
  server.mood = now => (now === stage && left-- > 0 ? mood : 'answer')
}

describe('before it was given the text, no try counts and everything waits', () => {
  test.each<[Stage, Mood, string]>([
    ['greeting', 'silent', 'slow'],
    ['greeting', 'break', 'unreachable'],
    ['greeting', { code: 421 }, 'later 421'],
    ['from', 'silent', 'slow'],
    ['from', 'break', 'unreachable'],
    ['from', { code: 421 }, 'later 421'],
    ['to', 'silent', 'slow'],
    ['to', 'break', 'unreachable'],
  ])('%s: %j', async (stage, mood, why) => {
    once(stage, mood)
    await queue(aino, bertta)
    expect(await run()).toEqual([])
    expect(await state()).toEqual([
      { state: 'queued', attempts: 0, why },
      { state: 'queued', attempts: 0, why: null },
    ])
    expect(await outbox(db.app)).toMatchObject({ waiting: 2, trouble: { why } })
    minutes(2)
    await run()
    expect(server.received.map(({ to }) => to[0]).sort()).toEqual(['aino@example.org', 'bertta@example.org'])
    expect(await outbox(db.app)).toEqual({ waiting: 0, trouble: null })
  })
})

describe('when it had asked for the text, the try counts, for the person may have the message', () => {
  test.each<[Stage, Mood, string, number]>([
    ['text', 'silent', 'slow', 1],
    ['text', 'break', 'unreachable', 1],
    ['end', 'silent', 'slow', 2],
    ['end', 'break', 'unreachable', 2],
  ])('%s: %s', async (stage, mood, why, copies) => {
    once(stage, mood)
    const [id] = await queue(aino)
    await run()
    expect(await state()).toEqual([{ state: 'queued', attempts: 1, why }])
    minutes(2)
    await run()
    expect(await state()).toMatchObject([{ state: 'queued', attempts: 1 }])
    minutes(3)
    await run()
    expect(await state()).toEqual([{ state: 'sent', attempts: 2, why: null }])
    // The same message again: most mail programs show it once.
    expect(server.received.map(one => headerOf(one, 'Message-ID'))).toEqual(Array(copies).fill(`<${id}@ixir.fi>`))
  })

  test('one that takes every message and never says so is not sent to without end: staff see that it failed', async () => {
    server.mood = stage => (stage === 'end' ? 'break' : 'answer')
    await queue(aino)
    for (let day = 0; day < 8; day++)
      for (let hour = 0; hour < 24; hour += 3) {
        await run()
        minutes(180)
      }
    expect(server.received.length).toBe(11)
    expect(await state()).toEqual([{ state: 'failed', attempts: 11, why: 'unreachable' }])
    expect(settled).toMatchObject([{ state: 'failed', why: 'unreachable' }])
  })
})

test('one that is slow, and answers in time, is waited for', async () => {
  server.mood = () => ({ after: patience / 8 })
  await queue(aino, bertta)
  await run()
  expect(await state()).toEqual(Array(2).fill({ state: 'sent', attempts: 1, why: null }))
})

test('some are refused for good, some for now, and the others go: each has its own end', async () => {
  const [gone, full] = [await customer(), await customer()]
  await write('contact-points', gone, null, { email: 'gone@example.org' })
  await write('contact-points', full, null, { email: 'full@example.org' })
  server.refuses.set('gone@example.org', 550).set('full@example.org', 451)
  await queue(aino, gone, full, bertta)
  await run()
  expect(await state()).toEqual([
    { state: 'sent', attempts: 1, why: null },
    { state: 'failed', attempts: 1, why: 'refused 550' },
    { state: 'queued', attempts: 1, why: 'later 451' },
    { state: 'sent', attempts: 1, why: null },
  ])
  expect(await outbox(db.app)).toMatchObject({ waiting: 1, trouble: { why: 'later 451' } })
  server.refuses.delete('full@example.org')
  minutes(5)
  await run()
  expect((await state())[2]).toEqual({ state: 'sent', attempts: 2, why: null })
  expect(server.received).toHaveLength(3)
})

test('a text that is refused for now is taken later, one that is refused for good is not sent again', async () => {
  once('end', { code: 451 })
  await queue(aino)
  await run()
  expect(await state()).toEqual([{ state: 'queued', attempts: 1, why: 'later 451' }])
  once('end', { code: 554 })
  minutes(5)
  await run()
  expect(await state()).toEqual([{ state: 'failed', attempts: 2, why: 'refused 554' }])
  minutes(1440)
  await run()
  expect(server.received).toHaveLength(2)
})
