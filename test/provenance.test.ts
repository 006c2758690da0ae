/** No value without its change row: whoever writes, in whatever order, at whatever moment. */

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishChecked } from '../src/database/publish.ts'
import { testDatabase } from './database.ts'
import { registerCaller } from './register-caller.ts'
import { smallNotice } from './small-notice.ts'

const db = await testDatabase()
afterAll(() => db.close())
const register = registerCaller(db)

const fields = [
  'title',
  { id: 'places', type: 'integer' },
  { id: 'starts', type: 'time' },
  { id: 'held', type: 'date' },
  { id: 'paid', type: 'boolean' },
] as const
beforeAll(() =>
  publishChecked(
    db,
    smallNotice([
      {
        id: 'profile',
        rows: 'one',
        fields: ['language', 'note'],
        uses: { care: ['contract', 'language'], rights: 'legal-obligation' },
      },
      { id: 'courses', fields, uses: { care: 'contract', rights: 'legal-obligation' } },
    ]),
    { source: '', by: 'system', clock: db.clock },
  ),
)

/** Rows as the change rows alone tell them; must be what the tables hold. */
const replayed = `
  select person_id, category, row_id, jsonb_object_agg(key, value) filter (where value <> 'null') as held
  from (
    select distinct on (c.person_id, c.category, c.row_id, k.key) c.person_id, c.category, c.row_id, k.key,
      coalesce(c.after -> k.key, 'null') as value, gone.id is null as stands
    from register.change c
    cross join lateral jsonb_object_keys(coalesce(c.before, '{}') || coalesce(c.after, '{}')) as k (key)
    left join lateral (select l.id, l.after from register.change l where l.person_id = c.person_id and l.category = c.category
      and l.row_id = c.row_id order by l.id desc limit 1) latest on true
    left join lateral (select latest.id where latest.after is null) gone on true
    where c.category <> 'person'
    order by c.person_id, c.category, c.row_id, k.key, c.id desc
  ) newest
  where stands group by person_id, category, row_id`
const held = `
  select person_id, 'profile' as category, id as row_id, jsonb_strip_nulls(to_jsonb(t) - '{person_id,id,standing,due}'::text[]) as held from register.profile t
  union all
  select person_id, 'courses', id, jsonb_strip_nulls(to_jsonb(t) - '{person_id,id,standing,due}'::text[]) from register.courses t`

async function expectEveryValueExplained(): Promise<void> {
  const { rows } = await db.admin
    .query(`
    set timezone = 'UTC';
    with replayed as (${replayed}), held as (${held})
    select * from held h full join replayed r using (person_id, category, row_id)
    where coalesce(h.held, '{}') is distinct from coalesce(r.held, '{}')`)
    .then(results => (Array.isArray(results) ? results[1] : results))
  expect(rows).toEqual([])
}

const latest = async (person: string): Promise<{ id: string; category: string; row_id: string }[]> => {
  const { rows } = await db
    .purpose('rights')
    .query('select id, category, row_id from register.history($1, $2)', [register.token('rights'), person])
  return rows
}

const refusal = (fault: Error): string => fault.message
const courses = fc.record(
  {
    title: fc.option(fc.constantFrom('Knitting', 'Sewing', ' Knitting ')),
    places: fc.option(fc.integer()),
    starts: fc.option(fc.constantFrom('2026-03-02T12:00:00+02:00', '2026-10-25T03:30:00+03:00')),
    held: fc.option(fc.constant('2026-03-02')),
    paid: fc.option(fc.boolean()),
  },
  { requiredKeys: [] },
)
const act = fc.record({
  who: fc.nat(1),
  what: fc.constantFrom('add', 'change', 'remove', 'undo', 'profile'),
  which: fc.nat(5),
  values: courses,
})

test('two writers of two persons at the same moment, adding, changing, removing and undoing', {
  timeout: 120_000,
}, async () => {
  const outcomes = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async acts => {
      const persons = [await register.customer(), await register.customer()]
      const perform = async ({ who, what, which, values }: (typeof acts)[number]): Promise<string> => {
        const person = persons[who] ?? ''
        const changes = (await latest(person)).filter(change => change.category !== 'person')
        const change = changes[which % Math.max(1, changes.length)]
        const row = changes.filter(({ category }) => category === 'courses')[which]?.row_id
        if (what === 'profile')
          await register.write('profile', person, null, { language: 'fi', note: values.title ?? 'x' })
        else if (what === 'add') await register.write('courses', person, null, values)
        else if (what === 'undo' && change) await register.call('rights', 'register.undo($1, $2)', change.id)
        else if (row) await register.write('courses', person, row, what === 'remove' ? null : values)
        return what
      }
      // in pairs: what the two find may be gone when they write
      for (let at = 0; at < acts.length; at += 2) {
        for (const outcome of await Promise.all(acts.slice(at, at + 2).map(one => perform(one).catch(refusal)))) {
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        }
      }
      await expectEveryValueExplained()
    }),
    { numRuns: process.env.SELOSTE_LONG === '1' ? 500 : 30 },
  )
  const expected = [
    'add',
    'change',
    'remove',
    'undo',
    'profile',
    'register.changed-meanwhile',
    'register.row-absent',
    'register.row-exists',
    'register.nothing-given',
  ]
  expect([...outcomes.keys()].filter(outcome => !expected.includes(outcome))).toEqual([])
})

