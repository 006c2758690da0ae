/** Orders are shared out whole among what is known to have led to them, by three models; what is not known and who are few is said, and costs count once. */

import { afterAll, describe, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Attribution, Campaigns, CostsRead, Credit, Model } from './attribution-answers.ts'

const desk = await rightsDesk()
const { db, answer, register, server } = desk
afterAll(() => desk.close())
db.clock.set('2026-03-31T12:00:00Z')
await server.addStaff('Maija', ['marketing', 'management', 'sales'])
const maija = await server.signedIn('maija@example.fi')

const tell = <Answer = void>(method: string, path: string, body?: unknown, purpose = 'marketing') =>
  answer<Answer>(method, path, body, maija, purpose)
const show = (query = '', purpose = 'marketing') =>
  tell<Attribution>('GET', `/attribution?${query}`, undefined, purpose)
const refusal = async (path: string, body?: unknown, purpose = 'marketing'): Promise<string> => {
  const response = await maija(body === undefined ? 'GET' : 'POST', `/api/v1${path}`, {
    purpose,
    ...(body === undefined ? {} : { body }),
  })
  const problem = (await response.json()) as { type?: string }
  return problem.type?.split('/').at(-1) ?? ''
}

const order = (person: string, ordered: string, origin: Readonly<Record<string, string>> = {}, more: object = {}) =>
  register.write('orders', person, null, {
    product: 'Kurssi',
    ordered,
    amount: 10_000,
    state: 'paid',
    ...origin,
    ...more,
  })
const autumn = { origin_source: 'facebook', origin_medium: 'cpc', origin_campaign: 'Syksy' }

async function buyers(many: number, day: string, origin: Readonly<Record<string, string>>): Promise<string[]> {
  const all: string[] = []
  for (let n = 0; n < many; n++) {
    const person = await register.customer()
    await order(person, `${day}T10:00:00Z`, origin)
    all.push(person)
  }
  return all
}

const creditOf = ({ places }: Attribution, label: string, model: Model = 'last'): Credit | undefined =>
  places.find(one => one.label === label)?.credit[model]
const whole = (found: Attribution, model: Model): number =>
  [found.unknown, ...found.places.map(({ credit }) => credit[model])].reduce(
    (sum, { orders }) => sum + (orders === 'withheld' ? 0 : orders),
    0,
  )

const fromAds = await buyers(12, '2026-03-01', autumn)
await buyers(7, '2026-03-02', { origin_referrer: 'google.com' })
await buyers(8, '2026-03-03', {})
await buyers(3, '2026-03-04', { discount_code: 'AINO-10' })
await buyers(5, '2026-03-04', { origin_source: 'direct' })

describe('what the orders themselves tell', () => {
  test('is shared out by campaign and channel; what is not known is said; what is of three is not even named', async () => {
    const found = await show()
    expect(found).toMatchObject({
      amounts: true,
      total: { orders: 35, cents: 350_000 },
      unknown: { orders: 8, cents: 80_000 },
    })
    expect(creditOf(found, 'Kampanja: Syksy')).toEqual({ orders: 12, cents: 120_000 })
    expect(creditOf(found, 'Hakukone')).toEqual({ orders: 7, cents: 70_000 })
    expect(JSON.stringify(found)).not.toContain('AINO')
    // The three are told with the smallest of the others, so that the rest does not give them.
    expect(creditOf(found, 'Ei eritelty')).toEqual({ orders: 8, cents: 80_000 })
    expect(creditOf(found, 'Suoraan')).toBeUndefined()
    for (const model of ['first', 'last', 'linear'] as const) expect(whole(found, model)).toBe(35)
  })

  test('only of the days that were asked, and of no more than a year', async () => {
    expect((await show('from=2026-03-01&to=2026-03-01')).total.orders).toBe(12)
    expect((await show('from=2026-03-05&to=2026-03-30')).total).toEqual({ orders: 0, cents: 0 })
    expect(await refusal('/attribution?from=2024-01-01&to=2026-03-01')).toBe('attribution.period')
    expect(await refusal('/attribution?from=2026-03-02&to=2026-03-01')).toBe('attribution.period')
  })

  test('cancelled orders are none, and what was paid back whole brought nothing', async () => {
    const [one = '', other = ''] = await buyers(2, '2026-02-20', autumn)
    await buyers(5, '2026-02-20', autumn)
    const total = async () => (await show('from=2026-02-20&to=2026-02-20')).total
    expect(await total()).toEqual({ orders: 7, cents: 70_000 })
    for (const [person, state] of [
      [one, 'cancelled'],
      [other, 'refunded'],
    ] as const) {
      const { rows } = await db.admin.query('select id from register.orders where person_id = $1', [person])
      await register.write('orders', person, rows[0].id, { state })
    }
    expect(await total()).toEqual({ orders: 5, cents: 50_000 })
  })
})

