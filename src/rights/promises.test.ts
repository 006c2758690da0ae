/** A request that waits too long, or was answered too late, breaks its promise; one that is answered mends it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
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
