/** Publishing makes the database hold what the notice says, again and again, with data in it and people at work. */

import pg from 'pg'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { emptyRegister } from '../../test/empty-register.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { type SmallCategory, smallNotice } from '../../test/small-notice.ts'
import { publishChecked, publishNotice } from './publish.ts'

const db = await testDatabase()
afterAll(() => db.close())
const register = registerCaller(db)

const publication = { source: 'notice: 1', by: 'system', clock: db.clock }
const publish = (...categories: SmallCategory[]) => publishChecked(db, smallNotice(categories), publication)
const read = async (purpose: string, sql: string) => (await db.purpose(purpose).query(sql)).rows
const count = async (table: string) => (await db.admin.query(`select count(*) as n from ${table}`)).rows[0].n

const identity: SmallCategory = {
  id: 'identity',
  rows: 'one',
  fields: [
    { id: 'given-name', type: 'text', format: 'person-name', search: 'prefix' },
    { id: 'family-name', type: 'text', format: 'person-name', search: 'prefix' },
  ],
  uses: { care: 'contract', marketing: 'consent', rights: 'legal-obligation' },
}
const orders: SmallCategory = {
  id: 'orders',
  fields: [
    { id: 'product', type: 'text', search: 'prefix' },
    { id: 'amount', type: 'money', search: 'range' },
  ],
  uses: { care: 'contract', rights: 'legal-obligation' },
}

let aino = ''
let order = ''
beforeEach(async () => {
  await emptyRegister(db)
  await publish(identity, orders)
  aino = await register.customer()
  await register.write('identity', aino, null, { given_name: ' Aino ', family_name: 'Virtanen' })
  order = await register.write('orders', aino, null, { product: 'Knitting', amount: 4900 })
})

test('a new field, a new category and a new purpose, without touching rows', async () => {
  const sized: SmallCategory = { ...orders, fields: [...orders.fields, { id: 'size', type: 'integer' }] }
  const uses: SmallCategory['uses'] = { ...identity.uses, research: 'interest' }
  const { changes } = await publish({ ...identity, uses }, sized, {
    id: 'notes',
    fields: ['text'],
    uses: { care: 'contract' },
  })
  expect(changes).toEqual([
    { what: 'purpose-added', name: 'research' },
    { what: 'category-added', name: 'notes' },
    { what: 'field-added', name: 'orders.size' },
    { what: 'use-changed', name: 'care orders' },
    { what: 'use-changed', name: 'rights orders' },
  ])
  expect(await read('research', 'select given_name from register.identity')).toEqual([{ given_name: 'Aino' }])
  await register.write('orders', aino, order, { size: 38 })
  expect(await read('care', 'select product, size from register.orders')).toEqual([{ product: 'Knitting', size: 38 }])
})

test('what was said before a basis turned on it counts from then on', async () => {
  await register.say(aino, 'objection', 'care')
  expect(await read('care', 'select id from register.identity')).toHaveLength(1)
  await publish({ ...identity, uses: { ...identity.uses, care: 'interest' } }, orders)
  expect(await read('care', 'select id from register.identity')).toEqual([])
})

test('a dropped field cannot be read from that moment, is kept while it holds something, and then goes', async () => {
  const without: SmallCategory = { ...orders, fields: orders.fields.slice(0, 1) }
  await publish(identity, without)
  await expect(read('care', 'select amount from register.orders')).rejects.toThrow('permission denied')
  await expect(register.write('orders', aino, order, { amount: 1 })).rejects.toThrow('register.column-not-given')
  await register.write('orders', aino, order, { product: 'Sewing' })

  await publish(identity, orders)
  expect(await read('care', 'select product, amount from register.orders')).toEqual([
    { product: 'Sewing', amount: 4900 },
  ])

  await register.write('orders', aino, order, null)
  await publish(identity, without)
  await publish({ ...identity, uses: { ...identity.uses } }, without, { id: 'notes', fields: ['text'], uses: {} })
  await expect(db.admin.query('select amount from register.orders')).rejects.toThrow('does not exist')
})

test('a dropped category cannot be read from that moment, and goes when its rows are gone', async () => {
  await publish(identity)
  await expect(read('care', 'select product from register.orders')).rejects.toThrow('permission denied')
  await expect(register.write('orders', aino, order, null)).rejects.toThrow('does not exist')
  await register.say(aino, 'restriction')
  expect((await db.admin.query('select standing from register.orders')).rows).toEqual([{ standing: 3 }])
  const left = 'select held_in from register.dropped_rows($1)' // of the copy of Art. 15
  expect((await db.admin.query(left, [aino])).rows).toEqual([{ held_in: 'register.orders' }])
  await db.admin.query('delete from register.orders')
  await publish(identity, { ...orders, id: 'other-orders' })
  expect((await db.admin.query(`select to_regclass('register.orders') as orders`)).rows).toEqual([{ orders: null }])
  expect((await db.admin.query(left, [aino])).rows).toEqual([])
})

test('a withdrawn purpose has no login and no rights, even in a session that is open', async () => {
  const open = new pg.Client({ connectionString: String(db.purpose('marketing').options.connectionString) })
  const ended = new Promise<Error>(told => open.on('error', told))
  await open.connect()
  await read('marketing', 'select id from register.identity') // and one of the application waits in its pool
  await publish({ ...identity, uses: { care: 'contract', rights: 'legal-obligation' } }, orders)
  expect((await ended).message).toMatch(/terminat/)
  await open.end().catch(() => {})
  await vi.waitUntil(() => db.purpose('marketing').totalCount === 0)
  const again = new pg.Client({ connectionString: String(db.purpose('marketing').options.connectionString) })
  await expect(again.connect()).rejects.toThrow(/not permitted to log in|permission denied for database/)

  await publish(identity, orders)
  expect(await read('marketing', 'select id from register.identity')).toEqual([])
})

