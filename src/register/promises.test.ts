/** What is held of persons without a source, a change, a wording or a basis is found and counted, and nobody is named. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { consentsWorded, rowsBased, sourcesDeclared, standingAsSaid, valuesExplained } from './register.promises.ts'

const db = await testDatabase()
afterAll(() => db.close())
const register = registerCaller(db)
let promises: PromiseAsker
let aino = ''
let bertta = ''

beforeAll(async () => {
  promises = await promiseAsker(db)
  aino = await register.customer()
  bertta = await register.customer()
  await register.write('identity', aino, null, { given_name: 'Aino', family_name: 'Virtanen' })
  const point = await register.write('contact-points', aino, null, { email: 'aino@example.fi', is_primary: true })
  await register.write('contact-points', aino, point, { phone: '+358401234567' })
  const order = await register.write('orders', bertta, null, {
    product: 'Neulonta',
    ordered: '2026-03-02T12:00:00+02:00',
    amount: 1000,
  })
  await register.write('orders', bertta, order, { amount: null })
  const gone = await register.write('contact-points', bertta, null, { email: 'bertta@example.fi' })
  await register.write('contact-points', bertta, gone, null)
  const [change] = (
    await db.purpose('rights').query('select id from register.history($1, $2)', [register.token('rights'), bertta])
  ).rows
  await register.call('rights', 'register.undo($1, $2)', change.id)
})

test('a value that was changed past the register, a row without a change, and a value that its change does not know', async () => {
  const whole = await promises.ask(valuesExplained)
  expect(whole).toMatchObject({ state: 'holds', figures: { count: 0, rows: 4, drawn: 2 } })
  await promises.seeItBreak(
    valuesExplained,
    `update register.identity set family_name = 'Mäkelä'`,
    `update register.identity set family_name = 'Virtanen'`,
  )
  await promises.seeItBreak(
    valuesExplained,
    `insert into register.profile (person_id, id, standing, language) select id, id, standing, 'fi' from register.person`,
    'delete from register.profile',
  )
  await promises.seeItBreak(
    valuesExplained,
    `update register.contact_points set web = 'https://example.fi' where email = 'aino@example.fi'`,
    'update register.contact_points set web = null',
  )
  expect(
    await promises.seeItBreak(
      valuesExplained,
      `insert into register.orders (person_id, id, standing, product) select id, gen_random_uuid(), standing, 'x' from register.person`,
      `delete from register.orders where product = 'x'`,
    ),
  ).toMatchObject({ figures: { count: 4 } }) // two rows, and each value of theirs
})

test('somebody whose objection does not take effect, or whose rows do not follow them', async () => {
  await promises.seeItBreak(
    standingAsSaid,
    `update register.person set standing = standing | 4096 where id = '${aino}'`,
    `select register.relabel(array['${aino}'::uuid])`,
  )
  await promises.seeItBreak(
    standingAsSaid,
    `update register.contact_points set standing = 0 where person_id = '${aino}'`,
    `update register.contact_points c set standing = p.standing from register.person p where p.id = c.person_id`,
  )
  const statement = (id: string) => `insert into register.statement
    (person_id, id, kind, given_at, source, recorded_by, notice_version) values ('${aino}', '${id}', 'objection', now(), 'forms', 'test', 1)`
  const id = '0199c0de-0000-7000-8000-00000000000a'
  expect(
    await promises.seeItBreak(standingAsSaid, statement(id), `delete from register.statement where id = '${id}'`),
  ).toMatchObject({ figures: { count: 1, persons: 2 } })
})

test('somebody from a source that the notice does not name, and somebody from nowhere', async () => {
  expect(
    await promises.seeItBreak(
      sourcesDeclared,
      `update register.change set source = 'bought-list' where person_id = '${aino}'`,
      `update register.change set source = 'forms' where person_id = '${aino}'`,
    ),
  ).toMatchObject({ figures: { count: 1, persons: 2 }, found: ['bought-list'] })
  const kaarlo = '0199c0de-0000-7000-8000-00000000000b'
  await promises.seeItBreak(
    sourcesDeclared,
    `insert into register.person (id, created_by) values ('${kaarlo}', 'test')`,
    `delete from register.person where id = '${kaarlo}'`,
  )
})

test('a consent of which nobody knows what was agreed to', async () => {
  const say = (given: string, withdrawn: string | null, wording: string | null) =>
    register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, 'consent', 'research', 'email', $3, $4, $5)`,
      bertta,
      given,
      withdrawn,
      wording,
    )
  await say('2026-01-01', null, 'Saa kysyä mielipidettäni.')
  expect(
    await promises.seeItBreak(
      consentsWorded,
      () => say('2026-01-02', null, null),
      () => say('2026-01-02', '2026-01-03', null),
    ),
  ).toMatchObject({ figures: { count: 1, consents: 1 } })
})

test('answers to a survey of somebody who has taken the consent back', async () => {
  const consent = (withdrawn: string | null) =>
    register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, 'consent', 'research', null, '2026-02-01', $3, 'Kyllä')`,
      aino,
      withdrawn,
    )
  await consent(null)
  await register.write('surveys', aino, null, { survey: 'Kevät', question: '1', answer: 'hyvä' })
  const broken = await promises.seeItBreak(
    rowsBased,
    () => consent('2026-02-02'),
    () => db.admin.query('delete from register.surveys'),
  )
  expect(broken).toMatchObject({ figures: { count: 1 }, found: ['surveys'] })
})

test('nobody but the rights purpose may count, and what is counted names nobody', async () => {
  for (const call of [
    'count_unexplained(1)',
    'count_wrong_standings()',
    'count_undeclared_sources()',
    'count_consents()',
    'count_without_basis()',
    `holds_values('identity', 'given_name')`,
  ])
    for (const pool of [db.purpose('marketing'), db.app])
      await expect(pool.query(`select * from register.${call}`), call).rejects.toThrow('register.not-given')
})
