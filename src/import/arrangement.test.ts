/** A partner's file gives what was agreed and declared and nothing else, and its contract is told with what it brought. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { courseNotice } from '../../test/course-register.ts'
import { emptyRegister } from '../../test/empty-register.ts'
import { importDesk } from '../../test/import-desk.ts'
import { dateInHelsinki } from '../base/time.ts'
import { parse } from '../notice/parse.ts'
import {
  addArrangement,
  arrangementFor,
  declaredFields,
  endArrangement,
  listArrangements,
  type NewArrangement,
} from './arrangement.ts'
import { tellOrigin } from './imports.ts'
import { showImport } from './show.ts'

const text = courseNotice.replaceAll('from: [forms, phone, email]', 'from: [forms, phone, email, partners]')
const { notice } = parse(text)
if (!notice) throw new Error('the notice of this test cannot be read')
const desk = await importDesk(text)
const { db } = desk
afterAll(() => desk.close())
beforeEach(() => emptyRegister(db))

const by = { at: new Date('2026-03-01T10:00:00Z'), actor: 'staff:test' }
const agreed: NewArrangement = {
  source: 'partners',
  partner: 'Kudonnan ystävät ry',
  contract: 'Tietojen luovutus 12/2026',
  fields: ['identity.given-name', 'identity.family-name', 'contact-points.email'],
  often: 'kerran kuussa',
  until: null,
}
const agree = (more: Partial<NewArrangement> = {}) => addArrangement(db.app, notice, { ...agreed, ...more }, by)
const file = 'email,First Name,Last Name,phone\naino@example.org,Aino,Virtanen,0401234567\n'

test('what is agreed but not declared in the notice is refused by name, and so is a source that is the person', async () => {
  expect(declaredFields(notice, 'partners')).toContain('contact-points.email')
  expect(declaredFields(notice, 'partners')).not.toContain('profile.language')
  await expect(
    agree({ fields: ['contact-points.email', 'profile.language', 'identity.nobody'] }),
  ).rejects.toMatchObject({
    key: 'import.agreed-not-declared',
    args: { fields: 'profile.language, identity.nobody' },
  })
  await expect(agree({ source: 'forms' })).rejects.toMatchObject({ key: 'import.source-not-declared' })
  expect(await listArrangements(db.app)).toEqual([])
})

test('a file under it gives only what was agreed, tells its contract, and opens the duty of Art. 14', async () => {
  const arrangement = await agree()
  const origin = { source: 'partners', basis: 'contract', obtained: '2026-02-01', arrangement } as const
  const seen = await desk.previewed(file, 'partner.csv', { origin })
  const shown = await showImport(desk.as('customer-care'), seen)
  expect(shown.origin).toMatchObject({ arrangement, contract: 'Kudonnan ystävät ry: Tietojen luovutus 12/2026' })
  expect(shown.columns.map(({ header, note }) => [header, note !== null])).toEqual([
    ['email', false],
    ['First Name', false],
    ['Last Name', false],
    ['phone', true],
  ])
  const done = await desk.imported(file, 'partner.csv', { origin })
  expect(done.counts).toMatchObject({ new: 1, values: 2 })
  expect((await db.admin.query('select email, phone from register.contact_points')).rows).toEqual([
    { email: 'aino@example.org', phone: null },
  ])
  const duties = await db.admin.query('select inform_by::text from arrivals.informing where arrival_id = $1', [done.id])
  expect(duties.rows).toEqual([{ inform_by: '2026-03-01' }])
})

test('nothing comes under one that has ended, or is of another source', async () => {
  const id = await agree()
  const ask = desk.as('customer-care')
  const { id: waiting } = await desk.previewed(file)
  const origin = { source: 'partners', basis: 'contract', obtained: '2026-02-01', arrangement: id } as const
  await expect(tellOrigin(ask, waiting, { ...origin, source: 'forms' })).rejects.toMatchObject({
    key: 'import.arrangement-source',
  })
  await endArrangement(db.app, id, by)
  await expect(tellOrigin(ask, waiting, origin)).rejects.toMatchObject({ key: 'import.no-arrangement' })
  await expect(endArrangement(db.app, id, by)).rejects.toMatchObject({ key: 'import.no-arrangement' })
  const [first] = (await listArrangements(db.app)).filter(one => one.id === id)
  expect([first?.contract, first?.endedAt]).toEqual([agreed.contract, by.at])
})

test('nothing comes under it after the last day of its contract, though nobody has ended it', async () => {
  const today = dateInHelsinki(db.clock.now())
  const id = await agree({ until: today })
  const ask = desk.as('customer-care')
  const { id: waiting } = await desk.previewed(file)
  const origin = { source: 'partners', basis: 'contract', obtained: '2026-02-01', arrangement: id } as const
  await tellOrigin(ask, waiting, origin)
  const day = 86_400_000
  const tomorrow = new Date(db.clock.now().getTime() + day)
  await expect(arrangementFor(db.app, id, 'partners', tomorrow)).rejects.toMatchObject({
    key: 'import.arrangement-over',
    args: { until: today },
  })
  const yesterday = dateInHelsinki(new Date(db.clock.now().getTime() - day))
  const made = { ...agreed, until: yesterday }
  await expect(addArrangement(db.app, notice, made, { ...by, at: db.clock.now() })).rejects.toMatchObject({
    key: 'import.arrangement-over',
  })
})
