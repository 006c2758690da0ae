/** Measurement 5: the copy of Art. 15 of the heaviest persons beside the same rows by one statement of hand-written SQL, and a list as a file beside COPY. */

import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import type { Id } from '../src/base/ids.ts'
import { exportPersons } from '../src/register/persons-export.ts'
import { exportPersons as wanted } from '../src/register/requests.ts'
import { accessPackage } from '../src/rights/access-package.ts'
import { rightsDesk } from './heavy.ts'
import type { BenchRegister } from './register.ts'
import { latencies, median, quantile } from './rounds.ts'

export interface PackageResult {
  /** Milliseconds of one, one after another. */
  readonly copy: { readonly median: number; readonly p99: number; readonly kilobytes: number }
  readonly byHand: { readonly median: number; readonly p99: number }
  readonly ratio: number
}

/** Every row of every table that says whose it is, as JSON, by a superuser: what a program would ask that knew its tables by heart. */
async function handWritten({ bare }: BenchRegister): Promise<string> {
  const { rows } = await bare.query<{ sql: string }>(
    `select string_agg(format('select %L as place, to_jsonb(t) as held from %s t where t.person_id = $1', c.oid::regclass, c.oid::regclass), ' union all ') as sql
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id' join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname <> 'bare'`,
  )
  return rows[0]?.sql ?? ''
}

export async function packages(register: BenchRegister, home: string, persons: readonly Id[]): Promise<PackageResult> {
  const ask = await rightsDesk(register, home)
  const text = await handWritten(register)
  const person = (call: number): Id => persons[call % persons.length] ?? ''
  const copied = (call: number) => accessPackage(ask(), person(call), 'access')
  const kilobytes = JSON.stringify(await copied(0)).length / 1000
  const byHand = (call: number) => register.bare.query({ name: 'by-hand', text, values: [person(call)] })
  const rounds = 5
  const taken: { copy: number[]; byHand: number[] } = { copy: [], byHand: [] }
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const each = Math.floor(persons.length / rounds)
    const one = await latencies(each, 5, call => copied(round * each + call))
    const other = await latencies(each, 5, call => byHand(round * each + call))
    taken.copy.push(...one)
    taken.byHand.push(...other)
    ratios.push(median(one) / median(other))
  }
  const told = (values: readonly number[]) => ({ median: median(values), p99: quantile(values, 0.99) })
  return { copy: { ...told(taken.copy), kilobytes }, byHand: told(taken.byHand), ratio: median(ratios) }
}

/** Seconds of a list of so many persons as a file, as the screen has it made, and of the same columns by COPY. */
export async function exports(
  register: BenchRegister,
  home: string,
  most: number,
): Promise<{ readonly persons: number; readonly file: number; readonly copy: number }> {
  const ask = await rightsDesk(register, home)
  const began = performance.now()
  let persons = 0
  let after: string | undefined
  const file = createWriteStream(join(home, 'export.csv'))
  do {
    const part = await exportPersons(ask(), wanted.parse({ limit: 2000, after }))
    file.write(part.csv)
    persons += part.persons.length
    after = part.next ?? undefined
  } while (after !== undefined && persons < most)
  await new Promise(done => file.end(done))
  const taken = (performance.now() - began) / 1000
  const client = await register.bare.connect()
  const copying = performance.now()
  try {
    await pipeline(
      client.query(
        copyTo(`copy (select concat_ws(' ', i.given_name, i.family_name), c.email, c.phone, c.city, p.created_at
          from (select * from register.person order by id limit ${persons}) p join register.identity i on i.person_id = p.id
          left join lateral (select max(email) as email, max(phone) as phone, max(city) as city from register.contact_points c
            where c.person_id = p.id) c on true order by i.family_name, i.given_name) to stdout (format csv)`),
      ),
      createWriteStream(join(home, 'copy.csv')),
    )
  } finally {
    client.release()
  }
  return { persons, file: taken, copy: (performance.now() - copying) / 1000 }
}
