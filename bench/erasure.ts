/** Measurement 6: the heaviest persons erased upon their requests, beside a bare cascade of foreign keys; and when nothing of them is on the disk any more. */

import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Id } from '../src/base/ids.ts'
import { rewriteTables } from '../src/database/rewrite.ts'
import { erase } from '../src/rights/erasure.ts'
import { recordRequest } from '../src/rights/request.ts'
import { rightsDesk, trace } from './heavy.ts'
import type { BenchRegister } from './register.ts'
import { type Comparison, compare, spread } from './rounds.ts'

const width = 4
const rounds = 5

/** Both erase in parts of the same size; a part is measured once, so the first is the warm-up of `compare`. */
export async function erasures(register: BenchRegister, home: string, persons: readonly Id[]): Promise<Comparison> {
  const { bare } = register
  const ask = await rightsDesk(register, home)
  const requests = new Map<Id, Id>()
  for (const person of persons) {
    const receivedAt = new Date().toISOString()
    const request = {
      kind: 'erasure',
      channel: 'phone',
      receivedAt,
      requester: 'asker',
      asked: 'everything',
      person,
    } as const
    requests.set(person, await recordRequest(ask(), request))
  }
  await cascading(register)
  const part = Math.floor(persons.length / (rounds + 1))
  const parts = (run: (person: Id) => Promise<unknown>) => {
    let next = 0
    return () => {
      const now = persons.slice(next, next + part)
      next += part
      return spread(now.length, width, call => run(now[call] ?? ''))
    }
  }
  const upon = (person: Id) => erase(ask(), { request: requests.get(person) ?? '', expected: null })
  const cascade = (person: Id) =>
    bare.query({ name: 'cascade', text: 'delete from cascading.person where id = $1', values: [person] })
  const outcome = await compare(
    { name: 'erased upon request, with certificate and ledger', run: parts(upon) },
    { name: 'cascade of foreign keys', run: parts(cascade) },
    rounds,
  )
  for (const person of persons.slice(part * (rounds + 1))) await upon(person)
  const left = await bare.query(
    'select from register.person p join bare.heavy h on h.id = p.id where p.erased_on is null',
  )
  if (left.rowCount !== 0) throw new Error('somebody was not erased')
  await bare.query('drop schema cascading cascade')
  return outcome
}

/** The same rows of the same persons in tables that refer to their person, with the indexes that a cascade needs. */
async function cascading({ bare }: BenchRegister): Promise<void> {
  await bare.query(
    'create schema cascading; create table cascading.person as select h.id from bare.heavy h; alter table cascading.person add primary key (id)',
  )
  for (const from of [
    'register.identity',
    'register.contact_points',
    'register.profile',
    'register.interests',
    'register.orders',
    'register.service_events',
    'register.statement',
    'register.change',
    'mail.message',
    'access.look',
  ]) {
    const name = from.replace('.', '_')
    await bare.query(`create table cascading.${name} as select t.* from ${from} t join bare.heavy h on h.id = t.person_id;
      create index on cascading.${name} (person_id);
      alter table cascading.${name} add foreign key (person_id) references cascading.person on delete cascade`)
  }
  await bare.query('vacuum analyze')
}

export interface Absence {
  readonly after: string
  /** Since the last person was erased. */
  readonly seconds: number
  /** How often the trace of an erased person is found in data files, and in the write-ahead log. */
  readonly inData: number
  readonly inLog: number
}

/** Looks for the trace in every file of the server, after each of the steps that take it off the disk. */
export async function absence({ bare, database }: BenchRegister): Promise<readonly Absence[]> {
  const { rows } = await bare.query<{ data: string }>(`select current_setting('data_directory') as data`)
  const data = rows[0]?.data ?? ''
  await bare.query('drop table bare.heavy; drop table bare.seeded')
  const run =
    (...statements: readonly string[]) =>
    async (): Promise<void> => {
      for (const statement of statements) await bare.query(statement)
    }
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['erased', run('checkpoint')],
    [
      'vacuum, log switched, checkpoint',
      run('vacuum', 'select pg_switch_wal()', 'checkpoint', 'select pg_switch_wal()', 'checkpoint'),
    ],
    ['tables written anew', () => rewriteTables(database)],
  ]
  const found: Absence[] = []
  let seconds = 0
  for (const [after, does] of steps) {
    const began = performance.now()
    await does()
    seconds += (performance.now() - began) / 1000 // looking takes its own time, which is nobody's
    found.push({ after, seconds, inData: await count(join(data, 'base')), inLog: await count(join(data, 'pg_wal')) })
  }
  return found
}

async function count(folder: string): Promise<number> {
  let found = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name)
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue
    let before = Buffer.alloc(0)
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const bytes = Buffer.concat([before, piece])
      for (let at = bytes.indexOf(trace); at >= 0; at = bytes.indexOf(trace, at + 1)) found++
      before = bytes.subarray(Math.max(0, bytes.length - trace.length + 1))
    }
  }
  return found
}
