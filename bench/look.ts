/** What the law costs a reader: a point read for a purpose with its look durable before the answer, beside a bare prepared read. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { openLookLog } from '../src/access/look.ts'
import { verifyLooks } from '../src/access/look-seal.ts'
import { openHome } from '../src/base/home.ts'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { startCluster } from '../src/database/cluster.ts'
import { migrate } from '../src/database/migrate.ts'
import { embeddedBinaries, placeFor } from '../src/database/place.ts'
import { openDatabase } from '../src/database/pools.ts'
import { publishForTest } from '../test/server.ts'
import { compare, latencies, median, spread } from './rounds.ts'

const persons = Number(process.argv[2] ?? 100_000)
const calls = Number(process.argv[3] ?? 20_000)

const folder = mkdtempSync(join(tmpdir(), 'seloste-bench-'))
const home = openHome(folder)
const place = placeFor(home.folder, embeddedBinaries())
const cluster = await startCluster({ place, password: home.key('superuser').toString('hex') })
const database = await openDatabase({ url: await cluster.database('seloste'), secret: home.secret, max: 8 })
try {
  await migrate(database)
  await publishForTest({ ...database, clock: systemClock })
  const ids = await fill(database.admin)

  const read = { text: 'select given_name, family_name from register.identity where person_id = $1' }
  const bare = { name: 'bare', text: read.text.replace('register.identity', 'public.bare') }
  const bound = { name: 'bound', text: read.text }
  const bareReader = database.app
  const reader = database.purpose('customer-care')
  const log = openLookLog(database.app, systemClock)
  const any = () => ids[Math.floor(Math.random() * ids.length)] ?? ''
  const look = (personId: string) => ({
    at: systemClock.now(),
    actor: 'staff:0199c0de-0000-7000-8000-000000000001',
    purpose: 'customer-care',
    personId,
    operation: 'persons.show',
    categories: ['identity'],
    requestId: newId(),
    noticeVersion: 1,
  })
  const found = ({ rowCount }: { rowCount: number | null }) => {
    if (rowCount !== 1) throw new Error('a read found nobody')
  }

  // Whoever waits for its look waits for a commit, so a disk that is slow to sync decides the ratio of few readers.
  await database.admin.query('create table public.commits (n int)')
  const commits = await latencies(200, 20, n => database.admin.query('insert into public.commits values ($1)', [n]))
  console.log(`a durable one-row commit alone: ${median(commits).toFixed(2)} ms`)

  for (const width of [1, 8, 16, 64]) {
    const peer = {
      name: 'bare prepared read',
      run: () => spread(calls, width, async () => found(await bareReader.query({ ...bare, values: [any()] }))),
    }
    const enforced = {
      name: 'read for a purpose',
      run: () => spread(calls, width, async () => found(await reader.query({ ...bound, values: [any()] }))),
    }
    const logged = {
      name: 'read for a purpose, look durable',
      run: () =>
        spread(calls, width, async () => {
          const person = any()
          const written = log.record([look(person)])
          found(await reader.query({ ...bound, values: [person] }))
          await written
        }),
    }
    for (const subject of [enforced, logged]) {
      const { ratio, subject: fast, peer: base } = await compare(subject, peer)
      const [mid, low, high] = [ratio.median, ratio.min, ratio.max].map(value => value.toFixed(2))
      console.log(
        `${persons} persons, ${width} readers: ${subject.name} ${mid}× (${low}–${high}); ${Math.round(fast.perSecond)}/s against ${Math.round(base.perSecond)}/s`,
      )
    }
  }
  const before = performance.now()
  const check = await verifyLooks(database.app)
  const seconds = ((performance.now() - before) / 1000).toFixed(1)
  console.log(`verified ${check.looks} looks under ${check.seals} seals in ${seconds} s, ${check.faults.length} faults`)
  const sizes = await database.admin.query<{ rows: number; seals: number }>(
    `select sum(pg_total_relation_size(relid))::bigint as rows, pg_total_relation_size('access.look_seal') as seals from pg_partition_tree('access.look')`,
  )
  console.log(sizes.rows[0])
} finally {
  await database.close()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function fill(admin: Pool): Promise<readonly string[]> {
  await admin.query(
    `insert into register.person (id, standing, created_by) select gen_random_uuid(), 2, 'bench' from generate_series(1, $1)`,
    [persons],
  )
  await admin.query(`
    insert into register.identity (person_id, id, standing, given_name, family_name)
    select id, gen_random_uuid(), standing, 'Aino', 'Virtanen' from register.person`)
  await admin.query(`
    create table public.bare as select person_id, id, given_name, family_name from register.identity;
    alter table public.bare add primary key (person_id, id)`)
  await admin.query(`grant usage on schema public to public; grant select on public.bare to public`)
  await admin.query('vacuum analyze')
  const { rows } = await admin.query<{ id: string }>('select id from register.person')
  return rows.map(({ id }) => id)
}
