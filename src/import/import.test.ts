/** An import writes what its preview counted, with a change row behind every value, and can be taken back without a trace. */

import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { importing } from './import-desk.test-kit.ts'

const db = await testDatabase()
const home = mkdtempSync(join(tmpdir(), 'seloste-import-'))
const desk = await importing(db, home)
afterAll(async () => {
  await db.close()
  rmSync(home, { recursive: true })
})

const wix = await readFile(join(import.meta.dirname, '../../examples/imports/wix-contacts.csv'))

test('a Wix export of customers', async () => {
  const first = await desk.previewed(wix, 'contacts.csv', { source: 'shop', basis: 'contract', obtained: '2026-02-01' })
  console.log(JSON.stringify(first, null, 1))
  expect(first.counts).toMatchObject({ rows: 5, new: 3, changed: 0, same: 0, refused: 1, joined: 1 })
})
