/** Somebody who was not told of a change, or too late, is found; so is a change that waits. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { nothingWaits, toldInTime } from './telling.promises.ts'

const db = await testDatabase()
afterAll(() => db.close())
let promises: PromiseAsker
const id = '0199c0de-0000-7000-8000-00000000000c'

beforeAll(async () => {
  promises = await promiseAsker(db)
  await db.admin.query(
    `insert into notice.publication (id, source_text, base_version, effective, must, concerns, state, decided_at, decided_by, settled_at, version)
     values ($1, '', 1, '2026-02-20', 'tell', '[]', 'published', '2026-02-01', 'test', '2026-02-20', 1)`,
    [id],
  )
  await db.admin.query(
    `insert into notice.told (person_id, publication, channel, state, at, by)
     select gen_random_uuid(), $1, channel, 'told', '2026-02-05', 'system' from unnest(array['email', 'letter']) channel`,
    [id],
  )
})

const set = (what: string) => `update notice.told set ${what} where channel = 'letter'`
const back = set(`state = 'told', at = '2026-02-05'`)

test('somebody who was never told, and whose e-mail failed', async () => {
  expect(await promises.seeItBreak(toldInTime, set(`state = 'waiting'`), back)).toMatchObject({
    figures: { count: 1, late: 0, told: 1, publications: 1 },
  })
  await promises.seeItBreak(toldInTime, set(`state = 'failed'`), back)
})

test('somebody who was told after it took effect, unless it is on record why', async () => {
  expect(await promises.seeItBreak(toldInTime, set(`at = '2026-02-25'`), back)).toMatchObject({
    figures: { count: 0, late: 1 },
  })
  await promises.seeItBreak(
    toldInTime,
    set(`at = '2026-02-25'`),
    `update notice.publication set untold_because = 'Osoitteet puuttuivat'`,
  )
})

test('a change that waits past its day', async () => {
  expect(
    await promises.seeItBreak(
      nothingWaits,
      `insert into notice.publication (id, source_text, base_version, effective, must, concerns, decided_at, decided_by)
       values (gen_random_uuid(), '', 1, '2026-03-01', 'tell', '[]', '2026-02-01', 'test')`,
      `update notice.publication set state = 'cancelled' where state = 'scheduled'`,
    ),
  ).toMatchObject({ figures: { count: 1, letters: 0, effective: new Date('2026-02-28T22:00:00Z') } })
})
