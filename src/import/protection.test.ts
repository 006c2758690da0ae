/** An import tells nobody of persons whom its purpose does not see, doubles none of them, lands every prohibition and keeps no more than that takes. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { emptyRegister } from '../../test/empty-register.ts'
import { importDesk } from '../../test/import-desk.ts'
import { findImport } from './record.ts'
import { readRows } from './rows.ts'
import { undoCounts } from './work.ts'

const desk = await importDesk()
const { db } = desk
afterAll(() => desk.close())
beforeEach(() => emptyRegister(db))

const marketing = {
  purpose: 'marketing',
  origin: {
    source: 'forms',
    basis: 'consent',
    purpose: 'marketing',
    obtained: '2026-02-01',
    evidence: 'Form 3',
  },
} as const
const nobodysGround = { origin: { source: 'forms', basis: 'none', obtained: '2026-02-01' } } as const

const count = async (table: string, where = 'true'): Promise<number> =>
  (await db.admin.query(`select count(*) from register.${table} where ${where}`)).rows[0].count

const file = (name: string) =>
  `email,etunimi,sukunimi,puhelin\n${name}@example.org,${name},Virtanen,040 123 4567\n${name}@example.org,${name},,\n`

test('a person whom the purpose does not see counts as one whom nobody knows, before and after', async () => {
  await desk.imported(file('bertta'), 'list.csv', marketing)
  const seen = await db.purpose('customer-care').query('select from register.person')
  expect(seen.rowCount).toBe(0)
  for (const more of [nobodysGround, {}]) {
    const known = await desk.previewed(file('bertta'), 'file.csv', more)
    const unknown = await desk.previewed(file('kaarlo'), 'file.csv', more)
    expect(known.problem).toBeNull()
    expect(known.counts).toEqual(unknown.counts)
    const rows = async (id: string, outcome: 'new' | 'joined') =>
      (await readRows(desk.as('customer-care'), id, { outcome, after: 0, limit: 10 })).rows.map(
        ({ name, email, ...row }) => row,
      )
    for (const outcome of ['new', 'joined'] as const)
      expect(await rows(known.id, outcome)).toEqual(await rows(unknown.id, outcome))
  }
  const known = await desk.imported(file('bertta'), 'file.csv', nobodysGround)
  const unknown = await desk.imported(file('kaarlo'), 'file.csv', nobodysGround)
  expect(known.counts).toEqual(unknown.counts)
  expect(await count('person')).toBe(2)
  const ask = desk.as('customer-care')
  expect(await undoCounts(ask, known.id)).toEqual(await undoCounts(ask, unknown.id))
})

test('a customer whom another purpose had hidden is not doubled', async () => {
  await desk.imported(file('bertta'), 'list.csv', marketing)
  const done = await desk.imported(file('bertta'))
  expect([done.state, done.counts?.new]).toEqual(['done', 1])
  expect([await count('person'), await count('contact_points')]).toEqual([1, 2])
  expect((await db.purpose('customer-care').query('select from register.person')).rowCount).toBe(1)
})

test('a prohibition lands with everybody who may be meant', async () => {
  await desk.imported('email,name\naino@example.org,Aino\nbertta@example.org,Bertta\n')
  const done = await desk.imported(
    'Email 1,Email 2,First Name,Email subscriber status\naino@example.org,bertta@example.org,X,Unsubscribed\n',
  )
  expect(done.counts).toMatchObject({ rows: 1, refused: 1, new: 0, changed: 0, objections: 2 })
  const said = await db.admin.query("select count(distinct person_id) from register.statement where kind = 'objection'")
  expect(said.rows).toEqual([{ count: 2 }])
  expect(await count('person')).toBe(2)
})

test('of who has only forbidden contact, the address alone is kept', async () => {
  const gone = readFileSync(
    join(import.meta.dirname, '../../examples/imports/unsubscribed_members_export_mailchimp.csv'),
  )
  const done = await desk.imported(gone, 'unsubscribed.csv', marketing)
  expect(done.counts).toMatchObject({ new: 1, objections: 1 })
  expect(await count('identity')).toBe(0)
  const { rows } = await db.admin.query(`select after from register.change where category <> 'person'`)
  expect(rows).toEqual([{ after: { email: 'bertta.makela@example.org' } }])
  const page = await readRows(desk.as('marketing'), done.id, { outcome: 'new', after: 0, limit: 10 })
  expect(page.rows[0]?.remarks.map(({ column }) => column)).toEqual(expect.arrayContaining(['First Name', 'Last Name']))
})

test('a customer who has forbidden letters keeps the name: the contract needs it', async () => {
  await desk.imported('Email 1,First Name,Email subscriber status\naino@example.org,Aino,Unsubscribed\n')
  expect(await count('identity')).toBe(1)
})

test('what an import adds stands in its change row as it stands in the register', async () => {
  const columns = [
    { index: 1, target: 'shoe-size.size', group: 1 },
    { index: 2, target: 'relationships.started', group: 1 },
    { index: 3, target: 'relationships.kind', group: 1 },
  ]
  const done = await desk.imported('email,koko,alkoi,laji\naino@example.org,38,2024-03-01,customer\n', 'a.csv', {
    mapping: { columns },
  })
  expect((await findImport(desk.as('customer-care'), done.id)).counts?.values).toBe(3)
  for (const table of ['contact_points', 'shoe_size', 'relationships']) {
    const { rows } = await db.admin.query(`
      select c.after @> v.row and v.row @> c.after as same from register.change c join register.${table} t on t.id = c.row_id and c.category = '${table.replaceAll('_', '-')}'
      cross join lateral (select jsonb_strip_nulls(to_jsonb(t) - array['person_id', 'id', 'standing', 'due', 'email_key', 'colour_key']) as row) v`)
    expect({ table, rows }).toEqual({ table, rows: [{ same: true }] })
  }
})

test('a change that waits while its person leaves writes nothing', async () => {
  const done = await desk.imported('email,name\naino@example.org,Aino\n')
  const { rows } = await db.admin.query('select id from register.person')
  const leaving = await db.admin.connect()
  try {
    await leaving.query('begin')
    await leaving.query('select from register.person for update')
    const writing = db
      .purpose('customer-care')
      .query(`select register.write_interests($1, 'forms', null, $2, null, '{"interest": "knitting"}', null)`, [
        desk.ask('customer-care').token,
        rows[0].id,
      ])
    const refused = expect(writing).rejects.toThrow('register.person-absent')
    await expect
      .poll(
        async () =>
          (
            await leaving.query(
              "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
            )
          ).rowCount,
        {
          timeout: 10_000,
        },
      )
      .not.toBe(0)
    await leaving.query('select register.forget($1)', [[rows[0].id]])
    await leaving.query('commit')
    await refused
  } finally {
    leaving.release()
  }
  for (const table of ['person', 'identity', 'contact_points', 'interests', 'statement', 'change'])
    expect([table, await count(table)]).toEqual([table, 0])
  expect(done.state).toBe('done')
})
