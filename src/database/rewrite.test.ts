/** What was removed is in no file of the database any more once its tables are written anew, and what is held is as it was. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { publishNotice } from './publish.ts'
import { rewriteTables } from './rewrite.ts'

const db = await testDatabase()
beforeAll(() => publishNotice(db, { source: exampleNotice, by: 'test', clock: db.clock }))
afterAll(() => db.close())

/** How many files of this database have the word. */
async function filesWith(word: string): Promise<number> {
  await db.admin.query('checkpoint')
  const { rows } = await db.admin.query<{ folder: string }>(
    `select current_setting('data_directory') || '/base/' || oid as folder from pg_database where datname = current_database()`,
  )
  const folder = rows[0]?.folder ?? ''
  return readdirSync(folder).filter(name => readFileSync(join(folder, name)).includes(word)).length
}

test('of what was removed nothing is left on the disk, of what is held everything', async () => {
  const { customer, write } = registerCaller(db)
  const [aino, bertta] = [await customer(), await customer()]
  await write('interests', aino, null, { interest: 'merkki-pysyy' })
  for (let n = 0; n < 20; n++) await write('interests', bertta, null, { interest: `merkki-lähtee ${n}` })
  await db.admin.query('select register.forget(array[$1::uuid])', [bertta])
  await db.admin.query('vacuum')
  expect(await filesWith('merkki-lähtee')).toBeGreaterThan(0)
  const { tables, inUse, before, after, logAnew } = await rewriteTables(db)
  expect({ inUse, logAnew, many: tables > 40, smaller: after < before + 1_000_000 }).toEqual({
    inUse: [],
    logAnew: true,
    many: true,
    smaller: true,
  })
  expect(await filesWith('merkki-lähtee')).toBe(0)
  expect(await filesWith('merkki-pysyy')).toBeGreaterThan(0)
  expect(await db.purpose('rights').query('select interest from register.interests')).toMatchObject({
    rows: [{ interest: 'merkki-pysyy' }],
  })
})

test('a table that somebody uses is told, and left as it is', async () => {
  const reader = await db.admin.connect()
  await reader.query('begin; lock table register.person in access share mode')
  const { inUse } = await rewriteTables(db)
  await reader.query('rollback')
  reader.release()
  expect(inUse).toEqual(['register.person'])
})
