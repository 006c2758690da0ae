/** `seloste db …`: how far the database's own tables are, bringing them up to date, and writing them anew. */

import { parseArgs } from 'node:util'
import type { Command } from '../base/command.ts'
import { text } from '../texts/texts.ts'
import { migrate, migrationStatus } from './migrate.ts'
import type { Database } from './pools.ts'
import { rewriteTables } from './rewrite.ts'

export const status: Command<Database> = {
  name: 'db status',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args] })
    const database = await open()
    const { rows } = await database.admin.query<{ version: string; bytes: number }>(
      `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`,
    )
    const [{ version, bytes } = { version: '', bytes: 0 }] = rows
    const { applied, missing } = await migrationStatus(database)
    const where = new URL(database.url)
    io.answer({ server: version, host: where.host, database: where.pathname.slice(1), bytes, applied, missing })
    io.say(text(io.lang, 'cli.db-server', { version, host: where.host, megabytes: Math.ceil(bytes / 1e6) }))
    for (const name of applied) io.say(`  ✓ ${name}`)
    for (const name of missing) io.say(`  – ${name}`)
    if (missing.length > 0) io.say(text(io.lang, 'cli.db-missing'))
  },
}

export const bringUpToDate: Command<Database> = {
  name: 'db migrate',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args] })
    const done = await migrate(await open())
    io.answer({ applied: done })
    for (const name of done) io.say(`  ✓ ${name}`)
    if (done.length === 0) io.say(text(io.lang, 'cli.db-up-to-date'))
  },
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6)

export const rewrite: Command<Database> = {
  name: 'db rewrite',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args] })
    const done = await rewriteTables(await open())
    const { tables, inUse, stillRead, before, after, logAnew } = done
    io.answer(done)
    io.say(text(io.lang, 'cli.db-rewritten', { tables, before: megabytes(before), after: megabytes(after) }))
    if (inUse.length > 0) io.say(text(io.lang, 'cli.db-rewrite-in-use', { tables: inUse.join(', ') }))
    if (stillRead) io.say(text(io.lang, 'cli.db-rewrite-still-read'))
    io.say(text(io.lang, logAnew ? 'cli.db-log-anew' : 'cli.db-log-kept'))
  },
}
