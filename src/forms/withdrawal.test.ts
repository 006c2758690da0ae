/** Who withdraws from a contract in two steps has it on the order and in a letter with its time, once; what finds no order waits for staff. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { wooDelivery } from '../../test/arrivals-desk.ts'
import { formsDesk } from '../../test/forms-desk.ts'
import { partsOf } from '../../test/mail-server.ts'
import { wooOrder } from '../../test/shop-orders.ts'

const desk = await formsDesk()
const { db } = desk
const shop = await desk.connect('woocommerce')
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.empty()
  await db.admin.query(
    'truncate forms.declaration; delete from mail.message; delete from graphile_worker._private_jobs',
  )
  desk.letters.received.length = 0
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 86_400_000)))
})

const fields = { name: 'Aino Virtanen', order: '727', part: '', email: 'aino@example.org' }
const order = (status = 'processing', modified = '2026-03-22T16:28:08') =>
  wooDelivery(shop.secret, wooOrder({ status, date_modified_gmt: modified }, { email: 'aino@example.org' }))
const states = async () => (await desk.rows('orders')).map(({ state }) => state)

const declared = async () => (await db.admin.query('select from forms.declaration')).rowCount

/** Both steps, as a browser takes them. */
async function withdraw(more: Partial<typeof fields> = {}, times = 1) {
  const stamp = await desk.stampOf('/withdraw?lang=fi')
  db.clock.forward(20_000)
  const sent = { ...fields, ...more, stamp }
  const before = await declared()
  const second = await desk.post('/withdraw?lang=fi', { ...sent, act: 'check' })
  expect(await declared()).toBe(before)
  let last = second
  if (second.status === 200)
    for (let n = 0; n < times; n++) last = await desk.post('/withdraw?lang=fi', { ...sent, act: 'confirm' })
  await desk.write()
  return { second, last }
}

test('nothing is withdrawn before the second step; then the order is, and stays so whatever the shop tells', async () => {
  await desk.arrive(shop, order())
  expect(await states()).toEqual(['paid', 'paid'])
  const { second, last } = await withdraw({}, 5)
  expect(second.page).toContain('Vahvista peruutus')
  expect(last.page).toContain('Peruutus on vastaanotettu')
  expect(await states()).toEqual(['withdrawn', 'withdrawn'])
  await desk.arrive(shop, order('completed', '2026-12-01T10:00:00'))
  expect(await states()).toEqual(['withdrawn', 'withdrawn'])
  await desk.sendLetters()
  expect(desk.letters.received.map(({ to }) => to)).toEqual([['aino@example.org']])
  const letter = partsOf(desk.letters.received[0] ?? { to: [], from: '', raw: '' })['text/plain'] ?? ''
  expect(letter).toMatch(/727/)
  expect(letter).toMatch(/\d{1,2}\.\d{1,2}\.\d{4} klo \d{1,2}\.\d{2}/)
})

test('what finds no order, or is of a part of it, waits for staff with what was written, and is acknowledged all the same', async () => {
  await desk.arrive(shop, order())
  await withdraw({ email: 'kaarlo@example.org' }) // who knows the number of another's order withdraws nothing
  await withdraw({ part: 'Vain puikot' })
  expect(await desk.states()).toEqual(['written', 'refused arrivals.order-not-found', 'refused arrivals.part-of-order'])
  expect(await states()).toEqual(['paid', 'paid'])
  await desk.sendLetters()
  expect(desk.letters.received).toHaveLength(2)
})

test('the same for an order that is there and one that is not; what is missing is told at its field', async () => {
  await desk.arrive(shop, order())
  const known = await withdraw()
  const unknown = await withdraw({ order: '999' })
  const plain = (page: string) => page.replaceAll(/727|999|klo \d+\.\d+/g, '')
  expect(plain(known.last.page)).toBe(plain(unknown.last.page))
  const { second } = await withdraw({ order: '', email: 'x' })
  expect(second.status).toBe(422)
  expect(second.page).toContain('Tarkista sähköpostiosoite')
})
