/** A breach through its doors: the clock, each step and its rules, reminders that arrive once, files that say the same, and no name anywhere. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer, partsOf, type Received } from '../../test/mail-server.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'
import { dateInHelsinki } from '../base/time.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import type { BreachAnswer, BreachList } from './breach-answers.ts'
import { remind } from './remind.jobs.ts'
import { breachReminder } from './reminder-message.ts'

const db = await testDatabase()
const mail = await mailServer()
let server: Awaited<ReturnType<typeof testServer>>
let admin: Send
let clerk: Send

/** Each test begins later than the one before ended: neither the queue's clock nor that of the limits goes back. */
let start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000)
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)

beforeAll(async () => {
  db.clock.set(start)
  await prepareQueue(db)
  await publishForTest(db)
  server = await testServer(db, undefined, mail.url)
  await server.addStaff('Admin', ['administrator'])
  await server.addStaff('Toinen', ['administrator'])
  await server.addStaff('Clerk', ['customer-service'])
})
beforeEach(async () => {
  start = hours(200)
  db.clock.set(start)
  admin = await server.signedIn('admin@example.fi')
  clerk = await server.signedIn('clerk@example.fi')
  mail.received.length = 0
  await db.admin.query(`truncate breaches.reminder, breaches.entry, breaches.breach, mail.message`)
  await db.admin.query('delete from graphile_worker._private_jobs')
})
afterAll(async () => {
  await server.access.close()
  await mail.close()
  await db.close()
})

