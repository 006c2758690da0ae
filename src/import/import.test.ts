/** An import writes what its preview counted, with a change row behind every value, and can be taken back without a trace. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importDesk } from '../../test/import-desk.ts'

const desk = await importDesk()
afterAll(() => desk.close())

const wix = await readFile(join(import.meta.dirname, '../../examples/imports/wix-contacts.csv'))

test('a Wix export of customers', async () => {
  const first = await desk.previewed(wix, 'contacts.csv')
  expect(first.problem).toBeNull()
  expect(first.counts).toMatchObject({ rows: 5, new: 3, changed: 0, same: 0, refused: 1, joined: 1 })
  const done = await desk.imported(wix, 'contacts.csv')
  expect(done.problem).toBeNull()
  expect(done.state).toBe('done')
})
