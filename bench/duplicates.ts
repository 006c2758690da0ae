/** Duplicates: precision and recall against known truths beside a plain EM in the same run, and how long a million persons take. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { type Columns, makeColumns } from '../src/duplicates/columns.ts'
import type { Compared } from '../src/duplicates/compared.ts'
import { readTable } from '../src/duplicates/file.ts'
import { describeFound, findPairs, type Result } from '../src/duplicates/find.ts'
import { inventPeople, type Noise } from '../test/invented-duplicates.ts'
import { type Measured, measure } from '../test/pairs-measure.ts'
import { plainPairs } from './duplicates-reference.ts'
import type { Line } from './report.ts'

/** Where record-linkage samples lie (*.csv with a rec_id of rec-N-org and rec-N-dup-M): SELOSTE_SAMPLES, or beside the project. */
const samples = process.env.SELOSTE_SAMPLES ?? join(import.meta.dirname, '..', '..', 'shared', 'samples', 'dedup')

/** Seeds that nothing was tuned with. */
const unseen: readonly (readonly [string, Noise, number])[] = [
  ['every tenth value faulty', { twice: 0.15, fault: 0.1 }, 9001],
  ['every third value faulty', { twice: 0.15, fault: 0.33 }, 9002],
  ['name and address only, every fifth value faulty', { twice: 0.15, fault: 0.2, without: ['emails', 'phones'] }, 9003],
]

export async function duplicates(tell: (line: Line) => void, sizes: readonly number[]): Promise<void> {
  if (existsSync(samples)) {
    for (const name of readdirSync(samples).filter(file => file.endsWith('.csv'))) await sample(tell, name)
  } else console.log(`no samples in ${samples}: skipped`)
  for (const [name, noise, seed] of unseen) invented(tell, name, noise, seed)
  for (const size of sizes) timed(tell, size)
}

const percent = ({ precision, recall, f1 }: Measured): string =>
  `F1 ${f1.toFixed(4)} (precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)})`

async function sample(tell: (line: Line) => void, name: string): Promise<void> {
  const file = join(samples, name)
  const rows: Record<string, string>[] = parse(readFileSync(file), {
    columns: (cells: string[]) => cells.map(cell => cell.trim()),
    trim: true,
  })
  const who = (place: number) => rows[place]?.rec_id?.split('-')[1] ?? ''
  const secrets = ['rec_id', 'soc_sec_id']
  for (const [what, ignored] of [
    ['without the identity code', secrets],
    ['name and address only', [...secrets, 'date_of_birth']],
  ] as const) {
    const fields = Object.keys(rows[0] ?? {}).filter(field => !ignored.includes(field))
    const columns = await readTable(file, ignored.slice(1))
    const result = findPairs(columns, 0.5)
    const plain = plainPairs(rows, fields).filter(({ weight }) => weight > 0)
    report(tell, `${name}, ${what}`, columns, result, who, measure(plain, who, rows.length))
  }
}

function invented(tell: (line: Line) => void, name: string, noise: Noise, seed: number): void {
  const { people, truth } = inventPeople(20_000, noise, seed)
  const columns = makeColumns(people)
  const who = (place: number) => truth[place] ?? 0
  const flat = people.map(flattened)
  const plain = plainPairs(flat, ['family', 'given', 'email', 'phone', 'street', 'postcode', 'city']).filter(
    ({ weight }) => weight > 0,
  )
  report(tell, `invented Finns, ${name}`, columns, findPairs(columns, 0.5), who, measure(plain, who, people.length))
}

const flattened = ({
  given = '',
  family = '',
  emails = [],
  phones = [],
  addresses: [address = {}] = [],
}: Compared) => ({
  given: given.toLowerCase(),
  family: family.toLowerCase(),
  email: emails[0] ?? '',
  phone: phones[0] ?? '',
  street: address.street?.toLowerCase() ?? '',
  postcode: address.postcode ?? '',
  city: address.city?.toLowerCase() ?? '',
})

function report(
  tell: (line: Line) => void,
  what: string,
  columns: Columns,
  result: Result,
  who: (place: number) => string | number,
  plain: Measured,
): void {
  const told = describeFound(columns, result)
  const certain = result.found.filter((_, at) => told[at]?.verdict === 'certain')
  const { precision, recall } = measure(certain, who, columns.size)
  tell({
    what: `Duplicates: ${what}`,
    persons: columns.size,
    figure: percent(measure(result.found, who, columns.size)),
    beside: `certain alone: precision ${precision.toFixed(5)}, recall ${recall.toFixed(4)}; a plain EM: ${percent(plain)}`,
  })
}

function timed(tell: (line: Line) => void, size: number): void {
  const { people } = inventPeople(size, { twice: 0.05, fault: 0.15 }, 77)
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const columns = makeColumns(people)
  const { compared, found } = findPairs(columns, 0.2)
  const { user, system } = process.cpuUsage(cpu)
  tell({
    what: 'Duplicates: all compared with all, one thread',
    persons: columns.size,
    figure: `${((performance.now() - began) / 1000).toFixed(1)} s`,
    beside: `${((user + system) / 1e6).toFixed(1)} s of processor time; ${compared.toLocaleString('en')} comparisons, ${found.length.toLocaleString('en')} pairs, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB resident with the invented persons`,
  })
}
