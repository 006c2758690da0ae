/** The register's own PostgreSQL server runs exactly as long as somebody uses it, and whatever was killed before does not hinder a start. */

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Refused } from '../base/errors.ts'
import { freePort, isFree } from '../base/free-port.ts'
import type { Place } from './place.ts'
import { loggedSince, logSettings, tidyLogs } from './server-log.ts'

export interface Cluster {
  /** The superuser's connection URL to the database `postgres`. */
  readonly url: string
  /** The same to the database of that name, which is made when it is absent. */
  database(name: string): Promise<string>
  /** True for the first one who asks on this cluster, until it stops: the server claims it, commands do not. */
  claim(): Promise<boolean>
  /** Ends our use; the server itself stops when nobody else uses it. */
  stop(): Promise<void>
}

export interface ClusterOptions {
  readonly place: Place
  /** Of the superuser `postgres`. */
  readonly password: string
  /** Settings of PostgreSQL beside our own, as for its `-c`. */
  readonly settings?: Readonly<Record<string, string>>
  /** The server died and could not be brought back. */
  readonly onLost?: (fault: unknown) => void
}

// Advisory locks of the database `postgres`: everybody who uses the cluster holds the first one shared.
const inUse = 7_356_001
const claimed = 7_356_002

/** Networking and privacy: given at every start, whatever postgresql.conf says. */
const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log holds the server's own news. An ERROR's message can repeat a person's data, so none is written.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  // But what a named login asks is written, whole and with its role (docs/logins.md); values of parameters are not.
  log_statement: 'none',
  log_line_prefix: '%m [%p] %u ',
  log_checkpoints: 'off',
  // A segment of the log is deleted, not written over some day: what was erased is not in the next one (docs/erasure.md).
  wal_recycle: 'off',
}

/** Written into postgresql.conf when the cluster is made; theirs to change after that. */
const tuning = `
# Seloste: small when idle, enough for a million persons.
shared_buffers = 64MB
max_connections = 60
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 1GB
jit = off
huge_pages = off
`

/** Makes the cluster when it is absent, starts it or joins the one that runs, and returns when it answers. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { place, password } = options
  const data = join(place.folder, 'data')
  removeLeftovers(place.folder)
  if (existsSync(data)) checkVersion(place, data)
  else create(place, data, password)

  let held = await attach(options, data)
  let stopping = false
  let isClaimed = false
  let reviving = Promise.resolve()
  const tidying = setInterval(() => tidyLogs(place.folder), 86_400_000).unref()

  const watch = (): void => {
    held.keeper.once('end', () => {
      if (!stopping) reviving = revive().catch(fault => options.onLost?.(fault))
    })
  }
  const revive = async (): Promise<void> => {
    const { port } = held
    held = await attach(options, data)
    if (held.port !== port) throw new Refused('database.port-taken', 'unavailable', { port })
    if (isClaimed) isClaimed = await tryLock(held.keeper, claimed)
    watch()
  }
  watch()

  return {
    url: superuserUrl(held.port, password, 'postgres'),
    database: async name => {
      await makeDatabase(held.keeper, name)
      return superuserUrl(held.port, password, name)
    },
    claim: async () => {
      isClaimed ||= await tryLock(held.keeper, claimed)
      return isClaimed
    },
    stop: async () => {
      stopping = true
      clearInterval(tidying)
      await reviving
      const last = await leave(held.keeper)
      if (last) await shutDown(held, data)
      await held.keeper.end().catch(() => {})
    },
  }
}

interface Held {
  readonly pid: number
  readonly port: number
  readonly child: ChildProcess | undefined
  readonly keeper: pg.Client
}

const superuserUrl = (port: number, password: string, database: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`

async function makeDatabase(keeper: pg.Client, name: string): Promise<void> {
  const known = await keeper.query('select from pg_database where datname = $1', [name])
  if (known.rowCount === 1) return
  // Only the register's own database is for its logins.
  await keeper.query('revoke connect on database postgres, template1 from public')
  await keeper.query(`create database ${pg.escapeIdentifier(name)}`).catch(fault => {
    if (fault.code !== '42P04') throw fault // somebody else has just made it
  })
}

async function tryLock(client: pg.Client, key: number): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [key])
  return rows[0]?.got === true
}

/** True when nobody else uses the server, so that it is ours to stop; false too when it has gone before us. */
async function leave(keeper: pg.Client): Promise<boolean> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [inUse])
    return await tryLock(keeper, inUse)
  } catch {
    return false
  }
}

