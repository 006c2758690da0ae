/** From permit to prohibition as a person goes: a form's permit, mail that waits, the page by a link, and what was withdrawn is not sent. */

import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { testServer } from '../../test/server.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { prepareQueue } from '../jobs/queue.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { queueMessages } from '../mail/outbox.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { maySend, permissionsOf } from './gate.ts'
import { endLinks, makeLink } from './link.ts'
import { sendGate } from './send-gate.ts'

const desk = await permissionsDesk()
const { db } = desk
await prepareQueue(db)
const server = await testServer(db)
let mail: MailServer
afterAll(() => desk.close())
beforeEach(async () => {
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 3_600_000)))
  mail = await mailServer()
})
afterEach(async () => {
  await mail.close()
  await db.admin.query('delete from mail.message; delete from graphile_worker._private_jobs')
})

const newsletter: MessageKind = {
  kind: 'newsletter',
  permission: { purpose: 'marketing', channel: 'email' },
  write: async (_program, _about, { lang }) => ({ lang, title: 'Uutiskirje', blocks: [], footer: [] }),
  settled: async () => {},
}
const send = () =>
  runDueJobs(db, [sendMail([newsletter], sendGate)], {
    ...server.program,
    database: db,
    mail: openMail({ url: mail.url, perMinute: 1000, key: db.addressKey }),
  })
const queue = (persons: readonly Id[]) =>
  transaction(db.app, client =>
    queueMessages(client, { kind: 'newsletter', about: newId(), persons, at: db.clock.now() }),
  )

const consented = ['consent marketing email']
const aPerson = async (said: readonly string[] = consented, has = ['aino@example.org']) =>
  (await desk.persons([{ said, has }]))[0] ?? ''
const linkFor = (person: Id) =>
  makeLink(db.app, { person, stops: undefined, by: 'staff:test', at: db.clock.now(), days: 30 })

const get = (path: string) => server.app.request(path, { headers: { accept: 'text/html' } })
const post = (path: string, fields: Readonly<Record<string, string>>) =>
  server.app.request(path, {
    method: 'POST',
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `10.0.0.${Math.floor(Math.random() * 250)}`,
    },
    body: new URLSearchParams(fields).toString(),
  })
const pathIn = (url: string): string => new URL(url).pathname
const reasons = async (person: Id) =>
  Object.fromEntries(
    (await permissionsOf(desk.asking(), person, db.clock.now())).map(({ purpose, channel, reason }) => [
      `${purpose} ${channel}`,
      reason,
    ]),
  )
const may = async (person: Id) =>
  (await maySend(desk.asking(), person, { purpose: 'marketing', channel: 'email', at: db.clock.now() })).reason

