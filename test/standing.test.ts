/** What a person has said decides who sees them: thousands of draws of statements, each standing compared with the model's word. */

import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { publishChecked } from '../src/database/publish.ts'
import { testDatabase } from './database.ts'
import { type ChannelRules, type SmallCategory, smallNotice } from './small-notice.ts'
import { covers, type Person, type Statement } from './soundness.model.ts'

const db = await testDatabase()
afterAll(() => db.close())

const bases = ['contract', 'consent', 'permission', 'interest', 'legal-obligation'] as const
const categories = bases.map(
  (basis): SmallCategory => ({ id: basis, fields: ['note'], uses: { p1: basis, p2: basis } }),
)

/** Of p1 a purchase permits by e-mail, of p2 by nothing. */
const rules: ChannelRules = {
  p1: { email: 'consent or similar purchase', post: 'consent' },
  p2: { email: 'consent' },
}

const day = fc.integer({ min: 0, max: 3 })
const to = fc.constantFrom('p1', 'p2')
const channel = fc.constantFrom(null, 'email', 'post')
const lasts = fc.option(day)
const said = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('consent'), purpose: to, channel, given: day, lasts }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('objection'), purpose: fc.option(to), channel, given: day, lasts }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('similar-purchase'),
      purpose: to,
      channel: fc.constantFrom('email', 'post'),
      given: day,
      lasts,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('contract', 'restriction'), given: day, lasts }) },
)
const statements = fc.array(
  said.map(({ lasts: days, ...rest }) => {
    const statement = { purpose: null, channel: null, ...rest, withdrawn: days === null ? null : rest.given + days }
    return statement as Statement
  }),
  { maxLength: 6 },
)

const persons = process.env.SELOSTE_LONG === '1' ? 50_000 : 5_000

test('every standing is what the statements say', async () => {
  await publishChecked(db, smallNotice(categories, undefined, rules), { source: '', by: 'system', clock: db.clock })
  const drawn = fc.sample(statements, persons)
  const everybody = drawn.map((list): Person => ({ id: newId(), statements: list, rows: [] }))
  const rows = everybody.flatMap(({ id, statements: list }) =>
    list.map(({ given, withdrawn, ...rest }) => ({ id: newId(), person_id: id, ...rest, given, withdrawn })),
  )
  await db.admin.query(`insert into register.person (id, created_by) select unnest($1::uuid[]), 'test'`, [
    everybody.map(({ id }) => id),
  ])
  await db.admin.query(
    `insert into register.statement (person_id, id, kind, purpose, channel, given_at, withdrawn_at, source, recorded_by, notice_version)
     select person_id, id, kind, purpose, channel, '2026-01-01'::timestamptz + given * interval '1 day',
       '2026-01-01'::timestamptz + withdrawn * interval '1 day', 'forms', 'test', 1
     from jsonb_to_recordset($1) as r (person_id uuid, id uuid, kind text, purpose text, channel text, given int, withdrawn int)`,
    [JSON.stringify(rows)],
  )
  await db.admin.query('select register.relabel(array(select id from register.person))')

  const seen = await db.admin.query<{ key: string }>(`
    select s.purpose || ' ' || s.category || ' ' || p.id as key from notice.scope s join register.person p on (p.standing & s.mask) = s.value`)
  const found = new Set(seen.rows.map(({ key }) => key))
  const wrong = everybody.flatMap(person =>
    categories.flatMap(category =>
      ['p1', 'p2']
        .filter(
          purpose => covers(person, category, purpose, rules) !== found.has(`${purpose} ${category.id} ${person.id}`),
        )
        .map(purpose => ({ purpose, basis: category.id, said: person.statements })),
    ),
  )
  expect(wrong.sort((a, b) => a.said.length - b.said.length).slice(0, 3)).toEqual([])
})
