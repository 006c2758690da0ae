/** Measurement 4: a CSV file of customers into the register with the provenance of every value, beside a bare COPY and beside an upsert a row. */

import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { ImportAsking } from '../src/import/asking.ts'
import { tellOrigin, upload } from '../src/import/imports.ts'
import { findImport } from '../src/import/record.ts'
import { preview, run } from '../src/import/work.ts'
import type { BenchRegister } from './register.ts'

export interface ImportResult {
  readonly rows: number
  /** Rows in a second: from the upload's first byte to the commit, and of the writing alone. */
  readonly endToEnd: number
  readonly writing: number
  readonly copy: number
  readonly upsert: number
}

const given = ['Aino', 'Bertta', 'Cecilia', 'Eino', 'Frans', 'Helmi', 'Ilmari', 'Väinö', 'Örjan', 'Åke']
const family = ['Virtanen', 'Mäkelä', 'Korhonen', 'Hämäläinen', 'Öhman', 'Nieminen']

/** One invented customer a line: names, address, telephone, city. */
function* lines(count: number): Generator<string> {
  yield 'First Name,Last Name,Email 1,Phone 1,Address 1 - City\n'
  for (let n = 1; n <= count; n++) {
    const city = `Kaupunki ${n % 300}`
    yield `${given[n % 10]},${family[n % 6]}${n % 997},person${n}@example${n % 400}.fi,+35840${String(n).padStart(7, '0')},${city}\n`
  }
}

export async function imports(register: BenchRegister, home: string, count: number): Promise<ImportResult> {
  const file = join(home, `customers-${count}.csv`)
  const written = createWriteStream(file)
  Readable.from(lines(count)).pipe(written)
  await finished(written)

  const copy = await copied(register, file, count)
  const upsert = await upserted(register, Math.min(count, 20_000))

  const ask = asking(register, home)
  const start = performance.now()
  const id = await upload(ask, 'customers.csv', createReadStream(file))
  await tellOrigin(ask, id, { source: 'forms', basis: 'contract', obtained: '2026-02-01' })
  await (await preview(ask, id)).finished
  const { counts, problem } = await findImport(ask, id)
  if (counts?.new !== count)
    throw new Error(`the preview is not of ${count} new persons: ${JSON.stringify({ counts, problem })}`)
  const writing = performance.now()
  await (await run(ask, id, counts)).finished
  const end = performance.now()
  await provenanceOfAll(register, count)
  return {
    rows: count,
    endToEnd: (count * 1000) / (end - start),
    writing: (count * 1000) / (end - writing),
    copy,
    upsert,
  }
}

function asking({ database, notice }: BenchRegister, home: string): ImportAsking {
  const requestId = newId()
  const sign = (claim: { actor: string; purpose: string; request: string }) => signActor(database.actorKey, claim)
  return {
    program: { database, home, sign },
    purpose: 'customer-care',
    published: { version: notice },
    reader: database.purpose('customer-care'),
    token: sign({ actor: 'staff:bench', purpose: 'customer-care', request: requestId }),
    asker: { kind: 'staff', actor: 'staff:bench' },
    lang: 'en',
    clock: systemClock,
    requestId,
  }
}

/** What was measured counts only if it is right: every person is there and every row of theirs has its change row. */
async function provenanceOfAll({ bare }: BenchRegister, count: number): Promise<void> {
  const { rows } = await bare.query<{ persons: number; bare_rows: number }>(`
    select (select count(*) from register.person)::int as persons,
      (select count(*) from register.contact_points t
       where not exists (select from register.change c where c.person_id = t.person_id and c.row_id = t.id))::int as bare_rows`)
  const [found] = rows
  if (found?.persons !== count || found.bare_rows > 0)
    throw new Error(`the import is not whole: ${JSON.stringify(found)}`)
}

const bareTable = (name: string) => `create schema if not exists bare; drop table if exists bare.${name};
  create table bare.${name} (id bigint generated always as identity primary key, first text, last text, email text unique, phone text, city text)`

async function copied({ bare }: BenchRegister, file: string, count: number): Promise<number> {
  await bare.query(bareTable('copied'))
  const client = await bare.connect()
  try {
    const start = performance.now()
    const into = client.query(
      copyFrom('copy bare.copied (first, last, email, phone, city) from stdin (format csv, header)'),
    )
    await pipeline(createReadStream(file), into)
    return (count * 1000) / (performance.now() - start)
  } finally {
    client.release()
  }
}

/** One upsert a row, a commit every 10,000: how mailing tools take a file in. */
async function upserted({ bare }: BenchRegister, count: number): Promise<number> {
  await bare.query(bareTable('upserted'))
  const client = await bare.connect()
  try {
    const start = performance.now()
    await client.query('begin')
    let n = 0
    for (const line of lines(count)) {
      if (n++ === 0) continue
      const values = line.trimEnd().split(',')
      await client.query({
        name: 'upsert',
        text: `insert into bare.upserted (first, last, email, phone, city) values ($1, $2, $3, $4, $5)
          on conflict (email) do update set first = excluded.first, last = excluded.last, phone = excluded.phone, city = excluded.city`,
        values,
      })
      if (n % 10_000 === 0) await client.query('commit; begin')
    }
    await client.query('commit')
    return (count * 1000) / (performance.now() - start)
  } finally {
    client.release()
  }
}
