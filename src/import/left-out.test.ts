/** Of a row that stays out of an import nothing is kept, and what it forbids is obeyed: of people whom the register knows, and of others. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { courseNotice } from '../../test/course-register.ts'
import { emptyRegister } from '../../test/empty-register.ts'
import { importDesk } from '../../test/import-desk.ts'
import { maySend } from '../permissions/gate.ts'
import { readRows } from './rows.ts'

const desk = await importDesk(
  courseNotice.replaceAll('from: [forms, phone, email]', 'from: [forms, phone, email, partners]'),
)
const { db } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await emptyRegister(db)
  await db.admin.query('truncate permissions.barred, arrivals.informing')
})

const count = async (table: string, where = 'true'): Promise<number> =>
  (await db.admin.query(`select count(*)::int as count from ${table} where ${where}`)).rows[0].count

const consent = {
  source: 'forms',
  basis: 'consent',
  purpose: 'marketing',
  obtained: '2026-02-01',
  evidence: 'Uutiskirjeen tilauslomake',
} as const

/** Whether the newsletter may go to the person with this address. */
async function mayMail(email: string) {
  const { rows } = await db.admin.query('select person_id from register.contact_points where email_key = $1', [email])
  const { allowed, reason } = await maySend(desk.ask('marketing'), rows[0]?.person_id, {
    purpose: 'marketing',
    channel: 'email',
    at: new Date('2026-06-01T12:00:00Z'),
  })
  return `${allowed ? 'yes' : 'no'}: ${reason}`
}

const subscribers = 'Email,First Name\naino@example.org,Aino\nbertta@example.org,Bertta\n'
/** Rows that are too short or unreadable to be imported; their columns may have moved. */
const broken =
  'Email,First Name,Last Name,Email subscriber status\n' +
  'unsubscribed,aino@example.org\n' +
  'bertta@example.org,Bertta\u0000,Mäkelä,Unsubscribed\n' +
  'somebody@example.org,Unsubscribed\n' +
  'kaarlo@example.org,Subscribed\n'

test('a prohibition in a row that is refused lands: with the person who has the address, or as the hash of it', async () => {
  await desk.imported(subscribers, 'list.csv', { origin: consent, purpose: 'marketing' })
  expect([await mayMail('aino@example.org'), await mayMail('bertta@example.org')]).toEqual([
    'yes: consent',
    'yes: consent',
  ])

  const done = await desk.imported(broken, 'gone.csv', { origin: consent, purpose: 'marketing' })
  expect(done.counts).toMatchObject({ rows: 4, refused: 4, new: 0, changed: 0, objections: 2, barred: 1, values: 0 })
  expect([await mayMail('aino@example.org'), await mayMail('bertta@example.org')]).toEqual([
    'no: prohibited',
    'no: prohibited',
  ])
  expect(await count('register.person')).toBe(2)
  const { rows } = await db.admin.query('select * from permissions.barred')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('somebody')

  const later = await desk.imported('Email\nsomebody@example.org\n', 'more.csv', {
    origin: consent,
    purpose: 'marketing',
  })
  expect(later.counts).toMatchObject({ new: 1, permits: 1 })
  expect(await mayMail('somebody@example.org')).toBe('no: prohibited')
})

test('undone, its prohibitions go as well', async () => {
  await desk.imported(subscribers, 'list.csv', { origin: consent })
  const done = await desk.imported(broken, 'gone.csv')
  expect(done.counts).toMatchObject({ objections: 2, barred: 1 })
  await desk.undone(done.id)
  expect([await count('permissions.barred'), await count('register.statement', "kind = 'objection'")]).toEqual([0, 0])
})

test('an import that only updates counts those whom the register does not know, and keeps nothing of them', async () => {
  await desk.imported('email,name\naino@example.org,Aino Virtanen\n')
  const file =
    'email,city,uutiskirje\naino@example.org,Turku,\nkaarlo@example.org,Oulu,\nbertta@example.org,Espoo,kieltänyt\n'
  const origin = { source: 'forms', basis: 'contract', obtained: '2026-02-01', onlyKnown: true } as const
  const seen = await desk.previewed(file, 'updates.csv', { origin })
  expect(seen.counts).toMatchObject({ rows: 3, new: 0, changed: 1, unknown: 2, refused: 0, barred: 1, objections: 0 })
  expect(await count('intake.part', `import_id = '${seen.id}' and given::text ~ 'Oulu|kaarlo|Espoo'`)).toBe(0)
  expect(
    (await readRows(desk.as('customer-care'), seen.id, { outcome: 'changed', after: 0, limit: 9 })).rows,
  ).toHaveLength(1)

  const done = await desk.imported(file, 'updates.csv', { origin })
  expect([done.state, done.counts?.changed]).toEqual(['done', 1])
  expect(await count('register.person')).toBe(1)
  expect(await count('register.contact_points', "city = 'Turku'")).toBe(1)
  const strangers = await desk.imported('email,city\nkaarlo@example.org,Oulu\n', 'strangers.csv', { origin })
  expect([strangers.state, strangers.counts?.unknown]).toEqual(['done', 1])
  const again = await desk.imported(file, 'updates.csv', { origin })
  expect(again.counts).toMatchObject({ new: 0, changed: 0, same: 1, unknown: 2 })
})

test('new persons with the name of somebody known are counted before anything is written', async () => {
  await desk.imported('email,name\naino@example.org,Aino Virtanen\n')
  const file =
    'email,name\naino.virtanen@example.com,AINO VIRTANEN\nbertta@example.org,Bertta Mäkelä\naino@example.org,Aino\n'
  expect((await desk.previewed(file)).counts).toMatchObject({ new: 2, alike: 1 })
})

test('whoever a third party told of is to be told so within a month; undone, nobody is', async () => {
  await desk.imported('email,name\naino@example.org,Aino Virtanen\n')
  const origin = { source: 'partners', basis: 'contract', obtained: '2026-01-31' } as const
  const file = 'email,name,city\naino@example.org,Aino Virtanen,Turku\nbertta@example.org,Bertta Mäkelä,\n'
  const done = await desk.imported(file, 'partner.csv', { origin })
  expect(done.problem).toBeNull()
  const { rows } = await db.admin.query(
    'select source, obtained::text, inform_by::text, told_at from arrivals.informing where arrival_id = $1',
    [done.id],
  )
  const duty = { source: 'partners', obtained: '2026-01-31', inform_by: '2026-02-28', told_at: null }
  expect(rows).toEqual([duty, duty])
  await desk.undone(done.id)
  expect(await count('arrivals.informing')).toBe(0)
})
