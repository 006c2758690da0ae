/** Tests run on Node beside what they test; those that use the database run on each engine that TEST_ENGINE names. */

import { existsSync, globSync, readFileSync, statfsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const tests = '{src,web,test,bench}/**/*.test.ts'
const withDatabase = globSync(tests).filter(file =>
  /arrivalsDesk|inboxDesk|formsDesk|importDesk|rightsDesk|retentionDesk|permissionsDesk|surveyDesk|visitsDesk|campaignDesk|testDatabase|courseRegister|clusterUrl/.test(
    readFileSync(file, 'utf8'),
  ),
)

/** `embedded` when nothing is said; `npm test` says `all`: Debian's PostgreSQL 15 too, where it is installed. */
const engine = process.env.TEST_ENGINE ?? 'embedded'
const debian = existsSync('/usr/lib/postgresql/15/bin/postgres')
if (engine === 'all' && !debian) {
  process.stderr.write(
    'PostgreSQL 15 is not installed (apt-get install postgresql-15): database tests run on the embedded engine only.\n',
  )
}

/** A database is two thousand small files: made in memory, where there is room for all of them, it takes a twentieth of the time. */
const memory = '/dev/shm'
if (process.env.TMPDIR === undefined && existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory)
  if (bavail * bsize > 8 * 1024 ** 3) process.env.TMPDIR = memory
}

const project = (name: string, include: string[]) => ({
  extends: true as const,
  test: { name, include, globalSetup: 'test/global-setup.ts', pool: 'forks' as const },
})

export default defineConfig({
  test: {
    testTimeout: process.env.SELOSTE_LONG === '1' ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } }, // a machine that is busy draws a page late
    experimental: { viteModuleRunner: false }, // as the program runs: Node reads the TypeScript itself
    isolate: false, // one process reads the program once for all files that it runs
    setupFiles: ['test/drawn-cases.ts'],
    maxWorkers: availableParallelism() + 1, // most tests wait for the database, a browser or a disk
    projects: [
      ...(engine === 'debian15' ? [] : [project('embedded', [tests])]),
      ...((engine === 'all' && debian) || engine === 'debian15' ? [project('debian15', withDatabase)] : []),
    ],
  },
})
