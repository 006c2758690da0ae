/** Whatever comes is written once, or stands where staff see why not; nobody without the secret reaches the register. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { arrivalsDesk, pastedSecret, stripeDelivery, wooDelivery } from '../../test/arrivals-desk.ts'
import { wooOrder } from '../../test/shop-orders.ts'
import { newId } from '../base/ids.ts'
import { textOf } from '../mail/letter.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { orderAdapters } from '../orders/known.ts'
import { choosePerson, listArrivals, replay } from './arrivals.ts'
import { pauseConnection, rotateSecret, sampleFor } from './connection.ts'
import { printInformings } from './informing.ts'
import { informingLetter } from './informing-letter.ts'
import { removeOld } from './tidy.ts'

const desk = await arrivalsDesk()
const { db } = desk
afterAll(() => desk.close())
beforeEach(() => desk.empty())

const shop = await desk.connect('woocommerce')
const partner = await desk.connect('woocommerce', { source: 'partners', name: 'Kumppani' })
const order = (more = {}, billing = {}) => wooDelivery(shop.secret, wooOrder(more, billing))
const staff = { app: db.app, actor: 'staff:test', at: db.clock.now() }
const value = async (sql: string, ...values: unknown[]) =>
  Object.values((await db.admin.query(sql, values)).rows[0] ?? {})[0]
const arrivalId = async () => String(await value('select id from arrivals.arrival order by id desc limit 1'))

/** Somebody whom another purpose knows, by this address. */
async function known(email: string, statements: readonly object[] = [{ kind: 'contract' }]): Promise<string> {
  const token = desk.ask('rights').token
  const one = async (sql: string, ...more: unknown[]) =>
    (await db.purpose('rights').query(sql, [token, ...more])).rows[0]
  const { person } = await one(`select register.add_person($1, 'forms', null) as person`)
  for (const said of statements)
    await one(
      `select register.record_statement($1, 'forms', null, $2, $3, $4, null, '2026-01-01', null, 'Saa lähettää')`,
      person,
      ...Object.values({ kind: null, purpose: null, ...said }),
    )
  await one(`select register.write_contact_points($1, 'forms', null, $2, null, $3, null)`, person, { email })
  return person
}

describe('a delivery', () => {
  test('opens a customer with the order, the source and what the sender calls it behind every value', async () => {
    await desk.arrive(shop, order())
    expect(await desk.states()).toEqual(['written'])
    expect(await desk.rows('identity')).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
    expect(await desk.rows('orders')).toMatchObject([
      { order_number: '727', product: 'Puikot', quantity: 2, amount: 1075, state: 'paid' },
      { order_number: '727', product: 'Villasukat – verkkokurssi', quantity: 1, amount: 1860, state: 'paid' },
    ])
    expect(await desk.rows('contact_points')).toHaveLength(3)
    const { rows } = await db.admin.query(
      'select distinct source, source_ref, actor, notice_version from register.change',
    )
    expect(rows).toEqual([{ source: 'shop', source_ref: '727', actor: `connection:${shop.id}`, notice_version: 1 }])
    const said = await db.admin.query('select kind, source_ref, notice_version from register.statement')
    expect(said.rows).toEqual([{ kind: 'contract', source_ref: '727', notice_version: 1 }])
  })

  test('that comes five times counts once', async () => {
    for (let n = 0; n < 5; n++) await desk.deliver(shop, order())
    await Promise.all(Array.from({ length: 20 }, () => desk.deliver(shop, order())))
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await value(`select count(*) from arrivals.step where did = 'duplicate'`)).toBe(24)
    expect(await desk.rows('orders')).toHaveLength(2)
  })

  test('is about the customer whose address it names, and takes nothing that they had', async () => {
    const aino = await known('Aino.Virtanen@example.org')
    await desk.arrive(shop, order())
    expect(await value('select count(*) from register.person')).toBe(1)
    expect(await value('select person_id from arrivals.arrival')).toBe(aino)
    await desk.arrive(shop, order({ id: 728, number: '728' }, { first_name: 'A.' }))
    expect(await desk.rows('identity')).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
    expect(await desk.rows('contact_points')).toHaveLength(3)
  })

  test('is known by telephone and name where it has no address', async () => {
    await desk.arrive(shop, order())
    await desk.arrive(shop, order({ id: 730, number: '730' }, { email: '', phone: '+358401234567' }))
    expect(await value('select count(*) from register.person')).toBe(1)
    await desk.arrive(shop, order({ id: 731, number: '731' }, { email: '', first_name: 'Bertta' }))
    expect(await value('select count(*) from register.person')).toBe(2)
  })

  test('of several things about one person in one batch leaves one person', async () => {
    for (const id of [1, 2, 3]) await desk.deliver(shop, order({ id, number: String(id) }))
    await desk.deliver(shop, order({ id: 4, number: '4' }, { email: '' }))
    await desk.write()
    expect(await desk.states()).toEqual(['written', 'written', 'written', 'written'])
    expect(await value('select count(*) from register.person')).toBe(1)
    expect(await value('select count(distinct order_number) from register.orders')).toBe(4)
  })

  test('of a person’s identity code in free text keeps none of it, wherever it stands', async () => {
    await desk.arrive(shop, order({ line_items: [{ id: 1, name: 'Lahja 131052-308T', quantity: 1, total: '5.00' }] }))
    expect(await desk.rows('orders')).toMatchObject([{ product: 'Lahja ******-****' }])
  })
})

