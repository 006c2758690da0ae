/** The copy of Art. 15 is complete by construction: what is planted in any column of any table that says whose its row is comes out of it. */

import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { type Send, testServer } from '../../test/server.ts'
import { migrate, migrations } from '../database/migrate.ts'
import { publishNotice } from '../database/publish.ts'
import type { Column } from '../notice/notice.ts'
import { snakeCase } from '../notice/vocabulary.ts'
import type { AccessPackage } from './access-package.ts'

const db = await testDatabase()
const notice = noticeIn(exampleNotice)
const { call, customer, token } = registerCaller(db)
let server: Awaited<ReturnType<typeof testServer>>
let privacy: Send
let person = ''
const planted: { readonly column: string; readonly shown: string }[] = []

/** A value of its own for each column, and how a Finnish reader is to find it. */
function plant(category: string, { name, type, codes, format }: Column, place: number): unknown {
  const key = `${category}.${name}`
  const marker = `merkki-${category}-${name}`.replaceAll('_', '-')
  const put = (value: unknown, shown: string) => {
    planted.push({ column: key, shown })
    return value
  }
  if (codes) return codes[0]
  if (type === 'boolean') return true
  if (type === 'money')
    return put(
      100_000 + place,
      `1\u00a0${String(Math.floor(place / 100)).padStart(3, '0')},${String(place % 100).padStart(2, '0')}`,
    )
  if (type === 'integer') return put(7000 + place, String(7000 + place))
  if (type === 'date') return put(`2019-05-${String(1 + (place % 28)).padStart(2, '0')}`, `${1 + (place % 28)}.5.2019`)
  if (type === 'time') return '2019-06-07T08:09:10Z'
  if (format === 'email') return put(`${marker}@example.org`, `${marker}@example.org`)
  if (format === 'phone') return put('+358401234567', '+358401234567')
  if (name === 'postcode') return put('00999', '00999')
  if (format === 'country') return put('SE', 'Ruotsi')
  if (format === 'language') return put('fi', 'suomi')
  if (format === 'url') return put(`https://${marker}.example.org/`, marker)
  if (name.endsWith('_link')) return null // an organisation's id
  return put(marker, marker)
}

