/** Whatever the database, its queue and the home hold of a person is in the copy of Art. 15, and none of it anywhere once they are erased. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { verifyLooks } from '../src/access/look-seal.ts'
import { closerOf, keysOf } from '../src/backup/backup-key.ts'
import { restore } from '../src/backup/restore.ts'
import { takeBackup } from '../src/backup/take-backup.ts'
import { newId } from '../src/base/ids.ts'
import { openDatabase } from '../src/database/pools.ts'
import { publishNotice } from '../src/database/publish.ts'
import { tellOrigin, upload } from '../src/import/imports.ts'
import { preview } from '../src/import/work.ts'
import { prepareQueue } from '../src/jobs/queue.ts'
import { queueMessages } from '../src/mail/outbox.ts'
import { secret, testDatabase } from './database.ts'
import { type Column, isName, isOfStaff, type Planted, personColumns, plant, type Unmarked } from './markers.ts'
import { exampleNotice } from './promise-asker.ts'
import { registerCaller } from './register-caller.ts'
import { type Send, testServer } from './server.ts'
import {
  type Traces,
  tracesIn,
  tracesInDatabase,
  tracesInDump,
  tracesInFiles,
  tracesInLog,
  tracesInSamples,
} from './traces.ts'

vi.setConfig({ testTimeout: 120_000 })

const db = await testDatabase()
const home = mkdtempSync(join(tmpdir(), 'seloste-markers-'))
const older = join(home, 'older.backup')
const { customer } = registerCaller(db)
let server: Awaited<ReturnType<typeof testServer>>
let privacy: Send
let columns: readonly Column[]
/** What no column says: in the file of an import, in the request of the erasure. */
const besides = ['merkki-aino-tiedostossa', 'merkki-aino-pyytäjä', 'merkki-aino-pyyntö']

/** Names of the notice, and what a row of a person cannot have: no catalogue tells that they are. */
const given = {
  'agreements.party.organisation_id': null, // a party is a person or an organisation
  'register.change.category': 'identity',
  'register.statement.purpose': 'marketing',
  'register.profile.language': 'fi',
}

interface Person {
  readonly id: string
  readonly planted: readonly Planted[]
  readonly unmarked: readonly Unmarked[]
}
let aino: Person
let bertta: Person
/** Of the long form: who leave one after another while the others stay. */
const further: Person[] = []
const isLong = process.env.SELOSTE_LONG !== undefined
let snapshot: readonly string[] = []

/** Rows that stay without the person, and what may: that staff looked, that a request was answered, that recipients were told, that something came. */
const stays: Readonly<Record<string, RegExp>> = {
  'access.look': /./,
  'rights.request': /^(id|received_at|due|recorded_at|recorded_by|notice_version)$/,
  'rights.recipient_notice': /^(id|recipient|address|categories|made_at|at|by)$/, // of whom the notice names
  'arrivals.arrival': /^(id|topic|at|bytes|sealed_until|notice_version|reason|settled_at|thing_group)$/,
  'arrivals.thing': /^(group_id|category|at)$/,
}

beforeAll(async () => {
  await publishNotice(db, { source: exampleNotice, by: 'test', clock: db.clock })
  await prepareQueue(db)
  server = await testServer(db, home)
  await server.addStaff('Kaisa', ['privacy'])
  privacy = await server.signedIn('kaisa@example.fi')
  await asSuperuser(async superuser => {
    columns = (await personColumns(superuser)).filter(({ schema, table }) => `${schema}.${table}` !== 'access.look')
    aino = await invented(superuser, 'aino')
    bertta = await invented(superuser, 'bertta')
    if (isLong) for (const tag of ['cecilia', 'daniel', 'elsa']) further.push(await invented(superuser, tag))
    await superuser.query('analyze')
  })
  await importNamingAino()
}, 300_000)
afterAll(async () => {
  await server.access.close()
  await db.close()
  rmSync(home, { recursive: true })
})

async function asSuperuser<Result>(work: (superuser: pg.ClientBase) => Promise<Result>): Promise<Result> {
  const superuser = new pg.Client({ connectionString: db.url })
  await superuser.connect()
  try {
    return await work(superuser)
  } finally {
    await superuser.end()
  }
}

/** A customer with a marker in every column, whom staff have looked at, and to whom a message is on its way. */
async function invented(superuser: pg.ClientBase, tag: string): Promise<Person> {
  const id = await customer()
  const marks = await plant(superuser, columns, { person: id, tag, given })
  await server.program.recordLooks([
    {
      at: db.clock.now(),
      actor: 'staff:kaisa',
      purpose: 'rights',
      personId: id,
      operation: 'card',
      categories: ['identity'],
      requestId: newId(),
      noticeVersion: 1,
    },
  ])
  await queueMessages(superuser, { kind: 'preferences', about: newId(), persons: [id], at: db.clock.now() })
  return { id, ...marks }
}

