/** A lead is moved, rung by the gate alone and won as the law on telephone sale allows; an offer is accepted in writing on its page; all of it goes with its person. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { type MailServer, mailServer } from '../../test/mail-server.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Send } from '../../test/server.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import type { Timeline } from '../register/answers.ts'
import type { AccessPackage } from '../rights/access-package.ts'
import type { Task } from '../tasks/task-answers.ts'
import { acceptedMessage, offerMessage } from './offer-message.ts'
import type { Board, CallAnswer, LeadAnswer, OfferAnswer, SourcesAnswer } from './sales-answers.ts'

const letters: MailServer = await mailServer()
const desk = await rightsDesk(undefined, letters.url)
const { db, answer, refusal, customer, server } = desk
const tick = () => db.clock.set(new Date(db.clock.now().getTime() + 60_000).toISOString())
let sari: Send
beforeAll(async () => {
  await server.addStaff('Sari', ['sales', 'privacy'])
  sari = await server.signedIn('sari@example.fi')
})
afterAll(async () => {
  await desk.close()
  await letters.close()
})

const sell = <Answer = void>(method: string, path: string, body?: unknown) =>
  answer<Answer>(method, path, body, sari, 'sales')
const refused = (path: string, body: unknown) => refusal(path, body, sari, 'sales')
const read = (id: string) => sell<LeadAnswer>('GET', `/leads/${id}`)
const readOffer = (id: string) => sell<OfferAnswer>('GET', `/offers/${id}`)
const record = async (person: string, more: object = {}): Promise<string> =>
  (
    await sell<{ id: string }>('POST', '/leads', {
      person,
      source: 'fairs',
      subject: 'Yrityksen kurssit',
      value: 98_000,
      ...more,
    })
  ).id
const move = async (id: string, to: string, more: object = {}) =>
  sell('POST', `/leads/${id}/steps`, { to, expected: (await read(id)).change, ...more })
const given = {
  subject: 'Kurssi kahdelle',
  validUntil: '2026-12-31',
  lang: 'fi',
  terms: 'Maksuaika 14 päivää.',
  lines: [{ what: 'Verkkokurssi', quantity: 2, unitCents: 49_000, vatPermille: 255 }],
}
const offer = async (lead: string, more: object = {}): Promise<string> =>
  (await sell<{ id: string }>('POST', `/leads/${lead}/offers`, { ...given, ...more })).id
const stepOffer = async (id: string, step: object) => sell('POST', `/offers/${id}/steps`, step)
const send = async (id: string) => stepOffer(id, { did: 'sent', how: 'email', expected: (await readOffer(id)).change })
const post = async (): Promise<string> => {
  const mail = openMail({ url: letters.url, perMinute: 1000, key: db.addressKey })
  expect(await runDueJobs(db, [sendMail([offerMessage, acceptedMessage])], { ...server.program, mail })).toEqual([])
  return Buffer.from(letters.received.at(-1)?.raw ?? '').toString()
}
/** What was sent last, as its reader has it. */
const plain = (raw: string): string => raw.replace(/=\r\n/g, '').replaceAll('=3D', '=')
const linkIn = (raw: string): string => /\/offer\/[\w-]+/.exec(plain(raw))?.[0] ?? ''
const page = (path: string, fields?: Record<string, string>) =>
  server.app.request(path, {
    method: fields ? 'POST' : 'GET',
    headers: { accept: 'text/html', ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(fields && { body: new URLSearchParams(fields) }),
  })
/** With a number, which the law protects. */
const reachable = async (given: string): Promise<string> => {
  const person = await customer(given, `${given.toLowerCase()}@example.org`)
  await desk.register.write('contact-points', person, null, { phone: '+358401234567' })
  return person
}

describe('a lead', () => {
  test('has its source, moves with who, when and why, and another purpose sees nothing of it', async () => {
    const person = await customer('Aino', 'aino@example.org')
    const id = await record(person, { reference: 'Kirjamessut 2026' })
    await move(id, 'contacted', { why: 'Puhuttiin messuilla 131052-308T' })
    expect(await refused(`/leads/${id}/steps`, { to: 'lost', expected: (await read(id)).change })).toBe(
      'sales.why-lost',
    )
    await move(id, 'lost', { lostBecause: 'price' })
    const shown = await read(id)
    expect(shown).toMatchObject({
      person: { id: person, name: 'Aino Virtanen' },
      source: { id: 'fairs' },
      values: { state: 'lost', value: 98_000, lost_because: 'price' },
      steps: [
        { did: 'new', by: { name: 'Sari' } },
        { did: 'contacted', why: 'Puhuttiin messuilla ******-****' },
        { did: 'lost', why: null },
      ],
    })
    const { lines } = await sell<Timeline>('GET', `/persons/${person}/timeline?kinds=sales`)
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      'Sari merkitsi, ettei kauppaa syntynyt: Yrityksen kurssit',
      'Sari merkitsi olleensa yhteydessä: Yrityksen kurssit',
    ])
    const other = await server.withKey('marketing')
    expect((await other('GET', `/api/v1/leads/${id}`, { purpose: 'marketing' })).status).toBe(403)
    const { columns } = await sell<Board>('GET', '/leads/board')
    expect(columns.find(({ state }) => state === 'lost')).toMatchObject({
      count: 1,
      valueCents: 98_000,
      leads: [{ id }],
    })
  })

  test('is changed by one at a time', async () => {
    const id = await record(await customer('Bertta', 'bertta@example.org'))
    const { change } = await read(id)
    await sell('PATCH', `/leads/${id}`, { subject: 'Muu kurssi', capacity: 'business', expected: change })
    expect((await read(id)).values).toMatchObject({ subject: 'Muu kurssi', capacity: 'business' })
    await expect(sell('PATCH', `/leads/${id}`, { subject: 'Kolmas', expected: change })).rejects.toThrow(
      'register.changed-meanwhile',
    )
  })

  test('that another way writes is a lead too', async () => {
    const person = await customer('Cecilia', 'cecilia@example.org')
    const row = await desk.register.call(
      'sales',
      `register.write_leads($1, 'partners', null, $2, null, $3, null)`,
      person,
      { subject: 'Tuonnista', state: 'contacted' },
    )
    expect(await read(row)).toMatchObject({ source: { id: 'partners' }, steps: [{ did: 'contacted' }] })
  })
})

