/** A purpose whose own period is over uses a row no more, though others keep it; what is kept restricted nobody uses but who answers the person. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { registerCaller } from '../../test/register-caller.ts'
import { retentionDesk, retentionNotice } from '../../test/retention-desk.ts'

const desk = await retentionDesk(
  retentionNotice.replace(
    'keep: 12 months after relationship ends\n  work',
    'keep: 12 months after relationship ends, then restrict\n  work',
  ),
)
const { db, passOn } = desk
const register = registerCaller(db)
afterAll(() => db.close())
beforeEach(() => desk.empty())

const purposes = ['customer-care', 'marketing', 'bookkeeping', 'claims', 'rights'] as const

/** The purposes whose login gets the row by a query of its own. */
async function seenBy(table: string, person: string): Promise<readonly string[]> {
  const found = await Promise.all(
    purposes.map(async purpose => {
      const { rows } = await db
        .purpose(purpose)
        .query(`select person_id from register.${table} where person_id = $1`, [person])
        .catch(() => ({ rows: [] })) // the purpose is not given the category
      return rows.length > 0 ? [purpose] : []
    }),
  )
  return found.flat()
}

async function customer(ended: string | null): Promise<string> {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: 'Aino', family_name: 'Virtanen' })
  await register.write('contact-points', person, null, { email: 'aino@example.org' })
  await register.write('relationships', person, null, {
    kind: 'customer',
    started: '2019-01-01',
    ...(ended && { ended }),
  })
  await register.write('orders', person, null, { ordered: '2023-05-04T10:00:00Z' })
  return person
}

const wrong = async () =>
  (await desk.rights.query('select wrong_persons, wrong_rows from register.count_wrong_standings()')).rows[0]
const asked = async <Row>(purpose: string, expression: string, ...args: readonly unknown[]) =>
  (await db.purpose(purpose).query(`select * from ${expression}`, [register.token(purpose), ...args])).rows as Row[]

test('each purpose sees the row until its own period is over, and not for as long as the longest', async () => {
  const person = await customer('2024-02-01')
  await passOn('2026-02-01')
  expect(await seenBy('identity', person)).toEqual(purposes)
  await passOn('2026-02-02') // 24 months
  expect(await seenBy('identity', person)).toEqual(['bookkeeping', 'claims', 'rights'])
  expect(await seenBy('orders', person)).toEqual(['bookkeeping', 'rights'])
  await passOn('2027-02-02') // three years, for claims
  expect(await seenBy('identity', person)).toEqual(['bookkeeping', 'rights'])
  expect(await wrong()).toEqual({ wrong_persons: 0, wrong_rows: 0 })
  await passOn('2030-01-01') // the voucher's six years
  expect(await seenBy('identity', person)).toEqual([])
  const { rows } = await db.admin.query('select category from register.shut')
  expect(rows).toEqual([{ category: 'contact-points' }]) // which is kept restricted
})

test('who may not use a row any more learns nothing of it by any function, and writes nothing into it', async () => {
  const [past, present] = [await customer('2024-02-01'), await customer(null)]
  await passOn('2026-02-02')
  const of = async (purpose: string, person: string) => ({
    history: (await asked<{ category: string }>(purpose, 'register.history($1, $2)', person)).map(row => row.category),
    provenance: (await asked<{ category: string }>(purpose, 'register.provenance($1, $2)', person)).length,
    until: (await asked<{ category: string }>(purpose, 'register.kept_until($1, $2)', person)).length,
    found: (await asked<{ person_id: string }>(purpose, 'register.find_persons($1, $2, 10)', 'Virtanen')).some(
      row => row.person_id === person,
    ),
    named: (await asked<{ person_id: string }>(purpose, `register.persons_by_name($1, '', '', null)`)).length,
  })
  // Marketing uses `identity` alone.
  expect(await of('marketing', past)).toMatchObject({ history: ['person'], provenance: 0, until: 0, found: false })
  expect(await of('marketing', present)).toMatchObject({
    history: ['identity', 'person'],
    provenance: 2,
    until: 1,
    found: true,
  })
  expect((await of('claims', past)).history).toEqual(['identity', 'person'])
  const change = (await asked<{ id: string; category: string }>('claims', 'register.history($1, $2)', past)).find(
    row => row.category === 'identity',
  )
  for (const [purpose, refusal] of [
    ['marketing', 'register.change-absent'],
    ['claims', undefined],
  ] as const) {
    const undoing = register.call(purpose, 'register.undo($1, $2)', change?.id)
    await (refusal ? expect(undoing).rejects.toThrow(refusal) : expect(undoing).resolves.toBe(past))
  }
  await register.write('identity', past, null, { given_name: 'Aino' })
  expect(await seenBy('identity', past)).toEqual(['bookkeeping', 'claims', 'rights']) // the row that came back is shut as it was
  expect(await wrong()).toEqual({ wrong_persons: 0, wrong_rows: 0 })
  await expect(
    register.call(
      'marketing',
      `register.write_identity($1, 'forms', null, $2, $2, '{"given_name": "Kaarlo"}', null)`,
      past,
    ),
  ).rejects.toThrow('register.person-absent')
})

