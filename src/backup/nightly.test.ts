/** A backup is taken every night by itself, so many stay, and a night on which it failed is told with its reason. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { type Send, testServer } from '../../test/server.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { prove, take, takeNightly } from './backup.jobs.ts'
import { drilled, nightly, recent } from './backup.promises.ts'
import { checkBackup } from './backup-file.ts'
import { keysOf } from './backup-key.ts'
import { enqueueNightly } from './plan.ts'

vi.setConfig({ testTimeout: 120_000 })

const db = await testDatabase()
const home = mkdtempSync(join(tmpdir(), 'seloste-nightly-'))
const elsewhere = mkdtempSync(join(tmpdir(), 'seloste-elsewhere-'))
afterAll(async () => {
  await db.close()
  rmSync(home, { recursive: true })
  rmSync(elsewhere, { recursive: true, force: true })
})
// At noon of tomorrow: the queue goes by the real time, which is never before.
const hour = 3_600_000
const tomorrow = daysAfter(dateInHelsinki(new Date()), 1)
const noon = (day: number) => new Date(midnightInHelsinki(daysAfter(tomorrow, day)).getTime() + 12 * hour)
db.clock.set(noon(0))
await prepareQueue(db)
const asker = await promiseAsker(db)
const server = await testServer(db, home)
const program = { ...server.program, database: db }
let administrator: Send

beforeAll(async () => {
  await server.addStaff('Aino', ['administrator'])
  await server.addStaff('Kaarlo', [])
  administrator = await server.signedIn('aino@example.fi')
})

const list = async () => (await administrator('GET', '/api/v1/backups')).json()
const say = (plan: object, send = administrator) =>
  send('PUT', '/api/v1/backups/nightly', { body: { isOn: true, hour: 2, kept: 2, folder: elsewhere, ...plan } })
/** The night before the day's noon has passed, and the server was there. */
const pass = async (day: number) => {
  db.clock.set(noon(day))
  administrator = await server.signedIn('aino@example.fi')
  expect(await runDueJobs(db, [take, takeNightly, prove], program)).toEqual([])
}

test('nothing is taken by itself until an administrator says so', async () => {
  await enqueueNightly(db.app, db.clock.now())
  await pass(1)
  expect(await list()).toMatchObject({ backups: [], nightly: { isOn: false, next: null } })
  expect(await asker.ask(nightly)).toMatchObject({ state: 'broken' })
  expect((await say({}, await server.signedIn('kaarlo@example.fi'))).status).toBe(403)
})

test('a folder that is not there, or is none, is refused where it was typed', async () => {
  const file = join(elsewhere, 'file')
  writeFileSync(file, '')
  for (const folder of ['/nowhere/backups', file, 'backups']) {
    const refused = await say({ folder })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ type: expect.stringContaining('backup.folder') })
  }
  rmSync(file)
  for (const wrong of [{ hour: 24 }, { kept: 0 }, { kept: 31 }]) expect((await say(wrong)).status).toBe(422)
  expect((await list()).nightly.isOn).toBe(false)
})

test('every night one more lies in the folder, and no more than so many stay; the recovery key is shown with the first word', async () => {
  const said = await (await say({})).json()
  expect(said.recoveryKey).toMatch(/^AGE-SECRET-KEY-1/)
  expect((await (await say({ kept: 2 })).json()).recoveryKey).toBeNull()
  expect(said.next).toBe(new Date(noon(2).getTime() - 10 * hour).toISOString())
  await pass(1) // the same day: the hour had gone by
  expect(readdirSync(elsewhere)).toEqual([])
  expect(await asker.ask(nightly)).toMatchObject({ state: 'holds' }) // it was switched on today
  for (const [day, files] of [
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 2],
  ] as const) {
    await pass(day)
    expect(readdirSync(elsewhere)).toHaveLength(files)
    expect((await list()).backups[0]).toMatchObject({
      state: 'done',
      nightly: dateInHelsinki(noon(day)),
      folder: elsewhere,
      keptUntil: expect.any(String),
    })
  }
  for (const name of readdirSync(elsewhere)) await checkBackup(join(elsewhere, name), { keys: keysOf(home) })
  await asker.seeItBreak(
    nightly,
    async () => db.clock.forward(2 * 24 * hour),
    async () => db.clock.forward(-2 * 24 * hour),
  )
  expect(await asker.ask(recent)).toMatchObject({ state: 'holds' })
})

