/** A purpose login that may ask anything of what it sees infers nothing about what it does not see. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { hostileRegister, report } from './hostile-register.ts'

const db = await testDatabase()
const { token, visible, all } = await hostileRegister(db)
const evil = db.purpose('marketing')
const tried: (readonly [string, string])[] = []
afterAll(async () => {
  report(tried)
  await db.close()
})

test.each([
  ['count persons', 'select count(*) as n from register.person'],
  ['count rows', 'select count(*) as n from register.identity'],
  ['divide by what is hidden', 'select count(*) as n from register.identity where 1 / (birth_year - 5) < 1'],
  [
    'cast what is hidden',
    `select count(*) as n from register.identity
    where case when family_name = 'Kaarlonen' then family_name::int = 1 else true end`,
  ],
  [
    'order by what is hidden',
    'select count(*) as n from (select family_name from register.identity order by family_name) x',
  ],
  ['join with itself', 'select count(*) as n from register.identity a join register.identity b using (person_id)'],
  [
    'look under by union',
    'select count(*) as n from (select person_id from register.identity union select person_id from register.contact_points) x',
  ],
])('%s: only what is visible', async (what, sql) => {
  const { rows } = await evil.query(sql)
  tried.push([what, `sees ${rows[0].n} of ${all}`])
  expect(rows[0].n).toBe(visible)
})

test('the sample of columns: nothing', async () => {
  const sql = `select * from pg_stats where schemaname = 'register' and tablename <> 'organisation'`
  expect((await evil.query(sql)).rows).toEqual([])
})

test.each([
  ['find by name', 'Kaarlonen'],
  ['find by a nearly right name', 'Karlonen'],
  ['find by part of an address', 'arlonen.7@'],
  ['find by a column that it may not see', 'Secret'],
  ['find by a pattern', '%Kaarlo_en%'],
])('%s: nothing', async (what, query) => {
  const { rows } = await evil.query('select * from register.find_persons($1, $2, 10)', [token('marketing'), query])
  tried.push([what, `${rows.length} rows`])
  expect(rows).toEqual([])
})

/** What EXPLAIN says of one value, with the value itself blotted out. */
async function explained(settings: string, options: string, condition: string, value: string): Promise<string> {
  const client = await evil.connect()
  try {
    await client.query(settings)
    const table = condition.startsWith('email') ? 'contact_points' : 'identity'
    const where = condition.replaceAll('?', value)
    const { rows } = await client.query({
      text: `explain (${options}) select person_id from register.${table} where ${where}`,
      rowMode: 'array',
    })
    return rows
      .flat()
      .join('\n')
      .replaceAll(new RegExp(`${value}|${value.slice(0, -1)}.`, 'g'), '?')
  } finally {
    client.release(true)
  }
}

const plans = [
  'set enable_seqscan = off',
  'set enable_seqscan = off; set enable_bitmapscan = off',
  'set enable_indexscan = off; set enable_bitmapscan = off',
]
const texts = [
  `family_name_key = '?'`,
  `family_name_key ^@ '?'`,
  `family_name = '?'`,
  `family_name_key like '?%'`,
  `family_name_key >= '?'  and family_name_key < '?z'`,
  `email_key ^@ '?'`,
  `register.fold(family_name) = '?'`,
]

test.each(plans.flatMap(plan => texts.map(condition => [plan, condition] as const)))(
  'EXPLAIN ANALYZE with %s tells nothing of %s',
  async (plan, condition) => {
    const options = 'analyze, timing off, summary off, buffers off'
    const hidden = await explained(plan, options, condition, 'kaarlonen')
    tried.push([`EXPLAIN ANALYZE … ${condition}`, 'the same for a hidden name and for one that nobody has'])
    expect(hidden).toBe(await explained(plan, options, condition, 'nobodyhas'))
  },
)

test.each(plans)('EXPLAIN ANALYZE with %s counts no hidden number', async plan => {
  const options = 'analyze, costs off, timing off, summary off, buffers off'
  const hidden = await explained(plan, options, 'birth_year = ?', '200')
  expect(hidden).toBe(await explained(plan, options, 'birth_year = ?', '800'))
})
