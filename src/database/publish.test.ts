/** Publishing makes the database hold what the notice says, again and again, with data in it. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { smallNotice } from '../../test/small-notice.ts'
import { newId } from '../base/ids.ts'
import { signActor } from './actor-token.ts'
import { publishChecked } from './publish.ts'

const db = await testDatabase()
afterAll(() => db.close())

const publication = { source: '', by: 'system', clock: db.clock }
const publish = (notice: ReturnType<typeof smallNotice>) => publishChecked(db, notice, publication)
const token = (purpose: string) => signActor(db.actorKey, { actor: 'staff:test', purpose, request: newId() })

const identity = {
  id: 'identity',
  rows: 'one' as const,
  fields: [
    { id: 'given-name', type: 'text' as const, format: 'person-name' as const, search: 'prefix' as const },
    { id: 'family-name', type: 'text' as const, format: 'person-name' as const, search: 'prefix' as const },
  ],
  uses: { care: 'contract' as const, marketing: 'consent' as const, rights: 'legal-obligation' as const },
}

test('a person is written and read through the purpose alone', async () => {
  await publish(smallNotice([identity]))
  const care = db.purpose('care')
  const call = async (sql: string, values: unknown[]) => (await care.query(sql, values)).rows[0]
  const { person } = await call('select register.add_person($1, $2, $3) as person', [token('care'), 'forms', null])
  await call('select register.record_statement($1, $2, null, $3, $4, null, null, $5, null, null)', [
    token('care'),
    'forms',
    person,
    'contract',
    '2026-01-01',
  ])
  await call('select register.write_identity($1, $2, null, $3, null, $4, null)', [
    token('care'),
    'forms',
    person,
    { given_name: ' Aino ', family_name: 'Virtanen' },
  ])
  await call('select register.write_identity($1, $2, null, $3, $3, $4, null)', [
    token('care'),
    'forms',
    person,
    { family_name: 'Mäkelä' },
  ])
  expect((await care.query('select given_name, family_name, family_name_key from register.identity')).rows).toEqual([
    { given_name: 'Aino', family_name: 'Mäkelä', family_name_key: 'mäkelä' },
  ])
  expect((await db.purpose('marketing').query('select id from register.identity')).rows).toEqual([])
  expect((await db.purpose('rights').query('select id from register.identity')).rows).toHaveLength(1)
  const { rows } = await care.query('select category, before, after from register.history($1, $2)', [
    token('care'),
    person,
  ])
  expect(rows).toEqual([
    { category: 'identity', before: { family_name: 'Virtanen' }, after: { family_name: 'Mäkelä' } },
    { category: 'identity', before: null, after: { given_name: 'Aino', family_name: 'Virtanen' } },
    { category: 'person', before: null, after: {} },
  ])
  for (const query of ['aino', 'mäk', 'makela', 'kelä', 'makelo']) {
    expect((await care.query('select * from register.find_persons($1, 10)', [query])).rows).toHaveLength(1)
  }
  expect((await db.purpose('marketing').query(`select * from register.find_persons('aino', 10)`)).rows).toEqual([])
})
