/** A package reaches its person and nobody else: by link and code, for fourteen days, encrypted where it lies, and gone with whatever ends it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { type Send, testServer } from '../../test/server.ts'
import { smsGateway } from '../../test/sms-gateway.ts'
import { newId } from '../base/ids.ts'
import { rotateFileKey } from '../files/rotate.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { openSms } from '../sms/gateway.ts'
import { sendTexts } from '../sms/send.jobs.ts'
import { text } from '../texts/texts.ts'
import { clearPackages } from './delivery.jobs.ts'
import { beginDelivery } from './delivery.ts'
import type { DeliveryList } from './delivery-answers.ts'
import { packageCode, packageLink } from './delivery-message.ts'
import { packageCodeText } from './delivery-text.ts'
import type { RequestList } from './request-answers.ts'

const desk = await permissionsDesk()
const { db } = desk
await prepareQueue(db)
const home = mkdtempSync(join(tmpdir(), 'desk-packages-'))
let mail: MailServer
const texts = await smsGateway()
let server: Awaited<ReturnType<typeof testServer>>
let kaisa: Send
beforeAll(async () => {
  server = await testServer(db, home, 'smtp://127.0.0.1:9', texts.url)
  await server.addStaff('Kaisa', ['privacy'])
})
afterAll(async () => {
  await server.access.close()
  await texts.close()
  await desk.close()
  rmSync(home, { recursive: true })
})
beforeEach(async () => {
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 86_400_000)))
  kaisa = await server.signedIn('kaisa@example.fi')
  mail = await mailServer()
})
afterEach(async () => {
  await mail.close()
  await db.admin.query('delete from mail.message; delete from sms.message; delete from graphile_worker._private_jobs')
})

const purpose = 'rights'
const jobs = () =>
  runDueJobs(db, [sendMail([packageLink, packageCode]), sendTexts([packageCodeText]), clearPackages], {
    ...server.program,
    sms: openSms({ url: texts.url, patience: 2000 }),
    mail: openMail({ url: mail.url, perMinute: 1000, key: db.addressKey }),
  })
/** The text of the last mail, after what waits was sent. */
async function lastMail(): Promise<string> {
  expect(await jobs()).toEqual([])
  return partsOf(mail.received.at(-1) ?? { to: [], from: '', raw: '' })['text/plain'] ?? ''
}
const filesKept = (): readonly string[] => {
  try {
    return readdirSync(join(home, 'files', 'packages'))
  } catch {
    return []
  }
}

async function aPerson(has: readonly string[] = ['aino@example.org']): Promise<string> {
  const [person = ''] = await desk.persons([{ said: ['contract'], has }])
  await desk.write('identity', person, null, { given_name: 'Aino', family_name: 'Virtanen' })
  return person
}
async function aRequest(person: string | null, kind = 'access'): Promise<string> {
  const body = {
    ...{ kind, channel: 'email', requester: 'Aino Virtanen', asked: 'Mitä minusta on?' },
    ...{ receivedAt: db.clock.now().toISOString(), ...(person && { person }) },
  }
  return ((await (await kaisa('POST', '/api/v1/requests', { purpose, body })).json()) as { id: string }).id
}
const deliver = (request: string) => kaisa('POST', `/api/v1/requests/${request}/deliveries`, { purpose })
const deliveries = async (request: string) =>
  ((await (await kaisa('GET', `/api/v1/requests/${request}/deliveries`, { purpose })).json()) as DeliveryList)
    .deliveries
const refusalOf = async (sent: Promise<Response>): Promise<string> =>
  String(((await (await sent).json()) as { type: string }).type.split('/').at(-1))