test('a new word of the person moves nothing that is shut, and a period that grows opens the row', async () => {
  const person = await customer('2024-02-01')
  await passOn('2026-02-02')
  await register.say(person, 'objection', 'marketing')
  await register.say(person, 'restriction')
  expect(await seenBy('identity', person)).toEqual(['rights'])
  await register.say(person, 'restriction', undefined, '2026-02-02')
  expect(await seenBy('identity', person)).toEqual(['bookkeeping', 'claims', 'rights'])
  await register.say(person, 'objection', 'marketing', '2026-02-02')
  expect(await seenBy('identity', person)).toEqual(['bookkeeping', 'claims', 'rights'])
  expect(await wrong()).toEqual({ wrong_persons: 0, wrong_rows: 0 })
  await register.write('relationships', person, null, { kind: 'customer', started: '2026-02-02' })
  await passOn('2026-02-03')
  expect(await seenBy('identity', person)).toEqual(purposes)
  expect((await db.admin.query(`select from register.shut where category = 'identity'`)).rowCount).toBe(0)
})

test('with "then restrict" the row stays for who answers the person, once counted, and is not overdue', async () => {
  const person = await customer('2024-02-01')
  expect((await passOn('2025-02-01')).outcomes).not.toContainEqual(expect.objectContaining({ outcome: 'restricted' }))
  expect(await seenBy('contact_points', person)).toEqual(['customer-care', 'rights'])
  const restricted = {
    category: 'contact-points',
    rule: 'P12M relationship.ended restrict',
    outcome: 'restricted',
    rows: 1,
    oldest: '2025-02-01',
  }
  expect((await passOn('2025-02-02', 'dry')).outcomes).toContainEqual(restricted)
  expect(await seenBy('contact_points', person)).toEqual(['customer-care', 'rights'])
  expect((await passOn('2025-02-02')).outcomes).toContainEqual(restricted)
  expect(await seenBy('contact_points', person)).toEqual(['rights'])
  const { rows } = await db.admin.query(
    'select category, row_id, since::text from register.shut where person_id = $1',
    [person],
  )
  expect(rows).toContainEqual({ category: 'contact-points', row_id: expect.any(String), since: '2025-02-02' })
  expect((await passOn('2025-02-03')).outcomes).not.toContainEqual(expect.objectContaining({ outcome: 'restricted' }))
  expect((await desk.rights.query(`select category from register.count_overdue('2025-03-01')`)).rows).toEqual([])
  expect((await desk.rights.query('select without from register.count_without_basis()')).rows).not.toContainEqual({
    without: 1,
  })
  await expect(
    register.call(
      'customer-care',
      `register.write_contact_points($1, 'forms', null, $2, $3, '{"email": "kaarlo@example.org"}', null)`,
      person,
      rows.find(row => row.category === 'contact-points')?.row_id,
    ),
  ).rejects.toThrow('register.person-absent')
})

test('what the person is told of each row is when it is removed for the purpose that asks', async () => {
  const person = await customer('2025-06-01')
  await register.write('profile', person, null, { language: 'fi' })
  const until = async (purpose: string) =>
    Object.fromEntries(
      (await asked<{ category: string; until: string | null }>(purpose, 'register.kept_until($1, $2)', person)).map(
        row => [row.category, row.until],
      ),
    )
  expect(await until('customer-care')).toMatchObject({ identity: '2027-06-01', orders: '2027-06-01' })
  expect(await until('bookkeeping')).toEqual({ identity: '2029-12-31', orders: '2029-12-31' })
  expect(await until('claims')).toEqual({ identity: '2028-06-01' })
  expect(await until('rights')).toMatchObject({ identity: '2029-12-31', 'contact-points': '2026-06-01' })
})
