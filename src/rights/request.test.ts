/** A request is answered by its day: counted from the receipt, stopped while identity is awaited, extended once, refused by two; only the rights purpose reads it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'
import type { RequestAnswer, RequestList } from './request-answers.ts'

const db = await testDatabase()
let server: Awaited<ReturnType<typeof testServer>>
let kaisa: Send
let leo: Send
let sales: Send

beforeAll(async () => {
  await publishForTest(db)
  server = await testServer(db)
  await server.addStaff('Kaisa', ['privacy'])
  await server.addStaff('Leo', ['privacy'])
  await server.addStaff('Sanna', ['customer-service'])
  await on('2027-01-02T10:00:00Z')
})
afterAll(async () => {
  await server.access.close()
  await db.close()
})

/** Moves the clock, always forward; whoever works then signs in. */
async function on(moment: string): Promise<void> {
  db.clock.set(moment)
  kaisa = await server.signedIn('kaisa@example.fi')
  leo = await server.signedIn('leo@example.fi')
  sales = await server.signedIn('sanna@example.fi')
}

const path = '/api/v1/requests'
const purpose = 'rights'
const answerOf = async <Answer>(sent: Promise<Response>): Promise<Answer> => {
  const response = await sent
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return (response.status === 204 ? undefined : await response.json()) as Answer
}
const refusedBy = async (sent: Promise<Response>): Promise<string> => {
  const problem: { type: string } = await (await sent).json()
  return problem.type.split('/').at(-1) ?? ''
}

const asked = { kind: 'access', channel: 'email', requester: 'Aino Virtanen', asked: 'Mitä tietoja minusta on?' }
const record = async (at: string, more: object = {}, by = kaisa): Promise<string> => {
  const body = { ...asked, receivedAt: at, ...more }
  return (await answerOf<{ id: string }>(by('POST', path, { purpose, body }))).id
}
const show = (id: string) => answerOf<RequestAnswer>(kaisa('GET', `${path}/${id}`, { purpose }))
const take = async (id: string, step: object, by = kaisa) =>
  by('POST', `${path}/${id}/steps`, { purpose, body: { step, expected: (await show(id)).step } })
const list = (settled = false) => answerOf<RequestList>(kaisa('POST', `${path}/search`, { purpose, body: { settled } }))

test.each([
  // law: Reg. 1182/71 with the holidays of Finland; the day of the receipt is that of Helsinki
  ['2026-03-05T10:00:00+02:00', '2026-04-07'],
  ['2026-04-14T10:00:00+03:00', '2026-05-15'],
  ['2026-08-30T23:30:00Z', '2026-09-30'],
  ['2026-12-06T12:00:00+02:00', '2027-01-07'],
])('a request that came at %s is answered by %s', async (receivedAt, due) => {
  const id = await record(receivedAt)
  expect(await show(id)).toMatchObject({ due, state: 'received', asked: asked.asked })
})

test('a receipt in the future is refused, and nothing is stored', async () => {
  const before = (await list()).requests.length
  const body = { ...asked, receivedAt: '2041-01-01T00:00:00+02:00' }
  expect(await refusedBy(kaisa('POST', path, { purpose, body }))).toBe('rights.received-ahead')
  expect((await list()).requests.length).toBe(before)
})

test('the clock stands while identity is awaited, and goes on with the days that were left', async () => {
  await on('2027-03-02T10:00:00Z')
  const id = await record('2027-03-02T09:00:00Z')
  expect(await show(id)).toMatchObject({ due: '2027-04-02', daysLeft: 31 })
  await on('2027-03-04T10:00:00Z')
  await answerOf(
    take(id, { kind: 'identity-asked', reason: 'Pyyntö tuli osoitteesta, jota emme tunne.', proof: 'code' }),
  )
  expect(await show(id)).toMatchObject({ state: 'identifying', daysLeft: null })
  await on('2027-03-11T10:00:00Z')
  await answerOf(take(id, { kind: 'identity-proved', proof: 'code' }))
  // seven days later than 2 April
  expect(await show(id)).toMatchObject({ state: 'working', due: '2027-04-09', daysLeft: 29 })
  await answerOf(take(id, { kind: 'extended', reason: 'Aineistoa on paljon.' }))
  // three months from the receipt, 2 June, and the seven days
  expect(await show(id)).toMatchObject({ due: '2027-06-09' })
  expect(await refusedBy(take(id, { kind: 'extended', reason: 'Vielä.' }))).toBe('rights.not-now')
})

