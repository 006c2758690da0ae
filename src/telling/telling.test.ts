/** A change takes effect when those whom it concerns have been told, each once and on record, and consent stays theirs to give. */

import { spawnSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { inOtherWords, withoutResearch, withResearch } from '../../test/two-notices.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { signActor } from '../database/actor-token.ts'
import { publishNotice } from '../database/publish.ts'
import { publishedNotice } from '../http/published.ts'
import { prepareQueue } from '../jobs/queue.ts'
import type { Sending } from '../mail/message-kind.ts'
import { resumeSending } from '../mail/outbox.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import type { Lang } from '../notice/notice.ts'
import { noticeChanged } from './announce.ts'
import { gather } from './gather.jobs.ts'
import { letterFile } from './letter-file.ts'
import {
  cancel,
  type Decision,
  findPublication,
  listPublications,
  planFor,
  release,
  resumeTelling,
  schedule,
} from './publication.ts'
import { publish } from './publish.jobs.ts'
import { countToTell, rightsPool } from './to-tell.ts'
import { failedToLetters, lettersTo, noteLetters, progressOf, tellFailedAgain } from './told.ts'
import { daysAfter } from './weigh.ts'

type Opened = Awaited<ReturnType<typeof testDatabase>>

let db: Opened
let mail: MailServer
let register: ReturnType<typeof registerCaller>
const act = () => ({ at: db.clock.now(), by: 'staff:test' })

beforeAll(async () => {
  mail = await mailServer()
})
afterAll(() => mail.close())

// Each test publishes, so each has a register of its own.
beforeEach(async () => {
  db = await testDatabase()
  db.clock.set(new Date())
  register = registerCaller(db)
  await prepareQueue(db)
  await publishNotice(db, { source: withoutResearch, by: 'test', clock: db.clock })
  mail.received.length = 0
  mail.refuses.clear()
  mail.onTaken = () => {}
})
afterEach(() => db.close())

const jobs = [sendMail([noticeChanged]), gather, publish]
const program = (url: string | undefined = mail.url): Sending & { database: Opened } => ({
  clock: db.clock,
  home: '',
  url: 'https://rekisteri.example.fi',
  sign: claim => signActor(db.actorKey, claim),
  database: db,
  published: publishedNotice(db.app),
  recordLooks: async () => {},
  mail: openMail({ url, perMinute: 1000, key: Buffer.alloc(32, 7) }),
})
const run = (url?: string) => runDueJobs(db, jobs, program(url))

async function person(email: string | null, language?: string): Promise<Id> {
  const id = await register.customer()
  await register.write('identity', id, null, { given_name: 'Aino' })
  if (email !== null) await register.write('contact-points', id, null, { email })
  if (language !== undefined) await register.write('profile', id, null, { language })
  return id
}

async function decide(source: string, more: Partial<Decision> = {}): Promise<Id> {
  const plan = await planFor(db.app, source, db.clock.now())
  return schedule(db.app, { plan, effective: plan.earliest, ...more }, act())
}
const today = () => dateInHelsinki(db.clock.now())
const toTheDay = async (id: Id) => db.clock.set(midnightInHelsinki((await findPublication(db.app, id)).effective))
const version = async () => (await db.app.query('select max(id) as v from notice.version')).rows[0].v

test('those concerned are told in their language, on record, and the notice takes effect on its day and not before', async () => {
  const [aino, bertta] = [await person('aino@example.org'), await person('bertta@example.org', 'sv')]
  const id = await decide(withResearch)
  await run()
  expect(mail.received.map(({ to }) => to[0]).sort()).toEqual(['aino@example.org', 'bertta@example.org'])
  const { effective, state } = await findPublication(db.app, id)
  expect(effective).toBe(daysAfter(today(), 14))
  expect(state).toBe('scheduled')
  const swedish = mail.received.find(({ to }) => to[0] === 'bertta@example.org')
  expect(swedish && headerOf(swedish, 'Content-Language')).toBe('sv')
  const { rows } = await db.app.query(
    `select t.person_id, t.channel, t.state, t.at, t.by, t.address_hash, t.message = m.id as same
     from notice.told t join mail.message m on m.id = t.message where publication = $1 order by person_id`,
    [id],
  )
  const { hash } = program().mail
  const told = { channel: 'email', state: 'told', at: db.clock.now(), by: 'system', same: true }
  expect(rows).toEqual([
    { person_id: aino, ...told, address_hash: hash('aino@example.org') },
    { person_id: bertta, ...told, address_hash: hash('bertta@example.org') },
  ])

  db.clock.set(new Date(midnightInHelsinki(effective).getTime() - 1000))
  await run()
  expect(await version()).toBe(1)
  await toTheDay(id)
  expect(await run()).toEqual([])
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published', version: 2 })
  const made = await db.app.query('select effective, published_by from notice.version where id = 2')
  expect(made.rows).toEqual([{ effective, published_by: 'staff:test' }])
  expect(mail.received).toHaveLength(2)
})

test('what rests on consent sees nobody after the publication, until somebody agrees', async () => {
  const aino = await person('aino@example.org')
  await person('bertta@example.org')
  const id = await decide(withResearch)
  await run()
  await toTheDay(id)
  await run()
  const seen = async () => (await db.purpose('research').query('select person_id from register.contact_points')).rows
  expect(await seen()).toEqual([])
  await register.say(aino, 'consent', 'research')
  expect(await seen()).toEqual([{ person_id: aino }])
})

// Two things are kept longer: one concerns those who have taken part in something, the other those who have given feedback.
const keptLonger = withoutResearch
  .replace(
    'for: { raffles: contract, rights: legal obligation }\n    keep: 6 months',
    'for: { raffles: contract, rights: legal obligation }\n    keep: 9 months',
  )
  .replace('keep: 3 years after case is closed', 'keep: 4 years after case is closed')

test('each is told what concerns them, in their language, with ways to the whole; one whom nothing concerns any more is told it all', async () => {
  const [aino, bertta, both, gone] = [
    await person('aino@example.org'),
    await person('bertta@example.org', 'sv'),
    await person('both@example.org', 'en'),
    await person('gone@example.org'),
  ]
  const took = (id: Id) => register.write('participation', id, null, { event: 'Messut' })
  const wrote = (id: Id) => register.write('feedback', id, null, { content: 'Hyvä kurssi' })
  await took(aino)
  await wrote(bertta)
  await took(both)
  await wrote(both)
  const row = await took(gone)
  const id = await decide(keptLonger)
  await runDueJobs(db, [gather], program())
  await register.write('participation', gone, row, null)
  await run()
  const bodyTo = (address: string) => {
    const found = mail.received.find(({ to }) => to[0] === address)
    if (!found) throw new Error(`nothing came to ${address}`)
    const { 'text/plain': plain = '', 'text/html': html = '' } = partsOf(found)
    expect(html).toContain('/notice/versions?lang=')
    return plain
  }
  const events = { fi: '9 kuukautta', sv: '9 månader', en: '9 months' }
  const feedback = { fi: '4 vuotta', sv: '4 år', en: '4 years' }
  const [toAino, toBertta, toBoth, toGone] = ['aino', 'bertta', 'both', 'gone'].map(name =>
    bodyTo(`${name}@example.org`),
  )
  expect(toAino).toContain('Nämä koskevat sinua')
  expect(toAino).toContain(events.fi)
  expect(toAino).not.toContain(feedback.fi)
  expect(toAino).toContain('https://rekisteri.example.fi/notice/versions?lang=fi')
  expect(toBertta).toContain('De här gäller dig')
  expect(toBertta).toContain(feedback.sv)
  expect(toBertta).not.toContain(events.sv)
  for (const [whole = '', lang] of [
    [toBoth, 'en'],
    [toGone, 'fi'],
  ] as const) {
    expect(whole).toContain(events[lang])
    expect(whole).toContain(feedback[lang])
    expect(whole).not.toMatch(/Nämä koskevat sinua|These concern you/)
  }
  expect(await progressOf(db.app, id)).toMatchObject({ total: 4, told: 4 })
})

const poppler = spawnSync('pdftotext', ['-v']).error === undefined

test.skipIf(!poppler)('a letter on paper holds what concerns its person too', async () => {
  const [aino, bertta] = [await person(null), await person(null, 'sv')]
  await register.write('participation', aino, null, { event: 'Messut' })
  await register.write('feedback', bertta, null, { content: 'Hyvä kurssi' })
  const publication = await findPublication(db.app, await decide(keptLonger))
  const to = (person: Id, lang: Lang) => ({ person, lang, name: 'X', address: [] })
  const file = await letterFile(program(), publication, [to(aino, 'fi'), to(bertta, 'sv')], db.clock.now())
  const read = (page: string) =>
    spawnSync('pdftotext', ['-f', page, '-l', page, '-raw', '-', '-'], { input: file, encoding: 'utf8' }).stdout
  expect(read('1')).toContain('9 kuukautta')
  expect(read('1')).not.toContain('4 vuotta')
  expect(read('2')).toContain('4 år')
  expect(read('2')).not.toContain('9 månader')
})

test('those without an address wait for a letter, and the notice with them', async () => {
  const [aino, bertta] = [await person('aino@example.org'), await person(null)]
  const id = await decide(withResearch)
  await run()
  expect(await lettersTo(db.app, id, undefined, 10)).toEqual([bertta])
  await toTheDay(id)
  await run()
  expect(await findPublication(db.app, id)).toMatchObject({
    state: 'scheduled',
    waits: { key: 'telling.untold', args: { persons: 1 } },
  })
  expect(await noteLetters(db.app, id, [aino, bertta], act())).toBe(1)
  expect(await progressOf(db.app, id)).toMatchObject({ total: 2, told: 2, toldByLetter: 1, letters: 0 })
  db.clock.forward(3_600_000)
  await run()
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published', waits: null })
})

test('an address that is refused is told so, tried again, or answered by a letter', async () => {
  mail.refuses.set('gone@example.org', 550)
  await person('gone@example.org')
  const id = await decide(withResearch)
  await run()
  expect(await progressOf(db.app, id)).toMatchObject({ failed: 1, reasons: [{ why: 'refused 550', persons: 1 }] })
  expect(await tellFailedAgain(db.app, id, db.clock.now())).toBe(1)
  await run()
  expect(await progressOf(db.app, id)).toMatchObject({ failed: 1, told: 0 })
  expect(await failedToLetters(db.app, id, db.clock.now())).toBe(1)
  expect(await progressOf(db.app, id)).toMatchObject({ failed: 0, letters: 1 })
})

test('with a reason on record it takes effect although somebody was not told', async () => {
  await person(null)
  const id = await decide(withResearch)
  await toTheDay(id)
  await run()
  await release(db.app, id, 'No address is known.', act())
  await run()
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published', untoldBecause: 'No address is known.' })
})

test('without a mail server everything waits, and goes at the first start with one', async () => {
  await person('aino@example.org')
  const id = await decide(withResearch)
  const without = { ...program(), mail: openMail({ url: undefined, perMinute: 10, key: Buffer.alloc(32) }) }
  await runDueJobs(db, jobs, without)
  expect(await progressOf(db.app, id)).toMatchObject({ total: 1, waiting: 1 })
  await toTheDay(id)
  await runDueJobs(db, jobs, without)
  expect(await version()).toBe(1)
  await resumeSending(db.app)
  await resumeTelling(db.app, db.clock.now())
  await run()
  expect(mail.received).toHaveLength(1)
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published' })
})

test('a publication whose jobs are gone goes on at the next start', async () => {
  await person('aino@example.org')
  const id = await decide(withResearch)
  await db.admin.query('delete from graphile_worker._private_jobs')
  await resumeTelling(db.app, db.clock.now())
  await run()
  expect(await progressOf(db.app, id)).toMatchObject({ told: 1 })
  await toTheDay(id)
  await run()
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published' })
})

test('whoever comes while others are being told is told on the day, before it takes effect', async () => {
  await person('aino@example.org')
  const id = await decide(withResearch)
  await run()
  await person('bertta@example.org')
  await toTheDay(id)
  await run()
  expect(mail.received.map(({ to }) => to[0])).toEqual(['aino@example.org', 'bertta@example.org'])
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published' })
})

test('a restricted person is told, for knowing is their right and no use of their data', async () => {
  const aino = await person('aino@example.org')
  await register.say(aino, 'restriction')
  const { concerns } = await planFor(db.app, withResearch, db.clock.now())
  expect(await countToTell(await rightsPool(program()), concerns)).toEqual({ total: 1, byEmail: 1, restricted: 1 })
  await decide(withResearch)
  await run()
  expect(mail.received).toHaveLength(1)
})

test('cancelled: what has not been sent is not sent, and nothing is published', async () => {
  await person('aino@example.org')
  const id = await decide(withResearch)
  await runDueJobs(db, [gather], program())
  await cancel(db.app, id, act())
  await run()
  await toTheDay(id)
  await run()
  expect(mail.received).toEqual([])
  expect(await version()).toBe(1)
  expect(await progressOf(db.app, id)).toMatchObject({ total: 1, told: 0, waiting: 0 })
  await expect(cancel(db.app, id, act())).rejects.toMatchObject({ key: 'telling.not-scheduled' })
})

test('other words for the same processing are published at once, and nobody is written to', async () => {
  await person('aino@example.org')
  const id = await decide(inOtherWords)
  expect(await findPublication(db.app, id)).toMatchObject({ must: 'nothing', effective: today() })
  await run()
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'published', version: 2 })
  expect(mail.received).toEqual([])
})