/** Two writes of one row, of which the second begins while the first has not been committed. */
async function atOnce(
  person: string,
  row: string,
  places: readonly [number, number],
  expected?: string,
): Promise<string> {
  const first = await db.purpose('rights').connect()
  const change = `select register.write_courses($1, 'forms', null, $2, $3, $4, $5)`
  await first.query('begin')
  await first.query(change, [register.token('rights'), person, row, { places: places[0] }, expected])
  const second = register.write('courses', person, row, { places: places[1] }, expected).then(() => 'written', refusal)
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await db.admin.query(waiting)).rowCount === 0);
  await first.query('commit')
  first.release()
  return second
}

test('of two who saw the same change, the second is told', async () => {
  const person = await register.customer()
  const row = await register.write('courses', person, null, { title: 'Knitting', places: 1 })
  const [seen] = await latest(person)
  expect(await atOnce(person, row, [2, 3], seen?.id)).toBe('register.changed-meanwhile')
})

test('of two who did not look, the second replaces what the first wrote, and says so', async () => {
  const person = await register.customer()
  const row = await register.write('courses', person, null, { places: 1 })
  expect(await atOnce(person, row, [2, 3])).toBe('written')
  const { rows } = await db
    .purpose('rights')
    .query('select before, after from register.history($1, $2, $3)', [register.token('rights'), person, 'courses'])
  expect(rows.slice(0, 2)).toEqual([
    { before: { places: 2 }, after: { places: 3 } },
    { before: { places: 1 }, after: { places: 2 } },
  ])
})

test('two who say something of one person at the same moment', async () => {
  const person = await register.customer()
  await Promise.all(['contract', 'restriction', 'contract'].map(kind => register.say(person, kind)))
  const { rows } = await db.admin.query('select standing from register.person where id = $1', [person])
  expect(rows).toEqual([{ standing: 3 }])
})

test('a change that changes nothing adds no change row', async () => {
  const person = await register.customer()
  const row = await register.write('courses', person, null, { title: 'Knitting', starts: '2026-03-02T12:00:00+02:00' })
  const before = await latest(person)
  await register.write('courses', person, row, { title: ' Knitting', starts: '2026-03-02T10:00:00Z', places: null })
  expect(await latest(person)).toEqual(before)
})

test('what an undo put back comes from where it first came from', async () => {
  const person = await register.customer()
  const row = await register.write('courses', person, null, { title: 'Knitting', places: 1 })
  const [added] = await latest(person)
  await register.write('courses', person, row, { title: 'Sewing' })
  const [changed] = await latest(person)
  const whence = async () => {
    const { rows } = await db
      .purpose('rights')
      .query('select column_name, change_id from register.provenance($1, $2)', [register.token('rights'), person])
    return Object.fromEntries(rows.map(({ column_name, change_id }) => [column_name, change_id]))
  }
  expect(await whence()).toEqual({ title: changed?.id, places: added?.id })
  await register.call('rights', 'register.undo($1, $2)', changed?.id)
  expect(await whence()).toEqual({ title: added?.id, places: added?.id })
  const [undo] = await latest(person)
  await register.call('rights', 'register.undo($1, $2)', undo?.id) // and back again
  expect(await whence()).toEqual({ title: changed?.id, places: added?.id })
})

test('an undo is refused when the value has moved since, and to whom may not see all of it', async () => {
  const person = await register.customer()
  const row = await register.write('profile', person, null, { language: 'fi', note: 'x' })
  const [added] = await latest(person)
  const undo = (purpose: string, change?: string) =>
    register.call(purpose, 'register.undo($1, $2)', change).catch(refusal)
  expect(await undo('care', added?.id)).toBe('register.column-not-given')
  await register.write('profile', person, row, { language: 'sv' })
  expect(await undo('rights', added?.id)).toBe('register.changed-meanwhile')
  const [changed] = await latest(person)
  expect(await undo('care', changed?.id)).toBe(row)
  expect(await undo('care', '00000000-0000-7000-8000-000000000000')).toBe('register.change-absent')
})

test('a removed row that is put back is the same row', async () => {
  const person = await register.customer()
  const row = await register.write('courses', person, null, { title: 'Knitting', starts: '2026-03-02T12:00:00+02:00' })
  await register.write('courses', person, row, null)
  const [removed] = await latest(person)
  expect(await register.call('rights', 'register.undo($1, $2)', removed?.id)).toBe(row)
  const { rows } = await db.purpose('rights').query('select title from register.courses where id = $1', [row])
  expect(rows).toEqual([{ title: 'Knitting' }])
  await expectEveryValueExplained()
})

test('a value that the table cannot hold leaves nothing behind', async () => {
  const person = await register.customer()
  const before = await latest(person)
  for (const values of [
    { places: 'many' },
    { held: 'soon' },
    { places: { a: 1 } },
    { title: ['a'] },
    {},
    { title: '  ' },
  ]) {
    await expect(register.write('courses', person, null, values)).rejects.toThrow()
  }
  expect(await latest(person)).toEqual(before)
})
