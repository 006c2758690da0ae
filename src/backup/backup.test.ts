/** Administrators take, prove and fetch backups from the staff application; the live checks hold when they do, and not when they do not. */

import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { type Send, testServer } from '../../test/server.ts'
import { keepErasures, ledgerFile } from '../database/erasure-ledger.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { prove, take } from './backup.jobs.ts'
import { drilled, ledgerWhole, oldGone, recent } from './backup.promises.ts'
import { checkBackup } from './backup-file.ts'
import { clearLeftovers } from './leftovers.ts'
import { fileOf } from './record.ts'

vi.setConfig({ testTimeout: 120_000 }) // registers are rebuilt

const db = await testDatabase()
const home = mkdtempSync(join(tmpdir(), 'seloste-backups-'))
afterAll(async () => {
  await db.close()
  rmSync(home, { recursive: true })
})
db.clock.set(new Date())
await prepareQueue(db)
const asker = await promiseAsker(db)
const server = await testServer(db, home)
const program = { ...server.program, database: db }
let administrator: Send
let recoveryKey: string
let first: string

const fileAt = (id: string): string => fileOf(home, { id, folder: null })
const list = async () => (await administrator('GET', '/api/v1/backups')).json()
const run = () => runDueJobs(db, [take, prove], program)
const day = 86_400_000

/** So many days later; sessions have ended meanwhile. */
const later = async (days: number) => {
  db.clock.forward(days * day)
  administrator = await server.signedIn('aino@example.fi')
}

beforeAll(async () => {
  await server.addStaff('Aino', ['administrator'])
  await server.addStaff('Kaarlo', [])
  await later(0)
})

test('who is no administrator sees and takes no backup', async () => {
  for (const send of [await server.signedIn('kaarlo@example.fi'), server.anonymous])
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['GET', '/0199c0de-0000-7000-8000-000000000001/file'],
    ] as const)
      expect((await send(method, `/api/v1/backups${path}`)).status).toBeGreaterThanOrEqual(401)
})

test('the first backup comes with the recovery key, the next one without; two are not taken at once', async () => {
  await registerCaller(db).customer()
  const asked = await administrator('POST', '/api/v1/backups')
  expect(asked.status).toBe(202)
  const answer: { id: string; recoveryKey: string } = await asked.json()
  first = answer.id
  recoveryKey = answer.recoveryKey
  expect(recoveryKey).toMatch(/^AGE-SECRET-KEY-1/)
  expect(await (await administrator('POST', '/api/v1/backups')).json()).toMatchObject({
    type: expect.stringContaining('under-way'),
  })
  expect(await run()).toEqual([])
  expect(await list()).toMatchObject({
    backups: [{ id: first, state: 'done', persons: 1, share: 1, place: 'home' }],
    drills: [],
  })
  const { id } = await (await administrator('POST', '/api/v1/backups')).json()
  expect(await run()).toEqual([])
  expect((await list()).backups.map((backup: { id: string }) => backup.id)).toEqual([id, first])
})

test('the file that is fetched opens with the recovery key alone', async () => {
  const fetched = await administrator('GET', `/api/v1/backups/${first}/file`)
  expect(fetched.headers.get('content-disposition')).toMatch(/^attachment; filename="seloste-\d{4}-\d\d-\d\d\.backup"$/)
  const file = join(home, 'fetched')
  writeFileSync(file, Buffer.from(await fetched.arrayBuffer()))
  expect(readFileSync(file)).toEqual(readFileSync(fileAt(first)))
  expect((await checkBackup(file, { keys: [recoveryKey] })).noticeVersion).toBe(1)
})

test('a drill of a good file is on record, and one of a file that was changed says why it failed', async () => {
  expect((await administrator('POST', `/api/v1/backups/${first}/drill`)).status).toBe(202)
  expect(await run()).toEqual([])
  expect((await list()).drills).toMatchObject([{ backup: first, state: 'done', persons: 1 }])
  const whole = readFileSync(fileAt(first))
  writeFileSync(fileAt(first), whole.subarray(0, whole.length - 20))
  await administrator('POST', `/api/v1/backups/${first}/drill`)
  expect(await run()).toEqual([])
  expect((await list()).drills[0]).toMatchObject({
    state: 'failed',
    why: expect.not.stringContaining('backup.damaged'),
  })
  writeFileSync(fileAt(first), whole)
})

