/** Promises through every door: staff see the worst first, the public what the controller chose, and the rendering of a version stays as it was. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { exampleNotice, noticeIn } from '../../test/promise-asker.ts'
import { type Send, testServer } from '../../test/server.ts'
import type { Io } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { publishNotice } from '../database/publish.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { liveChecks } from '../live-checks.ts'
import { withMarks } from '../notice/margin-mark.ts'
import { documentOf } from '../notice/render-document.ts'
import { renderHtml } from '../notice/render-html.ts'
import { renderJson } from '../notice/render-json.ts'
import { textIfAny } from '../texts/texts.ts'
import { checkPromises } from './check.jobs.ts'
import { choose } from './mark.ts'
import { promises as checkAllPromises } from './promise.cli.ts'
import { type PromiseCheck, verdict } from './promise.ts'
import { publicMarks } from './public-marks.ts'
import { ask, type Checking, runChecks } from './run.ts'

const db = await testDatabase()
/** Those that hold on a register in which nothing has happened yet. */
const checks = liveChecks.filter(({ id }) => /^(notice|database|access|register|mail|import|telling|site)\./.test(id))
db.clock.set(new Date())
const notice = noticeIn(exampleNotice)
let server: Awaited<ReturnType<typeof testServer>>
let admin: Send
let clerk: Send
let program: Checking

beforeAll(async () => {
  await prepareQueue(db)
  await publishNotice(db, { source: exampleNotice, by: 'test', clock: db.clock })
  server = await testServer(db)
  await server.addStaff('Admin', ['administrator'])
  await server.addStaff('Clerk', ['customer-service'])
  admin = await server.signedIn('admin@example.fi')
  clerk = await server.signedIn('clerk@example.fi')
  const settings = {
    home: '/dev/null/home',
    databaseUrl: undefined,
    port: 0,
    url: 'http://localhost:1',
    smtpUrl: undefined,
    mailPerMinute: 60,
    smsUrl: undefined,
    imapUrl: undefined,
    chromium: undefined,
    notice: '',
  }
  program = { ...server.program, database: db, settings }
})
afterAll(async () => {
  await server.access.close()
  await db.close()
})

