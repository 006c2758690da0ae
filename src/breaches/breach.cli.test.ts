/** The commands list what the screen lists, write what it takes out, and end with an error while a breach is overdue. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, testServer } from '../../test/server.ts'
import { type Command, Failed, type Io, WrongUsage } from '../base/command.ts'
import type { Program } from '../http/program.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { breachExportFile, breachList } from './breach.cli.ts'
import { openBreach } from './ledger.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'seloste-breach-'))
let program: Program
let end = async () => {}

beforeAll(async () => {
  await prepareQueue(db)
  await publishForTest(db)
  const server = await testServer(db)
  program = server.program
  end = () => server.access.close()
  const facts = {
    ...{ name: 'Kadonnut muistitikku', awareAt: '2026-03-02T09:00:00.000Z', happenedFrom: null, happenedUntil: null },
    ...{
      foundBy: '',
      nature: ['confidentiality' as const],
      what: 'Tikku katosi.',
      cause: '',
      groups: '',
      persons: null,
    },
    ...{ categories: [], otherData: '', records: null, logs: '' },
  }
  await openBreach(db.app, facts, { checked: false }, { by: 'test', at: db.clock.now() })
})
afterAll(async () => {
  await end()
  await db.close()
  rmSync(folder, { recursive: true })
})

async function run(command: Command<Program>, args: readonly string[]) {
  const lines: string[] = []
  const answers: unknown[] = []
  const io: Io = {
    lang: 'en',
    json: false,
    say: line => void lines.push(line),
    answer: value => void answers.push(value),
    input: async () => '',
  }
  const fault = await command.run(args, io, async () => program).catch(error => error)
  return { lines, answers, fault }
}

test('the list says how each clock stands, and fails when one has run out', async () => {
  const inTime = await run(breachList, [])
  expect(inTime.lines).toEqual(['2026-1  Kadonnut muistitikku  The time limit is running, 5 March 2026 at 11:00'])
  expect(inTime.fault).toBeUndefined()
  db.clock.forward(100 * 3_600_000)
  const late = await run(breachList, [])
  expect(late.answers).toMatchObject([
    { breaches: [{ reference: '2026-1', clock: { state: 'overdue' }, next: 'assess' }] },
  ])
  expect(late.fault).toBeInstanceOf(Failed)
})

test('one breach or all of them, in the form and language that is asked', async () => {
  const out = join(folder, 'form.html')
  expect((await run(breachExportFile, ['2026-1', '--format', 'html', '--lang', 'sv', '--out', out])).lines).toEqual([
    out,
  ])
  expect(readFileSync(out, 'utf8')).toContain('Beskrivning av incidenten')
  const all = join(folder, 'all.csv')
  await run(breachExportFile, ['--format', 'csv', '--out', all])
  expect(readFileSync(all, 'utf8')).toContain('Kadonnut muistitikku')
})

test('what is asked wrongly is told', async () => {
  expect((await run(breachExportFile, ['2026-9'])).fault).toMatchObject({ key: 'breaches.no-such-breach' })
  expect((await run(breachExportFile, ['--format', 'doc'])).fault).toBeInstanceOf(WrongUsage)
  expect((await run(breachList, ['x'])).fault).toBeInstanceOf(WrongUsage)
})
