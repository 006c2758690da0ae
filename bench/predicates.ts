/** Measurement 3: every kind of question that a screen asks, through a purpose's login and, on the same rows and indexes without protection, as the superuser. */

import type { Pool } from 'pg'
import type { BenchRegister } from './register.ts'
import { latencies, median } from './rounds.ts'

export interface PredicateResult {
  readonly predicate: string
  /** Milliseconds, median. */
  readonly subject: number
  readonly peer: number
  /** Subject's time divided by the peer's: 1 is parity, below 1 the subject is faster. */
  readonly ratio: number
  readonly sequentialScan: boolean
}

/** `{s}` is the schema: register for the purpose, bare for the peer. */
interface Question {
  readonly predicate: string
  readonly text: string
  readonly values: (call: number, persons: number) => readonly unknown[]
  /** Words of its own for the peer, where the protected register has a function for it. */
  readonly peer?: string
}

/** The same question without protection: names that begin so, hold it or are like it, the likest first. */
const nearly = `select person_id from bare.identity
  where register.fold(family_name) like '%' || register.fold($1) || '%' or register.fold(family_name) operator(public.%) register.fold($1)
    or register.fold(given_name) like '%' || register.fold($1) || '%' or register.fold(given_name) operator(public.%) register.fold($1)
  order by greatest(public.similarity(register.fold(family_name), register.fold($1)), public.similarity(register.fold(given_name), register.fold($1))) desc
  limit 50`
/** What is typed into the search box, in a column of names and one of addresses. */
const begun = `select person_id from bare.identity
  where register.fold(family_name) like register.fold($1) || '%' or register.fold(given_name) like register.fold($1) || '%'
  union select person_id from bare.contact_points where email_key ^@ lower($1) limit 50`

const questions: readonly Question[] = [
  {
    predicate: 'e-mail address, equal',
    text: 'select person_id from {s}.contact_points where email_key = $1',
    values: (call, persons) => [emailOf(1 + ((call * 7919) % persons))],
  },
  {
    predicate: 'e-mail address, beginning',
    text: 'select person_id, email from {s}.contact_points where email_key ^@ $1 order by email_key limit 20',
    values: (call, persons) => [`person${1 + ((call * 7919) % persons)}`.slice(0, -1)],
  },
  {
    predicate: 'telephone number, beginning',
    text: 'select person_id, phone from {s}.contact_points where phone ^@ $1 order by phone limit 20',
    values: call => [`+35840${String(call % 1000).padStart(5, '0')}`],
  },
  {
    predicate: 'family name, beginning, a page in Finnish order',
    text: 'select person_id, family_name from {s}.identity where family_name_key ^@ $1 order by family_name_key, person_id limit 50',
    values: call => [['virta', 'mäke', 'hämälä', 'öh'][call % 4]],
  },
  {
    predicate: 'next page by name',
    text: 'select person_id, family_name from {s}.identity where (family_name, person_id) > ($1, $2::uuid) order by family_name, person_id limit 50',
    values: call => [['Korho7', 'Mäke3', 'Saaria'][call % 3], '00000000-0000-0000-0000-000000000000'],
  },
  {
    predicate: 'language, equal, first page',
    text: 'select person_id from {s}.profile where language = $1 order by person_id limit 50',
    values: call => [['sv', 'en'][call % 2]],
  },
  {
    predicate: 'city, equal, counted',
    text: 'select count(*) from {s}.contact_points where city_key = $1',
    values: call => [`kaupunki ${call % 300}`],
  },
  {
    predicate: 'money between, first page',
    text: 'select person_id, amount from {s}.orders where amount >= $1 and amount < $2 order by amount, person_id limit 50',
    values: call => [10_000 + (call % 100) * 700, 10_700 + (call % 100) * 700],
  },
  {
    predicate: 'time since, counted',
    text: 'select count(*) from {s}.orders where ordered >= $1',
    values: call => [new Date(Date.UTC(2026, 9, 30 - (call % 5)))],
  },
  {
    predicate: 'product and language together',
    text: `select o.person_id from {s}.orders o join {s}.profile p on p.person_id = o.person_id
      where o.product_key = $1 and p.language = 'sv' order by o.person_id limit 50`,
    values: call => [`kurssi ${call % 40}`],
  },
  {
    predicate: 'search box, beginning',
    text: 'select person_id from register.find_persons($1, 50)',
    peer: begun,
    values: call => [['vi', 'Virta', 'aino', 'person12'][call % 4]],
  },
  {
    predicate: 'search box, misspelt name',
    text: 'select person_id from register.find_persons($1, 50)',
    peer: nearly,
    values: call => [['Hämäläin', 'Virtta1a', 'Korhno2'][call % 3]],
  },
]

const emailOf = (n: number): string => `person${n}@example${n % 400}.fi`

/** Each question `calls` times in turn with its peer; the purpose is customer care, which sees nine persons of ten. */
export async function predicates(
  register: BenchRegister,
  persons: number,
  calls = 60,
): Promise<readonly PredicateResult[]> {
  const purpose = register.database.purpose('customer-care')
  const results: PredicateResult[] = []
  for (const question of questions) {
    const own = question.text.replaceAll('{s}', 'register')
    const other = question.peer ?? question.text.replaceAll('{s}', 'bare')
    const name = `question-${results.length}` // each pool has one text of this name
    const ask = (pool: Pool, text: string) => (call: number) =>
      pool.query({ name, text, values: [...question.values(call, persons)] })
    const times = { subject: [] as number[], peer: [] as number[] }
    for (let round = 0; round < 5; round++) {
      times.subject.push(...(await latencies(calls / 5, 3, ask(purpose, own))))
      times.peer.push(...(await latencies(calls / 5, 3, ask(register.bare, other))))
    }
    const [subject, peer] = [median(times.subject), median(times.peer)]
    const sequentialScan = question.peer === undefined && (await scans(purpose, own, question.values(1, persons)))
    results.push({ predicate: question.predicate, subject, peer, ratio: subject / peer, sequentialScan })
  }
  return results
}

async function scans(pool: Pool, text: string, values: readonly unknown[]): Promise<boolean> {
  const { rows } = await pool.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${text}`, [...values])
  return JSON.stringify(rows).includes('"Seq Scan"')
}