/** A file that somebody has begun to import, in which Aino is recognised by her address. */
async function importNamingAino(): Promise<void> {
  const address = aino.planted.find(({ column }) => column.place === 'register.contact_points.email')?.value
  const reader = db.purpose('customer-care')
  const ask = {
    purpose: 'customer-care',
    published: { version: 1 },
    program: server.program,
    reader,
    token: registerCaller(db).token('customer-care'),
    asker: { kind: 'staff' as const, actor: 'staff:kaisa' },
    lang: 'fi' as const,
    clock: db.clock,
    requestId: newId(),
  }
  const file = Buffer.from(`nimi;sähköposti\n${besides[0]};${address}\n`)
  const id = await upload(ask, 'file.csv', Readable.from([file]))
  await tellOrigin(ask, id, { source: 'forms', basis: 'contract', obtained: '2026-02-01' })
  await (await preview(ask, id)).finished
  const known = 'select from intake.match where import_id = $1 and person_id = $2'
  expect((await db.admin.query(known, [id, aino.id])).rowCount).toBe(1)
}

const requestsDesk = async (path: string, body: unknown) => {
  const answer = await privacy('POST', `/api/v1/requests${path}`, { purpose: 'rights', body })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** What holds data back ends: a legal hold, and requests that wait for their answer. */
async function settleWhatWaits({ id }: Person): Promise<void> {
  await db.admin.query(`insert into retention.hold_word (hold_id, id, did, reason, at, by)
    select id, gen_random_uuid(), 'ended', 'over', now(), 'staff:kaisa' from retention.hold`)
  const { rows } = await db.admin.query<{ id: string; step: string | null }>(
    `select id, step from rights.standing where person_id = $1 and state not in ('answered', 'withdrawn')`,
    [id],
  )
  expect(rows.length).toBeGreaterThan(0)
  for (const { id, step } of rows) await requestsDesk(`/${id}/steps`, { step: { kind: 'withdrawn' }, expected: step })
}

/** As the desk does it: asked by telephone, erased, answered. */
async function eraseUponRequest({ id: person }: Person): Promise<void> {
  const about = { requester: besides[1], asked: besides[2], receivedAt: db.clock.now().toISOString(), person }
  const { id } = await requestsDesk('', { kind: 'erasure', channel: 'phone', ...about })
  await requestsDesk(`/${id}/erasure`, { expected: null })
  const { rows } = await db.admin.query('select step from rights.standing where id = $1', [id])
  const step = { kind: 'answered', outcome: 'granted', channel: 'phone' }
  await requestsDesk(`/${id}/steps`, { step, expected: rows[0].step })
}

/** Whatever of theirs still stands elsewhere is somebody's to take down: where, and by which purpose (docs/decisions/0018). */
const leftUp = ['publication.place.place', 'publication.agreement.purpose']

/** What the notice obliges to keep of an erased person: these columns of these rows, that they are one person's, and from when it is kept. */
async function snapshotOf({ id, planted }: Person): Promise<readonly string[]> {
  const { rows } = await db.admin.query<{ table_name: string; columns: string[] }>(
    'select table_name, columns from notice.obligation where not claims',
  )
  const kept = rows.flatMap(({ table_name, columns }) =>
    [...columns, 'id', 'due'].map(name => `register.${table_name}.${name}`),
  )
  expect(kept.length).toBeGreaterThan(3)
  return [
    id,
    ...planted
      .filter(({ column: { place } }) => [...kept, ...leftUp, 'retention.passed.contact'].includes(place))
      .map(({ value }) => value),
  ]
}

/** What of a person must not be found any more: their id too, and nothing of the staff. */
const wordsOf = ({ id, planted }: Person): readonly string[] => [
  id,
  ...planted.filter(({ column }) => mustGo(column)).map(({ value }) => value.replace(/^\["|"\]$/g, '')),
]
const mustGo = (column: Column): boolean => !stays[`${column.schema}.${column.table}`]?.test(column.name)

test('every column that can tell something of a person has a marker, or says by its type or its constraint why it has none', () => {
  expect(new Set(columns.map(({ schema, table }) => `${schema}.${table}`)).size).toBeGreaterThan(25)
  expect(aino.planted.length).toBeGreaterThan(180)
  expect(aino.planted.length + aino.unmarked.length).toBe(columns.filter(({ name }) => name !== 'person_id').length)
  for (const { column, because } of aino.unmarked) {
    if (because === 'codes') expect(column.codes, column.place).not.toBeNull()
    else if (because === 'refers') expect(column.refers, column.place).not.toBeNull()
    else if (because === 'hash') expect(column.type, column.place).toBe('bytea')
    else if (because === 'yes-or-no') expect(column.type, column.place).toBe('boolean')
    else if (because === 'given') expect(Object.keys(given)).toContain(column.place)
    else expect(because, column.place).toBe('standing')
  }
})

test('the copy of Art. 15 has every marker', async () => {
  const answer = await privacy('POST', '/api/v1/copies', {
    purpose: 'rights',
    body: { person: aino.id, kind: 'access', format: 'json' },
  })
  expect(answer.status).toBe(200)
  const { bytes }: { bytes: string } = await answer.json()
  const copy = Buffer.from(bytes, 'base64').toString()
  const told = aino.planted.filter(({ column }) => belongs(column))
  expect(told.filter(({ shown }) => !shown.some(one => copy.includes(one))).map(({ column }) => column.place)).toEqual(
    [],
  )
  const staff = aino.planted.filter(({ column }) => isOfStaff(column))
  expect(staff.filter(({ value }) => copy.includes(value)).map(({ column }) => column.place)).toEqual([])
})

/**
 * By rule: not who of the staff it was (C-579/21), nor by which number or version the program keeps a row. Until when a category keeps
 * it is told as it is reckoned then.
 */
const belongs = (column: Column): boolean =>
  !isOfStaff(column) &&
  column.type !== 'uuid' &&
  column.name !== 'notice_version' &&
  !(column.schema === 'register' && column.name === 'due')

test('nothing of a person is ever in the queue', async () => {
  const { rows } = await db.admin.query<{ job: string }>('select j::text as job from graphile_worker._private_jobs j')
  expect(rows.length).toBeGreaterThan(0)
  expect(tracesIn('queue', rows.map(({ job }) => job).join('\n'), wordsOf(aino))).toEqual({})
})

test.runIf(isLong)(
  'of several who leave one after another nothing is left, and of whoever stays everything',
  async () => {
    for (const [place, person] of further.entries()) {
      const stay = [aino, bertta, ...further.slice(place + 1)]
      const before = await Promise.all(stay.map(one => everywhere(one)))
      await settleWhatWaits(person)
      await eraseUponRequest(person)
      expect(await everywhere(person, await snapshotOf(person))).toEqual({})
      expect(await Promise.all(stay.map(one => everywhere(one)))).toEqual(before)
    }
  },
)

test('after the erasure no marker is anywhere, and the other person has every one of hers', async () => {
  const before = await everywhere(bertta)
  expect(Object.keys(await everywhere(aino)).length).toBeGreaterThan(25)
  await settleWhatWaits(aino)
  await takeBackup(older, { database: db, home, clock: db.clock, closer: await closerOf(home, db.clock) })
  await eraseUponRequest(aino)
  snapshot = await snapshotOf(aino)
  expect(await everywhere(aino, snapshot)).toEqual({})
  expect(await everywhere(bertta)).toEqual(before)
  expect(JSON.stringify(server.lines)).not.toContain('merkki-')
  const { looks, faults } = await verifyLooks(db.app)
  expect([looks > 2, faults]).toEqual([true, []])
})

test('a backup that was taken before the erasure brings none of it back', async () => {
  await server.access.close()
  await leave()
  const before = await everywhere(bertta)
  const now = await openDatabase({ url: db.url, secret })
  const restored = await restore({
    file: older,
    opener: { keys: keysOf(home) },
    database: now,
    secret,
    home,
    clock: db.clock,
    replace: true,
  })
  expect(restored.erasedSince).toBe(1)
  expect(await everywhere(aino, snapshot)).toEqual({})
  // What is not logged is in no backup: a file that was being imported is uploaded again.
  const { rows } = await asSuperuser(superuser =>
    superuser.query<{ place: string }>(
      `select oid::regclass::text as place from pg_class where relpersistence = 'u' and relkind = 'r'`,
    ),
  )
  const unlogged = ['dump', ...rows.map(({ place }) => place)] // a dump has both kinds
  const logged = (found: Traces) => Object.entries(found).filter(([place]) => !unlogged.includes(place))
  expect(logged(await everywhere(bertta))).toEqual(logged(before))
})

/** Free text, which tells of one person; a number, a day or an id in a sample of the planner is nobody's. */
const isFree = (column: Column): boolean =>
  /^(text|jsonb)/.test(column.type) && !isName(column) && !isOfStaff(column) && mustGo(column)

async function everywhere(person: Person, but: readonly string[] = []): Promise<Record<string, readonly string[]>> {
  const words = [...wordsOf(person), ...(person === aino ? besides : [])].filter(word => !but.includes(word))
  const free = person.planted.filter(({ column }) => isFree(column)).map(({ value }) => value.replace(/^\["|"\]$/g, ''))
  return asSuperuser(async superuser => ({
    ...(await tracesInDatabase(superuser, words)),
    ...(await tracesInSamples(superuser, free)),
    ...(await tracesInDump(superuser, db.url, words)),
    ...(await tracesInLog(superuser, words)),
    ...tracesInFiles(home, words),
  }))
}

/** Ends every session: a register that somebody uses is not replaced. */
async function leave(): Promise<void> {
  const cluster = new pg.Client({ connectionString: inject('clusterUrl') })
  await cluster.connect()
  await cluster.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    new URL(db.url).pathname.slice(1),
  ])
  await cluster.end()
}
