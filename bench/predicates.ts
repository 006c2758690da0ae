/** Measurement 3: every kind of question that a screen asks, by the functions that answer it, and some that a BI tool may; on the same rows and indexes without protection, as the superuser. */

import type { Pool } from 'pg'
import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
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

/** What the purpose asks and what the peer asks; `$1` and so on are the same values, `:token` stands for a signed token. */
interface Question {
  readonly predicate: string
  readonly text: string
  readonly peer: string
  readonly values: (call: number, persons: number) => readonly unknown[]
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

/** As many persons as a list sorts rather than walks (src/register/list-narrowing.ts). */
const few = 2_001
const nobody = '00000000-0000-0000-0000-000000000000'

/** A filter of a list: the persons of whom the column compares so. */
const filter = (
  predicate: string,
  [of, column, is]: readonly string[],
  condition: string,
  values: Question['values'],
) => ({
  predicate,
  text: `select register.find_${of}(:token, '${column}', '${is}', $1, ${few})`,
  peer: `select person_id from bare.${of} where ${condition} limit ${few}`,
  values,
})

/** A query through the policy, as psql or a BI tool sends it. */
const raw = (predicate: string, text: string, values: Question['values']) => ({
  predicate: `raw SQL: ${predicate}`,
  text: text.replaceAll('{s}', 'register'),
  peer: text.replaceAll('{s}', 'bare'),
  values,
})

const email: Question['values'] = (call, persons) => [emailOf(1 + ((call * 7919) % persons))]
const city: Question['values'] = call => [`kaupunki ${call % 300}`]
const since: Question['values'] = call => [new Date(Date.UTC(2026, 9, 30 - (call % 5))).toISOString()]
const misspelt: Question['values'] = call => [['Hämäläin', 'Virtta1a', 'Korhno2'][call % 3]]

const questions: readonly Question[] = [
  filter('e-mail address, equal', ['contact_points', 'email', 'equals'], 'email_key = $1', email),
  filter('e-mail address, beginning', ['contact_points', 'email', 'starts'], 'email_key ^@ $1', (call, persons) => [
    `person${1 + ((call * 7919) % persons)}`.slice(0, -1),
  ]),
  filter('telephone number, beginning', ['contact_points', 'phone', 'starts'], 'phone ^@ $1', call => [
    `+35840${String(call % 1000).padStart(5, '0')}`,
  ]),
  filter('family name, beginning', ['identity', 'family_name', 'starts'], 'family_name_key ^@ $1', call => [
    ['virtaa', 'mäke1', 'hämäläf', 'öh0'][call % 4],
  ]),
  {
    predicate: 'next page by name',
    text: `select (walk.named).* from (select register.persons_by_name(:token, $1, '', '${nobody}') as named) walk limit 51`,
    peer: `select person_id, family_name, given_name from bare.identity
      where (family_name, given_name, person_id) > ($1, '', '${nobody}') order by family_name, given_name, person_id limit 51`,
    values: call => [['Korho7', 'Mäke3', 'Saaria'][call % 3]],
  },
  filter('language, equal', ['profile', 'language', 'equals'], 'language = $1', call => [['sv', 'en'][call % 2]]),
  filter('city, equal', ['contact_points', 'city', 'equals'], 'city_key = $1', city),
  filter('money from', ['orders', 'amount', 'from'], 'amount >= $1::bigint', call => [90_000 - (call % 100) * 10]),
  filter('time since', ['orders', 'ordered', 'from'], 'ordered >= $1::timestamptz', since),
  {
    predicate: 'product and language together',
    text: `select f.person from register.find_orders(:token, 'product', 'equals', $1, ${few}) f (person)
      where exists (select from register.profile p where p.person_id = f.person and p.language = 'sv' offset 0)`,
    peer: `select o.person_id from bare.orders o join bare.profile p on p.person_id = o.person_id
      where o.product_key = $1 and p.language = 'sv' limit ${few}`,
    values: call => [`kurssi ${call % 40}`],
  },
  {
    predicate: 'search box, beginning',
    text: 'select person_id from register.find_persons(:token, $1, 50)',
    peer: begun,
    values: call => [['vi', 'Virta', 'aino', 'person12'][call % 4]],
  },
  {
    predicate: 'search box, misspelt name',
    text: 'select person_id from register.find_persons(:token, $1, 50)',
    peer: nearly,
    values: misspelt,
  },
  raw('e-mail address, equal', 'select person_id from {s}.contact_points where email_key = $1', email),
  raw('city, equal, counted', 'select count(*) from {s}.contact_points where city_key = $1', city),
  raw('time since, counted', 'select count(*) from {s}.orders where ordered >= $1', since),
  raw(
    'customers by language, counted',
    `select p.language, count(*) from {s}.profile p join {s}.identity i using (person_id) where $1::int > 0 group by 1`,
    call => [1 + call],
  ),
]

const emailOf = (n: number): string => `person${n}@example${n % 400}.fi`

/** Each question `calls` times in turn with its peer; the purpose is customer care, which sees nine persons of ten. */
export async function predicates(
  { database, bare }: BenchRegister,
  persons: number,
  calls = 60,
): Promise<readonly PredicateResult[]> {
  const purpose = database.purpose('customer-care')
  const claim = { actor: 'staff:bench', purpose: 'customer-care', request: newId() }
  const results: PredicateResult[] = []
  for (const question of questions) {
    const name = `question-${results.length}` // each pool has one text of this name
    const own = question.text.replace(':token', '$2')
    const token = own === question.text ? [] : [signActor(database.actorKey, claim)]
    const ask = (pool: Pool, text: string, more: readonly string[]) => (call: number) =>
      pool.query({ name, text, values: [...question.values(call, persons), ...more] })
    const times = { subject: [] as number[], peer: [] as number[] }
    for (let round = 0; round < 5; round++) {
      times.subject.push(...(await latencies(calls / 5, 3, ask(purpose, own, token))))
      times.peer.push(...(await latencies(calls / 5, 3, ask(bare, question.peer, []))))
    }
    const [subject, peer] = [median(times.subject), median(times.peer)]
    const sequentialScan = await scans(purpose, own, [...question.values(1, persons), ...token])
    results.push({ predicate: question.predicate, subject, peer, ratio: subject / peer, sequentialScan })
  }
  return results
}

/** Whether the query itself reads a whole table; of what happens within functions, persons-scale.test.ts tells. */
async function scans(pool: Pool, text: string, values: readonly unknown[]): Promise<boolean> {
  const { rows } = await pool.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${text}`, [...values])
  return JSON.stringify(rows).includes('"Seq Scan"')
}
