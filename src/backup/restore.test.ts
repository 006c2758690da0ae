/** What a backup holds comes back whole, with the rights that the notice gives and without the erased; what cannot be restored changes nothing. */

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { type CourseRegister, courseNotice, courseRegister } from '../../test/course-register.ts'
import { secret, type TestDatabase } from '../../test/database.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { keepErasures, ledgerFile } from '../database/erasure-ledger.ts'
import { migrations } from '../database/migrate.ts'
import { type Database, openDatabase } from '../database/pools.ts'
import { bringInLine, publishChecked } from '../database/publish.ts'
import { parse } from '../notice/parse.ts'
import { checkBackup } from './backup-file.ts'
import { closerOf, keysOf, rotateKey } from './backup-key.ts'
import { drill, restore } from './restore.ts'
import { leftBeside } from './scratch.ts'
import { leftOut, tablesOf } from './snapshot.ts'
import { takeBackup } from './take-backup.ts'

vi.setConfig({ testTimeout: 120_000 }) // registers are rebuilt

const home = mkdtempSync(join(tmpdir(), 'seloste-backup-'))
const file = join(home, 'first.backup')
let register: CourseRegister
let db: TestDatabase
let aino: string
let bertta: string
let cecilia: string

beforeAll(async () => {
  register = await courseRegister()
  db = register.db
  const { customer, say, write } = registerCaller(db)
  ;[aino, bertta, cecilia] = [await customer(), await customer(), await customer()]
  await say(aino, 'consent', 'marketing')
  await say(bertta, 'objection')
  for (const [person, name] of [
    [aino, 'Aino'],
    [bertta, 'Bertta'],
    [cecilia, 'Cecilia'],
  ] as const) {
    await write('identity', person, null, { given_name: name, family_name: 'Virtanen' })
    await write('shoe-size', person, null, { size: 38, colour: 'sininen' })
  }
  await db.app.query('select access.prepare_looks($1, 1)', [db.clock.now()])
  await db.app.query(
    `insert into access.look (id, at, actor, purpose, person_id, operation, categories, request_id, notice_version, seal)
     values (gen_random_uuid(), $1, 'staff:test', 'rights', $2, 'card', '{identity}', gen_random_uuid(), 1, 1)`,
    [db.clock.now(), aino],
  )
  await take(file)
  await leave()
})
afterAll(async () => {
  await db.close()
  rmSync(home, { recursive: true })
})

const opener = () => ({ keys: keysOf(home) })
const taking = async (database: Database = db) => ({
  database,
  home,
  clock: db.clock,
  closer: await closerOf(home, db.clock),
})
const take = async (to: string, database?: Database) => takeBackup(to, await taking(database))

/** Ends the sessions of the setting up: a register that somebody uses is not replaced. */
async function leave(): Promise<void> {
  const cluster = new pg.Client({ connectionString: inject('clusterUrl') })
  await cluster.connect()
  await cluster.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    new URL(db.url).pathname.slice(1),
  ])
  await cluster.end()
}

/** The register as it is now; what a restore has closed is opened again. */
let now: Database | undefined
async function opened(): Promise<Database> {
  now = await openDatabase({ url: db.url, secret })
  return now
}
const restoring = async (from = file) => ({
  file: from,
  opener: opener(),
  database: await opened(),
  secret,
  home,
  clock: db.clock,
})

/** What everybody may, and every row of every table that a backup holds. */
async function everything(): Promise<Readonly<Record<string, unknown>>> {
  const database = await opened()
  const client = await database.admin.connect()
  try {
    const ask = async (sql: string) => (await client.query(sql)).rows
    await client.query(`set role ${database.roles.owner}`)
    const rows: Record<string, unknown> = {}
    for (const { schema, name } of await tablesOf(client))
      rows[`${schema}.${name}`] = await ask(`select t::text from ${schema}.${name} t order by 1`)
    return {
      rows,
      grants: await ask(`select n.nspname, c.relname, c.relacl::text, a.attname, a.attacl::text from pg_class c
        join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where n.nspname in ('register', 'notice', 'access', 'mail', 'intake', 'backup') order by 1, 2, 4`),
      policies: await ask('select * from pg_policies order by 1, 2, 3'),
      functions: await ask(`select p.oid::regprocedure::text, p.proacl::text, pg_get_functiondef(p.oid) from pg_proc p
        where prokind <> 'a' and pronamespace in (select oid from pg_namespace where nspname in ('register', 'access', 'backup')) order by 1`),
      indexes: await ask(
        `select indexdef from pg_indexes where schemaname in ('register', 'access', 'backup') order by 1`,
      ),
      derived: await ask('select s::text from notice.scope s order by 1'),
    }
  } finally {
    client.release(true)
    await database.close()
  }
}