const path = '/api/v1/breaches'
const json = async <Answer>(answer: Promise<Response>): Promise<Answer> => {
  const response = await answer
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body}`)
  return JSON.parse(body || 'null')
}
const refusal = async (answer: Promise<Response>) => {
  const response = await answer
  const { type, errors = [] } = await response.json()
  return [response.status, type.replace('/problems/', ''), ...errors.map(({ field }: { field: string }) => field)]
}

const factsNow = () => ({
  name: 'Uutiskirje avoimella jakelulla',
  awareAt: start.toISOString(),
  happenedFrom: null,
  happenedUntil: null,
  foundBy: 'Vastaanottaja kertoi',
  nature: ['confidentiality'],
  what: 'Uutiskirje lähti niin, että osoitteet näkyivät kaikille.',
  cause: '',
  groups: 'Uutiskirjeen tilaajat',
  persons: null,
  categories: ['identity'],
  otherData: 'Sähköpostiosoite',
  records: null,
  logs: 'Palvelimen loki 2.3.',
})
const assessment = {
  risk: 'risk',
  reasons: 'Osoitteita voi käyttää roskapostiin.',
  consequences: 'Roskaposti lisääntyy.',
  measures: 'Vastaanottajia pyydettiin poistamaan viesti.',
}
const harmless = { ...assessment, risk: 'none' }
const notYet = { notify: true, reasons: '', delay: '' }
const notAtAll = { notify: false, reasons: 'Viesti lähti omille työntekijöille.', delay: '' }
const notification = (at: Date, more = {}) => ({
  at: at.toISOString(),
  reference: '1234/171/26',
  complete: true,
  missing: '',
  delay: '',
  ...more,
})
const telling = {
  told: false,
  at: null,
  how: '',
  count: null,
  exemption: 'not-high-risk',
  reasons: 'Riski ei ole korkea.',
}

const open = async (more: object = {}): Promise<string> =>
  (await json<{ id: string }>(admin('POST', path, { body: { facts: { ...factsNow(), ...more } } }))).id
const show = (id: string) => json<BreachAnswer>(admin('GET', `${path}/${id}`))
const post = async (id: string, kind: string, content: object, more: object = {}) => {
  const { last } = await show(id)
  return admin('POST', `${path}/${id}/entries`, { body: { entry: { kind, content }, expected: last, ...more } })
}
const write = async (id: string, kind: string, content: object, more: object = {}) =>
  expect((await post(id, kind, content, more)).status).toBe(204)
const refused = (id: string, kind: string, content: object, more: object = {}) => refusal(post(id, kind, content, more))
/** The first line of the text. */
const titleOf = (message: Received) => partsOf(message)['text/plain']?.split('\n')[0]
const run = () =>
  runDueJobs(db, [sendMail([breachReminder]), remind], { ...server.program, database: db, mail: server.mail })

test('from becoming aware to closing, each step is seen with who and when, and nothing is written over', async () => {
  const id = await open()
  expect(await show(id)).toMatchObject({
    reference: `${dateInHelsinki(start).slice(0, 4)}-1`,
    clock: { state: 'running', due: hours(72).toISOString(), endedAt: null },
    next: 'assess',
    openedBy: { name: 'Admin' },
  })
  await write(id, 'assessed', assessment)
  expect(await show(id)).toMatchObject({ next: 'decide', risk: 'risk' })
  await write(id, 'decided', notYet)
  expect(await show(id)).toMatchObject({ next: 'notify', clock: { state: 'running' } })
  db.clock.set(hours(20))
  await write(id, 'notified', notification(hours(19), { complete: false, missing: 'Henkilöiden määrä' }))
  expect(await show(id)).toMatchObject({ next: 'notify', clock: { state: 'kept', endedAt: hours(19).toISOString() } })
  await write(id, 'described', { ...factsNow(), persons: 340, records: 340 }, { why: 'Määrä selvisi.' })
  await write(id, 'notified', notification(hours(20)))
  expect(await show(id)).toMatchObject({ next: 'close', persons: 340 })
  await write(id, 'closed', { lessons: 'Jakelu vain uutiskirjeohjelmalla.' })
  const closed = await show(id)
  expect(closed).toMatchObject({ next: null, closedAt: hours(20).toISOString(), clock: { state: 'kept' } })
  expect(closed.entries.map(({ kind, by }) => [kind, by.name])).toEqual(
    ['described', 'assessed', 'decided', 'notified', 'described', 'notified', 'closed'].map(kind => [kind, 'Admin']),
  )
  await expect(db.app.query(`update breaches.entry set why = ''`)).rejects.toThrow(/permission denied/)
  await expect(db.app.query('delete from breaches.breach')).rejects.toThrow(/permission denied/)
  expect(await refused(id, 'assessed', assessment, { why: 'Uusi arvio' })).toEqual([409, 'breaches.closed'])
  await write(id, 'reopened', {}, { why: 'Löytyi lisää.' })
  expect(await show(id)).toMatchObject({ next: 'close', closedAt: null })
})

test('only administrators have anything to do with it', async () => {
  const id = await open()
  for (const who of [clerk, server.anonymous])
    for (const [method, where] of [
      ['GET', path],
      ['GET', `${path}/${id}`],
      ['GET', `${path}/${id}/form?format=pdf`],
      ['GET', `${path}/file?format=csv`],
      ['POST', path],
      ['POST', `${path}/${id}/entries`],
    ] as const)
      expect((await who(method, where)).status, where).toBe(who === clerk ? 403 : 401)
})

test('what is unlikely to be a risk may go unnotified, with reasons; a later assessment makes the clock run again', async () => {
  const id = await open()
  expect(await refused(id, 'decided', notAtAll)).toEqual([409, 'breaches.assess-first'])
  await write(id, 'assessed', harmless)
  expect(await refused(id, 'decided', { ...notAtAll, reasons: ' ' })).toEqual([422, 'breaches.reasons', 'reasons'])
  await write(id, 'decided', notAtAll)
  expect(await show(id)).toMatchObject({ next: 'close', clock: { state: 'kept' } })
  expect(await refused(id, 'assessed', assessment)).toEqual([422, 'breaches.why', 'why'])
  await write(id, 'assessed', assessment, { why: 'Luettelo oli jaettu edelleen.' })
  expect(await show(id)).toMatchObject({ next: 'decide', decision: null, clock: { state: 'running' } })
  expect(await refused(id, 'decided', notAtAll, { why: 'Sama' })).toEqual([409, 'breaches.must-notify'])
})

test('a delay has its reason, whether the authority is notified or not', async () => {
  const late = await open()
  const silent = await open()
  db.clock.set(hours(73))
  expect(await show(late)).toMatchObject({ clock: { state: 'overdue' } })
  expect(await refused(late, 'notified', notification(hours(73)))).toEqual([422, 'breaches.delay', 'delay'])
  await write(late, 'notified', notification(hours(73), { delay: 'Selvitys kesti.' }))
  expect(await show(late)).toMatchObject({ clock: { state: 'late', delay: 'Selvitys kesti.' } })
  await write(silent, 'assessed', harmless)
  expect(await refused(silent, 'decided', notAtAll)).toEqual([422, 'breaches.delay', 'delay'])
  await write(silent, 'decided', { ...notAtAll, delay: 'Loma.' })
  expect(await show(silent)).toMatchObject({ clock: { state: 'late', delay: 'Loma.' } })
})

test('a notification that was made in time and written down later is in time', async () => {
  const id = await open()
  db.clock.set(hours(80))
  await write(id, 'notified', notification(hours(71)))
  expect(await show(id)).toMatchObject({ clock: { state: 'kept' } })
  expect(await refused(id, 'notified', notification(hours(81)))).toEqual([422, 'breaches.notified-when', 'at'])
  expect(await refused(id, 'notified', notification(hours(-1)))).toEqual([422, 'breaches.notified-when', 'at'])
})

test('where the risk is high the persons are told, or one of the grounds of Art. 34(3) is given', async () => {
  const id = await open()
  await write(id, 'assessed', assessment)
  await write(id, 'persons', telling)
  await write(id, 'assessed', { ...assessment, risk: 'high' }, { why: 'Salasanat olivat mukana.' })
  await write(id, 'notified', notification(start))
  expect(await show(id)).toMatchObject({ next: 'tell', telling: null })
  expect(await refused(id, 'closed', { lessons: '' })).toEqual([409, 'breaches.not-yet'])
  const again = { why: 'Riski nousi.' }
  expect(await refused(id, 'persons', telling, again)).toEqual([422, 'breaches.must-tell', 'exemption'])
  const publicly = { ...telling, exemption: 'disproportionate' }
  expect(await refused(id, 'persons', publicly, again)).toEqual([422, 'breaches.publicly', 'how'])
  expect(await refused(id, 'persons', { ...telling, told: true, exemption: null }, again)).toEqual([
    422,
    'breaches.told-when',
    'at',
  ])
  await write(
    id,
    'persons',
    { ...telling, told: true, at: start.toISOString(), how: 'Sähköpostilla', count: 12 },
    again,
  )
  expect(await show(id)).toMatchObject({ next: 'close' })
})

test('becoming aware is not in the future, nor before it began; moving it moves the clock', async () => {
  expect(await refusal(admin('POST', path, { body: { facts: { ...factsNow(), awareAt: hours(1) } } }))).toEqual([
    422,
    'breaches.aware-in-future',
    'awareAt',
  ])
  expect(await refusal(admin('POST', path, { body: { facts: { ...factsNow(), happenedFrom: hours(1) } } }))).toEqual([
    422,
    'breaches.aware-before',
    'happenedFrom',
  ])
  const id = await open()
  await write(
    id,
    'described',
    { ...factsNow(), awareAt: hours(-10).toISOString() },
    { why: 'Viesti oli tullut jo aamulla.' },
  )
  expect(await show(id)).toMatchObject({ clock: { due: hours(62).toISOString() } })
})

test('of two who write after the same entry the second is told', async () => {
  const id = await open()
  const body = { entry: { kind: 'assessed', content: assessment }, expected: 1 }
  const answers = await Promise.all([1, 2].map(() => admin('POST', `${path}/${id}/entries`, { body })))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
})

test('no identity code is let in, and an e-mail address only when somebody has looked', async () => {
  const withCode = { ...factsNow(), what: 'Asiakas 131052-308T soitti.' }
  const withEmail = { ...factsNow(), cause: 'Osoitteesta tuki@example.fi lähti viesti.' }
  const send = (given: object, checked: boolean) => admin('POST', path, { body: { facts: given, checked } })
  expect(await refusal(send(withCode, true))).toEqual([422, 'breaches.identity-code', 'what'])
  expect(await refusal(send(withEmail, false))).toEqual([422, 'breaches.email', 'cause'])
  expect((await send(withEmail, true)).status).toBe(201)
  const id = await open()
  expect(await refused(id, 'assessed', { ...assessment, reasons: 'aino@example.org' })).toEqual([
    422,
    'breaches.email',
    'reasons',
  ])
})

test('administrators are reminded a day and four hours before, and at the end, each once', async () => {
  const id = await open()
  const seen: (readonly string[])[] = []
  for (const at of [1, 47, 49, 60, 69, 71, 72, 90]) {
    db.clock.set(hours(at))
    expect(await run()).toEqual([])
    seen.push([String(at), ...mail.received.splice(0).map(one => `${one.to} ${titleOf(one)}`)])
  }
  const reference = `${dateInHelsinki(start).slice(0, 4)}-1`
  const toBoth = (words: string) =>
    ['admin', 'toinen'].map(who => expect.stringMatching(new RegExp(`^${who}@example.fi .*${reference}.*${words}`)))
  expect(seen).toEqual([
    ['1'],
    ['47'],
    ['49', ...toBoth('23 tuntia')],
    ['60'],
    ['69', ...toBoth('3 tuntia')],
    ['71'],
    ['72', ...toBoth('määräaika on ohi')],
    ['90'],
  ])
  expect(await show(id)).toMatchObject({ reminders: [{ hours: 24 }, { hours: 4 }, { hours: 0 }] })
})

test('the reminder leads to the breach and tells nothing of it', async () => {
  const id = await open()
  db.clock.set(hours(49))
  await run()
  const [first] = mail.received
  if (!first) throw new Error('not received')
  const { 'text/plain': words = '' } = partsOf(first)
  expect(words).toContain(`/breaches/${id}`)
  expect(words).not.toContain('Uutiskirje')
})

test('nobody is reminded of a clock that has stopped, or whose end has moved; a late record is told once', async () => {
  const stopped = await open()
  await write(stopped, 'notified', notification(start))
  const moved = await open()
  await write(moved, 'described', { ...factsNow(), awareAt: hours(-10).toISOString() }, { why: 'Aiemmin' })
  db.clock.set(hours(39))
  await run()
  expect(mail.received.splice(0)).toHaveLength(2) // of the one that was moved, to both
  db.clock.set(hours(49))
  await run()
  expect(mail.received).toEqual([])
  await open({ awareAt: hours(-100).toISOString() })
  await run()
  expect(mail.received.map(titleOf)).toEqual([
    expect.stringContaining('määräaika on ohi'),
    expect.stringContaining('määräaika on ohi'),
  ])
})

test('the form has the letters of Art. 33(3) in three languages, and the register every breach', async () => {
  const id = await open({ persons: 340 })
  await write(id, 'assessed', assessment)
  const file = async (where: string) => {
    const { name, base64 } = await json<{ name: string; base64: string }>(admin('GET', `${path}/${where}`))
    return { name, text: Buffer.from(base64, 'base64').toString() }
  }
  for (const [lang, words] of [
    [
      'fi',
      [
        'a)',
        'Loukkauksen kuvaus',
        'b)',
        'Yhteystiedot',
        'c)',
        'Roskaposti',
        'd)',
        'Noin 340',
        '33 artiklan 4 kohta',
        '33 artiklan 5 kohta',
      ],
    ],
    ['sv', ['Beskrivning av incidenten', 'Cirka 340']],
    ['en', ['Nature of the breach', 'About 340', 'testi@example.fi']],
  ] as const) {
    const { text } = await file(`${id}/form?format=html&lang=${lang}`)
    for (const one of words) expect(text).toContain(one)
  }
  expect((await file(`${id}/form?format=pdf&lang=fi`)).text.slice(0, 5)).toBe('%PDF-')
  expect(JSON.parse((await file(`${id}/form?format=json`)).text)).toMatchObject({
    format: 'seloste-breach/1',
    '33(3)': {
      a: { persons: 340, records: null },
      b: { contact: { email: 'testi@example.fi' } },
      c: 'Roskaposti lisääntyy.',
    },
    '33(5)': { risk: 'risk' },
  })
  await open({ name: '=1+1', what: 'Toinen' })
  const csv = await file('file?format=csv&lang=fi')
  expect(csv.name).toMatch(/^tietoturvaloukkaukset-\d{4}-\d\d-\d\d\.csv$/)
  const [, newest, oldest] = csv.text.split('\r\n')
  expect(newest).toContain(`'=1+1`)
  expect(oldest).toContain('Uutiskirje')
  expect(JSON.parse((await file('file?format=json')).text).breaches).toHaveLength(2)
  expect((await file('file?format=html&lang=fi')).text).toContain('Uutiskirje avoimella jakelulla')
})

test('the list is given by pages, the one opened last first', async () => {
  const made = [await open(), await open(), await open()]
  const first = await json<BreachList>(admin('GET', `${path}?limit=2`))
  expect(first.breaches.map(({ id }) => id)).toEqual([made[2], made[1]])
  const second = await json<BreachList>(admin('GET', `${path}?limit=2&after=${first.next}`))
  expect(second.breaches.map(({ id }) => id)).toEqual([made[0]])
  expect(second.next).toBeNull()
})