test('the first, the last and all alike have the credit of an order with several ways to it, within the window', async () => {
  for (const person of fromAds.slice(0, 6)) {
    const day = '2026-03-20T10:00:00Z'
    // Twenty days after the campaign: a search, and nothing for the one who then came of themselves.
    await order(person, day, { origin_referrer: 'duckduckgo.com' })
  }
  const march20 = 'from=2026-03-20&to=2026-03-20'
  const month = await show(march20)
  expect(creditOf(month, 'Kampanja: Syksy', 'first')).toEqual({ orders: 6, cents: 60_000 })
  expect(creditOf(month, 'Hakukone', 'first')).toEqual({ orders: 0, cents: 0 })
  expect(creditOf(month, 'Hakukone', 'last')).toEqual({ orders: 6, cents: 60_000 })
  expect(creditOf(month, 'Hakukone', 'linear')).toEqual({ orders: 3, cents: 30_000 })
  expect(creditOf(month, 'Kampanja: Syksy', 'linear')).toEqual({ orders: 3, cents: 30_000 })
  const week = await show(`${march20}&days=7`)
  expect(creditOf(week, 'Hakukone', 'first')).toEqual({ orders: 6, cents: 60_000 })
  expect(creditOf(week, 'Kampanja: Syksy')).toBeUndefined()
})

test('who came directly takes no credit from what is known to have led there', async () => {
  for (const person of fromAds.slice(6)) await order(person, '2026-03-22T10:00:00Z', { origin_source: 'direct' })
  const found = await show('from=2026-03-22&to=2026-03-22')
  expect(creditOf(found, 'Kampanja: Syksy')).toEqual({ orders: 6, cents: 60_000 })
  expect(creditOf(found, 'Suoraan')).toBeUndefined()
})

test('an answered measure and the way into the register lead to orders, where the purpose sees them', async () => {
  for (let n = 0; n < 12; n++) {
    const person = await register.customer()
    if (n < 6)
      await register.call(
        'rights',
        `register.write_marketing_measures($1, 'register', null, $2, null, $3, null)`,
        person,
        {
          ...{ measure: 'Kevätkirje', channel: 'email', response: 'clicked' },
          occurred: '2026-03-10T10:00:00Z',
        },
      )
    else await db.admin.query(`update register.person set created_at = '2026-03-09T10:00:00Z' where id = $1`, [person])
    await order(person, '2026-03-12T10:00:00Z')
  }
  const found = await show('from=2026-03-12&to=2026-03-12')
  expect(creditOf(found, 'Sähköposti: Kevätkirje')).toEqual({ orders: 6, cents: 60_000 })
  const byForm = found.places.filter(({ channel }) => channel === 'came-by')
  expect(byForm).toMatchObject([{ credit: { last: { orders: 6, cents: 60_000 } } }])
  expect(found.sees).toContain('measures')
  expect(found.sees).not.toContain('participation') // the notice gives marketing none
  const others = await show('from=2026-03-12&to=2026-03-12', 'customer-analysis')
  expect(others.sees).not.toContain('measures')
  expect(others.unknown).toEqual({ orders: 6, cents: 60_000 })
})