test('refused: a day that has been, too little time without a reason, a second one, an error, the same text', async () => {
  await expect(decide(withResearch, { effective: daysAfter(today(), -1) })).rejects.toMatchObject({
    key: 'telling.in-the-past',
  })
  await expect(decide(withResearch, { effective: daysAfter(today(), 13) })).rejects.toMatchObject({
    key: 'telling.too-soon',
    args: { earliest: daysAfter(today(), 14) },
  })
  await expect(decide('notice: 1')).rejects.toMatchObject({ key: 'publish.findings' })
  await expect(decide(withoutResearch)).rejects.toMatchObject({ key: 'telling.same' })
  await decide(withResearch, { effective: daysAfter(today(), 3), soonerBecause: 'The law changes.' })
  await expect(decide(inOtherWords)).rejects.toMatchObject({ key: 'telling.one-ahead' })
  expect(await listPublications(db.app)).toMatchObject([{ soonerBecause: 'The law changes.' }])
})

test('another version meanwhile, and the publication is refused with its reason', async () => {
  const id = await decide(withResearch)
  await publishNotice(db, { source: inOtherWords, by: 'test', clock: db.clock })
  await toTheDay(id)
  await run()
  expect(await findPublication(db.app, id)).toMatchObject({
    state: 'refused',
    why: { key: 'publish.base-changed', args: { version: 2 } },
    version: null,
  })
  expect(await version()).toBe(2)
})

test('a version, and what was decided of it, cannot be changed by the application', async () => {
  const id = await decide(inOtherWords)
  for (const sql of [
    `update notice.publication set source_text = ''`,
    `update notice.publication set version = 1, state = 'published'`,
    `delete from notice.publication`,
    `delete from notice.told`,
    `update notice.version set source_text = ''`,
  ])
    await expect(db.app.query(sql)).rejects.toMatchObject({ code: '42501' })
  expect(await findPublication(db.app, id)).toMatchObject({ state: 'scheduled' })
})
