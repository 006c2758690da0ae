/** Whoever had themselves erased comes back by an act of their own since then, by whatever channel, and by nothing else; each is on record. */

import { afterAll, describe, expect, test } from 'vitest'
import { choosePerson } from '../src/arrivals/arrivals.ts'
import { wooDelivery } from './arrivals-desk.ts'
import type { TestDatabase } from './database.ts'
import { feedback, formsDesk, newsletter } from './forms-desk.ts'
import { importDesk } from './import-desk.ts'
import { partsOf } from './mail-server.ts'
import { letter, mailboxDesk } from './mailbox-desk.ts'
import { wooOrder } from './shop-orders.ts'

const address = 'aino.virtanen@example.org'

/** Somebody with this address was erased now. */
const erase = (db: TestDatabase, email = address) =>
  db.admin.query(
    `insert into rights.suppression (hash, noted_at) select h, $2 from rights.suppression_hashes(array[$1], '{}', '') h
     on conflict (hash) do update set noted_at = $2, taken_up_at = null, taken_up_by = null, act = null, reason = null`,
    [email, db.clock.now()],
  )
const backs = async (db: TestDatabase) =>
  (await db.admin.query('select act, reason, taken_up_by as by from rights.suppression where taken_up_at is not null'))
    .rows
const has = async (db: TestDatabase, email = address): Promise<boolean> =>
  ((await db.admin.query('select from register.contact_points where lower(email) = $1', [email])).rowCount ?? 0) > 0

describe('forms and orders', async () => {
  const desk = await formsDesk()
  const { db } = desk
  afterAll(() => desk.close())
  const shop = await desk.connect('woocommerce')

  test('an order from before the erasure brings nobody back, one from after does', async () => {
    await desk.empty()
    await erase(db)
    const dated = (at: string, id: number) =>
      wooOrder({ id, number: String(id), date_created_gmt: at, date_modified_gmt: at })
    const time = (hours: number) => new Date(db.clock.now().getTime() + hours * 3_600_000).toISOString().slice(0, 19)
    await desk.arrive(shop, wooDelivery(shop.secret, dated(time(-1), 1)))
    expect(await desk.states()).toEqual(['refused rights.suppressed'])
    expect([await has(db), await backs(db)]).toEqual([false, []])
    await desk.arrive(shop, wooDelivery(shop.secret, dated(time(1), 2)))
    expect(await desk.states()).toEqual(['refused rights.suppressed', 'written'])
    expect(await has(db)).toBe(true)
    expect(await backs(db)).toEqual([
      { act: 'order', reason: expect.stringMatching(/^arrival:/), by: `connection:${shop.id}` },
    ])
  })

  test('a form does, and one that is confirmed no sooner than that', async () => {
    const before = (await backs(db)).length
    const { path } = await desk.form(feedback)
    await erase(db, 'bertta@example.org')
    await desk.send(path, { 'f.contact-points.email': 'bertta@example.org', 'f.feedback.content': 'Hei taas' })
    await desk.write()
    expect(await has(db, 'bertta@example.org')).toBe(true)

    const { path: confirmed } = await desk.form(newsletter)
    await erase(db, 'cecilia@example.org')
    await desk.send(confirmed, {
      'f.contact-points.email': 'cecilia@example.org',
      'p.marketing.email': 'yes',
      'of-age': 'yes',
    })
    await desk.sendLetters()
    await desk.write()
    expect(await has(db, 'cecilia@example.org')).toBe(false)
    const mail = desk.letters.received.at(-1)
    const link = /\/f\/[\w-]+\/confirm\/[\w-]+/.exec((mail && partsOf(mail)['text/plain']) ?? '')?.[0] ?? ''
    await desk.post(link, {})
    await desk.write()
    expect(await has(db, 'cecilia@example.org')).toBe(true)
    expect(await backs(db)).toHaveLength(before + 2)
  })
})

test('a letter of theirs does, once staff have said that somebody new is to be opened', async () => {
  const desk = await mailboxDesk()
  const { db } = desk
  try {
    await erase(db)
    db.clock.forward(60_000)
    await desk.receive(letter('Hei, olisiko kurssilla vielä tilaa?'))
    expect(await has(db)).toBe(false)
    const staff = { app: db.app, actor: 'staff:test', at: db.clock.now() }
    await choosePerson(staff, String(await desk.value('select id from arrivals.arrival')), null)
    await desk.follow()
    expect(await desk.states()).toEqual(['written'])
    expect([await has(db), await backs(db)]).toMatchObject([true, [{ act: 'message' }]])
  } finally {
    await desk.close()
  }
})

describe('a file', async () => {
  const desk = await importDesk()
  const { db } = desk
  afterAll(() => desk.close())
  const file = `email\n${address}\n`
  const form = (obtained: string) => ({
    purpose: 'marketing',
    origin: { source: 'forms', basis: 'consent', purpose: 'marketing', obtained, evidence: 'Lomake 3' } as const,
  })

  test('is refused and counted, unless it proves a permit of theirs since the erasure; undone, it takes that back', async () => {
    await erase(db)
    const known = await desk.imported(file)
    expect(known.counts).toMatchObject({ new: 0, refused: 1 })
    const old = await desk.imported(file, 'vanha.csv', form('2020-01-01'))
    expect(old.counts).toMatchObject({ new: 0, refused: 1 })
    expect([await has(db), await backs(db)]).toEqual([false, []])
    db.clock.forward(3 * 86_400_000)
    const day = db.clock.now().toISOString().slice(0, 10)
    const done = await desk.imported(file, 'uusi.csv', form(day))
    expect(done.counts).toMatchObject({ new: 1, refused: 0 })
    expect([await has(db), await backs(db)]).toEqual([
      true,
      [{ act: 'registration', reason: `import:${done.id}`, by: 'staff:test' }],
    ])
    await desk.undone(done.id, 'marketing')
    expect([await has(db), await backs(db)]).toEqual([false, []])
  })
})
