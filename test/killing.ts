/** What is killed is a real process, at whatever moment; what it has left is looked at in the register itself. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../src/base/time.ts'
import { type Opened, opening } from '../src/opening.ts'
import { type Running, surroundings } from './running.ts'

/** Rounds of each test that kills. */
export const kills = process.env.SELOSTE_LONG ? 50 : 4

const root = join(import.meta.dirname, '..')
export const commandLine = join(root, 'src', 'cli.ts')

export interface Ended {
  readonly out: string
  readonly errors: string
  /** Null when it was killed. */
  readonly code: number | null
  readonly milliseconds: number
}

/** Runs a TypeScript file in a process of its own; killed -9 as soon as `until` resolves, if it still runs then. */
export async function runProcess(
  [file, ...args]: readonly [string, ...string[]],
  {
    env = {},
    input = '',
    until,
  }: {
    env?: NodeJS.ProcessEnv
    input?: string
    until?: (process: ChildProcessWithoutNullStreams) => Promise<unknown>
  } = {},
): Promise<Ended> {
  const began = performance.now()
  const child = spawn(process.execPath, [file, ...args], { cwd: root, env: { ...surroundings, ...env } })
  const said = { out: '', errors: '' }
  child.stdout.on('data', (piece: Buffer) => {
    said.out += piece
  })
  child.stderr.on('data', (piece: Buffer) => {
    said.errors += piece
  })
  child.stdin.on('error', () => {}) // it has ended without reading
  child.stdin.end(input)
  const closed = once(child, 'close')
  if (until) void Promise.race([closed, until(child)]).then(() => child.kill('SIGKILL'))
  const [code] = await closed
  return { ...said, code, milliseconds: performance.now() - began }
}

/** A command of `seloste` on a home, answering as JSON. */
export const seloste = (
  home: string,
  words: readonly string[],
  { input = '', killAfter, env }: { input?: string; killAfter?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> =>
  runProcess([commandLine, ...words, '--json'], {
    env: { SELOSTE_HOME: home, PORT: '0', ...env },
    input,
    ...(killAfter !== undefined && { until: () => pause(killAfter) }),
  })

/** Works on the register of a home as the program has it, without a server. */
export async function onRegister<Result>(home: string, work: (program: Opened) => Promise<Result>): Promise<Result> {
  const settings = {
    home,
    databaseUrl: undefined,
    port: 0,
    url: 'http://localhost',
    smtpUrl: undefined,
    mailPerMinute: 60,
    imapUrl: undefined,
    smsUrl: undefined,
    chromium: undefined,
    notice: join(root, 'examples', 'notices', 'ixir.yaml'),
  }
  const parts = opening(settings, { clock: systemClock, log: () => {} })
  try {
    return await work(await parts.program())
  } finally {
    await parts.close()
  }
}

/** Who signs in: the first member of staff, an administrator who also has this duty. */
export async function addStaff(home: string, duty: string, env?: NodeJS.ProcessEnv): Promise<void> {
  const words = ['user', 'add', '--email', email, '--duty', duty, '--administrator', '--password-stdin']
  const { code, errors, out } = await seloste(home, words, { input: password, ...(env && { env }) })
  if (code !== 0) throw new Error(errors || out)
}

const email = 'aino@example.org'
const password = 'pitkä ja helppo muistaa'

async function send(url: string, body: unknown, headers: Readonly<Record<string, string>>) {
  const { origin, pathname } = new URL(url)
  const answer = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { origin, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${pathname}: ${answer.status} ${text}`)
  return { json: text === '' ? undefined : JSON.parse(text), cookies: answer.headers.getSetCookie() }
}

/** A session of theirs, which outlives the server: signing in anew after every kill would be too many tries. */
export async function signIn({ address }: Running): Promise<string> {
  const { cookies } = await send(`${address}/api/v1/sign-in`, { email, password }, {})
  return cookies.map(one => one.split(';')[0]).join('; ')
}

/** Asks the API in that session: a GET without a body, a POST with one. */
export const askingOf =
  ({ address }: Running, cookie: string) =>
  async (path: string, body?: unknown, purpose?: string) =>
    (await send(`${address}/api/v1${path}`, body, { cookie, ...(purpose !== undefined && { purpose }) })).json