async function linkOf(person: string): Promise<{ readonly path: string; readonly request: string }> {
  const request = await aRequest(person)
  const made = await deliver(request)
  if (made.status !== 201) throw new Error(await made.text())
  const [, path = ''] = /http:\/\/localhost(\/delivery\/[\w-]{43})/.exec(await lastMail()) ?? []
  return { path, request }
}
const get = (path: string) => server.app.request(path, { headers: { accept: 'text/html' } })
let visitors = 0
const post = async (path: string, fields: Readonly<Record<string, string>>) => {
  const response = await server.app.request(`${path}?lang=fi`, {
    method: 'POST',
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `10.2.0.${++visitors % 250}`,
    },
    body: new URLSearchParams(fields).toString(),
  })
  return { status: response.status, type: response.headers.get('content-type') ?? '', page: await response.text() }
}
async function codeFor(path: string): Promise<string> {
  db.clock.forward(61_000)
  await post(path, { act: 'code' })
  return /(\d{6})/.exec(await lastMail())?.[1] ?? ''
}
const ticketIn = (page: string): string => /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? ''

test('from the request to the files in the hands of the person, with every fetch on record', async () => {
  const person = await aPerson()
  const { path, request } = await linkOf(person)
  const letter = mail.received[0]?.raw ?? ''
  expect(mail.received.map(({ to }) => to)).toEqual([['aino@example.org']])
  expect(letter).not.toMatch(/Virtanen|Aino /)
  for (const name of filesKept())
    expect(readFileSync(join(home, 'files', 'packages', name)).includes('Virtanen')).toBe(false)

  const shown = await (await get(path)).text()
  expect(shown).not.toMatch(/Virtanen|aino@/)
  expect(mail.received).toHaveLength(1) // looking sends nothing
  expect((await post(path, { act: 'fetch', format: 'json', ticket: 'x' })).status).toBe(422)
  const code = await codeFor(path)
  expect(mail.received.at(-1)?.to).toEqual(['aino@example.org'])
  const other = code === '000000' ? '000001' : '000000'
  expect((await post(path, { act: 'open', code: other })).status).toBe(422)
  const opened = await post(path, { act: 'open', code: `${code.slice(0, 3)} ${code.slice(3)}` })
  expect(opened.status).toBe(200)
  expect((await post(path, { act: 'open', code })).status).toBe(422) // used up

  const ticket = ticketIn(opened.page)
  const json = await post(path, { act: 'fetch', format: 'json', ticket })
  expect(JSON.parse(json.page)).toMatchObject({ kind: 'access', person: { name: 'Aino Virtanen' } })
  expect((await post(path, { act: 'fetch', format: 'pdf', ticket })).type).toBe('application/pdf')
  expect((await post(path, { act: 'fetch', format: 'csv', ticket })).page).toContain('Virtanen')
  const [one] = await deliveries(request)
  expect(one).toMatchObject({ mail: 'sent', endedAt: null, madeBy: { name: 'Kaisa' } })
  expect(one?.fetched.map(({ format }) => format)).toEqual(['json', 'pdf', 'csv'])
  const { rows } = await db.app.query(
    `select count(*) as n from access.look where person_id = $1 and operation = 'package.fetch'`,
    [person],
  )
  expect(rows).toEqual([{ n: 3 }])
  db.clock.forward(31 * 60_000)
  expect((await post(path, { act: 'fetch', format: 'pdf', ticket })).status).toBe(422)
})

test('a code is guessed five times and asked for ten times, then no more', async () => {
  const { path } = await linkOf(await aPerson())
  const code = await codeFor(path)
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  for (let n = 0; n < 5; n++) expect((await post(path, { act: 'open', code: wrong })).status).toBe(422)
  expect((await post(path, { act: 'open', code })).status).toBe(422)
  const late = await codeFor(path)
  db.clock.forward(16 * 60_000)
  expect((await post(path, { act: 'open', code: late })).status).toBe(422)
  for (let n = 2; n < 10; n++) await codeFor(path)
  const sent = mail.received.length
  db.clock.forward(61_000)
  expect(await post(path, { act: 'code' })).toMatchObject({ status: 422 })
  await jobs()
  expect(mail.received.length).toBe(sent)
})

