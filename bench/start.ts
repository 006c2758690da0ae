/** What a newcomer waits for and what an idle server costs: time to /readyz, resident memory, script of the first screen. */

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { newHome, start } from '../test/running.ts'
import { median } from './rounds.ts'

export interface StartResult {
  /** Milliseconds from the spawn to /readyz: on an empty home, and the median of later starts. */
  readonly firstStart: number
  readonly laterStart: number
  /** MiB resident ten seconds after the last request. */
  readonly application: number
  readonly database: number
  /** Kilobytes of gzipped script that the first staff screen loads. */
  readonly script: number | undefined
}

export async function starts(): Promise<StartResult> {
  const home = newHome()
  try {
    const first = await start(home)
    await first.end()
    const later: number[] = []
    for (let time = 0; time < 5; time++) {
      const again = await start(home)
      later.push(again.milliseconds)
      await again.end()
    }
    const running = await start(home)
    await fetch(`${running.address}/notice`)
    await pause(10_000) // idle connections are measured as they are, so this is the one place that waits
    const memory = memoryOf(running.process.pid ?? 0)
    await running.end()
    return { firstStart: first.milliseconds, laterStart: median(later), ...memory, script: firstScript() }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Proportional set size, so that memory shared between PostgreSQL's processes counts once. */
function memoryOf(application: number): { application: number; database: number } {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .map(([pid, parent, name]) => ({ pid: Number(pid), parent: Number(parent), name: name ?? '' }))
  const below = (pid: number): number[] => [
    pid,
    ...processes.filter(({ parent }) => parent === pid).flatMap(child => below(child.pid)),
  ]
  const servers = processes.filter(({ name, parent }) => name === 'postgres' && parent === application)
  const database = servers.flatMap(({ pid }) => below(pid)).reduce((sum, pid) => sum + proportional(pid), 0)
  return { application: proportional(application), database }
}

function proportional(pid: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return Number(found?.[1] ?? Number.NaN) / 1024
}

/** The entry script of the built page with everything that it imports before anything is shown. */
function firstScript(): number | undefined {
  const built = join(import.meta.dirname, '..', 'dist', 'web')
  if (!existsSync(join(built, 'index.html'))) return undefined
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file ?? '')
  const known = new Set(readdirSync(join(built, 'assets')).map(file => `assets/${file}`))
  const wanted = new Set(named)
  for (const file of wanted) {
    const text = readFileSync(join(built, file), 'utf8')
    for (const [, other] of text.matchAll(/(?:^|[;}\s])import\s*(?:[^'"()]*?from\s*)?["']\.\/([^"']+\.js)["']/g))
      if (known.has(`assets/${other}`)) wanted.add(`assets/${other}`)
  }
  return [...wanted].reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file))).length, 0) / 1000
}