const json = async (answer: Promise<Response>) => {
  const response = await answer
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body}`)
  return body === '' ? undefined : JSON.parse(body)
}
const list = () => json(admin('GET', '/api/v1/promises'))
const one = async (id: string) => (await list()).promises.find((promise: { id: string }) => promise.id === id)
const file = () => json(server.anonymous('GET', '/notice/promises.json'))
const page = async (lang = 'fi') => (await server.anonymous('GET', `/notice?lang=${lang}`)).text()
const breakDuties = `insert into access.duty (id, staff_id, duty, given_at, given_by)
  select gen_random_uuid(), id, 'juggling', now(), 'test' from access.staff limit 1`
const mendDuties = `delete from access.duty where duty = 'juggling'`

test('before the first run nothing is known, and nothing is said to hold', async () => {
  const { counts, checkedAt, promises } = await list()
  expect(counts).toMatchObject({ broken: 0, holds: 0 })
  expect(checkedAt).toBeNull()
  expect(promises.length).toBeGreaterThanOrEqual(25)
  expect(promises[0]).toMatchObject({ state: 'unknown', told: 'Ei vielä tarkistettu.', lastTrue: null })
})

test('whoever asks for a run gets one, and another is in the queue for the night', async () => {
  const { asked } = await json(clerk('POST', '/api/v1/promises/run'))
  expect(await runDueJobs(db, [checkPromises(checks)], program)).toEqual([])
  const { checkedAt, counts, promises } = await list()
  expect(checkedAt >= asked).toBe(true)
  expect(promises.filter(({ state }: { state: string }) => state === 'broken')).toEqual([])
  expect(counts.holds).toBeGreaterThanOrEqual(25)
  const { rows } = await db.admin.query(
    `select key, run_at from graphile_worker.jobs where task_identifier = 'promises.check'`,
  )
  expect(rows).toEqual([{ key: 'promises.check night', run_at: expect.any(Date) }])
  expect(rows[0].run_at.getTime()).toBeGreaterThan(db.clock.now().getTime())
})

test('what is broken stands first, with its statement, its figures, since when, and when it was last true', async () => {
  const kept = db.clock.now().toISOString()
  await db.admin.query(breakDuties)
  db.clock.forward(86_400_000)
  await runChecks(program, checks)
  const broken = db.clock.now().toISOString()
  db.clock.forward(86_400_000)
  await runChecks(program, checks)
  const [first] = (await list()).promises
  expect(first).toMatchObject({
    id: 'access.duties-declared',
    state: 'broken',
    severity: 'slight',
    figures: { count: 1 },
    found: ['juggling'],
    lastTrue: kept,
    brokenSince: broken,
    checkedAt: db.clock.now().toISOString(),
    mend: { path: '/staff' },
    public: null,
  })
  expect(first.statements[0]).toMatchObject({ path: 'duties', section: 'security' })
  expect(first.statements[0].words).toContain('työtehtävissä')
  const english = await json(admin('GET', '/api/v1/promises', { headers: { 'accept-language': 'en' } }))
  expect(english.promises[0].told).toContain('not in the notice')
})

test('the public sees nothing that the controller has not chosen', async () => {
  const { format, promises, notice: of } = await file()
  expect(format).toBe('seloste-promises/1')
  expect(of).toMatchObject({ version: 1, hash: notice.hash })
  expect(promises.length).toBeGreaterThanOrEqual(25)
  for (const promise of promises) {
    expect(promise).toMatchObject({ public: false })
    expect(promise).not.toHaveProperty('state')
    expect(promise).not.toHaveProperty('figures')
  }
  expect(await page()).toContain(renderHtml(documentOf(notice, 'fi')))
})

test('only an administrator chooses, and who did and when is told', async () => {
  const path = '/api/v1/promises/access.duties-declared/public'
  expect((await clerk('PUT', path, { body: { shown: true } })).status).toBe(403)
  expect((await admin('PUT', '/api/v1/promises/no.such/public', { body: { shown: true } })).status).toBe(404)
  expect((await admin('PUT', path, { body: { shown: true } })).status).toBe(204)
  expect(await one('access.duties-declared')).toMatchObject({
    public: { shown: true, at: db.clock.now().toISOString(), by: { name: 'Admin' } },
  })
  const key = await server.withKey('marketing')
  const { promises } = await json(key('GET', '/api/v1/promises'))
  expect(promises.find(({ public: chosen }: { public: unknown }) => chosen !== null).public.by.name).toBeNull()
})

const day = (at: Date) => new Intl.DateTimeFormat('fi', { timeZone: 'Europe/Helsinki' }).format(at)

test('a broken promise that was chosen is told to be broken, and when it last held', async () => {
  const { brokenSince, lastTrue } = (await file()).promises.find(
    ({ id }: { id: string }) => id === 'access.duties-declared',
  )
  expect(brokenSince > lastTrue).toBe(true)
  const shown = await page()
  expect(shown).toContain(
    `tarkistettu ${day(db.clock.now())}: ei pidä paikkaansa; piti viimeksi ${day(new Date(lastTrue))}`,
  )
  expect(shown).toContain('<small class="mark broken">')
  expect(await page('sv')).toContain('stämmer inte; stämde senast')
})

test('mended, its mark says that it holds; without the marks the page is the rendering of the version, byte for byte', async () => {
  await db.admin.query(mendDuties)
  db.clock.forward(86_400_000)
  await runChecks(program, checks)
  const shown = await page()
  expect(shown).toContain(
    `<span aria-hidden="true">✓</span> <span>tarkistettu ${day(db.clock.now())}: pitää paikkansa</span>`,
  )
  expect(shown.replaceAll(/ <small class="mark.*?<\/small>/g, '')).toContain(renderHtml(documentOf(notice, 'fi')))
  expect(await (await server.anonymous('GET', '/notice.json?lang=fi')).text()).toBe(renderJson(notice, 'fi'))
  await json(admin('PUT', '/api/v1/promises/access.duties-declared/public', { body: { shown: false } }))
  expect(await page()).not.toContain('class="mark')
})

test('a check that throws, or whose figures are no figures, is never kept as true, and stops no other', async () => {
  const [kept] = liveChecks
  const check = (id: `${string}.${string}`, run: PromiseCheck['run']): PromiseCheck => ({
    id,
    run,
    severity: 'grave',
    places: () => ['notice'],
  })
  const outcomes = await runChecks(program, [
    check('test.throws', () => Promise.reject(new Error('Aino Virtanen'))),
    check('test.names', async () => verdict(true, { who: 'Aino' as unknown as number })),
    check('test.refuses', () => Promise.reject(new Refused('publish.unreadable', 'conflict'))),
    check('test.names-in-a-refusal', () => Promise.reject(new Refused('notice.no-file', 'absent', { file: 'Aino' }))),
    ...(kept ? [kept] : []),
  ])
  const fault = { state: 'unknown', why: 'promises.why.fault' }
  expect([...outcomes.values()]).toEqual([
    fault,
    fault,
    { state: 'unknown', why: 'errors.publish.unreadable' },
    fault,
    expect.objectContaining({ state: 'holds' }),
  ])
  const { rows } = await db.app.query(`select state, figures from promises.finding where check_id like 'test.%'`)
  expect(rows).toEqual(Array.from({ length: 4 }, () => ({ state: 'unknown', figures: {} })))
})

test('a check that does not come back is left', async () => {
  const never: PromiseCheck = {
    id: 'test.never',
    severity: 'slight',
    places: () => ['notice'],
    run: () => new Promise(() => {}),
  }
  const context = {
    at: db.clock.now(),
    clock: db.clock,
    version: 1,
    notice,
    database: db,
    rights: db.app,
    settings: program.settings,
    program,
  }
  expect(await ask(never, context, new AbortController().signal, 1)).toEqual({
    state: 'unknown',
    why: 'promises.why.too-long',
  })
})

test('a run that is stopped keeps nothing and is begun again', async () => {
  const state = 'select count(*), sum(runs) as runs, max(latest_at) as at from promises.finding'
  const { rows: before } = await db.app.query(state)
  await checkPromises(checks).run(program, {}, AbortSignal.abort())
  expect((await db.app.query(state)).rows).toEqual(before)
  const { rows } = await db.admin.query(
    `select key from graphile_worker.jobs where task_identifier = 'promises.check' order by 1`,
  )
  expect(rows.map(({ key }) => key)).toEqual(['promises.check night', 'promises.check now'])
})

test('the command tells everything worst first, as lines or as JSON, and fails when something is broken', async () => {
  const run = async (json: boolean) => {
    const lines: string[] = []
    const answers: { broken: number; holds: number; promises: { id: string; found: string[] }[] }[] = []
    const io: Io = {
      lang: 'sv',
      json,
      say: line => void lines.push(line),
      answer: value => void answers.push(value as never),
      input: async () => '',
    }
    const ended = await checkAllPromises(checks)
      .run([], io, async () => program)
      .then(
        () => 'done',
        fault => fault.constructor.name,
      )
    return { lines, answer: answers[0], ended }
  }
  expect(await run(false)).toMatchObject({ ended: 'done', answer: { broken: 0 } })
  await db.admin.query(breakDuties)
  const { lines, answer, ended } = await run(false)
  expect(ended).toBe('Failed')
  expect(answer?.broken).toBe(1)
  expect(answer?.promises[0]).toMatchObject({ id: 'access.duties-declared', found: ['juggling'] })
  expect(lines[0]).toBe('✗ Personalen har bara arbetsuppgifter som nämns i beskrivningen.  (access.duties-declared)')
  expect(lines).toContain('      juggling')
  expect(lines.at(-1)).toMatch(/^\n\d+ stämmer, 1 stämmer inte, \d+ kan inte veta\.$/)
  await db.admin.query(mendDuties)
})

test('of a check of many places only those that do not hold are told to be broken, and no good news hides a bad one', async () => {
  const check = (id: `${string}.${string}`, holds: boolean): PromiseCheck => ({
    id,
    severity: 'serious',
    places: () => ['recipients.0', 'recipients.1'],
    run: async () => verdict(holds, {}, [], ['recipients.1']),
  })
  const two = [check('test.good', true), check('test.half', false)]
  await runChecks(program, two)
  for (const { id } of two) await choose(db.app, id, true, { at: db.clock.now(), by: 'test' })
  const marks = await publicMarks(db.app, two, notice, 'fi')
  expect([...marks].map(([path, { kind }]) => [path, kind])).toEqual([
    ['recipients.0', 'kept'],
    ['recipients.1', 'broken'],
  ])
  const shown = renderHtml(withMarks(documentOf(notice, 'fi'), marks))
  expect(shown).toMatch(/<tr data-path="recipients.1">.*class="mark broken".*<\/tr>/)
  expect(shown.match(/class="mark /g)).toHaveLength(2)
})

test('websites to be visited are chosen by an administrator and are of the web', async () => {
  const put = (addresses: readonly string[], as = admin) =>
    as('PUT', '/api/v1/promises/websites', { body: { addresses } })
  expect((await put(['https://example.fi/'], clerk)).status).toBe(403)
  expect((await put(['file:///etc/passwd'])).status).toBe(422)
  expect((await put(['https://example.fi/'])).status).toBe(204)
  expect((await list()).websites).toMatchObject({
    addresses: ['https://example.fi/'],
    chosen: { at: db.clock.now().toISOString() },
  })
})

test('every check has its texts in three languages and an id of its own', async () => {
  expect(new Set(liveChecks.map(({ id }) => id)).size).toBe(liveChecks.length)
  const parts = ['title', 'holds', 'broken', 'mend']
  const missing = liveChecks.flatMap(({ id }) =>
    (['fi', 'sv', 'en'] as const).flatMap(lang =>
      parts
        .filter(part => textIfAny(lang, `promises.${id}.${part}`, { count: 2 }) === undefined)
        .map(part => `${lang} ${id}.${part}`),
    ),
  )
  expect(missing).toEqual([])
})
