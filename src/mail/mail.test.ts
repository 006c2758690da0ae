/** What is queued reaches the person's mailbox once, no faster than allowed, whatever the mail server does meanwhile; nothing kept names the address. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { forgiveFaults, runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { type Id, newId } from '../base/ids.ts'
import { signActor } from '../database/actor-token.ts'
import { publishChecked } from '../database/publish.ts'
import { transaction } from '../database/transaction.ts'
import type { Look } from '../http/program.ts'
import { publishedNotice } from '../http/published.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { parse } from '../notice/parse.ts'
import { htmlOf, textOf } from './letter.ts'
import type { MessageKind, Sending, Settled } from './message-kind.ts'
import { outbox, queueMessages, retryFailed } from './outbox.ts'
import { langFor } from './recipient.ts'
import { sendMail } from './send.jobs.ts'
import { openMail } from './transport.ts'

const notice = `notice: 1
register: { id: test, name: { fi: Testirekisteri, sv: Testregister } }
effective: 2026-01-01
languages: [fi, sv]
controller: { name: "Testi & Kumpp. Oy", business-id: 3183213-3, address: "Tie 1, 00100 Helsinki" }
contact: { email: testi@example.fi }
authority: fi
purposes:
  customer-care:
  rights:
recipients: none
categories:
  identity: { fields: [given-name], required: none, from: [forms], for: { customer-care: contract, rights: legal obligation }, keep: 24 months }
  contact-points: { fields: [email], required: none, from: [forms], for: { customer-care: contract, rights: legal obligation }, keep: 24 months }
  profile: { fields: [language], required: none, from: [forms], for: { customer-care: contract, rights: legal obligation }, keep: 24 months }
duties: { privacy: [rights], customer-service: [customer-care] }
rights: { channels: [email] }
`

const db = await testDatabase()
const { customer, write } = registerCaller(db)
const looks: Look[] = []
const settled: (Settled & { readonly person: Id })[] = []
let server: MailServer

beforeAll(async () => {
  await prepareQueue(db)
  const parsed = parse(notice).notice
  if (!parsed) throw new Error('the notice of this test cannot be read')
  await publishChecked(db, parsed, { source: notice, by: 'test', clock: db.clock })
})
beforeEach(async () => {
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime())))
  server = await mailServer()
  looks.length = settled.length = 0
})
afterEach(async () => {
  await server.close()
  await db.admin.query('delete from mail.message; delete from graphile_worker._private_jobs')
})
afterAll(() => db.close())

const kind: MessageKind = {
  kind: 'test',
  write: async (_, __, { lang }) => ({
    lang,
    title: lang === 'sv' ? 'Hej' : 'Hei <sinä>',
    blocks: [
      { kind: 'paragraph', text: 'Yksi & kaksi' },
      { kind: 'list', items: ['kolme'] },
      { kind: 'link', label: 'Seloste', href: 'https://example.fi/notice?a=1&b=2' },
    ],
    footer: [{ kind: 'paragraph', text: 'Testi Oy' }],
  }),
  settled: async (_client, { person }, outcome) => void settled.push({ ...outcome, person }),
}

const programWith = (url: string | undefined, perMinute = 1000): Sending => ({
  clock: db.clock,
  home: '',
  url: 'http://localhost',
  sign: claim => signActor(db.actorKey, claim),
  database: db,
  published: publishedNotice(db.app),
  recordLooks: async some => void looks.push(...some),
  mail: openMail({ url, perMinute, key: Buffer.alloc(32, 7) }),
})
const run = (program: Sending = programWith(server.url)) => runDueJobs(db, [sendMail([kind])], program)

async function person(email: string | null, language?: string): Promise<Id> {
  const id = await customer()
  if (email !== null) await write('contact-points', id, null, { email })
  if (language !== undefined) await write('profile', id, null, { language })
  return id
}
const queue = (persons: readonly Id[], about = newId()) =>
  transaction(db.app, client => queueMessages(client, { kind: 'test', about, persons, at: db.clock.now() }))

const states = async () =>
  (await db.app.query('select state, attempts, why from mail.message order by queued_at, id')).rows

test('a message arrives with both its parts, in the language of the person, from the controller, as a service message', async () => {
  const aino = await person('aino@example.org')
  const bertta = await person('bertta@example.org', 'sv')
  const [first] = await queue([aino, bertta])
  expect(await run()).toEqual([])
  expect(server.received.map(({ to, from }) => [to, from])).toEqual([
    [['aino@example.org'], 'testi@example.fi'],
    [['bertta@example.org'], 'testi@example.fi'],
  ])
  const [one, two] = server.received
  if (!one || !two) throw new Error('not received')
  expect(headerOf(one, 'Message-ID')).toBe(`<${first}@example.fi>`)
  expect(headerOf(one, 'Auto-Submitted')).toBe('auto-generated')
  expect(headerOf(one, 'From')).toBe('"Testi & Kumpp. Oy" <testi@example.fi>')
  expect(headerOf(one, 'List-Unsubscribe')).toBeUndefined()
  expect(headerOf(two, 'Subject')).toBe('Hej')
  expect(headerOf(two, 'Content-Language')).toBe('sv')
  const parts = partsOf(one)
  expect(parts['text/html']).toContain('<html lang="fi"')
  expect(parts['text/html']).toContain('Hei &lt;sinä&gt;')
  expect(parts['text/html']).toContain('href="https://example.fi/notice?a=1&amp;b=2"')
  expect(parts['text/plain']).toContain('https://example.fi/notice?a=1&b=2')
  expect(await states()).toEqual([
    { state: 'sent', attempts: 1, why: null },
    { state: 'sent', attempts: 1, why: null },
  ])
  expect(settled).toMatchObject([
    { state: 'sent', person: aino },
    { state: 'sent', person: bertta },
  ])
})

test('asking for the address is a look of the system for the rights purpose, and what is kept names no address', async () => {
  const aino = await person('Aino@example.org')
  const [id] = await queue([aino])
  await run()
  expect(looks).toMatchObject([
    { actor: 'system', purpose: 'rights', personId: aino, operation: 'mail.address', requestId: id, noticeVersion: 1 },
  ])
  const { rows } = await db.app.query('select * from mail.message')
  expect(rows[0].address_hash).toEqual(
    openMail({ url: '', perMinute: 1, key: Buffer.alloc(32, 7) }).hash('aino@example.org'),
  )
  expect(JSON.stringify(rows).toLowerCase()).not.toContain('example')
  await expect(db.purpose('rights').query('select * from mail.message')).rejects.toMatchObject({ code: '42501' })
})

test('no faster than allowed', async () => {
  const persons = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(name => person(`${name}@example.org`)))
  await queue(persons)
  const program = programWith(server.url, 2)
  await run(program)
  expect(server.received).toHaveLength(2)
  db.clock.forward(60_000)
  await run(program)
  expect(server.received).toHaveLength(4)
  db.clock.forward(60_000)
  await run(program)
  expect(server.received).toHaveLength(5)
})

test('without an address the message ends so, without SMTP_URL it waits', async () => {
  await queue([await person(null)])
  await run(programWith(undefined))
  expect(await states()).toMatchObject([{ state: 'queued', attempts: 0 }])
  expect(looks).toEqual([])
  await queue([])
  await run()
  expect(await states()).toMatchObject([{ state: 'no-address' }])
  expect(server.received).toEqual([])
})

test('a refused address fails at once and can be tried again; one that is refused for now is tried again by itself', async () => {
  server.refuses.set('gone@example.org', 550).set('full@example.org', 452)
  const about = newId()
  await queue([await person('gone@example.org'), await person('full@example.org')], about)
  await run()
  expect(await states()).toEqual([
    { state: 'failed', attempts: 1, why: 'refused 550' },
    { state: 'queued', attempts: 1, why: 'later 452' },
  ])
  expect(settled).toMatchObject([{ state: 'failed', why: 'refused 550' }])
  server.refuses.clear()
  db.clock.forward(5 * 60_000)
  await transaction(db.app, client => retryFailed(client, about, db.clock.now()))
  await run()
  expect((await states()).map(({ state }) => state)).toEqual(['sent', 'sent'])
})

test('a server that is away: everything waits, says why, counts no try, and goes when it is back', async () => {
  const { url } = server
  await server.close()
  await queue([await person('aino@example.org'), await person('bertta@example.org')])
  await run(programWith(url))
  expect(await states()).toEqual([
    { state: 'queued', attempts: 0, why: 'unreachable' },
    { state: 'queued', attempts: 0, why: null },
  ])
  expect(await outbox(db.app)).toMatchObject({ waiting: 2, trouble: { why: 'unreachable' } })
  server = await mailServer({ port: Number(new URL(url).port) })
  db.clock.forward(2 * 60_000)
  await run(programWith(url))
  expect(server.received).toHaveLength(2)
  expect(await outbox(db.app)).toEqual({ waiting: 0, trouble: null })
})

test('a certificate that nobody trusts, and a sign-in that is refused, send nothing', async () => {
  await server.close()
  server = await mailServer({ disabledCommands: [] })
  await queue([await person('aino@example.org')])
  await run(programWith(server.url))
  await server.close()
  expect(await states()).toMatchObject([{ state: 'queued', why: expect.stringMatching(/^(tls|unreachable)$/) }])

  server = await mailServer({ onAuth: (_auth, _session, answer) => answer(new Error('no')) })
  db.clock.forward(2 * 60_000)
  await run(programWith(server.url.replace('//', '//aino:wrong@')))
  expect(await states()).toMatchObject([{ state: 'queued', why: 'sign-in 535' }])
  expect(server.received).toEqual([])
})

test('a killed server leaves the message marked, and it is sent again under the same Message-ID', async () => {
  const [id] = await queue([await person('aino@example.org')])
  await db.admin.query(`update mail.message set state = 'sending', attempts = 1`)
  await run()
  expect(server.received.map(one => headerOf(one, 'Message-ID'))).toEqual([`<${id}@example.fi>`])
  expect(await states()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('a fault in writing one letter does not stop the others', async () => {
  const [bad, good] = [await person('bad@example.org'), await person('good@example.org')]
  const [first] = await queue([bad, good])
  const failing: MessageKind = {
    ...kind,
    write: async (program, about, recipient, person) => {
      if (recipient.email === 'bad@example.org') throw new Error('bad@example.org')
      return kind.write(program, about, recipient, person)
    },
  }
  await runDueJobs(db, [sendMail([failing])], programWith(server.url))
  expect(server.received.map(({ to }) => to[0])).toEqual(['good@example.org'])
  const { rows } = await db.app.query('select state, why from mail.message where id = $1', [first])
  expect(rows).toEqual([{ state: 'queued', why: 'fault' }])
  await forgiveFaults(db)
})

test('the language of a person whose language the notice has not is English, or that of the notice', () => {
  expect(langFor('sv', ['fi', 'sv', 'en'])).toBe('sv')
  expect(langFor('ru', ['fi', 'sv', 'en'])).toBe('en')
  expect(langFor('ru', ['fi', 'sv'])).toBe('fi')
  expect(langFor(null, ['sv', 'fi'])).toBe('fi')
  expect(langFor(undefined, ['sv'])).toBe('sv')
})

test('the layout is what MJML makes of it, and nothing of a letter is markup', () => {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'mail-layout.mjs'), '--check'])
  const evil = '<img src=x onerror=alert(1)>{{body}}'
  const letter = {
    lang: 'fi',
    title: evil,
    blocks: [{ kind: 'link', label: evil, href: '"><b>' }],
    footer: [],
  } as const
  expect(htmlOf(letter)).not.toMatch(/<img|<b>/)
  expect(textOf(letter)).toContain(evil)
})
