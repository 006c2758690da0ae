/** An upload that somebody left half done is found. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { nothingAbandoned } from './import.promises.ts'

const db = await testDatabase()
afterAll(() => db.close())

test('an import that has been unfinished for more than thirty days', async () => {
  const promises = await promiseAsker(db)
  const uploaded = (
    at: string,
  ) => `insert into intake.import (id, file_name, bytes, sha256, purpose, uploaded_at, uploaded_by, scan)
    values (gen_random_uuid(), 'asiakkaat.csv', 1, 'x', 'customer-care', '${at}', 'test', '{}')`
  await db.admin.query(uploaded('2026-02-20'))
  expect(
    await promises.seeItBreak(
      nothingAbandoned,
      uploaded('2026-01-15'),
      `update intake.import set state = 'undone' where uploaded_at < '2026-02-01'`,
    ),
  ).toMatchObject({ figures: { count: 1, unfinished: 2 } })
})
