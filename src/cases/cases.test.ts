/** A case through every door: opened by staff, by a program and by whatever writes feedback; answered, closed, kept, restricted and erased with its person. */

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Send } from '../../test/server.ts'
import { sendMail } from '../mail/send.jobs.ts'
import type { RequestList } from '../rights/request-answers.ts'
import type { CaseAnswer, CaseList, Colleagues } from './case-answers.ts'
import { caseAnswerMessage, caseMentionMessage } from './case-messages.ts'
import { listTerms, setTerms } from './term.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
const care = 'customer-care'
let desk: Awaited<ReturnType<typeof rightsDesk>>
let mail: MailServer
let kaisa: Send
let aino: string
let bertta: string

beforeAll(async () => {
  mail = await mailServer()
  desk = await rightsDesk(undefined, mail.url)
  kaisa = desk.kaisa
  aino = await desk.customer('Aino', 'aino@example.org')
  bertta = await desk.customer('Bertta', 'bertta@example.org')
})
afterAll(async () => {
  await desk?.close()
  await mail?.close()
})

const post = <Answer>(path: string, body: object, by = kaisa, as = care) =>
  desk.answer<Answer>('POST', path, body, by, as)
const show = (id: string) => desk.answer<CaseAnswer>('GET', `/cases/${id}`, undefined, kaisa, care)
const search = (which: object = {}) => post<CaseList>('/cases/search', which)
const ids = async (which: object) => (await search(which)).cases.map(({ id }) => id)
const given = { kind: 'complaint', content: 'Videot eivät avaudu.', source: 'phone' }
const open = async (person: string, more: object = {}) =>
  (await post<{ id: string }>('/cases', { person, ...given, ...more })).id
const minutesLater = (minutes: number) =>
  desk.db.clock.set(new Date(desk.db.clock.now().getTime() + minutes * 60_000).toISOString())
const step = async (id: string, taken: object) => {
  minutesLater(1)
  await post(`/cases/${id}/steps`, { step: taken, expected: (await show(id)).step })
}
const refusal = (id: string, taken: object, expected: string | null = null) =>
  desk.refusal(`/cases/${id}/steps`, { step: taken, expected }, kaisa, care)
const row = async (person: string) =>
  (await desk.seen(care, 'feedback', person, 'kind, state, content, answer, answered, closed')).at(-1)
const colleague = async (name: string) => {
  const { staff } = await desk.answer<Colleagues>('GET', '/cases/colleagues', undefined, kaisa, care)
  return staff.find(one => one.name === name)?.id ?? ''
}
const send = () =>
  runDueJobs(desk.db, [sendMail([caseAnswerMessage, caseMentionMessage])], {
    ...desk.server.program,
    database: desk.db,
    mail: desk.server.mail,
  })
const count = async (table: string, person: string) =>
  (await desk.db.admin.query(`select from ${table} where person_id = $1`, [person])).rowCount