test('a link that is unknown, has expired, was replaced or ended says the same, and its file is gone', async () => {
  const unknown = await (await get(`/delivery/${'x'.repeat(43)}`)).text()
  const gone = async (path: string) => {
    const response = await get(path)
    expect([response.status, await response.text()]).toEqual([404, unknown])
    expect((await post(path, { act: 'code' })).status).toBe(404)
    expect(await jobs()).toEqual([])
  }
  await db.admin.query(`update rights.delivery set ended_at = $1, why = 'withdrawn' where ended_at is null`, [
    db.clock.now(),
  ])
  await jobs()
  expect(filesKept()).toEqual([])

  const person = await aPerson()
  const first = await linkOf(person)
  expect(filesKept()).toHaveLength(1)
  await deliver(first.request)
  await gone(first.path)
  expect(filesKept()).toHaveLength(1)

  const expiring = await linkOf(person)
  db.clock.forward(14 * 86_400_000)
  await gone(expiring.path)
  expect(filesKept()).toEqual([])

  kaisa = await server.signedIn('kaisa@example.fi')
  const withdrawn = await linkOf(person)
  const body = { step: { kind: 'withdrawn' }, expected: null }
  expect((await kaisa('POST', `/api/v1/requests/${withdrawn.request}/steps`, { purpose, body })).status).toBe(204)
  await gone(withdrawn.path)
  expect(filesKept()).toEqual([])

  const erased = await linkOf(person)
  expect(filesKept()).toHaveLength(1)
  await db.admin.query('select register.forget(array[$1::uuid])', [person])
  await gone(erased.path)
  expect(filesKept()).toEqual([])
  expect((await db.admin.query('select from rights.delivery where person_id = $1', [person])).rowCount).toBe(0)
})

test('a change of the key by command reaches a package that waits', async () => {
  const { path } = await linkOf(await aPerson())
  const before = filesKept()
  expect(await rotateFileKey(home, db.clock)).toMatchObject({ left: 0, damaged: [] })
  expect(filesKept()).not.toEqual(before)
  const { page } = await post(path, { act: 'open', code: await codeFor(path) })
  expect((await post(path, { act: 'fetch', format: 'csv', ticket: ticketIn(page) })).status).toBe(200)
})

test('what a kill has left half made is never given, and goes', async () => {
  const person = await aPerson()
  const [id, request] = [newId(), await aRequest(person)]
  await beginDelivery(db.app, { id, request, person, by: 'system', at: db.clock.now(), textOnly: false })
  expect(await jobs()).toEqual([])
  expect((await deliveries(request))[0]).toMatchObject({ endedAt: null, mail: null })
  db.clock.forward(3_600_001)
  await db.admin.query(`select graphile_worker.add_job('rights.clear-packages', '{}', 'rights.clear-packages')`)
  expect(await jobs()).toEqual([])
  expect((await deliveries(request))[0]).toMatchObject({ why: 'gone' })
})

test('a package is given only where it may be: to a known person, at their own address, for a right that has one', async () => {
  const person = await aPerson()
  expect(await refusalOf(deliver(await aRequest(null)))).toBe('rights.no-person')
  expect(await refusalOf(deliver(await aRequest(person, 'erasure')))).toBe('rights.no-package')
  expect(await refusalOf(deliver(await aRequest(await aPerson([]))))).toBe('rights.no-mail')
  const doubted = await aRequest(person)
  const body = { step: { kind: 'identity-asked', reason: 'Uusi osoite.', proof: 'code' }, expected: null }
  expect((await kaisa('POST', `/api/v1/requests/${doubted}/steps`, { purpose, body })).status).toBe(204)
  expect(await refusalOf(deliver(doubted))).toBe('rights.not-now')
})

/** The person has the number since so many milliseconds. */
async function gives(person: string, phone: string, since: number): Promise<void> {
  await desk.write('contact-points', person, null, { phone })
  const at = new Date(db.clock.now().getTime() - since)
  await db.admin.query(`update register.change set at = $2 where person_id = $1 and after ? 'phone'`, [person, at])
}