beforeAll(async () => {
  await publishNotice(db, { source: exampleNotice, by: 'test', clock: db.clock })
  server = await testServer(db)
  await server.addStaff('Kaisa', ['privacy'])
  privacy = await server.signedIn('kaisa@example.fi')
  person = await customer()
  for (const category of notice.categories.filter(({ stored }) => stored === 'table')) {
    const columns = category.fields.flatMap(field => field.columns)
    const values = Object.fromEntries(
      columns.map((column, place) => [column.name, plant(category.id, column, place + planted.length)]),
    )
    const source = category.from[0] ?? 'forms'
    await call(
      'rights',
      `register.write_${snakeCase(category.id)}($1, $2, 'viite', $3, null, $4, null)`,
      source,
      person,
      values,
    )
  }
  await call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'objection', 'marketing', 'sms', '2026-01-01', null, 'merkki-wording')`,
    person,
  )
  await call(
    'rights',
    `rights.record_request($1, 'access', $2, 'email', '2026-03-02T10:00:00Z', '2026-04-02', 'Aino', 'merkki-asked', '2026-03-02T10:00:00Z')`,
    person,
  )
})
afterAll(async () => {
  await server.access.close()
  await db.close()
})

const make = async (kind: AccessPackage['kind'], format: string): Promise<Buffer> => {
  const answer = await privacy('POST', '/api/v1/copies', {
    purpose: 'rights',
    body: { person, kind, format },
  })
  if (!answer.ok) throw new Error(await answer.text())
  const { bytes }: { bytes: string } = await answer.json()
  return Buffer.from(bytes, 'base64')
}
const copy = async (kind: AccessPackage['kind'] = 'access'): Promise<AccessPackage> =>
  JSON.parse((await make(kind, 'json')).toString())

test('every category that the notice declares is in it, and every value that was planted', async () => {
  const { categories } = await copy()
  const tables = notice.categories.filter(({ stored }) => stored === 'table')
  expect(categories.map(({ id }) => id)).toEqual(expect.arrayContaining(tables.map(({ id }) => id)))
  const told = JSON.stringify(categories)
  expect(planted.length).toBeGreaterThan(30)
  expect(planted.filter(({ shown }) => !told.includes(shown))).toEqual([])
  for (const { rows, uses } of categories.filter(({ id }) => tables.some(table => table.id === id))) {
    expect(uses.length).toBeGreaterThan(0)
    for (const value of rows.flatMap(({ values }) => values))
      expect(value).toMatchObject({ source: expect.stringMatching(/./), recorded: expect.stringMatching(/^20/) })
  }
})

test('what was said, changed, looked at and asked is in it, and no name of staff', async () => {
  const first = await copy()
  expect(JSON.stringify(first.categories)).toContain('merkki-wording')
  expect(JSON.stringify(first.rest)).toContain('merkki-asked')
  const { rows } = await db.admin.query(
    `select (select count(*) from register.change where person_id = $1) + (select count(*) from register.statement where person_id = $1) as all`,
    [person],
  )
  expect(first.changes.length).toBe(rows[0]?.all)
  const again = await copy()
  expect(again.looks.length).toBe(first.looks.length + 1)
  expect(again.looks[0]).toEqual({
    own: false,
    at: expect.any(String),
    purpose: 'Rekisteröidyn oikeuksien toteuttaminen',
    categories: expect.any(Array),
  })
  expect(JSON.stringify(again)).not.toMatch(/Kaisa|staff:/)
})

test('a table that a later program makes is in it from its first day', async () => {
  const sql = `create schema later;
    create table later.note (person_id uuid not null, id uuid not null default gen_random_uuid(), words text)`
  await migrate(db, [...migrations(), { name: '9999-later', sql }])
  await db.admin.query(`insert into later.note (person_id, words) values ($1, 'merkki-later')`, [person])
  expect((await copy()).rest).toContainEqual({
    heldIn: 'later.note',
    data: expect.objectContaining({ words: 'merkki-later' }),
  })
  await db.admin.query(`drop schema later cascade; delete from seloste.migration where name = '9999-later'`)
  await migrate(db)
})

test('every row of every table that says whose its rows are is in it', async () => {
  const { rest } = await copy()
  const { rows } = await db.admin.query<{ held: string }>(`select distinct n.nspname || '.' || c.relname as held
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'person_id' and c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_|information_schema'`)
  const told = [
    'register.statement',
    'register.change',
    'access.look',
    ...notice.categories.map(({ id }) => `register.${snakeCase(id)}`),
  ]
  const others = rows.map(({ held }) => held).filter(held => !told.includes(held))
  expect(others).toEqual(expect.arrayContaining(['rights.request', 'mail.message', 'notice.told', 'intake.match']))
  for (const held of others) {
    const { rowCount } = await db.admin.query(`select from ${held} where person_id = $1`, [person])
    expect([held, rest.filter(({ heldIn }) => heldIn === held).length]).toEqual([held, rowCount])
  }
})

test('the portable copy has what the person gave on consent or contract, and nothing inferred or logged', async () => {
  const { categories, changes, looks, rest } = await copy('portability')
  expect([changes, looks, rest]).toEqual([[], [], []])
  const ids = categories.map(({ id }) => id)
  expect(ids).toContain('contact-points')
  for (const { id, origin } of notice.categories) if (origin === 'inferred') expect(ids).not.toContain(id)
  for (const { uses } of categories)
    for (const { basisKind } of uses) expect(['consent', 'contract']).toContain(basisKind)
})

test('it is a paper in Finnish, a table that Excel opens, and a look at the person', async () => {
  const pdf = await make('access', 'pdf')
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const words = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
  for (const part of ['Jäljennös henkilötiedoistasi', 'merkki-identity-given-name', 'tietosuoja@om.fi', 'EUT C-579/21'])
    expect(words).toContain(part)
  const csv = (await make('access', 'csv')).toString()
  expect(csv).toContain('Tietoryhmä;Rivi;Tieto;Arvo;Mistä saatu')
  const { rows } = await db.app.query(
    `select count(*) from access.look where person_id = $1 and operation = 'package.access'`,
    [person],
  )
  expect(rows[0]?.count).toBeGreaterThan(1)
})

test('another purpose gets none, and its login cannot ask', async () => {
  const body = { person, kind: 'access', format: 'json' }
  expect((await privacy('POST', '/api/v1/copies', { purpose: 'marketing', body })).status).toBe(403)
  await expect(
    db.purpose('marketing').query('select rights.rest_of($1, $2)', [token('marketing'), person]),
  ).rejects.toThrow('not-given')
})