test('a restored register has every row and every right that the backed-up one had', async () => {
  const before = await everything()
  const restored = await restore({ ...(await restoring()), replace: true })
  expect(restored).toMatchObject({ persons: 3, noticeVersion: 1, erasedSince: 0 })
  expect(await everything()).toEqual(before)
  expect(await leftBeside(db.url)).toEqual([])
})

test('numbers go on where they were', async () => {
  const database = await opened()
  const source = courseNotice.replace('[named accounts]', '[named accounts, duties]')
  const { notice } = parse(source)
  if (!notice) throw new Error('the changed notice cannot be read')
  expect(await publishChecked(database, notice, { source, by: 'test', clock: db.clock })).toMatchObject({ version: 2 })
  await database.close()
})

test('the file holds every table of the owner but those that say why not', async () => {
  const database = await opened()
  const { rows } = await database.admin.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and pg_get_userbyid(c.relowner) = $1 and n.nspname <> 'graphile_worker'`,
    [database.roles.owner],
  )
  await database.close()
  const { tables } = await checkBackup(file, opener())
  const held = tables.map(({ schema, name }) => `${schema}.${name}`)
  expect([...held, ...leftOut].sort()).toEqual(rows.map(({ name }) => name).sort())
})

test('whoever is erased after the backup does not come back with it, nor with one that is taken of what was restored', async () => {
  const database = await opened()
  await database.admin.query(`select register.forget(array[$1::uuid])`, [bertta])
  await keepErasures(database.app, home)
  await database.close()
  expect(readFileSync(ledgerFile(home), 'utf8')).not.toContain(bertta)
  expect(await restore({ ...(await restoring()), replace: true })).toMatchObject({ persons: 2, erasedSince: 1 })
  const text = JSON.stringify(await everything())
  expect(text).not.toContain(bertta)
  expect(text).toContain(aino)

  const second = join(home, 'second.backup')
  const restored = await opened()
  await take(second, restored)
  await restored.close()
  expect(await restore({ ...(await restoring(second)), replace: true })).toMatchObject({ persons: 2, erasedSince: 0 })
})

test('an erasure that a kill kept out of the ledger is in it before the register is replaced', async () => {
  const database = await opened()
  await database.admin.query(`select register.forget(array[$1::uuid])`, [cecilia])
  await database.close()
  expect(await restore({ ...(await restoring()), replace: true })).toMatchObject({ persons: 1, erasedSince: 2 })
})

test('a ledger of which a line was changed is refused, one that a kill has cut short is written on', async () => {
  const whole = readFileSync(ledgerFile(home), 'utf8')
  writeFileSync(
    ledgerFile(home),
    whole.replace(/[0-9a-f]{64}/, match => match.replace(/^./, first => (first === '0' ? '1' : '0'))),
  )
  const given = await restoring()
  await expect(restore({ ...given, replace: true })).rejects.toMatchObject({ key: 'backup.ledger-damaged' })
  await given.database.close()
  writeFileSync(ledgerFile(home), whole)
  appendFileSync(ledgerFile(home), '2026-03-02 00')
  expect(await restore({ ...(await restoring()), replace: true })).toMatchObject({ persons: 1 })
})

test('a drill counts, and leaves the register, the roles and no database', async () => {
  const before = await everything()
  const database = await opened()
  // other registers of the cluster come and go meanwhile
  const own = [database.roles.prefix]
  const roles = async () =>
    (await database.admin.query('select rolname from pg_roles where starts_with(rolname, $1) order by 1', own)).rows
  const known = await roles()
  expect(await drill({ ...(await restoring()), database })).toMatchObject({
    persons: 1,
    noticeVersion: 1,
    erasedSince: 2,
  })
  expect(await roles()).toEqual(known)
  await database.close()
  expect(await everything()).toEqual(before)
  expect(await leftBeside(db.url)).toEqual([])
})

describe('nothing changes when', () => {
  const refused = async (key: string, more: object = {}) => {
    const before = await everything()
    const given = await restoring()
    await expect(restore({ ...given, replace: true, ...more })).rejects.toMatchObject({ key })
    await given.database.close()
    expect(await everything()).toEqual(before)
    expect(await leftBeside(db.url)).toEqual([])
  }

  test('somebody is in the register and nobody said that they may go', () =>
    refused('backup.register-in-place', { replace: false }))

  test('the key is another', async () => {
    const other = mkdtempSync(join(tmpdir(), 'seloste-backup-'))
    await refused('backup.wrong-key', { opener: { keys: [await rotateKey(other, db.clock)] } })
    rmSync(other, { recursive: true })
  })

  test('the file is no backup, or not there', async () => {
    const other = join(home, 'other')
    writeFileSync(other, 'something else, and long enough to be read')
    await refused('backup.not-a-backup', { file: other })
    await refused('backup.no-file', { file: join(home, 'nowhere') })
  })

  test('a byte of any part of the file is another, or its end is missing', async () => {
    const whole = readFileSync(file)
    const other = join(home, 'other')
    const places = [
      30,
      60,
      130,
      170,
      200,
      230,
      ...Array.from({ length: 40 }, (_, n) => Math.floor((n * (whole.length - 1)) / 39)),
    ]
    for (const at of places) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(other, bytes)
      await expect(checkBackup(other, opener()), String(at)).rejects.toMatchObject({
        key: expect.stringMatching(/^backup\.(damaged|wrong-key|not-a-backup)$/),
      })
    }
    for (const length of [0, 21, 100, 250, whole.length >> 1, whole.length - 17, whole.length - 1]) {
      writeFileSync(other, whole.subarray(0, length))
      await expect(checkBackup(other, opener()), String(length)).rejects.toMatchObject({
        key: expect.stringMatching(/^backup\.(damaged|not-a-backup)$/),
      })
    }
    writeFileSync(other, Buffer.concat([whole, Buffer.from('more')]))
    await expect(checkBackup(other, opener())).rejects.toMatchObject({ key: 'backup.damaged' })
    await refused('backup.damaged', { file: other })
  })

  test('a newer program took it', async () => {
    const database = await opened()
    const client = await database.admin.connect()
    await client.query(`set role ${database.roles.owner}; insert into seloste.migration (name) values ('9999-later')`)
    const newer = join(home, 'newer.backup')
    await take(newer, database)
    await client.query(`delete from seloste.migration where name = '9999-later'`)
    client.release(true)
    await database.close()
    await refused('backup.newer-program', { file: newer })
  })

  test('somebody is still at work in it', async () => {
    const busy = await opened()
    await busy.app.query('select 1')
    await refused('backup.in-use')
    await busy.close()
  })
})

test('a backup of an older program and an older notice is brought up to this one, and loses nothing that the notice has dropped', async () => {
  const database = await opened()
  const source = courseNotice.replace(/, colour: \{.*\} \}/, ' }')
  const { notice } = parse(source)
  if (!notice) throw new Error('the changed notice cannot be read')
  await publishChecked(database, notice, { source, by: 'test', clock: db.clock })
  const older = join(home, 'older.backup')
  await take(older, database)
  await database.close()

  const later = { name: '9999-later', sql: 'alter table register.person add column later int not null default 7' }
  const program = [...migrations(), later]
  expect(await restore({ ...(await restoring(older)), replace: true, program })).toMatchObject({
    persons: 1,
    noticeVersion: 2,
  })
  const restored = await opened()
  const { rows } = await restored.admin.query(
    'select p.later, s.colour from register.person p join register.shoe_size s on s.person_id = p.id',
  )
  expect(rows).toEqual([{ later: 7, colour: 'sininen' }])
  await expect(restored.purpose('customer-care').query('select colour from register.shoe_size')).rejects.toThrow()
  await restored.close()
})

test('a login that a dead restore has shut is opened by the next start', async () => {
  const database = await opened()
  await database.admin.query(`alter role ${database.roles.purpose('marketing')} nologin`)
  await bringInLine(database, db.clock)
  expect((await database.purpose('marketing').query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await database.close()
})

test("a ledger of another home counts too, and what it names is in the home's own from the next start on", async () => {
  const [other, empty] = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'seloste-backup-')))
  if (!other || !empty) throw new Error('no folders')
  const erasures = ledgerFile(other)
  writeFileSync(erasures, readFileSync(ledgerFile(home)))
  const { database, ...given } = await restoring()
  expect(await restore({ ...given, database, home: empty, erasures, replace: true })).toMatchObject({
    persons: 1,
    erasedSince: 2,
  })
  const restored = await opened()
  await keepErasures(restored.app, empty)
  await restored.close()
  const linesOf = (file: string) =>
    readFileSync(file, 'utf8')
      .match(/^.{84}$/gm)
      ?.sort()
  expect(linesOf(ledgerFile(empty))).toEqual(linesOf(erasures))
  for (const folder of [other, empty]) rmSync(folder, { recursive: true })
})

test('a backup that cannot be written leaves nothing behind', async () => {
  const database = await opened()
  await expect(take(join(home, 'no-such-folder', 'file'), database)).rejects.toMatchObject({
    key: 'backup.not-writable',
  })
  await database.close()
  expect(readdirSync(home).filter(name => name.includes('.part-'))).toEqual([])
})