describe('a case', () => {
  test('is opened with the day of its kind, and stands in the register as feedback', async () => {
    const id = await open(aino, { receivedAt: '2026-02-02T08:00:00Z', content: 'Tunnukseni 131052-308T ei toimi.' })
    const shown = await show(id)
    expect(shown).toMatchObject({ kind: 'complaint', state: 'open', due: '2026-02-16', mayWrite: true, order: null })
    expect(shown.content).toBe('Tunnukseni ******-**** ei toimi.')
    expect(shown.person.name).toBe('Aino Virtanen')
    expect(shown.source.id).toBe('phone')
    expect(shown.steps).toMatchObject([{ kind: 'open', by: { kind: 'staff', name: 'Kaisa' } }])
    expect(await row(aino)).toMatchObject({ kind: 'complaint', state: 'open', content: shown.content })
  })

  test('is answered by e-mail in its person’s language, as a service message, and the row says so', async () => {
    const id = await open(aino)
    const { number } = await show(id)
    await step(id, { kind: 'answered', words: 'Korjasimme videot.\n\nPahoittelemme.', by: 'email', disagrees: true })
    expect((await show(id)).steps.at(-1)).toMatchObject({ kind: 'answered', way: 'email', sent: 'queued' })
    await send()
    const [letter] = mail.received.splice(0)
    expect(letter?.to).toEqual(['aino@example.org'])
    const words = partsOf(letter ?? { to: [], from: '', raw: '' })['text/plain'] ?? ''
    expect(words).toContain(`Vastaus reklamaatioosi (tapaus ${number})`)
    expect(words).toContain('Pahoittelemme.')
    expect(words).toContain('kuluttajariitalautakuntaan')
    expect(letter && headerOf(letter, 'List-Unsubscribe')).toBeUndefined()
    const { rows } = await desk.db.admin.query(
      `select purpose, channel, state from mail.message where kind = 'cases.answer'`,
    )
    expect(rows).toEqual([{ purpose: null, channel: null, state: 'sent' }])
    const shown = await show(id)
    expect(shown).toMatchObject({ state: 'answered', firstAnswer: 1, daysLeft: null })
    expect(shown.steps.at(-1)?.sent).toBe('sent')
    expect(await row(aino)).toMatchObject({ state: 'answered', answer: 'Korjasimme videot.\n\nPahoittelemme.' })
  })

  test('goes the way of its states and no other, and keeps who, when and why', async () => {
    const id = await open(bertta)
    expect(await refusal(id, { kind: 'reopened', words: 'Ei vielä' })).toBe('cases.not-now')
    await step(id, { kind: 'waiting', words: 'Odotamme kuvakaappausta' })
    expect(await show(id)).toMatchObject({ state: 'waiting', daysLeft: null })
    await step(id, { kind: 'open' })
    await step(id, { kind: 'closed', words: 'Asiakas perui' })
    const closed = await row(bertta)
    expect(closed).toMatchObject({ state: 'closed', closed: desk.db.clock.now() })
    expect(await refusal(id, { kind: 'answered', words: 'Myöhässä', by: 'phone' })).toBe('cases.not-now')
    await step(id, { kind: 'reopened', words: 'Asiakas soitti uudelleen' })
    expect(await row(bertta)).toMatchObject({ state: 'reopened', closed: null })
    const { steps } = await show(id)
    expect(steps.map(({ kind, words }) => [kind, words])).toEqual([
      ['open', null],
      ['waiting', 'Odotamme kuvakaappausta'],
      ['open', null],
      ['closed', 'Asiakas perui'],
      ['reopened', 'Asiakas soitti uudelleen'],
    ])
  })

  test('is to be answered within the days that the house has set for its kind, from then on', async () => {
    const { app, clock } = desk.db
    const before = await open(bertta)
    const { due } = await show(before)
    await setTerms(app, { complaint: 3, question: 5, feedback: 3 }, { at: clock.now(), by: 'staff:test' })
    const days = async (id: string) => (await show(id)).daysLeft
    expect(await days(await open(bertta))).toBe(3)
    expect((await show(before)).due).toBe(due)
    expect((await listTerms(app)).map(({ kind, setBy }) => [kind, setBy])).toEqual(
      expect.arrayContaining([
        ['question', null],
        ['complaint', 'staff:test'],
      ]),
    )
    await setTerms(app, { complaint: 14, question: 5, feedback: 14 }, { at: clock.now(), by: 'staff:test' })
  })

  test('is not moved by one who has not seen its last step', async () => {
    const id = await open(bertta)
    const { step: seen } = await show(id)
    await step(id, { kind: 'noted', words: 'Soitan huomenna' })
    expect(await refusal(id, { kind: 'closed' }, seen)).toBe('cases.changed-meanwhile')
  })

  test('has an owner, a day that is moved with its reason, and an order of its own person', async () => {
    const id = await open(aino)
    await step(id, { kind: 'assigned', owner: await colleague('Kaisa') })
    await step(id, { kind: 'due-moved', due: '2026-12-31', words: 'Odotamme tavarantoimittajaa' })
    const order = async (person: string) =>
      (await desk.db.admin.query('select id from register.orders where person_id = $1', [person])).rows[0]?.id
    expect(await refusal(id, { kind: 'order-linked', order: await order(bertta) })).toBe('cases.no-such-order')
    await step(id, { kind: 'order-linked', order: await order(aino) })
    expect(await show(id)).toMatchObject({ owner: { name: 'Kaisa' }, due: '2026-12-31', order: { number: 'T-1' } })
    expect(await ids({ mine: true })).toEqual([id])
    expect(await colleague('Leo')).toBe('') // he has no duty for this purpose
    const { rows } = await desk.db.admin.query(`select id from access.staff where name = 'Leo'`)
    expect(await refusal(id, { kind: 'assigned', owner: rows[0]?.id })).toBe('cases.no-such-colleague')
  })

  test('a note calls a member of staff by an e-mail that tells nothing of anybody', async () => {
    const id = await open(aino)
    const { number } = await show(id)
    await step(id, { kind: 'noted', words: 'Aino soitti kahdesti', mentions: [await colleague('Kaisa')] })
    await send()
    const [letter] = mail.received.splice(0)
    expect(letter?.to).toEqual(['kaisa@example.fi'])
    const words = partsOf(letter ?? { to: [], from: '', raw: '' })['text/plain'] ?? ''
    expect(words).toContain(`/cases/${id}`)
    expect(words).toContain(`${number}`)
    expect(words).not.toMatch(/Aino|soitti/)
    expect(await ids({ mentioned: true, view: 'all' })).toEqual([id])
    expect((await show(id)).steps.at(-1)).toMatchObject({ mentions: [{ name: 'Kaisa' }], sent: null })
  })

  test('lists come by their day and in pages, late ones and kinds apart', async () => {
    const question = await open(bertta, {
      kind: 'question',
      receivedAt: '2026-01-05T10:00:00Z',
      content: 'Milloin alkaa?',
    })
    const [first] = (await search({ kind: 'question' })).cases
    expect(first).toMatchObject({ id: question, due: '2026-01-10', begins: 'Milloin alkaa?' })
    expect(first?.daysLeft).toBeLessThan(0)
    expect(await ids({ overdue: true })).toContain(question)
    const all = await ids({})
    const paged: string[] = []
    for (let after: string | undefined; ; ) {
      const page: CaseList = await search({ limit: 2, ...(after && { after }) })
      paged.push(...page.cases.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    expect(paged).toEqual(all)
    const { counts } = await search()
    expect(counts).toMatchObject({ open: all.length, mine: 1 })
    expect(counts.overdue).toBeGreaterThan(0)
  })
})

describe('whoever writes feedback opens a case', () => {
  test('in the same transaction: an import, a form, an arrival; a change of state moves it', async () => {
    await desk.register.write('feedback', bertta, null, { content: 'Kiitos', received: '2026-02-20T10:00:00Z' })
    const [id = ''] = await ids({ kind: 'feedback', person: bertta })
    expect(await show(id)).toMatchObject({
      kind: 'feedback',
      state: 'open',
      due: '2026-03-06',
      source: { id: 'forms' },
    })
    await desk.register.write('feedback', bertta, id, { state: 'closed', kind: 'question' })
    expect(await show(id)).toMatchObject({
      kind: 'question',
      state: 'closed',
      due: '2026-02-25',
      steps: [{ kind: 'open' }, { kind: 'closed' }],
    })
    await desk.register.write('feedback', bertta, id, null)
    expect(await refusal(id, { kind: 'noted', words: 'Poissa' })).toBe('cases.absent')
    expect((await kaisa('GET', `/api/v1/cases/${id}`, { purpose: care })).status).toBe(404)
  })

  test('what is rolled back has opened nothing', async () => {
    const before = await desk.db.admin.query('select from cases.matter')
    const client = await desk.db.purpose('rights').connect()
    await client.query('begin')
    await client.query(`select register.write_feedback($1, 'forms', null, $2, null, $3, null)`, [
      desk.register.token('rights'),
      aino,
      { content: 'Kesken' },
    ])
    await client.query('rollback')
    client.release()
    expect((await desk.db.admin.query('select from cases.matter')).rowCount).toBe(before.rowCount)
  })

  test('a program with a key of the purpose opens one, and one of another purpose does not', async () => {
    const program = await desk.server.withKey(care)
    const { id } = await post<{ id: string }>('/cases', { person: aino, ...given }, program)
    expect((await show(id)).steps[0]?.by.kind).toBe('key')
    const stranger = await desk.server.withKey('marketing')
    const refused = await stranger('POST', '/api/v1/cases', { purpose: 'marketing', body: { person: aino, ...given } })
    expect(refused.status).toBe(403)
  })
})

describe('the law', () => {
  test('what is really a request for a right goes to the desk with the day on which it came', async () => {
    const id = await open(aino, {
      kind: 'question',
      content: 'Mitä minusta tiedetään?',
      receivedAt: '2026-02-25T12:00:00Z',
    })
    await step(id, { kind: 'request-made', right: 'access', channel: 'email' })
    const { requests } = await desk.answer<RequestList>('POST', '/requests/search', { person: aino })
    expect(requests).toMatchObject([
      { kind: 'access', receivedAt: '2026-02-25T12:00:00.000Z', due: '2026-03-25', channel: 'email' },
    ])
    expect((await desk.show(requests[0]?.id ?? '')).asked).toBe('Mitä minusta tiedetään?')
    expect((await show(id)).steps.at(-1)).toMatchObject({
      kind: 'request-made',
      right: 'access',
      request: requests[0]?.number,
    })
    expect(await refusal(id, { kind: 'request-made', right: 'access', channel: 'email' })).toBe('cases.request-made')
  })

  test('a restriction takes it out of every purpose but that of rights, and an erasure takes it away', async () => {
    const person = await desk.customer('Cecilia', 'cecilia@example.org')
    const id = await open(person)
    await step(id, { kind: 'noted', words: 'Sisäinen merkintä' })
    const copied = await desk.answer<{ bytes: string }>('POST', '/copies', { person, kind: 'access', format: 'json' })
    expect(Buffer.from(copied.bytes, 'base64').toString()).toContain('Sisäinen merkintä')
    await desk.register.say(person, 'restriction')
    expect((await kaisa('GET', `/api/v1/cases/${id}`, { purpose: care })).status).toBe(404)
    expect(await ids({ person })).toEqual([])
    await desk.register.say(person, 'restriction', undefined, '2026-03-01')
    const request = await desk.ask('erasure', person)
    await desk.upon(request, 'erasure', {})
    expect([await count('cases.matter', person), await count('cases.step', person)]).toEqual([0, 0])
  })

  test('it goes with its person in a merge, and back when they are parted', async () => {
    const kept = await desk.customer('Dora', 'dora@example.org')
    const lost = await desk.customer('Doora', 'doora@example.org')
    const id = await open(lost)
    await step(id, { kind: 'waiting', words: 'Odotamme' })
    const merge = await desk.register.call(
      care,
      `duplicates.merge($1, $2, $3, '{}', $4)`,
      kept,
      lost,
      desk.db.clock.now(),
    )
    expect((await show(id)).person.id).toBe(kept)
    await desk.register.call(care, `duplicates.unmerge($1, $2, $3)`, merge, desk.db.clock.now())
    expect((await show(id)).person.id).toBe(lost)
    expect([await count('cases.step', kept), await count('cases.step', lost)]).toEqual([0, 2])
  })

  test('every look at one is on record', async () => {
    const id = await open(aino)
    await show(id)
    const { rows } = await desk.db.app.query(
      `select operation from access.look where person_id = $1 and operation like 'case%' group by 1 order by 1`,
      [aino],
    )
    expect(rows.map(({ operation }) => operation)).toEqual(['case', 'case.open', 'case.step', 'cases'])
  })

  test('three years run from the closing; with the row and its history the case goes', async () => {
    const id = await open(bertta)
    await step(id, { kind: 'answered', words: 'Kyllä', by: 'phone' })
    desk.db.clock.set('2026-06-15T09:00:00Z')
    kaisa = await desk.server.signedIn('kaisa@example.fi')
    await step(id, { kind: 'closed' })
    const { rows } = await desk.db.admin.query(
      `select due::text from register.due_feedback(array[$1::uuid], register.dates_of(array[$1::uuid])) where id = $2`,
      [bertta, id],
    )
    expect(rows).toEqual([{ due: '2029-06-15' }])
    await desk.db.admin.query('delete from register.feedback where id = $1', [id])
    await desk.db.admin.query(`delete from register.change where row_id = $1`, [id])
    const left = await desk.db.admin.query(
      `select from cases.matter where id = $1 union all select from cases.step where matter_id = $1`,
      [id],
    )
    expect(left.rowCount).toBe(0)
  })
})