/** A visit as it stands when it was joined; src/visits/joined.test.ts holds how that comes about. */
async function visit(person: string, began: string, source: string, campaign: string): Promise<void> {
  const row = await register.call('rights', `register.write_visits($1, 'site', null, $2, null, $3, null)`, person, {
    ...{ page: 'kauppa.example.fi/kurssit', occurred: began, campaign },
  })
  await db.admin.query(
    `with v as (insert into visits.person_visit (person_id, id, joined, began, site, landing, source, referrer, campaign, medium)
       values ($1, gen_random_uuid(), gen_random_uuid(), $3, 'kauppa.example.fi', '/kurssit', $4, '', $5, '') returning person_id, id)
     insert into visits.person_page (person_id, id, visit, event) select v.person_id, $2, v.id, '' from v`,
    [person, row, began, source, campaign],
  )
}

test('visits lead to orders of who consented to it, until they withdraw; a visit knows better than the order of that day', async () => {
  const all = await buyers(6, '2026-03-15', { origin_referrer: 'google.com' })
  const agree = (person: string, withdrawn: string | null) =>
    register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', null, '2026-03-01', $3, 'Käyntini saa ottaa huomioon')`,
      ...[person, withdrawn],
    )
  for (const person of all) {
    await visit(person, '2026-03-14T10:00:00Z', 'campaign', 'Kevätlehti')
    await visit(person, '2026-03-15T09:00:00Z', 'social', '')
  }
  const day = 'from=2026-03-15&to=2026-03-15'
  expect(creditOf(await show(day), 'Hakukone', 'linear')).toEqual({ orders: 6, cents: 60_000 })
  for (const person of all) await agree(person, null)
  const found = await show(day)
  expect(creditOf(found, 'Kampanja: Kevätlehti', 'linear')).toEqual({ orders: 3, cents: 30_000 })
  expect(creditOf(found, 'Sosiaalinen media')).toEqual({ orders: 6, cents: 60_000 })
  expect(creditOf(found, 'Hakukone')).toBeUndefined()
  for (const person of all) await agree(person, '2026-03-20')
  expect(creditOf(await show(day), 'Hakukone', 'linear')).toEqual({ orders: 6, cents: 60_000 })
})

test('whoever objected to the purpose or is restricted is in none of it', async () => {
  const said = (kind: string, purpose: string | null, person: string) =>
    register.call(
      'rights',
      `register.record_statement($1, 'email', null, $2, $3, $4, null, '2026-03-30', null, null)`,
      ...[person, kind, purpose],
    )
  const before = (await show('from=2026-03-01&to=2026-03-01')).total.orders
  const [one = '', other = ''] = fromAds
  await said('objection', 'marketing', one)
  await said('restriction', null, other)
  expect((await show('from=2026-03-01&to=2026-03-01')).total.orders).toBe(Number(before) - 2)
})

test('a purpose without names is told where to ask instead, one without orders that it has none', async () => {
  expect(await refusal('/attribution', undefined, 'planning')).toBe('attribution.no-persons')
  expect(await refusal('/attribution', undefined, 'sales')).toBe('attribution.no-orders')
})