describe('what is refused', () => {
  test('is held with its reason, and is written once the reason is gone', async () => {
    await desk.arrive(shop, order({}, { email: 'not an address', phone: '' }))
    expect(await desk.states()).toEqual(['refused arrivals.address-unreadable'])
    expect(await value('select count(*) from register.person')).toBe(0)
    expect(await value('select reference from arrivals.arrival')).toBe('727')
    expect(await replay(staff, 'customer-care')).toBe(1)
    await desk.write()
    expect(await desk.states()).toEqual(['refused arrivals.address-unreadable'])
    expect(await replay(staff, 'marketing')).toBe(0)
  })

  test('says nobody where there is no address at all', async () => {
    await desk.arrive(shop, order({}, { email: '', phone: '' }))
    expect(await desk.states()).toEqual(['refused arrivals.nobody'])
  })

  test('keeps no other from being written', async () => {
    await desk.arrive(
      shop,
      order({ id: 1, total: '1,00' }),
      order({ id: 2, number: '2' }, { email: 'bertta.makela@example.org', phone: '' }),
      order({ id: 3, line_items: [{ id: 'x', name: 5, quantity: 'many', total: '1.00' }] }),
    )
    expect(await desk.states()).toEqual(['refused orders.price', 'written', 'refused arrivals.shape'])
    expect(await value(`select args ->> 'field' from arrivals.arrival where reason = 'arrivals.shape'`)).toBe(
      'line_items.0.quantity',
    )
  })

  test('names several whom it may be about, and staff choose one of them or somebody new', async () => {
    const [aino] = [await known('aino.virtanen@example.org'), await known('aino.virtanen@example.org')]
    await desk.arrive(shop, order())
    expect(await desk.states()).toEqual(['refused arrivals.ambiguous'])
    await choosePerson(staff, await arrivalId(), aino)
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await value('select distinct person_id from register.orders')).toBe(aino)
    await expect(choosePerson(staff, await arrivalId(), null)).rejects.toMatchObject({
      key: 'arrivals.settled-meanwhile',
    })
    await desk.arrive(shop, order({ id: 9, number: '9' }))
    await choosePerson(staff, await arrivalId(), null)
    await desk.write()
    expect(await value('select count(*) from register.person')).toBe(3)
  })

  test('is all that would be written of one whom the purpose may not see', async () => {
    await known('aino.virtanen@example.org', [{ kind: 'contract' }, { kind: 'restriction' }])
    await desk.arrive(shop, order(), order({ id: 2, number: '2' }, { email: 'bertta.makela@example.org', phone: '' }))
    expect(await desk.states()).toEqual(['refused arrivals.out-of-sight', 'written'])
    expect(await value('select count(*) from register.orders')).toBe(2)
  })

  test('is not: who has only subscribed becomes a customer by buying', async () => {
    const aino = await known('aino.virtanen@example.org', [{ kind: 'consent', purpose: 'marketing' }])
    await desk.arrive(shop, order())
    expect(await desk.states()).toEqual(['written'])
    expect(await value('select distinct person_id from register.orders')).toBe(aino)
  })

  test('says what the notice does not declare', async () => {
    const forms = await desk.connect('woocommerce', { source: 'meetings' })
    await desk.arrive(forms, wooDelivery(forms.secret, wooOrder()))
    const { rows } = await db.admin.query('select reason, args from arrivals.arrival')
    expect(rows).toEqual([
      { reason: 'arrivals.source-not-of-category', args: { category: 'orders', source: 'meetings' } },
    ])
  })
})