test('an extension must be told within the first month', async () => {
  await on('2028-03-02T10:00:00Z')
  const id = await record('2028-03-02T09:00:00Z')
  await on('2028-04-04T10:00:00Z')
  expect(await refusedBy(take(id, { kind: 'extended', reason: 'Kiire.' }))).toBe('rights.extension-late')
})

test('two persons refuse, and the letter names the reason, the authority and the court', async () => {
  await on('2029-03-02T10:00:00Z')
  const id = await record('2029-03-02T09:00:00Z', { kind: 'erasure' })
  expect(await refusedBy(take(id, { kind: 'answered', outcome: 'refused', channel: 'email' }))).toBe(
    'rights.refusal-first',
  )
  const step = { kind: 'refusal-proposed', ground: 'legal-obligation', reason: 'Laskut vuodelta 2025.' }
  await answerOf(take(id, step))
  expect(await refusedBy(take(id, { kind: 'refusal-approved' }))).toBe('rights.second-approver')
  await answerOf(take(id, { kind: 'refusal-returned', reason: 'Muu kuin lasku poistetaan.' }, leo))
  await answerOf(take(id, step))
  await answerOf(take(id, { kind: 'refusal-approved' }, leo))
  expect(await refusedBy(take(id, { kind: 'answered', outcome: 'granted', channel: 'email' }))).toBe(
    'rights.refusal-first',
  )
  const { letters, steps, turns } = await show(id)
  expect(letters.refusal).toContain('Laskut vuodelta 2025.')
  expect(letters.refusal).toContain('17 artiklan 3 kohdan b alakohta')
  expect(letters.refusal).toContain('tietosuoja@om.fi')
  expect(letters.refusal).toContain('tuomioistuimen')
  expect(turns).toEqual(['answered', 'erased', 'withdrawn'])
  expect(steps.map(({ by }) => by.name)).toEqual(['Kaisa', 'Leo', 'Kaisa', 'Leo'])
  await answerOf(take(id, { kind: 'answered', outcome: 'partly', channel: 'email' }))
  expect(await show(id)).toMatchObject({ state: 'answered', daysLeft: null, turns: [] })
  expect((await list(true)).requests.map(one => one.id)).toContain(id)
})

test('of two who act on the same request at once one is told', async () => {
  await on('2030-03-02T10:00:00Z')
  const id = await record('2030-03-02T09:00:00Z')
  const body = { step: { kind: 'withdrawn' }, expected: null }
  const sent = await Promise.all([kaisa, leo].map(by => by('POST', `${path}/${id}/steps`, { purpose, body })))
  expect(sent.map(({ status }) => status).sort()).toEqual([204, 409])
  expect((await show(id)).steps).toHaveLength(1)
})

test('the board has the most urgent first, in pages', async () => {
  await on('2031-01-02T10:00:00Z')
  for (let n = 0; n < 60; n++) await record(`2030-11-${String(1 + (n % 27)).padStart(2, '0')}T10:00:00Z`)
  const first = await list()
  const body = { settled: false, after: first.next }
  const second = await answerOf<RequestList>(kaisa('POST', `${path}/search`, { purpose, body }))
  const dues = [...first.requests, ...second.requests].map(({ due }) => due)
  expect(dues.length).toBeGreaterThan(60)
  expect(dues).toEqual(dues.toSorted())
  expect(first.requests[0]?.daysLeft).toBeLessThan(0)
})

test('the board is narrowed by right, by state and to those whom one has worked on; what is late is counted for whoever may know', async () => {
  await on('2031-06-02T10:00:00Z')
  const [erasure, portability] = [
    await record('2031-06-01T10:00:00Z', { kind: 'erasure' }, leo),
    await record('2031-06-01T11:00:00Z', { kind: 'portability' }),
  ]
  await answerOf(take(portability, { kind: 'refusal-proposed', ground: 'unfounded', reason: 'Ei perustetta.' }))
  const found = async (search: object, by = kaisa) =>
    (await answerOf<RequestList>(by('POST', `${path}/search`, { purpose, body: search }))).requests.map(({ id }) => id)
  expect(await found({ kinds: ['erasure'], states: ['received'] })).toContain(erasure)
  expect(await found({ kinds: ['portability'] })).toEqual([portability])
  expect(await found({ states: ['refusing'] })).toEqual([portability])
  expect(await found({ mine: true }, leo)).toEqual([erasure])
  expect(await found({ kinds: ['erasure'], mine: true })).not.toContain(erasure)
  await answerOf(take(erasure, { kind: 'withdrawn' }))
  expect(await found({ settled: true, mine: true })).toContain(erasure)

  const overdue = async (by: Send) => (await answerOf<{ overdue: number | null }>(by('GET', `${path}/overdue`))).overdue
  const late = (
    await answerOf<RequestList>(kaisa('POST', `${path}/search`, { purpose, body: { states: ['received'] } }))
  ).requests
  expect(await overdue(kaisa)).toBeGreaterThanOrEqual(late.filter(({ daysLeft }) => (daysLeft ?? 0) < 0).length)
  expect(await overdue(kaisa)).toBeGreaterThan(0)
  expect(await overdue(sales)).toBeNull()
})

