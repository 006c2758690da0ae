/** Whoever's data came from somebody else is told by e-mail in time, before any other message; whom it does not reach is told by post. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { arrivalsDesk, shopNotice, wooDelivery } from '../../test/arrivals-desk.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, mailServer, partsOf } from '../../test/mail-server.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { wooOrder } from '../../test/shop-orders.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Sending } from '../mail/message-kind.ts'
import { queueMessages } from '../mail/outbox.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { inform } from './arrivals.jobs.ts'
import { informedInTime, informingUnderWay } from './arrivals.promises.ts'
import { informByMail, resumeInforming } from './inform.ts'
import { noteInformed } from './informing.ts'
import { informingMessage } from './informing-message.ts'
import type { Which } from './ways.ts'

const mail = await mailServer()
const desk = await arrivalsDesk()
const { db } = desk
const asker = await promiseAsker(db, shopNotice)
const partner = await desk.connect('woocommerce', { name: 'partner', source: 'partners' })
afterAll(async () => {
  await desk.close()
  await mail.close()
})

/** Of another kind, and to anybody: what is sent first by a program that knows nothing of Art. 14. */
const other = {
  kind: 'test',
  write: async () => ({ lang: 'fi', title: 'Muu viesti', blocks: [], footer: [] }) as const,
  settled: async () => {},
}
const program: Sending = {
  ...desk.program,
  url: 'https://rekisteri.example.fi',
  recordLooks: async () => {},
  mail: openMail({ url: mail.url, perMinute: 1000, key: Buffer.alloc(32, 7) }),
}
const run = () => runDueJobs(db, [sendMail([informingMessage, other]), inform], program)

let start: Date
beforeEach(async () => {
  await desk.empty()
  await db.admin.query('truncate mail.message; delete from graphile_worker._private_jobs')
  mail.received.length = 0
  start = new Date()
  db.clock.set(start)
})

/** Somebody who comes by the partner's order. */
const arrives = (id: number, email: string) =>
  desk.arrive(
    partner,
    wooDelivery(partner.secret, wooOrder({ id, number: String(id) }, { email, phone: '', first_name: `Nimi ${id}` })),
  )
const days = (count: number) => db.clock.set(new Date(start.getTime() + count * 86_400_000))
const duties = async () => {
  const { rows } = await db.admin.query(
    `select concat_ws(' ', mail, how, told_by) as is from arrivals.informing order by id`,
  )
  return rows.map(row => row.is)
}
const listed = async (which: Which) => {
  const { reader, token } = desk.ask('customer-care')
  const { rows } = await reader.query('select id, mail from arrivals.informings($1, $2, null, 50)', [token, which])
  return rows
}
const note = (id: Id, how: string) => noteInformed({ ...desk.ask('customer-care'), clock: db.clock }, [id], { how })
const subjects = () => mail.received.map(one => `${one.to} ${headerOf(one, 'subject')}`)
const checks = async () => [(await asker.ask(informingUnderWay)).state, (await asker.ask(informedInTime)).state]

test('everybody with an address is told by e-mail, in words of the notice, and that they were is on record', async () => {
  await arrives(1, 'aino@example.org')
  expect(await informByMail(db.app, { again: true, at: db.clock.now() })).toBe(1)
  expect(await informByMail(db.app, { again: true, at: db.clock.now() })).toBe(0)
  expect(await duties()).toEqual(['waiting'])
  expect(await run()).toEqual([])
  const words = mail.received.map(one => partsOf(one)['text/plain']).join()
  expect(words).toContain('Yhteistyökumppanit')
  expect(words).toContain('https://rekisteri.example.fi/notice?lang=fi')
  expect(await duties()).toEqual(['sent email system'])
  expect(await listed('open')).toEqual([])
})

test('who has no e-mail address, or none that lives, is to be told by post, and noting the post tells them', async () => {
  await arrives(1, 'aino@example.org')
  await db.admin.query(`update register.contact_points set state = 'bounced'`)
  await informByMail(db.app, { again: false, at: db.clock.now() })
  await run()
  expect([mail.received.length, await duties()]).toEqual([0, ['no-address']])
  const [one] = await listed('post')
  expect(await note(one.id, 'letter')).toBe(1)
  expect(await note(one.id, 'letter')).toBe(0)
  expect((await duties())[0]).toMatch(/^no-address letter /)
  expect(await listed('post')).toEqual([])
})

test('a message that comes back opens the duty again, and does not take back what staff have noted', async () => {
  await arrives(1, 'aino@example.org')
  await informByMail(db.app, { again: false, at: db.clock.now() })
  await run()
  const { rows } = await db.admin.query('select id, person_id as person, kind, about, attempts from mail.message')
  const bounced = () =>
    transaction(db.app, client => informingMessage.settled(client, rows[0], { state: 'failed', at: db.clock.now() }))
  await bounced()
  expect(await duties()).toEqual(['failed'])
  expect(await listed('post')).toHaveLength(1)
  const [one] = await listed('open')
  await note(one.id, 'phone')
  await bounced()
  expect((await duties())[0]).toMatch(/^failed phone /)
})

test('the first message of any kind is sent after word of where the data came from, once', async () => {
  await arrives(1, 'aino@example.org')
  const { rows } = await db.admin.query('select id from register.person')
  const send = () =>
    transaction(db.app, client =>
      queueMessages(client, { kind: 'test', about: newId(), persons: [rows[0].id], at: db.clock.now() }),
    )
  await send()
  await run()
  await send()
  await run()
  expect(subjects()).toEqual([
    expect.stringContaining('Tietosi_ovat'),
    'aino@example.org Muu viesti',
    'aino@example.org Muu viesti',
  ])
})

test('unasked it leaves a week before the day, and the checks say who would be late', async () => {
  await arrives(1, 'aino@example.org')
  await arrives(2, 'bertta@example.org')
  await resumeInforming(db.app, db.clock.now())
  await run()
  expect(await duties()).toEqual(['', ''])
  days(25)
  await db.admin.query(`update register.contact_points set state = 'bounced' where email = 'bertta@example.org'`)
  await run()
  expect(await duties()).toEqual(['sent email system', 'no-address'])
  expect(await checks()).toEqual(['holds', 'holds'])
  days(29)
  expect(await checks()).toEqual(['broken', 'holds'])
  days(40)
  expect(await checks()).toEqual(['broken', 'broken'])
})

test('an order taken back, or a person who left, is not written to any more', async () => {
  await arrives(1, 'aino@example.org')
  await informByMail(db.app, { again: false, at: db.clock.now() })
  await db.admin.query('select register.forget(array[(select id from register.person)])')
  await run()
  expect(mail.received).toEqual([])
})