describe('what campaigns cost', () => {
  const campaigns = async () => (await tell<Campaigns>('GET', '/attribution/campaigns')).campaigns
  const upload = (text: string | Buffer) =>
    tell<CostsRead>('POST', '/attribution/costs/file', {
      name: 'kulut.csv',
      base64: Buffer.from(text).toString('base64'),
    })

  test('a campaign gathers whatever its words say, and costs by the day', async () => {
    const { id } = await tell<{ id: string }>('POST', '/attribution/campaigns', {
      name: 'Kevään mainonta',
      words: ['syksy'],
    })
    await tell('POST', '/attribution/costs', { campaign: id, from: '2026-02-20', to: '2026-03-01', cents: 10_000 })
    const found = await show('from=2026-03-01&to=2026-03-01')
    const place = found.places.find(({ label }) => label === 'Kampanja: Kevään mainonta')
    expect(place).toMatchObject({ credit: { last: { orders: 10 } }, costCents: 1_000 }) // one of ten days
    expect(creditOf(found, 'Kampanja: Syksy')).toBeUndefined()
  })

  test('a campaign by which nobody came cost no less', async () => {
    const { id } = await tell<{ id: string }>('POST', '/attribution/campaigns', { name: 'Hukkaan' })
    await tell('POST', '/attribution/costs', { campaign: id, from: '2026-03-01', to: '2026-03-01', cents: 700 })
    const found = await show('from=2026-03-01&to=2026-03-01')
    expect(found.places.find(({ label }) => label === 'Kampanja: Hukkaan')).toMatchObject({
      credit: { last: { orders: 0, cents: 0 } },
      costCents: 700,
    })
  })

  test('a word is of one campaign, and a day of it costs once', async () => {
    expect(await refusal('/attribution/campaigns', { name: 'Toinen', words: ['SYKSY'] })).toBe('attribution.word-taken')
    const [{ id } = { id: '' }] = await campaigns()
    const cost = { campaign: id, from: '2026-03-01', to: '2026-03-02', cents: 1 }
    expect(await refusal('/attribution/costs', cost)).toBe('attribution.overlap')
    expect(await refusal('/attribution/costs', { ...cost, to: '2026-02-01' })).toBe('attribution.days')
  })

  test('a file of an advertising service is read, and read again changes nothing', async () => {
    const google =
      'Campaign,Day,Cost,Currency code\r\nHaku,2026-03-01,"1,234.50",EUR\r\nHaku,2026-03-02,10,EUR\r\n,,1244.50,\r\n'
    expect(await upload(google)).toEqual({ read: 2, added: 2, changed: 0, made: ['Haku'] })
    expect(await upload(google)).toEqual({ read: 2, added: 0, changed: 0, made: [] })
    expect(await upload(google.replace(',10,', ',12,'))).toMatchObject({ added: 0, changed: 1 })
    const meta = Buffer.from(
      'Kampanjan nimi;Raportointi alkaa;Raportointi päättyy;Käytetty summa (EUR)\nKevät;1.3.2026;31.3.2026;99,90\nKevät;1.3.2026;31.3.2026;0,10\n',
      'latin1',
    )
    expect(await upload(meta)).toMatchObject({ read: 1, added: 1, made: ['Kevät'] })
    expect((await campaigns()).find(({ name }) => name === 'Kevät')?.costs).toMatchObject([
      { from: '2026-03-01', to: '2026-03-31', cents: 10_000, source: 'file' },
    ])
  })

  test.each([
    ['Campaign,Day\nA,2026-03-01\n', 'attribution.no-columns'],
    ['Campaign,Day,Cost\nUusi,2026-03-01,1\nUusi,huomenna,1\n', 'attribution.line'],
    ['Campaign,Day,Cost\nUusi,2026-03-01,-1\n', 'attribution.line'],
    ['Campaign,Day,Cost,Currency\nUusi,2026-03-01,1,USD\n', 'attribution.line'],
    ['Campaign,Day,Cost\nUusi,2026-03-01,1\nKevät,2026-03-05,1\n', 'attribution.line-overlap'],
  ])('%j is refused whole: %s', async (text, key) => {
    await expect(upload(text)).rejects.toThrow(key)
    expect((await campaigns()).map(({ name }) => name)).not.toContain('Uusi')
  })

  test('a campaign goes with its costs, and its orders are told by the word of the link again', async () => {
    for (const { id } of await campaigns()) await tell('DELETE', `/attribution/campaigns/${id}`)
    expect(await campaigns()).toEqual([])
    expect(creditOf(await show('from=2026-03-01&to=2026-03-01'), 'Kampanja: Syksy')?.orders).toBe(10)
  })
})
