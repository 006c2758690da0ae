/** One private cluster serves a whole run of tests: made before the first, gone after the last, never the register's own. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openHome } from '../src/base/home.ts'
import { startCluster } from '../src/database/cluster.ts'
import { embeddedBinaries, placeFor } from '../src/database/place.ts'

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string
    /** A home for what is sealed with its key. */
    home: string
  }
}

export const debianBinaries = '/usr/lib/postgresql/15/bin'

/** Safe to lose, so quick: nothing of a test outlives it. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const debian = project.name === 'debian15'
  if (debian && !existsSync(debianBinaries))
    throw new Error(`${debianBinaries} is absent: apt-get install postgresql-15`)
  const folder = mkdtempSync(join(tmpdir(), 'seloste-test-'))
  const home = openHome(folder)
  const cluster = await startCluster({
    place: placeFor(home.folder, debian ? debianBinaries : embeddedBinaries()),
    password: home.key('superuser').toString('hex'),
    settings,
  })
  project.provide('clusterUrl', cluster.url)
  project.provide('home', join(folder, 'home'))
  return async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