test('a request of a customer is a look at them, and no other purpose reads or writes one', async () => {
  const person = await registerCaller(db).customer()
  const id = await record('2030-12-30T10:00:00Z', { person })
  const { rows } = await db.app.query('select operation from access.look where person_id = $1 order by id', [person])
  expect(rows.map(({ operation }) => operation)).toEqual(['request.record'])
  expect((await sales('GET', `${path}/${id}`, { purpose: 'customer-care' })).status).toBe(403)
  expect((await sales('GET', `${path}/${id}`, { purpose })).status).toBe(403)
  const { token } = registerCaller(db)
  for (const call of ['rights.requests($1, false, null, null, null, false, null, 10)', `rights.request($1, '${id}')`])
    await expect(db.purpose('customer-care').query(`select ${call}`, [token('customer-care')])).rejects.toThrow(
      'not-given',
    )
  await expect(
    db.purpose('rights').query(`select rights.requests('none', false, null, null, null, false, null, 10)`),
  ).rejects.toThrow()
  for (const table of ['rights.request', 'rights.step', 'rights.standing'])
    for (const login of [db.app, db.purpose('rights')])
      await expect(login.query(`select from ${table}`)).rejects.toThrow('permission denied')
})

test('what a request has come to is what its steps, taken in turn, have made of it', async () => {
  const { rows } = await db.admin.query<{ kept: unknown; walked: unknown }>(`
    with recursive walked as (
      select id, 'received' as state, null::uuid as step, null::date as due, null::uuid as person from rights.request
      union all
      select w.id, t.next, s.id, coalesce(s.due, w.due), coalesce((s.details ->> 'person')::uuid, w.person) from walked w
      cross join lateral (select * from rights.step s where s.request_id = w.id and (w.step is null or s.id > w.step) order by s.id limit 1) s
      join rights.turn t on t.state = w.state and t.step = s.kind
    )
    select jsonb_build_array(r.id, r.state, r.step, r.due, r.person_id) as kept,
      jsonb_build_array(w.id, w.state, w.step, coalesce(w.due, r.due), coalesce(w.person, r.person_id)) as walked
    from rights.request r join (select distinct on (id) * from walked order by id, step desc nulls last) w on w.id = r.id`)
  expect(rows.length).toBeGreaterThan(10)
  for (const { kept, walked } of rows) expect(kept).toEqual(walked)
})

test('of ten thousand requests a page is read by its index, open or settled, and so is one person’s', async () => {
  const { customer, token } = registerCaller(db)
  const person = await customer()
  await db.admin.query(
    `insert into rights.request (id, kind, channel, received_at, due, requester, asked, recorded_at, recorded_by, notice_version, state, person_id)
     select register.new_id(), 'access', 'phone', now() - n * interval '1 hour', current_date + n % 30, 'somebody', 'something', now(), 'staff:x',
       1, case when n % 3 = 0 then 'working' else 'answered' end, case when n % 5000 = 0 then $1::uuid end from generate_series(1, 10000) n`,
    [person],
  )
  await db.admin.query('vacuum analyze rights.request')
  const blocks = async (settled: boolean, whose: string | null, after: string | null) => {
    const { rows } = await db.purpose('rights').query(
      `explain (analyze, buffers, format json) select * from rights.requests('${token('rights')}', ${settled},
        ${whose ? `'${whose}'` : 'null'}, null, null, false, ${after ? `'${after}'` : 'null'}, 51)`,
    )
    const { Plan: plan } = rows[0]['QUERY PLAN'][0]
    return [plan['Actual Rows'], plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] < 400]
  }
  const last = async (settled: boolean) => (await list(settled)).next
  await blocks(false, null, null) // the first of a session reads the catalogue
  expect(await blocks(false, null, null)).toEqual([51, true])
  expect(await blocks(false, null, await last(false))).toEqual([51, true])
  expect(await blocks(true, null, null)).toEqual([51, true])
  expect(await blocks(true, null, await last(true))).toEqual([51, true])
  expect(await blocks(true, person, null)).toEqual([2, true])
})
