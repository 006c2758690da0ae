/** The register's own server starts and stops in any company, and comes back after any death. */

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { type Cluster, startCluster } from './cluster.ts'
import { embeddedBinaries, type Place, placeFor } from './place.ts'

const home = mkdtempSync(join(tmpdir(), 'seloste-cluster-'))
const place: Place = placeFor(home, embeddedBinaries())
const running = new Set<Cluster>()

afterAll(async () => {
  for (const cluster of running) await cluster.stop()
  rmSync(home, { recursive: true })
})

const start = async (password = 'a'): Promise<Cluster> => {
  const cluster = await startCluster({ place, password, settings: { fsync: 'off' } })
  running.add(cluster)
  return cluster
}
const stop = async (cluster: Cluster): Promise<void> => {
  running.delete(cluster)
  await cluster.stop()
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end().catch(() => {})
  }
}

const pidFile = join(place.folder, 'data', 'postmaster.pid')
const pid = (): number => Number.parseInt(readFileSync(pidFile, 'utf8'), 10)

/** Asks again until it is answered: the server is on its way back. */
const askUntilAnswered = (url: string, sql: string): Promise<unknown> =>
  expect.poll(() => ask(url, sql).catch(() => undefined), { timeout: 10_000, interval: 20 }).toBe(1)

test('what was stored is there after a stop and a start, at the same address', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 1 as value')
  await stop(first)
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')

  const second = await start()
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select value from kept')).toBe(1)
  await stop(second)
})

test('nobody but the server may enter its folder', () => {
  expect(statSync(place.folder).mode & 0o077).toBe(0)
})

test('the server runs as long as somebody uses it, and one of them at a time claims it', async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(await Promise.all([first.claim(), second.claim()])).toContain(false)
  await stop(first)
  expect(await ask(second.url, 'select 1')).toBe(1)
  expect(await second.claim()).toBe(true)
  await stop(second)
  await expect(ask(second.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('a server that is killed comes back by itself, and stays claimed', async () => {
  const cluster = await start()
  expect(await cluster.claim()).toBe(true)
  process.kill(pid(), 'SIGKILL')
  await askUntilAnswered(cluster.url, 'select value from kept')
  const other = await start()
  expect(await other.claim()).toBe(false)
  await stop(other)
  await stop(cluster)
})

test("a pid file that names another program's process does not hinder", async () => {
  writeFileSync(pidFile, `${process.pid}\n${join(place.folder, 'data')}\n1\n5432\n\n127.0.0.1\n\nready\n`)
  const cluster = await start()
  expect(await ask(cluster.url, 'select value from kept')).toBe(1)
  await stop(cluster)
})

test('another port is chosen when the last one is taken', async () => {
  const last = Number(readFileSync(join(place.folder, 'port'), 'utf8'))
  const squatter = createServer().listen(last, '127.0.0.1')
  try {
    const cluster = await start()
    expect(cluster.url).not.toContain(`:${last}/`)
    expect(await ask(cluster.url, 'select value from kept')).toBe(1)
    await stop(cluster)
  } finally {
    squatter.close()
  }
})

test('a home with another secret is refused in words', async () => {
  const cluster = await start()
  await expect(start('b')).rejects.toMatchObject({ key: 'database.other-secret' })
  await stop(cluster)
})

const logs = () =>
  readdirSync(place.folder)
    .filter(name => name.startsWith('log-'))
    .sort()

test("the server's log repeats no value", async () => {
  const cluster = await start()
  await ask(cluster.url, `create table person (name text primary key)`)
  await ask(cluster.url, `insert into person values ('Aino')`)
  await expect(ask(cluster.url, `insert into person values ('Aino')`)).rejects.toThrow('duplicate key')
  await expect(ask(cluster.url, `select 'Aino'::int`)).rejects.toThrow('invalid input')
  await stop(cluster)
  expect(logs().length).toBeGreaterThan(0)
  for (const name of ['log', ...logs()]) expect(readFileSync(join(place.folder, name), 'utf8')).not.toContain('Aino')
})

test('what a login asks whose statements are logged is kept with its name, half a year, without parameters', async () => {
  const cluster = await start()
  await ask(cluster.url, `create role bi_1 login password 'b'`)
  await ask(cluster.url, `alter role bi_1 set log_statement = 'all'`)
  await ask(cluster.url, 'grant connect on database postgres to bi_1')
  const url = new URL(cluster.url)
  Object.assign(url, { username: 'bi_1', password: 'b' })
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query('select $1::text', ['Aino'])
  await client.end()
  await stop(cluster)
  const asked = 'log-2020-01-01T000000'
  renameSync(join(place.folder, logs().at(-1) ?? ''), join(place.folder, asked))
  const log = readFileSync(join(place.folder, asked), 'utf8')
  expect(log).toMatch(/bi_1 LOG: {2}execute <unnamed>: select \$1::text/)
  expect(log).not.toContain('Aino')
  // Younger ones, without a statement: of these the last two stay.
  const younger = ['log-9999-01-01T000000', 'log-9999-01-02T000000', 'log-9999-01-03T000000']
  for (const name of younger) writeFileSync(join(place.folder, name), 'database system is ready\n')
  await stop(await start())
  expect(logs().filter(name => name === asked || younger.includes(name))).toEqual([asked, ...younger.slice(1)])
  utimesSync(join(place.folder, asked), 0, 0)
  await stop(await start())
  expect(logs()).not.toContain(asked)
})

test('the log of a server that runs for long begins anew each day, and before it is large', async () => {
  const cluster = await start()
  expect(await ask(cluster.url, 'show log_rotation_age')).toBe('1d')
  expect(await ask(cluster.url, 'show log_rotation_size')).toBe('32MB')
  await stop(cluster)
})

test.runIf(process.getuid?.() === 0)('run by root, the server is somebody else', async () => {
  const cluster = await start()
  expect(statSync(`/proc/${pid()}`).uid).not.toBe(0)
  await stop(cluster)
})

test('a port file that a dying start left empty is written anew', async () => {
  writeFileSync(join(place.folder, 'port'), '')
  const cluster = await start()
  expect(await ask(cluster.url, 'select 1')).toBe(1)
  expect(Number(readFileSync(join(place.folder, 'port'), 'utf8'))).toBeGreaterThan(1023)
  await stop(cluster)
})
