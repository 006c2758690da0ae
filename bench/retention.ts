/** Measurement 9: reads for a purpose while the nightly removal goes through the register, beside the same reads alone and beside one big DELETE. */

import { performance } from 'node:perf_hooks'
import type { Id } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import { publishedNotice } from '../src/http/published.ts'
import { pass } from '../src/retention/passage.ts'
import type { BenchRegister } from './register.ts'
import { median, quantile } from './rounds.ts'

export interface RetentionResult {
  /** Rows removed in a second while reads went on, and while nobody worked. */
  readonly removed: {
    readonly perSecond: number
    readonly alone: number
    readonly byDelete: number
    readonly rows: number
  }
  /** Speed of the reads beside the removal, as a part of their speed alone; and beside the DELETE. */
  readonly reads: { readonly ratio: number; readonly min: number; readonly max: number; readonly besideDelete: number }
  /** Milliseconds of the slowest hundredth of reads, alone and beside. */
  readonly p99: { readonly alone: number; readonly beside: number }
}

const window = 3_000 // milliseconds
/** So many windows of reads beside the removal; then it goes on alone, as on a quiet night. */
const windows = 10
const lanes = 8

/** Ten facts a person; every second person has left nine years ago. */
const facts = `
  insert into register.interests (person_id, id, standing, interest)
    select s.id, register.new_id(), s.standing, 'vanha ' || i from bare.seeded s, generate_series(1, 10) i;
  insert into register.relationships (person_id, id, standing, kind, started, ended)
    select s.id, register.new_id(), s.standing, 'customer', '2015-01-01', case when s.n % 2 = 0 then date '2017-01-01' end from bare.seeded s;
  create table bare.doomed as select t.* from register.interests t;
  create index on bare.doomed (person_id)`

export async function retention(register: BenchRegister, home: string): Promise<RetentionResult> {
  const { database, bare } = register
  await bare.query(facts)
  await bare.query('vacuum analyze')
  const known = await number(register, 'register.interests')
  const { rows: staying } = await bare.query<{ id: Id }>(
    'select id from bare.seeded where n % 2 = 1 and standing = 2 order by md5(id::text) limit 3000',
  )
  const reader = database.purpose('customer-care')
  const program = {
    clock: systemClock,
    database,
    home,
    published: publishedNotice(database.app),
    sign: (claim: Parameters<typeof signActor>[1]) => signActor(database.actorKey, claim),
  }

  /** Reads for so long; gives how many a second, and what each took. */
  async function reads(
    until: () => boolean,
  ): Promise<{ readonly perSecond: number; readonly taken: readonly number[] }> {
    const taken: number[] = []
    const began = performance.now()
    const lane = async (first: number) => {
      for (let call = first; !until(); call += lanes) {
        const start = performance.now()
        await reader.query({
          name: 'bench-identity',
          text: 'select given_name, family_name from register.identity where person_id = $1',
          values: [staying[(call * 7919) % staying.length]?.id],
        })
        taken.push(performance.now() - start)
      }
    }
    await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
    return { perSecond: (taken.length * 1000) / (performance.now() - began), taken }
  }
  const forTime = (milliseconds: number) => {
    const end = performance.now() + milliseconds
    return () => performance.now() > end
  }

  await reads(forTime(window))
  const alone: number[] = []
  const beside: number[] = []
  const ratios: number[] = []
  let removing = 0
  let ended = false
  for (let n = 0; n < windows && !ended; n++) {
    const without = await reads(forTime(window))
    const stopping = new AbortController()
    const began = performance.now()
    const passing = pass(program, 'nightly', { rest: 1, stopping: stopping.signal, actor: 'system' })
    const done = passing.then(run => {
      ended = run !== undefined
    })
    const time = forTime(window)
    const together = await reads(() => ended || time())
    stopping.abort()
    await done
    removing += (performance.now() - began) / 1000
    alone.push(...without.taken)
    beside.push(...together.taken)
    if (together.taken.length > 500) ratios.push(together.perSecond / without.perSecond)
  }
  const removed = known - (await number(register, 'register.interests'))
  const quiet = performance.now()
  if (!ended) await pass(program, 'nightly', { rest: 1, stopping: new AbortController().signal, actor: 'system' })
  const all = known - (await number(register, 'register.interests'))
  const onItsOwn = ((all - removed) * 1000) / (performance.now() - quiet)

  const before = await reads(forTime(window))
  let deleted = false
  const began = performance.now()
  const deleting = bare
    .query('delete from bare.doomed d using bare.seeded s where s.id = d.person_id and s.n % 2 = 0')
    .then(outcome => {
      deleted = true
      return outcome.rowCount ?? 0
    })
  const during = await reads(() => deleted)
  const byDelete = (await deleting) / ((performance.now() - began) / 1000)
  return {
    removed: { perSecond: removed / removing, alone: onItsOwn, byDelete, rows: all },
    reads: {
      ratio: median(ratios),
      min: Math.min(...ratios),
      max: Math.max(...ratios),
      besideDelete: during.perSecond / before.perSecond,
    },
    p99: { alone: quantile(alone, 0.99), beside: quantile(beside, 0.99) },
  }
}

async function number({ bare }: BenchRegister, table: string): Promise<number> {
  const { rows } = await bare.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return rows[0]?.n ?? 0
}
