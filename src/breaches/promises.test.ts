/** A breach that is decided late, not at all, without its reason or only by half is found, and found again to be mended. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { prepareQueue } from '../jobs/queue.ts'
import {
  breachDelaysExplained,
  breachesDecidedInTime,
  noBreachOverdue,
  noBreachUnfinished,
} from './breaches.promises.ts'
import type { Facts, NewEntry } from './entry.ts'
import { openBreach, readBreach, writeEntry } from './ledger.ts'

const db = await testDatabase()
let promises: PromiseAsker
beforeAll(async () => {
  await prepareQueue(db)
  promises = await promiseAsker(db)
})
beforeEach(() => db.admin.query('truncate breaches.reminder, breaches.entry, breaches.breach'))
afterAll(() => db.close())

const facts = (): Facts => ({
  name: 'Kadonnut muistitikku',
  awareAt: db.clock.now().toISOString(),
  happenedFrom: null,
  happenedUntil: null,
  foundBy: '',
  nature: ['confidentiality'],
  what: 'Muistitikku katosi.',
  cause: '',
  groups: '',
  persons: null,
  categories: [],
  otherData: '',
  records: null,
  logs: '',
})
const act = () => ({ by: 'test', at: db.clock.now() })
const forward = (hours: number) => db.clock.forward(hours * 3_600_000)
const open = () => openBreach(db.app, facts(), { checked: false }, act())
const write = async (id: string, entry: NewEntry, why = 'Testi') =>
  writeEntry(db.app, id, entry, { expected: (await readBreach(db.app, id)).last, why, checked: false }, act())
const notify = (id: string, more: { complete?: boolean; missing?: string; delay?: string } = {}) =>
  write(id, {
    kind: 'notified',
    content: { at: db.clock.now().toISOString(), reference: '', complete: true, missing: '', delay: '', ...more },
  })
const assess = (id: string, risk: 'none' | 'risk' | 'high') =>
  write(id, { kind: 'assessed', content: { risk, reasons: 'Syy', consequences: 'Seuraus', measures: 'Toimi' } })

test('a clock that has run out, until the authority is notified', async () => {
  const id = await open()
  const broken = await promises.seeItBreak(
    noBreachOverdue,
    async () => forward(72),
    () => notify(id, { delay: 'Selvitys kesti.' }),
  )
  expect(broken).toMatchObject({ figures: { count: 1, running: 0 }, found: [expect.stringMatching(/^\d{4}-1$/)] })
})

test('a breach that was decided late, for the twelve months after it', async () => {
  const id = await open()
  const broken = await promises.seeItBreak(
    breachesDecidedInTime,
    () => {
      forward(73)
      return notify(id, { delay: 'Loma' })
    },
    async () => forward(366 * 24),
  )
  expect(broken).toMatchObject({ figures: { count: 1, breaches: 1 } })
})

test('a delay that came of a corrected moment, until its reason is written down', async () => {
  const id = await open()
  forward(70)
  await notify(id)
  const { facts: now } = await readBreach(db.app, id)
  const { due: _due, writtenAt: _at, writtenBy: _by, ...before } = now
  const earlier = new Date(Date.parse(now.awareAt) - 10 * 3_600_000).toISOString()
  await promises.seeItBreak(
    breachDelaysExplained,
    () => write(id, { kind: 'described', content: { ...before, awareAt: earlier } }, 'Tieto oli tullut jo illalla.'),
    () => notify(id, { delay: 'Illalla tullutta viestiä ei luettu.' }),
  )
})

test('a notification that is never completed, and a high risk that nobody is told of', async () => {
  const id = await open()
  await notify(id, { complete: false, missing: 'Määrät' })
  await assess(id, 'high')
  const broken = await promises.seeItBreak(
    noBreachUnfinished,
    async () => forward(15 * 24),
    async () => {
      await notify(id)
      expect(await promises.ask(noBreachUnfinished)).toMatchObject({ figures: { count: 1, notify: 0, tell: 1 } })
      const at = db.clock.now().toISOString()
      const told = { told: true, at, how: 'Kirjeellä', count: 3, exemption: null, reasons: '' }
      await write(id, { kind: 'persons', content: told })
    },
  )
  expect(broken).toMatchObject({ figures: { count: 1, notify: 1, tell: 1 } })
})