describe('the door', () => {
  test('lets in nobody who has not signed, and notes that they came', async () => {
    const { body, headers, ...rest } = order()
    const forged = { ...rest, body, headers: new Headers({ 'x-wc-webhook-signature': 'x'.repeat(44) }) }
    const changed = { ...rest, headers, body: Buffer.from(Buffer.from(body).toString().replace('29.35', '00.01')) }
    const cut = { ...rest, headers, body: body.subarray(0, 200) }
    for (const delivery of [forged, changed, cut, wooDelivery('another secret', wooOrder())])
      await expect(desk.deliver(shop, delivery)).rejects.toMatchObject({ key: 'arrivals.not-signed' })
    expect(await desk.states()).toEqual([])
    expect(await value('select times from arrivals.turned_away')).toBe(4)
  })

  test('keeps what is signed and cannot be read, with its reason, once', async () => {
    const stripe = await desk.connect('stripe')
    const bodies = ['{"type":"checkout.session.completed"}', '{"id":', '\xff']
    for (const body of [...bodies, ...bodies])
      await desk.arrive(stripe, stripeDelivery(pastedSecret, Buffer.from(body, 'latin1'), db.clock.now()))
    const { rows } = await db.admin.query('select topic, state, reason, args from arrivals.arrival order by id')
    expect(rows).toEqual([
      { topic: 'unreadable', state: 'refused', reason: 'arrivals.shape', args: { field: 'id' } },
      { topic: 'unreadable', state: 'refused', reason: 'arrivals.not-json', args: {} },
      { topic: 'unreadable', state: 'refused', reason: 'arrivals.not-json', args: {} },
    ])
    expect(await value('select count(*)::int from arrivals.turned_away')).toBe(0)
  })

  test('names an address that cannot be read, and writes the rest', async () => {
    const { billing } = wooOrder()
    await desk.arrive(shop, wooDelivery(shop.secret, wooOrder({ billing: { ...billing, phone: 'soita iltaisin' } })))
    expect(await desk.states()).toEqual(['written'])
    expect(await value(`select details -> 'left' from arrivals.step where details ? 'left'`)).toEqual([
      'contact-points.phone unreadable',
    ])
  })

  test('is at no address that can be guessed', async () => {
    for (const [kind, hook] of [
      ['woocommerce', 'x'],
      ['stripe', shop.hook],
      ['nobody', shop.hook],
      ['__proto__', shop.hook],
    ])
      await expect(desk.door.receive(kind ?? '', hook ?? '', order())).rejects.toMatchObject({
        key: 'arrivals.no-door',
      })
  })

  test('is open to both secrets for a day after another was made', async () => {
    const rotating = await desk.connect('woocommerce')
    const secret = (await rotateSecret(desk.by, orderAdapters, rotating.id, undefined)) ?? ''
    expect(secret).not.toBe(rotating.secret)
    await desk.deliver(rotating, wooDelivery(rotating.secret, wooOrder({ id: 1 })))
    await desk.deliver(rotating, wooDelivery(secret, wooOrder({ id: 2 })))
    db.clock.forward(25 * 3_600_000)
    await expect(desk.deliver(rotating, wooDelivery(rotating.secret, wooOrder({ id: 3 })))).rejects.toThrow()
    await desk.deliver(rotating, wooDelivery(secret, wooOrder({ id: 4 })))
    db.clock.forward(-25 * 3_600_000)
  })

  test('is shut while a connection is paused', async () => {
    await pauseConnection(desk.by, shop.id, true)
    await expect(desk.deliver(shop, order())).rejects.toMatchObject({ key: 'arrivals.paused', kind: 'unavailable' })
    await pauseConnection(desk.by, shop.id, false)
    await desk.deliver(shop, order())
  })

  test('keeps secrets and what came so that nobody reads them in the database', async () => {
    await desk.deliver(shop, order())
    const whole = await value(
      `select string_agg(encode(sealed, 'escape'), '') || (select string_agg(encode(secret, 'escape'), '') from arrivals.connection) from arrivals.arrival`,
    )
    expect(whole).not.toMatch(/Virtanen|aino/)
    expect(whole).not.toContain(shop.secret)
  })
})

test('the trial of a connection goes all the way and reaches nobody', async () => {
  await desk.door.keep(
    { id: shop.id, kind: 'woocommerce', keep_days: 14 },
    await sampleFor(desk.by, orderAdapters, shop.id),
    true,
  )
  await desk.write()
  expect(await desk.states()).toEqual(['ignored test'])
  expect(await value('select count(*) from register.person')).toBe(0)
})