test('a password and settings that a login gave itself do not last', async () => {
  const role = pg.escapeIdentifier(db.roles.purpose('marketing'))
  await db.purpose('marketing').query(`alter role ${role} password 'mine'; alter role ${role} set work_mem = '1GB'`)
  await publish(identity, { ...orders, fields: ['product'] })
  const client = new pg.Client({ connectionString: String(db.purpose('marketing').options.connectionString) })
  await client.connect()
  expect((await client.query('show work_mem')).rows).not.toEqual([{ work_mem: '1GB' }])
  await client.end()
})

test.each<[string, SmallCategory]>([
  ['publish.would-lose-type', { ...orders, fields: ['product', 'amount'] }],
  ['publish.would-lose-rows', { ...orders, rows: 'one' }],
  [
    'publish.would-lose-codes',
    {
      ...orders,
      fields: [
        { id: 'product', type: 'text', codes: ['Sewing'] },
        { id: 'amount', type: 'money' },
      ],
    },
  ],
])('%s: refused, and nothing is changed', async (key, changed) => {
  const versions = await count('notice.version')
  await expect(publish({ ...identity, fields: ['nickname'] }, changed)).rejects.toMatchObject({ key, kind: 'conflict' })
  expect(await count('notice.version')).toBe(versions)
  expect(await read('care', 'select given_name from register.identity')).toEqual([{ given_name: 'Aino' }])
})

test('the same change is made when there is nothing to lose', async () => {
  await register.write('orders', aino, order, null)
  await publish(identity, { ...orders, rows: 'one', fields: ['product', 'amount'] })
  const row = await register.write('orders', aino, null, { amount: 'a lot' })
  expect(row).toBe(aino)
})

test('the same notice again changes nothing, unless an older program had published it', async () => {
  const versions = await count('notice.version')
  await db.admin.query(`create or replace function register.write_orders(_token text, _source text, _source_ref text,
    _person uuid, _row uuid, _values jsonb, _expected uuid) returns uuid language plpgsql as 'begin raise ''of an older program''; end'`)
  expect((await publish(identity, orders)).changes).toEqual([])
  await expect(register.write('orders', aino, order, { amount: 1 })).rejects.toThrow('older program')
  await db.admin.query(`update notice.version set compiled = jsonb_set(compiled, '{made}', (
    select jsonb_agg(case when m ->> 'key' = 'function write_orders' then m || '{"hash": "older"}' else m end order by n)
    from jsonb_array_elements(compiled -> 'made') with ordinality as made (m, n)))`)
  expect((await publish(identity, orders)).changes).toEqual([])
  await register.write('orders', aino, order, { amount: 1 })
  expect(await count('notice.version')).toBe(versions)
})

test('indexes of an older program, one for each predicate, go at the next start', async () => {
  const indexes = async () =>
    (await db.admin.query(`select indexname as name from pg_indexes where schemaname = 'register' order by 1`)).rows
  const now = await indexes()
  const older = 'identity_family_name_key_3_2'
  await db.admin.query(`create index ${older} on register.identity (family_name_key, person_id) where (standing & 3) = 2;
    drop index register.identity_family_name_sought; drop function register.find_identity, register.persons_by_name;
    update notice.version set compiled = jsonb_set(compiled, '{made}', (
      select jsonb_agg(m order by n) from jsonb_array_elements(compiled -> 'made' ||
        '[{"key": "index ${older}", "hash": "older", "drop": "drop index register.${older}"}]') with ordinality as made (m, n)
      where m ->> 'key' not in ('index identity_family_name_sought', 'function find_identity', 'function persons_by_name')
        and m ->> 'key' not like 'execute of identity %'))
    where id = (select max(id) from notice.version)`)
  expect((await publish(identity, orders)).changes).toEqual([])
  expect(await indexes()).toEqual(now)
  const found = `select person_id from register.persons_by_name($1, '', '', '00000000-0000-0000-0000-000000000000')`
  const { rows } = await db.purpose('care').query(found, [register.token('care')])
  expect(rows).toEqual([{ person_id: aino }])
})

test('publications at the same moment follow each other', async () => {
  const named = (id: string): SmallCategory => ({ id, fields: ['text'], uses: { care: 'contract' } })
  const versions = await Promise.all(['a', 'b', 'c', 'a'].map(id => publish(identity, orders, named(`notes-${id}`))))
  expect(new Set(versions.map(({ version }) => version)).size).toBeGreaterThanOrEqual(3)
})

test('publishing waits for a reader who holds a table', async () => {
  const reader = await db.purpose('care').connect()
  await reader.query('begin; select id from register.orders')
  const publishing = publish(identity, { ...orders, fields: [...orders.fields, 'note'] })
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await db.admin.query(waiting)).rowCount === 0);
  await reader.query('commit')
  reader.release()
  await expect(publishing).resolves.toMatchObject({ changes: expect.arrayContaining([expect.anything()]) })
})

test('what check refuses is not published', async () => {
  const versions = await count('notice.version')
  await expect(publishNotice(db, { ...publication, source: 'notice: 1\n' })).rejects.toMatchObject({
    key: 'publish.findings',
  })
  expect(await count('notice.version')).toBe(versions)
})