test('a permit by form, mail in the queue, withdrawn on the page: the mail is not sent, and why is on record', async () => {
  const person = await desk.call('rights', `register.add_person($1, 'forms', null)`)
  await desk.write('contact-points', person, null, { email: 'aino@example.org' })
  await desk.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'email', $3, null, 'Kyllä, uutiskirje', $4)`,
    person,
    new Date(db.clock.now().getTime() - 1000),
    { method: 'form', place: '/forms/uutiskirje', lang: 'fi' },
  )
  await queue([person])
  expect(await send()).toEqual([])
  const [first] = mail.received
  if (!first) throw new Error('the first letter did not come')

  await queue([person])
  const [, page = ''] = /(\S+\/preferences\/\S+)/.exec(partsOf(first)['text/plain'] ?? '') ?? []
  const shown = await (await get(pathIn(page))).text()
  expect(shown).toContain('name="marketing.email" value="yes" checked')
  expect(shown).not.toContain('aino@example.org')
  expect(shown).toContain('a…@e….org')
  const answer = await post(pathIn(page), { act: 'save', 'marketing.email': 'no', 'was.marketing.email': 'yes' })
  expect(answer.status).toBe(303)
  expect(await (await get(answer.headers.get('location') ?? '')).text()).toContain('role="status"')

  expect(await send()).toEqual([])
  expect(mail.received).toHaveLength(1)
  const { rows } = await db.app.query('select state, why from mail.message order by queued_at, id')
  expect(rows).toEqual([
    { state: 'sent', why: null },
    { state: 'stopped', why: 'prohibited' },
  ])
})

test('marketing carries its way out: a link in the letter, and one click for mail programs', async () => {
  await queue([await aPerson()])
  await send()
  const [letter] = mail.received
  if (!letter) throw new Error('not received')
  expect(headerOf(letter, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  const unfolded = letter.raw.replace(/\r\n[ \t]+/g, ' ')
  expect(unfolded).toMatch(/^List-Unsubscribe: <http:\S+\/preferences\/[\w-]{43}\/stop>\r$/m)
  expect(partsOf(letter)['text/html']).toContain('Muuta lupiasi tai lopeta nämä viestit')
})

test('without a permit, without an address that works, or where processing is restricted nothing leaves', async () => {
  const none = await aPerson([])
  const bounced = await aPerson(consented, ['aino@example.org bounced'])
  const restricted = await aPerson([...consented, 'restriction'])
  await queue([none, bounced, restricted])
  await send()
  expect(mail.received).toEqual([])
  const { rows } = await db.app.query('select why from mail.message where state = $1 order by why', ['stopped'])
  expect(rows.map(({ why }) => why)).toEqual(['bounced', 'restricted', 'unknown'])
})

test('the letter goes to the address that was permitted, and to no other', async () => {
  const person = await aPerson(['consent marketing email at=b@example.org'], ['a@example.org primary', 'b@example.org'])
  await queue([person])
  await send()
  expect(mail.received.map(({ to }) => to)).toEqual([['b@example.org']])
})

describe('one click (RFC 8058)', () => {
  const oneClickFor = async (person: Id) => {
    const stops = { purpose: 'marketing', channel: 'email' } as const
    const token = await makeLink(db.app, { person, stops, by: 'system', at: db.clock.now(), days: 400 })
    return `/preferences/${token}/stop`
  }

  test('a POST ends just what the message was about, however often it comes and in whatever form', async () => {
    const person = await aPerson([...consented, 'consent offers email'])
    const path = await oneClickFor(person)
    expect(await may(person)).toBe('consent')
    const boundary = 'x'
    const multipart = server.app.request(path, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`,
    })
    expect((await multipart).status).toBe(200)
    expect((await post(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect(await reasons(person)).toMatchObject({ 'marketing email': 'prohibited', 'offers email': 'consent' })
    const { rows } = await db.admin.query(
      `select kind, withdrawn_at is not null as withdrawn, method, recorded_by from register.statement where person_id = $1 and method is not null order by id`,
      [person],
    )
    expect(rows).toEqual([
      { kind: 'objection', withdrawn: false, method: 'one-click', recorded_by: `person:${person}` },
      { kind: 'consent', withdrawn: true, method: 'one-click', recorded_by: `person:${person}` },
    ])
  })

  test('a GET shows the page and ends nothing: scanners follow links', async () => {
    const person = await aPerson()
    const answer = await get(await oneClickFor(person))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<form')
    expect(await may(person)).toBe('consent')
  })

  test('many readers of one mail service may leave at the same moment', async () => {
    const path = await oneClickFor(await aPerson())
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        server.app.request(path, {
          method: 'POST',
          headers: { 'x-forwarded-for': '192.0.2.7' },
          body: 'List-Unsubscribe=One-Click',
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200))
  })
})

