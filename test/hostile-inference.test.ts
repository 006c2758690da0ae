/** A purpose login, or a named one of a BI tool, that may ask anything of what it sees infers nothing about what it does not see. */

import type pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { hostileRegister, namedLogin, report } from './hostile-register.ts'

const db = await testDatabase()
const { token, visible, all } = await hostileRegister(db)
const evil = db.purpose('marketing')
const named = await namedLogin(db)
const logins: Readonly<Record<string, pg.Pool>> = { purpose: evil, named }
/** Each case as each of the two logins. */
const asEach = <Case extends readonly unknown[]>(
  cases: readonly Case[],
): readonly (readonly [string, ...Case, pg.Pool])[] =>
  Object.entries(logins).flatMap(([who, login]) => cases.map(one => [who, ...one, login] as const))
const tried: (readonly [string, string])[] = []
afterAll(async () => {
  report(tried)
  await named.end()
  await db.close()
})

const counts = [
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
] as const

test.each(asEach(counts))('%s, %s: only what is visible', async (who, what, sql, login) => {
  const { rows } = await login.query(sql)
  tried.push([`${who}: ${what}`, `sees ${rows[0].n} of ${all}`])
  expect(rows[0].n).toBe(visible)
})

test.each(Object.entries(logins))('%s: the sample of columns: nothing', async (_, login) => {
  const sql = `select * from pg_stats where schemaname = 'register' and tablename <> 'organisation'`
  expect((await login.query(sql)).rows).toEqual([])
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

type Question = readonly [column: string, is: string, value: string | null, most: number | null, of: string]
const findBy = async (...[column, is, value, most, of]: Question) =>
  (await evil.query(`select register.find_${of}($1, $2, $3, $4, $5)`, [token('marketing'), column, is, value, most]))
    .rows

test.each<Question>([
  ['family_name', 'equals', 'kaarlonen', 10, 'identity'],
  ['family_name', 'starts', 'kaarlo', 10, 'identity'],
  ['family_name', 'starts', '%', 10, 'identity'],
  ['birth_year', 'equals', '7', 10, 'identity'],
  ['birth_year', 'before', '400', 2_147_483_647, 'identity'],
  ['email', 'starts', 'kaarlonen.', 2_147_483_647, 'contact_points'],
  ['family_name', 'present', null, 0, 'identity'],
  ['family_name', 'present', null, -1, 'identity'],
  ['family_name', 'present', null, -2_147_483_648, 'identity'],
  ['family_name', 'present', null, null, 'identity'],
  ['family_name', 'equals', null, 10, 'identity'],
])('find by %s %s %s, %s at most: nobody', async (...question) => {
  const found = await findBy(...question)
  tried.push([`find by ${question.join(' ')}`, `${found.length} rows`])
  expect(found).toEqual([])
})

test.each<Question>([
  ['family_name', 'present', null, 2_147_483_647, 'identity'],
  ['family_name', 'starts', '', 2_147_483_647, 'identity'],
  ['birth_year', 'from', '-9223372036854775808', 2_147_483_647, 'identity'],
  ['email', 'present', null, 2_147_483_647, 'contact_points'],
])('find by %s %s %s, %s at most: only who is visible', async (...question) => {
  const found = await findBy(...question)
  tried.push([`find by ${question.join(' ')}`, `sees ${found.length} of ${all}`])
  expect(found).toHaveLength(visible)
})

test('a hidden person takes no place among those who are asked for', async () => {
  expect(await findBy('birth_year', 'from', '0', 3, 'identity')).toHaveLength(3)
  expect(await findBy('birth_year', 'from', '1999', 3, 'identity')).toHaveLength(1)
})

test('no index but a primary key can serve a query of a purpose', async () => {
  const { rows } = await db.admin.query<{ index: string; definition: string }>(`
    select i.indexrelid::regclass::text as index, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'register'::regnamespace and not i.indisprimary
      and exists (select from pg_policy p where p.polrelid = t.oid)
      and not (
        -- every value stands in an expression, and nothing beside it but the person
        i.indkey[0] = 0 and i.indnkeyatts = i.indnatts and not exists (
          select from unnest(i.indkey::int2[]) k join pg_attribute a on a.attrelid = t.oid and a.attnum = k
          where a.attname <> 'person_id')
        -- of a function that purposes may not call, over rows of which no query can say that it means them, or without an order
        and (pg_get_indexdef(i.indexrelid, 1, true) ^@ 'register.sought('
            and pg_get_expr(i.indpred, t.oid) like '(register.sought(%) IS NOT NULL)'
          or pg_get_indexdef(i.indexrelid) like '%USING gin (register.fold(%'))`)
  expect(rows).toEqual([])
  const { rows: functions } = await db.admin.query(
    `select proname, proleakproof, prolang = (select oid from pg_language where lanname = 'plpgsql') as stays from pg_proc
     where oid in ('register.sought(anyelement)'::regprocedure, 'register.fold(text)'::regprocedure) order by 1`,
  )
  expect(functions).toMatchObject([{ proleakproof: false }, { proname: 'sought', proleakproof: false, stays: true }])
})

/** Every question that could lead through an index, by what it does with a column. */
const shapes = [
  'where ? is not null limit 1',
  `where person_id > '00000000-0000-7000-8000-000000000000' and ? is not null limit 1`,
  'order by ? limit 1',
  'order by ? desc nulls last, person_id limit 1',
  'order by coalesce(?, ?) limit 1',
  'where ? = (select max(?) from register.#)',
  'where ? in (select ? from register.#)',
  'where (?, person_id) > (select min(?), min(person_id::text)::uuid from register.#) limit 1',
]

test.each(['marketing', 'care', 'rights'])('EXPLAIN of %s names no index of a column', async purpose => {
  const client = await db.purpose(purpose).connect()
  try {
    await client.query('set enable_seqscan = off; set enable_sort = off; set enable_hashjoin = off')
    const { rows: columns } = await client.query<{ name: string; of: string }>(`
      select a.attname as name, c.relname as of from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'register'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and a.attname not in ('person_id', 'id') and has_column_privilege(c.oid, a.attnum, 'select')`)
    expect(columns.length).toBeGreaterThan(5)
    const used: string[] = []
    for (const { name, of } of columns) {
      for (const shape of shapes) {
        const text = `select person_id from register.${of} ${shape.replaceAll('?', name).replaceAll('#', of)}`
        if (of === 'person') continue
        const { rows } = await client.query(`explain (format json) ${text}`)
        const indexes = JSON.stringify(rows).matchAll(/"Index Name":"([^"]*)"/g)
        used.push(...[...indexes].flatMap(([, index = '']) => (index.endsWith('_pkey') ? [] : [`${index}: ${text}`])))
      }
    }
    expect(used).toEqual([])
  } finally {
    client.release(true)
  }
})

/** What EXPLAIN says of one value, with the value itself blotted out. */
async function explained(
  login: pg.Pool,
  settings: string,
  options: string,
  condition: string,
  value: string,
): Promise<string> {
  const client = await login.connect()
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

test.each(asEach(plans.flatMap(plan => texts.map(condition => [plan, condition] as const))))(
  '%s: EXPLAIN ANALYZE with %s tells nothing of %s',
  async (who, plan, condition, login) => {
    const options = 'analyze, timing off, summary off, buffers off'
    const hidden = await explained(login, plan, options, condition, 'kaarlonen')
    tried.push([`${who}: EXPLAIN ANALYZE … ${condition}`, 'the same for a hidden name and for one that nobody has'])
    expect(hidden).toBe(await explained(login, plan, options, condition, 'nobodyhas'))
  },
)

test.each(asEach(plans.map(plan => [plan] as const)))(
  '%s: EXPLAIN ANALYZE with %s counts no hidden number',
  async (_, plan, login) => {
    const options = 'analyze, costs off, timing off, summary off, buffers off'
    const hidden = await explained(login, plan, options, 'birth_year = ?', '200')
    expect(hidden).toBe(await explained(login, plan, options, 'birth_year = ?', '800'))
  },
)