describe('a sales call', () => {
  test('tells the number only when the gate says so, is on record, and the ban was looked at first', async () => {
    const person = await reachable('Doris')
    const id = await record(person)
    expect(await refused(`/leads/${id}/calls`, { banChecked: false })).toBe('sales.ban-unchecked')
    const call = await sell<CallAnswer>('POST', `/leads/${id}/calls`, { banChecked: true })
    expect(call).toMatchObject({ allowed: true, phone: '+358401234567' })
    expect(await read(id)).toMatchObject({
      values: { state: 'contacted' },
      calledAt: db.clock.now().toISOString(),
      steps: [{ did: 'new' }, { did: 'called', why: 'Puhelinmarkkinointikielto tarkistettu' }, { did: 'contacted' }],
    })
    tick()
    await sell('POST', `/persons/${person}/statements`, {
      ...{ kind: 'objection', purpose: 'sales', channel: 'phone', source: 'phone' },
      givenAt: db.clock.now().toISOString(),
    })
    tick()
    const no = await sell<CallAnswer>('POST', `/leads/${id}/calls`, { banChecked: true })
    expect(no).toMatchObject({ allowed: false, reason: 'prohibited', phone: null })
    expect((await read(id)).steps.filter(({ did }) => did === 'called')).toHaveLength(1)
  })

  test('keeps a consumer unbound until the offer was sent after it and accepted in writing', async () => {
    const id = await record(await reachable('Edla'))
    const first = await offer(id)
    await send(first)
    await post()
    tick()
    await sell('POST', `/leads/${id}/calls`, { banChecked: true })
    tick()
    expect((await readOffer(first)).writing).toBe('to-send')
    expect(await refused(`/leads/${id}/steps`, { to: 'won', expected: (await read(id)).change })).toBe(
      'sales.needs-writing',
    )
    expect(await refused(`/offers/${first}/steps`, { did: 'accepted', how: 'spoken' })).toBe('sales.needs-writing')
    expect(await refused(`/offers/${first}/steps`, { did: 'accepted', how: 'paper' })).toBe('sales.not-confirmed')
    // Nor by any other way that writes the row.
    const { person } = await read(id)
    for (const [category, row, state] of [
      ['leads', id, 'won'],
      ['offers', first, 'accepted'],
    ] as const)
      await expect(
        desk.register.call('sales', `register.write_${category}($1, 'staff', null, $2, $3, $4, null)`, person.id, row, {
          state,
        }),
      ).rejects.toThrow('sales.needs-writing')
    await send(first)
    tick()
    await post()
    expect((await readOffer(first)).writing).toBe('awaited')
    tick()
    await stepOffer(first, { did: 'accepted', how: 'paper', name: 'Edla Virtanen' })
    expect((await read(id)).values).toMatchObject({ state: 'won' })
  })

  test('does not hinder a business, which may say yes aloud', async () => {
    const person = await reachable('Fanny')
    const id = await record(person, { capacity: 'business' })
    await sell('POST', `/leads/${id}/calls`, { banChecked: false })
    tick()
    const one = await offer(id)
    expect((await readOffer(one)).totals).toEqual({
      currency: 'EUR',
      netCents: 98_000,
      vat: [{ permille: 255, netCents: 98_000, vatCents: 24_990 }],
      grossCents: 122_990,
    })
    await stepOffer(one, { did: 'sent', how: 'paper', expected: (await readOffer(one)).change })
    await stepOffer(one, { did: 'accepted', how: 'spoken' })
    expect((await read(id)).values.state).toBe('won')
  })
})

