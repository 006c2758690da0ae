/** Measurement 9: a backup and a restore of the whole register, beside a bare COPY of the same rows out of it and into tables without anything on them. */

import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { closerOf, keysOf } from '../src/backup/backup-key.ts'
import { drill } from '../src/backup/restore.ts'
import { copied, tablesOf } from '../src/backup/snapshot.ts'
import { takeBackup } from '../src/backup/take-backup.ts'
import { openHome } from '../src/base/home.ts'
import { systemClock } from '../src/base/time.ts'
import type { BenchRegister } from './register.ts'
import { median } from './rounds.ts'

export interface BackupResult {
  /** Of the rows as COPY has them. */
  readonly bytes: number
  readonly fileBytes: number
  /** Seconds. */
  readonly backup: number
  readonly copyOut: number
  readonly restore: number
  readonly copyIn: number
  /** How much the process grew meanwhile, in bytes. */
  readonly memory: { readonly backup: number; readonly restore: number }
}

const rounds = 3

/** A restore is measured as a drill, which does all of it but the exchange of names. */
export async function backups(register: BenchRegister, home: string): Promise<BackupResult> {
  const { database } = register
  const folder = join(home, 'bench-backup')
  mkdirSync(folder, { recursive: true })
  const { secret } = openHome(home)
  const base = { database, home, clock: systemClock }
  const taken: number[] = []
  const restored: number[] = []
  const out: number[] = []
  const into: number[] = []
  const memory = { backup: 0, restore: 0 }
  let bytes = 0
  let fileBytes = 0
  for (let round = 0; round < rounds; round++) {
    const file = join(folder, `${round}.backup`)
    const closer = await closerOf(home, systemClock)
    const backup = await timed(() => takeBackup(file, { ...base, closer }))
    taken.push(backup.seconds)
    memory.backup = Math.max(memory.backup, backup.grown)
    fileBytes = statSync(file).size
    const bareCopies = await copyAll(register, folder)
    bytes = bareCopies.bytes
    out.push(bareCopies.out)
    into.push(bareCopies.into)
    const opener = { keys: keysOf(home) }
    const proved = await timed(() => drill({ ...base, file, opener, secret }))
    restored.push(proved.seconds)
    memory.restore = Math.max(memory.restore, proved.grown)
  }
  return {
    bytes,
    fileBytes,
    backup: median(taken),
    copyOut: median(out),
    restore: median(restored),
    copyIn: median(into),
    memory,
  }
}

async function timed(work: () => Promise<unknown>): Promise<{ readonly seconds: number; readonly grown: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  const start = performance.now()
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  return { seconds: (performance.now() - start) / 1000, grown: most - before }
}

/** Every table that a backup holds, to a file each and from it into a table of the same columns. */
async function copyAll({ bare, database }: BenchRegister, folder: string) {
  const owner = pg.escapeIdentifier(database.roles.owner)
  const client = await bare.connect()
  let bytes = 0
  let out = 0
  let into = 0
  try {
    await client.query('drop schema if exists copied cascade; create schema copied')
    await client.query(`set role ${owner}`)
    const tables = await tablesOf(client)
    await client.query('reset role')
    for (const table of tables) {
      const file = join(folder, 'bare')
      const start = performance.now()
      await pipeline(client.query(copyTo(`copy ${copied(table)} to stdout (format binary)`)), createWriteStream(file))
      out += (performance.now() - start) / 1000
      bytes += statSync(file).size
      const name = `${table.schema}_${table.name}`
      const columns = table.columns.map(column => `"${column}"`).join(', ')
      await client.query(
        `create table copied."${name}" as select ${columns} from "${table.schema}"."${table.name}" with no data`,
      )
      const copying = performance.now()
      await pipeline(
        createReadStream(file),
        client.query(copyFrom(`copy copied."${name}" (${columns}) from stdin (format binary)`)),
      )
      into += (performance.now() - copying) / 1000
    }
  } finally {
    client.release()
  }
  return { bytes, out, into }
}
