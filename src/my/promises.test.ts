/** Each check of the own page holds, is seen to break by just what it watches for, and holds again. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { newId } from '../base/ids.ts'
import { addressesForgotten, contestedStaysAway, linksArrive } from './my.promises.ts'

const db = await testDatabase()
afterAll(() => db.close())
let promises: PromiseAsker
beforeAll(async () => {
  promises = await promiseAsker(db)
})
const { call, customer } = registerCaller(db)

test('an address that nobody looked up', async () => {
  const broken = await promises.seeItBreak(
    addressesForgotten,
    () =>
      db.app.query(
        `insert into my.asked (id, at, channel, lang, address_hash, sealed, browser_hash) values ($1, $2, 'email', 'fi', '\\x01', '\\x02', '\\x03')`,
        [newId(), new Date(db.clock.now().getTime() - 2 * 3_600_000)],
      ),
    () => db.app.query('update my.asked set sealed = null'),
  )
  expect(broken).toMatchObject({ figures: { count: 1, asked: 1 } })
})

test('links that do not arrive', async () => {
  const send = (state: string) =>
    db.app.query(
      `insert into mail.message (id, person_id, kind, about, state, queued_at, next_at) values ($1, $1, 'my.link', $1, $2, $3, $3)`,
      [newId(), state, db.clock.now()],
    )
  for (let sent = 0; sent < 4; sent++) await send('sent')
  const broken = await promises.seeItBreak(
    linksArrive,
    async () => {
      await send('failed')
      await send('failed')
    },
    () => db.admin.query(`delete from mail.message where state = 'failed'`),
  )
  expect(broken).toMatchObject({ figures: { count: 2, sent: 6 } })
})

test('an inference that was written past the register', async () => {
  const person = await customer()
  await call('rights', 'my.contest($1, $2, $3, $4, $5)', person, 'inferences', '', db.clock.now())
  const infer = () =>
    call('rights', `register.write_inferences($1, 'inferred', null, $2, null, $3, null)`, person, {
      about: 'interests',
      value: 'Purjehdus',
    })
  await expect(infer()).rejects.toMatchObject({ message: 'my.contested' })
  const broken = await promises.seeItBreak(
    contestedStaysAway,
    () =>
      db.admin.query(
        `insert into register.inferences (person_id, id, standing, about, value) values ($1, $2, 0, 'interests', 'Purjehdus')`,
        [person, newId()],
      ),
    'delete from register.inferences',
  )
  expect(broken).toMatchObject({ figures: { count: 1, contested: 1 } })
})