describe('an offer', () => {
  test('comes by e-mail whole, is read and accepted in writing on its page, and its task follows', async () => {
    const person = await reachable('Greta')
    const id = await record(person)
    const one = await offer(id)
    await sell('PUT', `/offers/${one}`, {
      ...given,
      subject: 'Kurssi kolmelle',
      expected: (await readOffer(one)).change,
    })
    await send(one)
    expect(await refused(`/offers/${one}/steps`, { did: 'sent', how: 'email', expected: one })).toBe(
      'register.changed-meanwhile',
    )
    const raw = await post()
    expect(raw).toContain('greta@example.org')
    expect(plain(raw)).toContain('/withdraw')
    const path = linkIn(raw)
    const shown = await (await page(path)).text()
    expect(shown).toContain('Kurssi kolmelle')
    expect(shown).toContain('980,00')
    expect(shown).not.toContain('<script')
    const pdf = await page(`${path}/pdf`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect((await page(path, { act: 'accept', name: '' })).status).toBe(422)
    expect((await page(path, { act: 'accept', name: 'Greta' })).status).toBe(422)
    tick()
    expect((await page(path, { act: 'accept', name: 'Greta Virtanen', agree: 'yes' })).status).toBe(303)
    expect((await page(path, { act: 'decline' })).status).toBe(303) // changes nothing any more
    expect(await readOffer(one)).toMatchObject({
      state: 'accepted',
      accepted: { how: 'page', name: 'Greta Virtanen', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect((await read(id)).values.state).toBe('won')
    const { tasks } = await sell<{ tasks: Task[] }>('GET', `/tasks?which=all&person=${person}`)
    expect(tasks.map(({ title }) => title)).toEqual(['Tarjous hyväksyttiin, toimita: Kurssi kolmelle'])
    const { rows: ordered } = await db.admin.query(
      `select o.product, o.quantity::int, o.amount::int, o.state, c.source, c.source_ref, c.purpose
       from register.orders o join register.change c on c.person_id = o.person_id and c.row_id = o.id where o.person_id = $1 and c.source_ref like 'offer %'`,
      [person],
    )
    const order = { product: 'Verkkokurssi', quantity: 2, amount: 98_000, state: 'ordered' }
    expect(ordered).toEqual([{ ...order, source: 'forms', source_ref: `offer ${one}`, purpose: 'customer-care' }])
    expect(plain(await post())).toContain('Vahvistus')
    expect((await page('/offer/nobody')).status).toBe(404)
  })

  test('is a contract of whoever accepts it: those who deliver see the order of somebody new', async () => {
    const person = await customer('Ilta', 'ilta@example.org')
    await db.admin.query('delete from register.statement where person_id = $1', [person])
    await db.admin.query('select register.relabel(array[$1::uuid])', [person])
    const one = await offer(await record(person))
    await stepOffer(one, { did: 'sent', how: 'paper', expected: (await readOffer(one)).change })
    tick()
    await stepOffer(one, { did: 'accepted', how: 'paper', name: 'Ilta Virtanen' })
    const kari = await server.withKey('course-delivery')
    const access = await kari('POST', '/api/v1/order-states', { purpose: 'course-delivery', body: { person } })
    const { orders } = (await access.json()) as { orders: { order: string }[] }
    expect(orders.map(({ order }) => order)).toContainEqual(expect.stringMatching(/^T-/))
  })

  test('cannot be changed once it was sent, nor accepted after its last day', async () => {
    const id = await record(await customer('Hilda', 'hilda@example.org'))
    const one = await offer(id, { validUntil: db.clock.now().toISOString().slice(0, 10) })
    await send(one)
    const put = await sari('PUT', `/api/v1/offers/${one}`, {
      purpose: 'sales',
      body: { ...given, expected: (await readOffer(one)).change },
    })
    expect(((await put.json()) as { type: string }).type).toContain('sales.frozen')
    const before = db.clock.now()
    db.clock.set(new Date(before.getTime() + 2 * 86_400_000).toISOString())
    expect((await readOffer(one)).state).toBe('expired')
    expect(await refused(`/offers/${one}/steps`, { did: 'accepted', how: 'email' })).toBe('sales.too-late')
    expect(await refused(`/leads/${id}/offers`, { ...given, lines: [{ ...given.lines[0], vatPermille: 140 }] })).toBe(
      'sales.no-such-rate',
    )
  })

  test('is declined on its page', async () => {
    const id = await record(await customer('Inkeri', 'inkeri@example.org'))
    const one = await offer(id)
    await send(one)
    const path = linkIn(await post())
    await page(path, { act: 'decline' })
    expect((await readOffer(one)).state).toBe('declined')
    expect((await read(id)).values.state).toBe('offered')
  })
})

test('sources that sold: nothing of groups below five persons', async () => {
  expect((await sell<SourcesAnswer>('GET', '/leads/sources')).sources.map(({ source }) => source?.id ?? null)).toEqual([
    'fairs',
  ])
  for (const given of ['Jaana', 'Kerttu', 'Liisa', 'Maija']) {
    const id = await record(await customer(given, `${given.toLowerCase()}@example.org`), { source: 'partners' })
    await move(id, 'won')
  }
  // Four of them and the one before are five; what they bought is told of four, and so of nobody.
  const { sources } = await sell<SourcesAnswer>('GET', '/leads/sources')
  expect(sources.find(({ source }) => source?.id === 'partners')).toMatchObject({
    leads: 5,
    won: null,
    valueCents: null,
  })
  const raffle = await record(await customer('Nanna', 'nanna@example.org'), { source: 'raffles' })
  expect((await sell<SourcesAnswer>('GET', '/leads/sources')).sources.some(({ source }) => source === null)).toBe(false)
  expect((await read(raffle)).source.id).toBe('raffles')
})

test('the copy of Art. 15 has what was offered, and an erasure takes all of it', async () => {
  const person = await reachable('Oili')
  const id = await record(person)
  const one = await offer(id)
  await send(one)
  await post()
  const made = await answer<{ bytes: string }>('POST', '/copies', { person, kind: 'access', format: 'json' }, sari)
  const copy: AccessPackage = JSON.parse(Buffer.from(made.bytes, 'base64').toString())
  expect(JSON.stringify(copy.categories)).toContain('Kurssi kahdelle')
  expect(JSON.stringify(copy.rest)).toContain('Verkkokurssi')
  const request = await desk.ask('erasure', person)
  await desk.upon(request, 'erasure', {})
  for (const table of ['lead', 'offer', 'line', 'step', 'link'])
    expect((await db.admin.query(`select from sales.${table} where person_id = $1`, [person])).rowCount, table).toBe(0)
})
