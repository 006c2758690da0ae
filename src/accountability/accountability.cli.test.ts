/** What an authority asks to see is saved from the command line as the screens give it; what cannot be made is refused, and said how. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn } from '../../test/promise-asker.ts'
import { testServer } from '../../test/server.ts'
import { type Io, WrongUsage } from '../base/command.ts'
import { publishNotice } from '../database/publish.ts'
import { recordCsv } from '../notice/render-record-csv.ts'
import { accountabilityExport } from './accountability.cli.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'seloste-accountability-'))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await db.close()
})
await publishNotice(db, { source: exampleNotice, by: 'test', clock: db.clock })
const { program } = await testServer(db)

const answers: unknown[] = []
const io: Io = { lang: 'fi', json: true, say: () => {}, answer: one => answers.push(one), input: async () => '' }
const run = (...args: readonly string[]) => accountabilityExport.run(args, io, async () => program)

test('the record is saved where it is wanted, in the language and form that are wanted', async () => {
  const out = join(folder, 'record.csv')
  await run('record', '--format', 'csv', '--lang', 'sv', '--version', '1', '--out', out)
  expect(answers.at(-1)).toEqual({ what: 'record', format: 'csv', lang: 'sv', out })
  expect(readFileSync(out, 'utf8')).toBe(recordCsv(noticeIn(exampleNotice), 'sv'))
  const paper = join(folder, 'test.pdf')
  await run('balancing-tests', '--interest', 'keep-in-touch', '--out', paper)
  expect(readFileSync(paper, 'utf8').slice(0, 5)).toBe('%PDF-')
})

test('what there is not, and where nothing can be written, is refused', async () => {
  const out = join(folder, 'nothing')
  await expect(run('balancing-tests', '--interest', 'none', '--out', out)).rejects.toMatchObject({
    key: 'accountability.no-interest',
  })
  await expect(run('record', '--version', '9', '--out', out)).rejects.toMatchObject({ key: 'notice.no-version' })
  await expect(run('record', '--out', join(folder, 'no', 'folder'))).rejects.toMatchObject({
    key: 'notice.cannot-write',
  })
})

test.each([
  [[]],
  [['customers']],
  [['record', '--format', 'doc']],
  [['record', '--version', '1.5']],
  [['record', '--lang', 'de']],
])('usage is shown for %j', async args => expect(run(...args)).rejects.toBeInstanceOf(WrongUsage))