describe('the page', () => {
  test('nothing more from anybody is one click, and one channel can be opened again without the others', async () => {
    const person = await aPerson(
      [...consented, 'similar-purchase offers email'],
      ['aino@example.org', '+358401234567', 'Tie'],
    )
    const path = `/preferences/${await linkFor(person)}`
    const done = await post(path, { act: 'nothing' })
    expect(done.status).toBe(303)
    const after = await reasons(person)
    expect([...new Set(Object.values(after))].sort()).toEqual(['not-in-notice', 'prohibited'])

    db.clock.forward(60_000)
    expect((await post(path, { 'marketing.email': 'yes', 'was.marketing.email': 'no', 'of-age': 'yes' })).status).toBe(
      303,
    )
    expect(await reasons(person)).toEqual({ ...after, 'marketing email': 'consent' })
  })

  test('only what the person changed is recorded: an old page takes nothing back', async () => {
    const person = await aPerson()
    const path = `/preferences/${await linkFor(person)}`
    await post(path, { act: 'nothing' })
    db.clock.forward(60_000)
    // The page of before: yes was shown, yes is sent, besides a change elsewhere.
    await post(path, {
      'marketing.email': 'yes',
      'was.marketing.email': 'yes',
      'sales.post': 'no',
      'was.sales.post': 'yes',
    })
    expect(await reasons(person)).toMatchObject({ 'marketing email': 'prohibited', 'sales post': 'prohibited' })
  })

  test('a new permit takes the age that the notice asks for, a prohibition takes nothing', async () => {
    const person = await aPerson([])
    const path = `/preferences/${await linkFor(person)}`
    const refused = await post(path, { 'marketing.email': 'yes', 'was.marketing.email': '' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('role="alert"')
    expect(await may(person)).toBe('unknown')
    expect((await post(path, { 'marketing.email': 'no', 'was.marketing.email': '' })).status).toBe(303)
    expect(await may(person)).toBe('prohibited')
  })

  test('a permit is kept with the words that stood beside it, their hash, the place and the version of the notice', async () => {
    const person = await aPerson([])
    const path = `/preferences/${await linkFor(person)}`
    const shown = await (await get(`${path}?lang=en`)).text()
    await post(`${path}?lang=en`, { 'marketing.email': 'yes', 'was.marketing.email': '', 'of-age': 'yes' })
    const { rows } = await db.admin.query(
      `select *, sha256(convert_to(wording, 'UTF8')) = wording_hash as hashed from register.statement where person_id = $1 and kind = 'consent'`,
      [person],
    )
    expect(rows).toMatchObject([
      {
        method: 'preference-page',
        place: '/preferences',
        lang: 'en',
        age: 'of-age',
        hashed: true,
        notice_version: expect.any(Number),
        recorded_by: `person:${person}`,
      },
    ])
    expect(shown).toContain(rows[0].wording)
    expect(rows[0].wording).toMatch(/^Yes: Esimerkkikurssit Oy may send me e-mail .* marketing/i)
  })

  test('it is in the language of the person until they choose another', async () => {
    const person = await aPerson()
    await desk.write('profile', person, null, { language: 'sv' })
    const path = `/preferences/${await linkFor(person)}`
    expect(await (await get(path)).text()).toContain('<html lang="sv">')
    expect(await (await get(`${path}?lang=en`)).text()).toContain('<html lang="en">')
  })

  test('what the person saw of themselves is a look of theirs', async () => {
    const person = await aPerson()
    await get(`/preferences/${await linkFor(person)}`)
    const { rows } = await db.app.query('select actor, purpose, operation from access.look where person_id = $1', [
      person,
    ])
    expect(rows).toEqual([{ actor: `person:${person}`, purpose: 'rights', operation: 'preferences.page' }])
  })

  test('it has no script and nothing from elsewhere, and is kept by nobody', async () => {
    const answer = await get(`/preferences/${await linkFor(await aPerson())}`)
    expect(answer.headers.get('content-security-policy')).not.toContain('script-src')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await answer.text()).not.toMatch(/<script|https?:\/\//)
  })
})

describe('a link that leads nowhere', () => {
  test('unknown, expired and replaced ones are answered alike, by every door', async () => {
    const person = await aPerson()
    const expired = await makeLink(db.app, {
      person,
      stops: undefined,
      by: 'staff:test',
      at: new Date('2020-01-01'),
      days: 30,
    })
    const replaced = await linkFor(person)
    await endLinks(db.app, person, db.clock.now())
    const answers = await Promise.all(
      [newSecret(), expired, replaced, 'x'].flatMap(token => [
        get(`/preferences/${token}`),
        post(`/preferences/${token}`, { act: 'nothing' }),
        post(`/preferences/${token}/stop`, {}),
        get(`/preferences/${token}/receipt/${newId()}`),
      ]),
    )
    const told = await Promise.all(
      answers.map(async answer => [answer.status, await answer.text(), ...answer.headers].join()),
    )
    expect(new Set(told).size).toBe(1)
    expect(told[0]).toContain('404')
    expect(await may(person)).toBe('consent')
  })

  test('that of somebody who has been erased is answered like them', async () => {
    const person = await aPerson()
    const path = `/preferences/${await linkFor(person)}`
    await db.admin.query('select register.forget(array[$1::uuid])', [person])
    const none = await (await get(`/preferences/${newSecret()}`)).text()
    expect(await (await get(path)).text()).toBe(none)
    expect(await (await post(path, { act: 'nothing' })).text()).toBe(none)
  })

  test('the secret stands in the database and the log by nothing that leads in', async () => {
    const person = await aPerson()
    const token = await linkFor(person)
    await get(`/preferences/${token}`)
    const { rows } = await db.admin.query('select to_jsonb(l)::text as row from permissions.link l')
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(server.lines)).not.toContain(token)
    await expect(db.purpose('marketing').query('select * from permissions.link')).rejects.toMatchObject({
      code: '42501',
    })
  })
})

test('a receipt says what was agreed to, in which words, when, and how it is withdrawn (ISO/IEC TS 27560)', async () => {
  const person = await aPerson()
  const token = await linkFor(person)
  const page = await (await get(`/preferences/${token}`)).text()
  const [, href = ''] = /href="([^"]+\/receipt\/[^"]+)"/.exec(page) ?? []
  const answer = await get(href)
  expect(answer.headers.get('content-type')).toContain('application/ld+json')
  const receipt = await answer.json()
  expect(receipt).toMatchObject({
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': { '@id': 'https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr' },
    schema_version: 'ISO/IEC TS 27560:2023',
    pii_principal_id: person,
    wording: { text: 'Saa lähettää', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), place: 'lomake' },
    purposes: [{ purpose: 'Suoramarkkinointi', channel: 'email', lawful_basis: 'eu-gdpr:A6-1-a' }],
    withdrawal_method: `http://localhost/preferences/${token}`,
    events: [{ event_state: 'dpv:ConsentGiven', event_time: '2026-01-01T10:00:00.000Z', entity_id: person }],
  })
  const mandatory = [
    'record_id',
    'privacy_notice',
    'language',
    'pii_information',
    'pii_controllers',
    'storage_locations',
    'retention_period',
    'jurisdiction',
    'recipient_third_parties',
    'parties',
  ]
  expect(mandatory.filter(field => receipt[field] === undefined)).toEqual([])
  const other = await linkFor(await aPerson())
  expect((await get(href.replace(token, other))).status).toBe(404)
})