test('a backup is kept for 30 days when there is a newer one, and the last one for as long as it is the last', async () => {
  const latest: string = (await list()).backups[0].id
  await later(29)
  await clearLeftovers({ database: db, home, clock: db.clock })
  expect(existsSync(fileAt(first))).toBe(true)
  await later(2)
  for (const id of [first, latest]) utimesSync(fileAt(id), 0, 0)
  const holds = (state: string) => expect.objectContaining({ state })
  const context = { program: { home, sign: () => '', published: server.program.published } }
  expect(await asker.ask(oldGone, context)).toEqual(holds('holds'))
  await later(1)
  expect(await asker.ask(oldGone, context)).toMatchObject({ state: 'broken', figures: { count: 1 } })
  await clearLeftovers({ database: db, home, clock: db.clock })
  expect([first, latest].map(id => existsSync(fileAt(id)))).toEqual([false, true])
  expect(await asker.ask(oldGone, context)).toEqual(holds('holds'))
  expect((await administrator('GET', `/api/v1/backups/${first}/file`)).status).toBe(404)
})

test('a backup that nobody takes any more is found out after a week, a restore that nobody tries after 90 days', async () => {
  expect(await asker.ask(recent)).toMatchObject({ state: 'broken' })
  await administrator('POST', '/api/v1/backups')
  expect(await run()).toEqual([])
  await asker.seeItBreak(
    recent,
    async () => db.clock.forward(8 * day),
    async () => db.clock.forward(-8 * day),
  )
  expect(await asker.ask(drilled)).toMatchObject({ state: 'broken' }) // the last one was of a changed file
  await db.admin.query(`update backup.drill set settled_at = settled_at - interval '1 hour' where state = 'failed'`)
  await asker.seeItBreak(
    drilled,
    async () => db.clock.forward(90 * day),
    async () => db.clock.forward(-90 * day),
  )
  await asker.seeItBreak(
    drilled,
    `update backup.drill set state = 'failed' where state = 'done'`,
    `update backup.drill set state = 'done' where why is null`,
  )
})

test('an erasure that is not in the ledger is found out, and so is a ledger that is gone or cannot be read', async () => {
  const context = { program: { home, sign: () => '', published: server.program.published } }
  const ask = () => asker.ask(ledgerWhole, context)
  const { customer } = registerCaller(db)
  for (const person of [await customer(), await customer()])
    await db.admin.query('select register.forget(array[$1::uuid])', [person])
  expect(await ask()).toMatchObject({ state: 'broken', figures: { count: 2, erased: 2 } })
  await keepErasures(db.app, home)
  expect(await ask()).toMatchObject({ state: 'holds', figures: { erased: 2 } })
  const ledger = readFileSync(ledgerFile(home), 'utf8')
  writeFileSync(ledgerFile(home), ledger.slice(0, ledger.indexOf('\n') + 1))
  expect(await ask()).toMatchObject({ state: 'broken', figures: { count: 1 } })
  writeFileSync(ledgerFile(home), ledger.replace(/^\d{4}/, '1999'))
  expect(await ask()).toMatchObject({ state: 'unknown' })
  rmSync(ledgerFile(home))
  expect(await ask()).toMatchObject({ state: 'broken', figures: { count: 2 } })
})

test('a backup that is interrupted by a stop of the server is begun again, and one of a command that was killed is told as failed', async () => {
  const { id } = await (await administrator('POST', '/api/v1/backups')).json()
  const stopping = AbortSignal.abort()
  await expect(take.run(program, { backup: id }, stopping)).rejects.toThrow()
  expect((await list()).backups[0]).toMatchObject({ id, state: 'waiting' })
  expect(existsSync(fileAt(id))).toBe(false)
  await db.app.query(
    `insert into backup.backup (id, place, state, asked_at, asked_by) values (gen_random_uuid(), 'file', 'waiting', now(), 'command-line')`,
  )
  await clearLeftovers({ database: db, home, clock: db.clock })
  expect(await run()).toEqual([])
  const states = (await list()).backups.map(({ state, place }: { state: string; place: string }) => `${place} ${state}`)
  expect(states).toContain('file failed')
  expect(states).not.toContain('home waiting')
})
