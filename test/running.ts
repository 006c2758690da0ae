/** A real `seloste start` in a process of its own, on a home of its own, for tests that kill it. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Running {
  readonly process: ChildProcess
  readonly address: string
  /** The set-up link, as long as nobody has used it. */
  readonly setUp: string | undefined
  /** From the spawn of the process until /readyz said yes. */
  readonly milliseconds: number
  /** Sends the signal and resolves with the exit code, or the signal that ended it. */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** What a start that is refused says, as JSON, and its exit code. */
export class NotStarted extends Error {
  readonly exitCode: number | null
  constructor(said: string, exitCode: number | null) {
    super(said)
    this.exitCode = exitCode
  }
}

const root = join(import.meta.dirname, '..')

/** The environment of a newcomer's terminal, in Finnish. */
export const surroundings = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LANG: 'fi_FI.UTF-8',
  // As scripts/tools.mjs has it: the program that is timed is the one that people start.
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
}

const running = new Map<number, string>()

export const newHome = (below = tmpdir()): string => mkdtempSync(join(below, 'seloste-start-'))

/** Starts on the home and any free port, and resolves when /readyz says yes. `command` is what runs `start`. */
export async function start(
  home: string,
  env: NodeJS.ProcessEnv = {},
  command: readonly [string, ...string[]] = [process.execPath, join(root, 'src', 'cli.ts')],
): Promise<Running> {
  const began = performance.now()
  const child = spawn(command[0], [...command.slice(1), 'start', '--json'], {
    cwd: root,
    env: { ...surroundings, SELOSTE_HOME: home, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  if (child.pid) {
    const { pid } = child
    running.set(pid, home)
    child.once('exit', () => running.delete(pid))
  }
  let errors = ''
  child.stderr.on('data', chunk => {
    errors += chunk
  })
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), exited.then(() => undefined)])
  lines.on('line', () => {}) // the log: keep reading, or the pipe fills
  if (first === undefined || first.includes('"refused"')) {
    const [code] = await exited
    throw new NotStarted(first ?? errors, code)
  }
  const { address, setUp } = JSON.parse(first)
  while (!(await isReady(address))) if (child.exitCode !== null) throw new NotStarted(errors, child.exitCode)
  return {
    process: child,
    address,
    setUp,
    milliseconds: performance.now() - began,
    end: async (signal = 'SIGINT') => {
      child.kill(signal)
      const [code, killedBy] = await exited
      return code ?? killedBy
    },
  }
}

export const isReady = (address: string): Promise<boolean> =>
  fetch(`${address}/readyz`).then(
    answer => answer.ok,
    () => false,
  )

/** The process of the home's own PostgreSQL; undefined when it does not run. */
export function postmasterOf(home: string): number | undefined {
  const location = join(home, 'database.location')
  const folder = existsSync(location) ? readFileSync(location, 'utf8').trim() : join(home, 'database')
  const file = join(folder, 'data', 'postmaster.pid')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}

/** The processes of `seloste` on this home, without its PostgreSQL. */
export const processesOf = (home: string): readonly number[] =>
  [...running].filter(([, where]) => where === home).map(([pid]) => pid)

/** Takes the home away, with what it may have left to run. */
export function removeHome(home: string): void {
  const left = postmasterOf(home)
  try {
    if (left) process.kill(left, 'SIGKILL')
  } catch {
    // it has ended meanwhile
  }
  const location = join(home, 'database.location')
  if (existsSync(location)) rmSync(readFileSync(location, 'utf8').trim(), { recursive: true, force: true })
  rmSync(home, { recursive: true, force: true })
}
