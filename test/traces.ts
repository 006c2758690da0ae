/** Where a word is still to be found: every row of every schema, the planner's samples, a dump as text, the server's log, and the files of a home. */

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { debianBinaries } from './global-setup.ts'

/** By place (a table, a file), which of the words are there. */
export type Traces = Readonly<Record<string, readonly string[]>>

export async function tracesInDatabase(superuser: pg.ClientBase, words: readonly string[]): Promise<Traces> {
  const { rows: tables } = await superuser.query<{ place: string; sql: string }>(
    `select n.nspname || '.' || c.relname as place, format('%I.%I', n.nspname, c.relname) as sql
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
     order by 1`,
  )
  const found: Record<string, readonly string[]> = {}
  for (const { place, sql } of tables) {
    const { rows } = await superuser.query<{ row: string }>(`select t::text as row from ${sql} t`)
    Object.assign(found, tracesIn(place, rows.map(({ row }) => row).join('\n'), words))
  }
  return found
}

/** What the planner remembers of values, until it looks at the table again. */
export async function tracesInSamples(superuser: pg.ClientBase, words: readonly string[]): Promise<Traces> {
  const { rows } = await superuser.query<{ row: string }>(`select s::text as row from pg_catalog.pg_stats s`)
  return tracesIn('samples', rows.map(({ row }) => row).join('\n'), words)
}

/** What Debian's pg_dump writes of it, where the server is one that this pg_dump knows. */
export async function tracesInDump(superuser: pg.ClientBase, url: string, words: readonly string[]): Promise<Traces> {
  const { rows } = await superuser.query<{ major: number }>(
    `select current_setting('server_version_num')::int / 10000 as major`,
  )
  const program = join(debianBinaries, 'pg_dump')
  if (rows[0]?.major !== 15 || !existsSync(program)) return {}
  return tracesIn('dump', execFileSync(program, ['--dbname', url], { encoding: 'utf8', maxBuffer: 2 ** 30 }), words)
}

/** The log of a PostgreSQL server on this machine. */
export async function tracesInLog(superuser: pg.ClientBase, words: readonly string[]): Promise<Traces> {
  const { rows } = await superuser.query<{ folder: string }>(
    `select case when f ^@ '/' then f else current_setting('data_directory') || '/' || f end as folder
     from current_setting('log_directory') f`,
  )
  const folder = rows[0]?.folder ?? ''
  const logs = readdirSync(folder).filter(name => name.startsWith('log-'))
  return Object.assign({}, ...logs.map(name => tracesIn(name, readFileSync(join(folder, name), 'utf8'), words)))
}

export function tracesInFiles(folder: string, words: readonly string[]): Traces {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(folder, name)).isFile(),
  )
  return Object.assign({}, ...files.map(name => tracesIn(name, readFileSync(join(folder, name), 'utf8'), words)))
}

export function tracesIn(place: string, text: string, words: readonly string[]): Traces {
  const there = words.filter(word => text.includes(word))
  return there.length === 0 ? {} : { [place]: there }
}
