/** The embedded server's log ends: a file a day, or as many as it takes, and only what named logins asked is kept for long. */

import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** PostgreSQL's own settings: log-<when it was begun> in the cluster's folder, which only the server's user reads. */
export const logSettings = (folder: string): Readonly<Record<string, string>> => ({
  logging_collector: 'on',
  log_directory: folder,
  log_filename: 'log-%Y-%m-%dT%H%M%S',
  log_file_mode: '0600',
  log_rotation_age: '1d',
  log_rotation_size: '32MB',
})

/** So long are statements of named logins kept, which may hold personal data. */
const keptDays = 180

/** Files that stay whatever they hold: the one that is written, and the one before, for whoever looks for what went wrong. */
const latest = 2

/** Removes what has no statement of a named login, and what is past its time. */
export function tidyLogs(folder: string): void {
  for (const file of logsOf(folder).slice(0, -latest)) {
    if (Date.now() - statSync(file).mtimeMs > keptDays * 86_400_000 || !hasStatement(file))
      rmSync(file, { force: true })
  }
}

/** What the server has written into its log since that moment. */
export const loggedSince = (folder: string, since: number): string =>
  logsOf(folder)
    .filter(file => statSync(file).mtimeMs >= since)
    .map(file => readFileSync(file, 'utf8'))
    .join('\n')

const logsOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter(name => name.startsWith('log-'))
    .sort()
    .map(name => join(folder, name))

const isStatement = / LOG: {2}(statement|execute .*): /

/** Read by the piece: a file may be long, and its first statement is near its beginning. */
function hasStatement(file: string): boolean {
  const input = openSync(file, 'r')
  const piece = Buffer.alloc(256 * 1024)
  try {
    let before = ''
    for (let read = readSync(input, piece); read > 0; read = readSync(input, piece)) {
      const text = before + piece.toString('latin1', 0, read)
      if (isStatement.test(text)) return true
      before = text.slice(-200)
    }
    return false
  } finally {
    closeSync(input)
  }
}