test('by text message the code goes to a number that was the person’s alone before they asked, and to no other', async () => {
  const person = await aPerson()
  await gives(person, '+358401234567', 60_000)
  const { path } = await linkOf(person)
  for (const way of ['ask.email', 'ask.sms'] as const)
    expect(await (await get(`${path}?lang=fi`)).text()).toContain(text('fi', `rights.delivery.page.${way}`))
  const asked = await post(path, { act: 'code', by: 'sms' })
  expect(asked.status).toBe(200)
  expect(await jobs()).toEqual([])
  expect(mail.received).toHaveLength(1)
  expect(texts.received.map(({ to }) => to)).toEqual(['+358401234567'])
  expect(texts.received[0]?.body).not.toMatch(/Aino|Virtanen|http/)
  const code = /(\d{6})/.exec(texts.received[0]?.body ?? '')?.[1] ?? ''
  expect((await post(path, { act: 'open', code })).status).toBe(200)

  // a number that came with the request, one of two persons, and none at all: answered alike, and nothing is sent
  const sent = texts.received.length
  const late = await aPerson(['bertta@example.org'])
  const { path: lateLink } = await linkOf(late)
  await gives(late, '+358407654321', 0)
  const both = [await aPerson(['cecilia@example.org']), await aPerson(['dora@example.org'])]
  for (const one of both) await gives(one, '+358405555555', 60_000)
  const { path: shared } = await linkOf(both[0] ?? '')
  const { path: none } = await linkOf(await aPerson(['eeva@example.org']))
  for (const link of [lateLink, shared, none]) {
    const { page, ...rest } = await post(link, { act: 'code', by: 'sms' })
    expect({ ...rest, page: page.replaceAll(link, path) }).toEqual(asked)
    expect(await jobs()).toEqual([])
  }
  expect(texts.received.length).toBe(sent)
})

test('where staff say so the code comes by text message alone', async () => {
  const send = (request: string) =>
    kaisa('POST', `/api/v1/requests/${request}/deliveries`, { purpose, body: { codeBy: 'sms' } })
  expect(await refusalOf(send(await aRequest(await aPerson())))).toBe('rights.no-number')
  const person = await aPerson()
  await gives(person, '+358409999999', 60_000)
  expect((await send(await aRequest(person))).status).toBe(201)
  const [, path = ''] = /http:\/\/localhost(\/delivery\/[\w-]{43})/.exec(await lastMail()) ?? []
  const letters = mail.received.length
  await post(path, { act: 'code', by: 'email' })
  expect(await jobs()).toEqual([])
  expect([mail.received.length, texts.received.at(-1)?.to]).toEqual([letters, '+358409999999'])
  db.clock.forward(60_000)
})

test('whoever has no e-mail address gets paper: the copy, and a letter for the window of the envelope', async () => {
  const person = await aPerson([])
  const print = async (request: string) => kaisa('POST', `/api/v1/requests/${request}/deliveries/print`, { purpose })
  const request = await aRequest(person)
  expect(await refusalOf(print(request))).toBe('rights.no-post')
  await desk.write('contact-points', person, null, {
    street: 'Kauppakatu 1',
    postcode: '40100',
    city: 'Jyväskylä',
    country: 'FI',
  })
  const { letter, copy } = (await (await print(request)).json()) as { letter: string; copy: string }
  for (const pdf of [letter, copy]) expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
})

test('a link that did not arrive is seen on the board, until it is sent again', async () => {
  const person = await aPerson()
  const request = await aRequest(person)
  await deliver(request)
  const board = async () => {
    const answer = await kaisa('POST', '/api/v1/requests/search', { purpose, body: { settled: false } })
    const { requests }: RequestList = await answer.json()
    return requests.find(({ id }) => id === request)?.undelivered
  }
  expect(await board()).toBe(false)
  await db.admin.query('delete from register.contact_points where person_id = $1', [person])
  expect(await jobs()).toEqual([])
  expect((await deliveries(request))[0]?.mail).toBe('no-address')
  expect(await board()).toBe(true)
  await desk.write('contact-points', person, null, { email: 'aino.uusi@example.org' })
  await deliver(request)
  await jobs()
  expect(mail.received.at(-1)?.to).toEqual(['aino.uusi@example.org'])
  expect(await board()).toBe(false)
})