describe('what a third party sends', () => {
  test('opens the duty to tell the person from where it came, once, by its day', async () => {
    db.clock.set('2026-01-31T10:00:00Z')
    await desk.arrive(
      partner,
      wooDelivery(partner.secret, wooOrder()),
      wooDelivery(partner.secret, wooOrder({ id: 8 })),
    )
    await desk.arrive(shop, order({ id: 9 }))
    db.clock.set('2026-03-02T10:00:00Z')
    const { rows } = await db.admin.query(
      `select source, obtained::text, inform_by::text, told_at from arrivals.informing`,
    )
    expect(rows).toEqual([{ source: 'partners', obtained: '2026-01-31', inform_by: '2026-02-28', told_at: null }])
  })

  test('is told by a letter to those who have a postal address, with the source, the day and the rights', async () => {
    await desk.arrive(partner, wooDelivery(partner.secret, wooOrder()))
    const nowhere = { email: 'kaukana@example.org', address_1: '', city: '', postcode: '', phone: '' }
    await desk.arrive(partner, wooDelivery(partner.secret, wooOrder({ id: 8 }, nowhere)))
    const published = await desk.program.published()
    const purpose = rightsPurpose(published)
    const ask = {
      ...desk.ask(purpose),
      published,
      purpose,
      clock: db.clock,
      program: { ...desk.program, url: 'https://rekisteri.example.fi' },
    }
    const { rows } = await db.admin.query('select id from arrivals.informing')
    const made = await printInformings(
      ask,
      rows.map(({ id }) => id),
    )
    expect([made.pdf.subarray(0, 5).toString(), made.printed.length, made.without]).toEqual(['%PDF-', 1, 1])
    expect((await printInformings(ask, [newId()])).persons).toEqual([])

    const { notice } = published
    if (!notice) throw new Error('no notice')
    for (const lang of ['fi', 'sv', 'en'] as const) {
      const words = textOf(
        informingLetter(notice, 'https://rekisteri.example.fi', { source: 'partners', obtained: '2026-01-31' }, lang),
      )
      expect(words).not.toMatch(/\{\{|arrivals\.letter|undefined/)
      expect(words).toContain(`https://rekisteri.example.fi/notice?lang=${lang}`)
    }
    const finnish = textOf(
      informingLetter(notice, 'https://x.example', { source: 'partners', obtained: '2026-01-31' }, 'fi'),
    )
    expect(finnish).toContain('Lähde: Yhteistyökumppanit. Saatu 31.1.2026.')
  })
})

describe('what came', () => {
  test('is kept as it came until its date and not longer; a refused one cannot be tried after it', async () => {
    await desk.arrive(shop, order({ total: 'x' }))
    await removeOld(db.app, new Date(db.clock.now().getTime() + 13 * 86_400_000))
    expect(await value('select sealed is not null from arrivals.arrival')).toBe(true)
    await removeOld(db.app, new Date(db.clock.now().getTime() + 14 * 86_400_000))
    expect(await value('select sealed is null from arrivals.arrival')).toBe(true)
    expect(await replay(staff, 'customer-care')).toBe(0)
    expect(await desk.states()).toEqual(['refused orders.price'])
  })

  test('leaves with the person, and a late word of it does not bring them back', async () => {
    await desk.arrive(shop, order())
    await db.admin.query('select register.forget(array[(select id from register.person)])')
    await desk.arrive(shop, order({ status: 'refunded', date_modified_gmt: '2026-03-02T09:00:00' }))
    expect(await desk.states()).toEqual(['written', 'ignored person-left'])
    expect(await value('select count(*) from register.person')).toBe(0)
    const left = await value(
      `select jsonb_build_array((select jsonb_agg(to_jsonb(t) - 'sealed') from arrivals.arrival t where person_id is not null), (select jsonb_agg(t) from arrivals.thing t where person_id is not null or told <> '{}'))`,
    )
    expect(left).toEqual([null, null])
  })

  test('is listed by pages, newest first', async () => {
    for (let n = 1; n <= 5; n++) await desk.deliver(shop, order({ id: n, number: String(n) }))
    const first = await listArrivals(db.app, 'customer-care', { limit: 2 })
    const second = await listArrivals(db.app, 'customer-care', { limit: 2, after: first.next ?? newId() })
    const third = await listArrivals(db.app, 'customer-care', { limit: 2, after: second.next ?? newId() })
    const ids = [first, second, third].flatMap(({ arrivals }) => arrivals.map(({ id }) => id))
    expect(ids).toEqual(ids.toSorted().toReversed())
    expect([new Set(ids).size, third.next]).toEqual([5, null])
    expect((await listArrivals(db.app, 'marketing', { limit: 5 })).arrivals).toEqual([])
  })
})

test('a purpose settles nothing of another’s connection, and nobody without a token', async () => {
  await desk.deliver(shop, order())
  const token = desk.ask('sales').token
  for (const [purpose, own] of [
    ['sales', token],
    ['customer-care', 'v1|x|customer-care|1|x|y'],
  ] as const)
    await expect(
      db.purpose(purpose).query('select arrivals.settle($1, $2, $3, now())', [own, shop.id, '[]']),
    ).rejects.toMatchObject({ code: 'SE001' })
  await expect(db.purpose('customer-care').query('select * from arrivals.thing')).rejects.toMatchObject({
    code: '42501',
  })
  await expect(db.app.query('select * from arrivals.thing')).rejects.toMatchObject({ code: '42501' })
})
