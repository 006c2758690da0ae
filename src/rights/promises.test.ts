/** A request that waits too long, or was answered too late, breaks its promise; one that is answered mends it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { appliedAtOnce, erasedStayAway, recipientsTold } from './acts.promises.ts'
import { answeredInTime, identityNotForever, nothingOverdue } from './rights.promises.ts'

const db = await testDatabase()
afterAll(() => db.close())
let promises: PromiseAsker
beforeAll(async () => {
  promises = await promiseAsker(db)
})

const { call } = registerCaller(db)
/** A request of 2 March, due on 2 April. */
const record = () =>
  call<string>(
    'rights',
    `rights.record_request($1, 'access', null, 'email', '2026-03-02T10:00:00Z', '2026-04-02', 'Aino', 'Mitä?', '2026-03-02T10:00:00Z')`,
  )
const step = (id: string, kind: string, details: object, expected: string | null = null) =>
  call<string>('rights', `rights.take_step($1, $2, $3, null, $4, $5, $6)`, id, kind, details, expected, db.clock.now())
const withdraw = (id: string, expected: string | null = null) => step(id, 'withdrawn', {}, expected)

test('a request that nobody answered by its day', async () => {
  db.clock.set('2026-04-02T20:00:00Z') // late in the evening of the last day
  let id = ''
  const onTheDay = await record()
  const broken = await promises.seeItBreak(
    nothingOverdue,
    async () => {
      db.clock.set('2026-04-02T22:00:00Z') // one o'clock in Helsinki
      id = onTheDay
    },
    () => withdraw(id),
  )
  expect(broken).toMatchObject({ figures: { count: 1, open: 1, oldest: new Date('2026-04-02') } })
})

test('an answer after the day counts for a year', async () => {
  const id = await record()
  const broken = await promises.seeItBreak(
    answeredInTime,
    () => step(id, 'answered', { outcome: 'granted', channel: 'email' }),
    async () => db.clock.set('2027-04-05T10:00:00Z'),
  )
  expect(broken).toMatchObject({ figures: { count: 1, answered: 1 } })
})

test('a request that was left waiting for identification', async () => {
  const id = await record()
  const asked = await step(id, 'identity-asked', { reason: 'Uusi osoite.' })
  await promises.seeItBreak(
    identityNotForever,
    async () => db.clock.forward(61 * 86_400_000),
    () => withdraw(id, asked),
  )
  expect(await promises.ask(nothingOverdue)).toMatchObject({ state: 'holds' })
})

/** A request of somebody, recorded now. */
const recordNow = (kind: string) =>
  call<string>(
    'rights',
    `rights.record_request($1, $2, register.add_person($1, 'forms', null), 'email', $3, ($3::timestamptz + interval '31 days')::date, 'Aino', 'Pyydän', $3)`,
    kind,
    db.clock.now(),
  )
const pass = (days: number) => async () =>
  db.clock.set(new Date(db.clock.now().getTime() + days * 86_400_000).toISOString())

test('an objection that nothing was done upon', async () => {
  const id = await recordNow('objection')
  await promises.seeItBreak(appliedAtOnce, pass(2), () =>
    step(id, 'objected', { to: 'direct-marketing', purposes: 'marketing' }),
  )
})

test('a recipient whom nobody has told, and somebody erased who is there again', async () => {
  const id = await recordNow('rectification')
  await call(
    'rights',
    `rights.note_recipients($1, $2, 'corrected', '{identity}', '{Esimerkki Oy}', $3)`,
    id,
    db.clock.now(),
  )
  await promises.seeItBreak(recipientsTold, pass(20), () =>
    db.admin.query(`update rights.recipient_notice set state = 'by-hand'`),
  )
  await promises.seeItBreak(
    erasedStayAway,
    `insert into backup.erased (hash, erased_on) select backup.request_hash(id), current_date from register.person limit 1`,
    'delete from backup.erased',
  )
  await promises.seeItBreak(
    erasedStayAway,
    `insert into rights.suppression (hash, noted_at) values (register.address_hash('kaarlo@example.org'), now());
     insert into register.contact_points (person_id, id, standing, email) select id, gen_random_uuid(), 0, 'Kaarlo@example.org' from register.person limit 1`,
    `update rights.suppression set taken_up_at = now()`,
  )
})