test('once a week the newest is tried, and a try that fails is seen', async () => {
  const drills = async () => (await list()).drills.map(({ state }: { state: string }) => state)
  expect(await drills()).toEqual(['done']) // four nights, one drill
  expect(await asker.ask(drilled)).toMatchObject({ state: 'holds' })
  await db.admin.query(`update backup.drill set asked_at = asked_at - interval '7 days'`)
  const { backups } = await list()
  await say({ drills: false })
  await pass(6)
  expect(await drills()).toEqual(['done'])
  await say({})
  await pass(7)
  expect(await drills()).toEqual(['done', 'done'])
  expect((await list()).drills[0].backup).not.toBe(backups[0].id)
  await asker.seeItBreak(
    drilled,
    `update backup.drill set state = 'failed' where id = (select max(id::text)::uuid from backup.drill)`,
    `update backup.drill set state = 'done'`,
  )
})

test('one taken by hand is not counted among the nightly ones, and what others have in the folder is left alone', async () => {
  writeFileSync(join(elsewhere, 'photo.jpg'), '')
  await administrator('POST', '/api/v1/backups')
  await pass(8)
  await pass(9)
  const { backups } = await list()
  expect(backups.filter((one: { keptUntil: string | null }) => one.keptUntil !== null)).toHaveLength(3)
  expect(readdirSync(elsewhere)).toContain('photo.jpg')
  const [{ id }] = backups
  expect((await administrator('GET', `/api/v1/backups/${id}/file`)).status).toBe(200)
})

test('a folder that has gone is told with the reason; the next night tries again', async () => {
  rmSync(elsewhere, { recursive: true })
  await pass(10)
  const { backups, nightly: plan } = await list()
  expect(backups[0]).toMatchObject({ state: 'failed', why: expect.stringContaining(elsewhere) })
  expect(plan.next).toBe(new Date(noon(11).getTime() - 10 * hour).toISOString())
  db.clock.set(noon(11)) // a night without it
  expect(await asker.ask(nightly)).toMatchObject({ state: 'broken' })
  mkdirSync(elsewhere)
  await pass(11)
  expect((await list()).backups[0]).toMatchObject({ state: 'done' })
})

test('a full disk is told, and nothing half written is left', async ({ skip }) => {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', elsewhere]).status !== 0)
    return skip('this user may not mount a small disk')
  try {
    writeFileSync(join(elsewhere, 'photo.jpg'), Buffer.alloc(4096))
    await pass(12)
    expect((await list()).backups[0]).toMatchObject({ state: 'failed', why: expect.stringContaining('tila') })
    expect(readdirSync(elsewhere)).toEqual(['photo.jpg'])
  } finally {
    spawnSync('umount', [elsewhere])
  }
  await pass(13)
  expect((await list()).backups[0]).toMatchObject({ state: 'done' })
})

test('a night that the server missed is made up for when it starts, and one that is switched off is not', async () => {
  db.clock.set(noon(14))
  administrator = await server.signedIn('aino@example.fi')
  await enqueueNightly(db.app, db.clock.now())
  await pass(14)
  expect((await list()).backups[0]).toMatchObject({ state: 'done', nightly: dateInHelsinki(noon(14)) })
  const before = (await list()).backups.length
  await say({ isOn: false })
  await pass(15)
  expect((await list()).backups).toHaveLength(before)
  expect(await asker.ask(nightly)).toMatchObject({ state: 'broken' })
})
