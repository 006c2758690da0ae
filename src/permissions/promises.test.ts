/** Each check of permits holds, is seen to break by just what it watches for, and holds again. */

import { afterAll, expect, test } from 'vitest'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { exampleNotice, promiseAsker } from '../../test/promise-asker.ts'
import { newId } from '../base/ids.ts'
import { nothingAgainstWord, permitsEnd, permitsProven, withdrawalWorks } from './permissions.promises.ts'

const desk = await permissionsDesk()
const { db } = desk
afterAll(() => desk.close())
/** A permit for research counts for a year. */
const promises = await promiseAsker(
  db,
  exampleNotice.replace(
    'keep: 3 years after consent is withdrawn\n  service-use',
    'keep: 12 months for research, otherwise 3 years after consent is withdrawn\n  service-use',
  ),
)

const aPerson = async (said: readonly string[]) => (await desk.persons([{ said, has: ['aino@example.org'] }]))[0] ?? ''

test('a message that went after a prohibition was on record', async () => {
  const [before, after, lifted] = [new Date('2026-02-01'), new Date('2026-04-01'), new Date('2026-06-01')]
  const person = await aPerson([
    'consent marketing email',
    'objection marketing email 03-01',
    'objection! marketing email 05-01',
  ])
  await db.admin.query(
    `update register.statement set recorded_at = coalesce(withdrawn_at, given_at) where person_id = $1`,
    [person],
  )
  const send = (at: Date) =>
    db.admin.query(
      `insert into mail.message (id, person_id, kind, about, state, queued_at, next_at, tried_at, settled_at, purpose, channel)
       values ($1, $2, 'newsletter', $1, 'sent', $3, $3, $3, $3, 'marketing', 'email')`,
      [newId(), person, at],
    )
  await send(before)
  await send(lifted)
  const broken = await promises.seeItBreak(
    nothingAgainstWord,
    () => send(after),
    () => db.admin.query('delete from mail.message where tried_at = $1', [after]),
  )
  expect(broken).toMatchObject({ figures: { count: 1, sent: 3 } })
})

test.each([
  ['the words that were shown', 'wording = null'],
  ['where they were shown', 'place = null'],
])('a permit without %s', async (_, lacking) => {
  const person = await aPerson(['consent marketing email'])
  const broken = await promises.seeItBreak(
    permitsProven,
    () => db.admin.query(`update register.statement set ${lacking} where person_id = $1`, [person]),
    () => db.admin.query('delete from register.statement where person_id = $1', [person]),
  )
  expect(broken).toMatchObject({ figures: { count: 1 } })
})

test('a permit that outlived its time', async () => {
  const person = await aPerson(['consent research email'])
  const broken = await promises.seeItBreak(
    permitsEnd,
    async () => db.clock.set('2027-01-05T12:00:00Z'),
    () => db.admin.query('delete from register.statement where person_id = $1', [person]),
  )
  expect(broken).toMatchObject({ figures: { count: 1, permits: 1 } })
})

test('a prohibition that does not land; and what was tried leaves nothing behind', async () => {
  const sign = () => desk.token('rights')
  const program = { home: '/dev/null/home', sign, published: async () => ({ version: 1, purposes: [], duties: [] }) }
  const ask = () => promises.ask(withdrawalWorks, { program })
  const count = async () => (await db.admin.query('select count(*) from register.person')).rows
  const before = await count()
  expect(await ask()).toMatchObject({ state: 'holds', figures: { count: 0, ways: 5 } })
  await db.admin.query(`
    create function public.lose() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger lose before insert on register.statement for each row when (new.kind = 'objection') execute function public.lose()`)
  expect(await ask()).toMatchObject({ state: 'broken', found: expect.arrayContaining(['sales phone']) })
  await db.admin.query('drop trigger lose on register.statement')
  expect(await ask()).toMatchObject({ state: 'holds' })
  expect(await count()).toEqual(before)
})
