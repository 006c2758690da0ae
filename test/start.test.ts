/** The server starts on an empty home, again after any death, once at a time, as root or not, and on a PostgreSQL of one's own. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { openHome } from '../src/base/home.ts'
import { startCluster } from '../src/database/cluster.ts'
import { placeFor } from '../src/database/place.ts'
import { debianBinaries } from './global-setup.ts'
import { isReady, NotStarted, newHome, postmasterOf, processesOf, type Running, removeHome, start } from './running.ts'

vi.setConfig({ testTimeout: 120_000 }) // whole programs start here, some after a build of the screens

const homes: string[] = []
const running: Running[] = []

const home = (): string => {
  const made = newHome()
  homes.push(made)
  return made
}
const started = async (...how: Parameters<typeof start>): Promise<Running> => {
  const server = await start(...how)
  running.push(server)
  return server
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.end('SIGKILL')
})
afterAll(() => {
  for (const made of homes) removeHome(made)
})

const refusal = async (start: Promise<Running>): Promise<NotStarted> => {
  const fault = await start.catch((error: unknown) => error)
  if (!(fault instanceof NotStarted)) throw new Error('it started', { cause: fault })
  return fault
}

// Once more when the machine was busy with other tests: the three seconds are those of a machine that starts a server.
const quick = { retry: 2 }

test(
  'an empty home: the address and the set-up link are told, Ctrl-C ends both servers, the next start is quick',
  quick,
  async () => {
    const where = home()
    const first = await started(where)
    expect(first.setUp).toMatch(new RegExp(`^${first.address}/set-up#[\\w-]{43}$`))
    expect(statSync(where).mode & 0o067).toBe(0)
    expect(statSync(join(where, 'secret')).mode & 0o777).toBe(0o600)
    expect(postmasterOf(where)).toBeGreaterThan(0)
    expect(await first.end('SIGINT')).toBe(0)
    expect(postmasterOf(where)).toBeUndefined()

    const second = await started(where)
    expect(second.milliseconds).toBeLessThan(3000)
    expect(await second.end('SIGTERM')).toBe(0)
  },
)

test.each([
  ['while its cluster is being made', /^data\.\d+-\d+$/],
  ['when its cluster has just been made', /^data$/],
  ['while its server starts', /^log\./],
])('a first start that is killed %s does not hinder the next', async (_, appeared) => {
  const where = home()
  const folder = join(where, 'database')
  const killed = start(where).catch(() => undefined)
  await expect
    .poll(() => existsSync(folder) && readdirSync(folder).some(name => appeared.test(name)), {
      interval: 1,
      timeout: 15_000,
    })
    .toBe(true)
  for (const pid of processesOf(where)) process.kill(pid, 'SIGKILL')
  await killed
  const next = await started(where)
  expect(readdirSync(folder).filter(name => name.includes('.'))).toEqual([])
  expect(await next.end()).toBe(0)
})

describe('on one home', () => {
  const where = home()

  test('kill -9 of the program: the next start takes the database over', async () => {
    const first = await started(where)
    const database = postmasterOf(where)
    expect(await first.end('SIGKILL')).toBe('SIGKILL')
    expect(postmasterOf(where)).toBe(database)

    const second = await started(where)
    expect(postmasterOf(where)).toBe(database)
    expect(await second.end()).toBe(0)
    expect(postmasterOf(where)).toBeUndefined()
  })

  test('kill -9 of PostgreSQL: the program brings it back', async () => {
    const server = await started(where)
    const database = postmasterOf(where) ?? 0
    process.kill(database, 'SIGKILL')
    await expect
      .poll(async () => (await isReady(server.address)) && postmasterOf(where), { timeout: 60_000, interval: 20 })
      .not.toBeOneOf([database, false, undefined])
    expect(await server.end()).toBe(0)
    expect(postmasterOf(where)).toBeUndefined()
  })

  test('kill -9 of both', async () => {
    const server = await started(where)
    process.kill(postmasterOf(where) ?? 0, 'SIGKILL')
    await server.end('SIGKILL')
    const next = await started(where)
    expect(await next.end()).toBe(0)
  })

  test('a second start is refused in words and harms nothing', async () => {
    const first = await started(where)
    const second = await refusal(start(where))
    expect(second).toMatchObject({ exitCode: 1 })
    expect(second.message).toContain('database.already-running')
    expect(await isReady(first.address)).toBe(true)
    expect(await first.end()).toBe(0)
  })

  test('a port that is taken is told', async () => {
    const first = await started(where)
    const { port } = new URL(first.address)
    const other = await refusal(start(home(), { PORT: port }))
    expect(other.message).toContain('settings.port-taken')
    expect(await first.end()).toBe(0)
  })

  test('a wrong setting is told by name before anything is opened', async () => {
    const fault = await refusal(start(where, { PORT: 'http', DATABASE_URL: 'salainen' }))
    expect(fault.message).toMatch(/settings\.database-url.*settings\.port/)
    expect(fault.message).not.toContain('salainen')
    expect(postmasterOf(where)).toBeUndefined()
  })
})

/** A Node before 24, which hands over to the one in node_modules. */
const oldNode = [process.env.npm_node_execpath, '/usr/bin/node', '/usr/local/bin/node'].find(
  node => node && Number(spawnSync(node, ['-p', 'process.versions.node.split(".")[0]']).stdout ?? 99) < 24,
)

test.runIf(oldNode)(
  'under an older Node: a signal reaches the server, and so does the death of the wrapper',
  async () => {
    const where = home()
    const command = [oldNode ?? '', join(import.meta.dirname, '..', 'scripts', 'seloste.mjs')] as const
    const first = await started(where, {}, [...command])
    expect(await first.end('SIGTERM')).toBe(0)
    expect(postmasterOf(where)).toBeUndefined()

    const second = await started(where, {}, [...command])
    await second.end('SIGKILL')
    await expect.poll(() => postmasterOf(where), { timeout: 60_000, interval: 20 }).toBeUndefined()
  },
)

test.runIf(process.getuid?.() === 0)(
  'a home that only root may enter: the database stands where its user gets to',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'seloste-closed-')) // mkdtemp makes it 0700
    homes.push(closed)
    const where = newHome(closed)
    const first = await started(where)
    const folder = readFileSync(join(where, 'database.location'), 'utf8').trim()
    expect(folder).toMatch(/^\/var\/lib\/seloste\/[0-9a-f]{16}$/)
    expect(await first.end()).toBe(0)
    const second = await started(where)
    expect(await second.end()).toBe(0)

    rmSync(join(where, 'database.location'))
    rmSync(join(where, 'secret'))
    expect((await refusal(start(where))).message).toContain('database.left-behind')
    rmSync(folder, { recursive: true })
  },
)

test.runIf(existsSync(debianBinaries))('DATABASE_URL: the same on a PostgreSQL 15 of one’s own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seloste-debian-'))
  const cluster = await startCluster({
    place: placeFor(openHome(folder).folder, debianBinaries),
    password: 'own',
    settings: { fsync: 'off' },
  })
  try {
    const where = home()
    const env = { DATABASE_URL: await cluster.database('rekisteri') }
    const first = await started(where, env)
    expect(first.setUp).toContain('/set-up#')
    expect(await first.end()).toBe(0)
    const second = await started(where, env)
    expect(await second.end()).toBe(0)
    expect(existsSync(join(where, 'database'))).toBe(false)
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true })
  }
})