/** initdb into a folder of its own, then one rename: a start that is killed leaves no half cluster. */
function create(place: Place, data: string, password: string): void {
  const fresh = `${data}.${mark()}`
  const passwordFile = join(place.folder, `password.${mark()}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid)
  const initdb = (ctype: string) =>
    spawnSync(
      join(place.binaries, 'initdb'),
      [
        ...['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
        ...[
          '--locale-provider=icu',
          '--icu-locale=und',
          '--locale=C',
          `--lc-ctype=${ctype}`,
          '--no-sync',
          '--no-instructions',
        ],
      ],
      { ...place.account, cwd: '/', env: serverEnvironment(), encoding: 'utf8' },
    )
  try {
    // pg_trgm reads letters through LC_CTYPE on PostgreSQL 15; not every system has a UTF-8 locale by this name.
    let run = initdb('C.UTF-8')
    if (run.status !== 0) run = initdb('C')
    if (run.status !== 0) throw new Refused('database.not-made', 'unavailable', { reason: lastLine(run.stderr) })
    const conf = join(fresh, 'postgresql.conf')
    writeFileSync(conf, readFileSync(conf, 'utf8') + tuning)
    if (!existsSync(data)) renameSync(fresh, data)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(fresh, { recursive: true, force: true })
  }
}

let marks = 0
/** Ends the name of a file that is only this start's: removeLeftovers tells by it whether its process is alive. */
const mark = (): string => `${process.pid}-${++marks}`

// Its initdb may still be writing for a moment.
const gone = { recursive: true, force: true, maxRetries: 10 }

/** What a start that was killed has left. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^(?:data|password|log|port)\.(\d+)-\d+$/.exec(name)?.[1]
    if (pid && commandOf(Number(pid)) === undefined) rmSync(join(folder, name), gone)
  }
}

function checkVersion({ binaries }: Place, data: string): void {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  const version =
    execFileSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).split(' ').at(2)?.trim() ?? ''
  if (version.split('.')[0] !== made) {
    throw new Refused('database.other-version', 'conflict', { data: made, program: version })
  }
}

/** Joins the running server or starts one, and holds a connection that says so. */
async function attach(options: ClusterOptions, data: string): Promise<Held> {
  const { place, password } = options
  const giveUp = Date.now() + 20_000
  for (let portTaken = false; ; ) {
    const found = postmaster(data)
    const launched: Launched | undefined = found ? undefined : launch(options, data, await choosePort(place, portTaken))
    const running = found ?? launched
    if (running && (await ready(data, running.pid, launched?.child))) {
      if (launched) {
        tidyLogs(place.folder)
        renameSync(launched.log, logFile(place))
      }
      const keeper = await keep(superuserUrl(running.port, password, 'postgres'))
      if (keeper) return { pid: running.pid, port: running.port, child: launched?.child, keeper }
    } else if (launched) {
      await pause(50) // its log is written by a process of its own
      const said: string = `${readFileSync(launched.log, 'utf8')}\n${loggedSince(place.folder, launched.since)}`
      renameSync(launched.log, logFile(place))
      portTaken = !(await isFree(launched.port))
      // Another start was quicker, the port was taken, or the last of a killed server's processes is still leaving.
      if (!portTaken && !/lock file|shared memory block/.test(said)) throw notStarted(place, said)
    }
    if (Date.now() > giveUp) throw notStarted(place, '')
    await pause(50)
  }
}

const notStarted = (place: Place, said: string): Refused =>
  new Refused('database.not-started', 'unavailable', { reason: lastLine(said), file: logFile(place) })

/** The server of this data folder, by its own pid file, if it is alive. */
function postmaster(data: string): { readonly pid: number; readonly port: number } | undefined {
  const file = join(data, 'postmaster.pid')
  const [pid, , , port] = existsSync(file) ? readFileSync(file, 'utf8').split('\n').map(Number) : []
  if (!pid || !port) return undefined
  const command = commandOf(pid)
  if (command?.includes(data)) return { pid, port }
  // After a restart of the machine the number may be another program's, and PostgreSQL would wait for that.
  if (command !== undefined) rmSync(file)
  return undefined
}

function commandOf(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8') || undefined
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return undefined
  }
}

const logFile = (place: Place): string => join(place.folder, 'log')

interface Launched {
  readonly pid: number
  readonly port: number
  readonly child: ChildProcess
  /** What it says before its log begins. A file of its own until we know that this server is the one: another start may be launching too. */
  readonly log: string
  /** When it was launched, in milliseconds. */
  readonly since: number
}

function launch(options: ClusterOptions, data: string, port: number): Launched {
  const { place } = options
  const settings = Object.entries({
    ...always,
    ...logSettings(place.folder),
    ...options.settings,
    port: String(port),
  })
  const log = `${logFile(place)}.${mark()}`
  const since = Date.now()
  const output = openSync(log, 'w', 0o600)
  // A session of its own: Ctrl-C in the terminal reaches us, and we stop the server in order.
  const child = spawn(
    join(place.binaries, 'postgres'),
    ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...place.account, cwd: '/', env: serverEnvironment(), detached: true, stdio: ['ignore', output, output] },
  )
  closeSync(output)
  child.on('error', () => {}) // no such file, or not ours to run: it has no pid, and is never ready
  child.unref()
  return { pid: child.pid ?? 0, port, child, log, since }
}

/** Nothing of ours: no PG* variable of the shell may change where the server looks. */
const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })

/** Waits until the pid file says `ready`, however long a recovery takes; false when the server has gone. */
async function ready(data: string, pid: number, child: ChildProcess | undefined): Promise<boolean> {
  const file = join(data, 'postmaster.pid')
  for (;;) {
    const gone = child ? child.exitCode !== null || child.signalCode !== null : commandOf(pid) === undefined
    if (gone || pid === 0) return false
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (lines[0] === String(pid) && lines[7]?.trim() === 'ready') return true
    await pause(10)
  }
}

async function keep(url: string): Promise<pg.Client | undefined> {
  const keeper = new pg.Client({ connectionString: url, application_name: 'seloste keeper', keepAlive: true })
  keeper.on('error', () => {})
  try {
    await keeper.connect()
    await keeper.query('select pg_advisory_lock_shared($1)', [inUse])
    return keeper
  } catch (fault) {
    keeper.end().catch(() => {})
    // 28P01: the data were made with another secret than the home has now.
    if (fault instanceof pg.DatabaseError && fault.code === '28P01')
      throw new Refused('database.other-secret', 'conflict')
    return undefined // it is just stopping, or was killed meanwhile
  }
}

async function shutDown(held: Held, data: string): Promise<void> {
  const { child, pid } = held
  child?.ref()
  const exited = child && child.exitCode === null ? new Promise(done => child.once('exit', done)) : undefined
  process.kill(pid, 'SIGINT') // "fast": ends the sessions, writes a checkpoint
  const giveUp = Date.now() + 60_000
  while (existsSync(join(data, 'postmaster.pid')) && Date.now() < giveUp) await pause(10)
  await exited
}

/** The port of the last time, so that saved connections of a BI tool stay valid; a free one when it is taken. */
async function choosePort(place: Place, another: boolean): Promise<number> {
  const file = join(place.folder, 'port')
  const kept = !another && existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (kept > 0) return kept
  const port = await freePort()
  // One rename: a start that is killed leaves no empty file, which would be read as port 0.
  const fresh = `${file}.${mark()}`
  writeFileSync(fresh, String(port), { mode: 0o600 })
  renameSync(fresh, file)
  return port
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
