/** The doors of permits give each asker the gate's answer with its evidence, and nothing of a person whom the purpose does not see. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer, partsOf } from '../../test/mail-server.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { type Send, testServer } from '../../test/server.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { preferenceLink } from './link-message.ts'

const desk = await permissionsDesk()
const { db } = desk
await prepareQueue(db)
const server = await testServer(db)
afterAll(() => desk.close())
beforeEach(() => db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 60_000))))

const has = ['aino@example.org', '+358401234567']
const contract = 'contract - -'
const ask = async (asker: Send, purpose: string, method: string, path: string, body?: unknown) => {
  const answer = await asker(method, `/api/v1${path}`, { purpose, ...(body === undefined ? {} : { body }) })
  return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() }
}
const marketing = await server.withKey('marketing')
const care = await server.withKey('customer-care')
const sales = await server.withKey('sales')

describe('GET /persons/{id}/permissions', () => {
  test('every purpose and channel of the notice, with the reason in words and what it rests on', async () => {
    const [person = ''] = await desk.persons([{ said: [contract, 'consent marketing email'], has }])
    const { status, body } = await ask(care, 'customer-care', 'GET', `/persons/${person}/permissions`)
    expect(status).toBe(200)
    expect(body.answers).toHaveLength(7)
    expect(body.answers[0]).toMatchObject({
      purpose: 'marketing',
      channel: 'email',
      allowed: true,
      reason: 'consent',
      why: 'Suostumus on annettu.',
      address: 'aino@example.org',
      evidence: {
        kind: 'consent',
        at: '2026-01-01T10:00:00.000Z',
        source: { id: 'forms' },
        place: 'lomake',
        wording: 'Saa lähettää',
        wordingHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        noticeVersion: 1,
      },
    })
    expect(body.answers.find((one: { purpose: string }) => one.purpose === 'offers')).toMatchObject({
      allowed: false,
      reason: 'unknown',
      evidence: null,
    })
    expect(body.purposes.map(({ id }: { id: string }) => id)).not.toContain('rights')
  })

  test('a purpose without the address does not get it, one without what persons say gets nothing', async () => {
    const [person = ''] = await desk.persons([{ said: ['consent marketing email'], has }])
    const seen = await ask(marketing, 'marketing', 'GET', `/persons/${person}/permissions`)
    expect(seen.body.answers[0].address).toBe('aino@example.org')
    const phone = seen.body.answers.find((one: { channel: string }) => one.channel === 'phone')
    expect(phone).toMatchObject({ allowed: true, address: null })
    expect((await ask(sales, 'sales', 'GET', `/persons/${person}/permissions`)).status).toBe(403)
  })

  test('one whom the purpose does not see is not there', async () => {
    const [kaarlo = ''] = await desk.persons([{ said: ['consent marketing email', 'restriction'], has }])
    expect((await ask(care, 'customer-care', 'GET', `/persons/${kaarlo}/permissions`)).status).toBe(404)
    expect(
      (await ask(care, 'customer-care', 'POST', `/persons/${kaarlo}/preference-links`, { by: 'copy' })).status,
    ).toBe(404)
    const { rowCount } = await db.app.query('select from permissions.link where person_id = $1', [kaarlo])
    expect(rowCount).toBe(0)
  })
})

test('POST /may-send says of many who may be sent to, and who is left out and why', async () => {
  const persons = await desk.persons([
    { said: [contract, 'consent marketing email'], has },
    { said: [contract], has },
    { said: [contract], has },
    { said: [contract, 'consent marketing email', 'objection marketing email'], has },
  ])
  const { body } = await ask(care, 'customer-care', 'POST', '/may-send', {
    persons,
    purpose: 'marketing',
    channel: 'email',
  })
  expect(body.may).toEqual([persons[0]])
  expect(body.leftOut.map(({ reason, count }: { reason: string; count: number }) => [reason, count])).toEqual([
    ['unknown', 2],
    ['prohibited', 1],
  ])
  expect(
    (await ask(care, 'customer-care', 'POST', '/may-send', { persons: [], purpose: 'marketing', channel: 'email' }))
      .status,
  ).toBe(422)
})

test('POST /persons/{id}/statements keeps the evidence, and of an address its hash alone', async () => {
  const [person = ''] = await desk.persons([{ said: [contract], has }])
  const statement = {
    kind: 'consent',
    purpose: 'marketing',
    channel: 'email',
    givenAt: '2026-02-01T10:00:00Z',
    source: 'phone',
    wording: 'Kyllä',
    method: 'phone',
    place: 'puhelu 7',
    lang: 'fi',
    age: 'of-age',
    address: 'Aino@example.org',
  }
  const { status, body } = await ask(care, 'customer-care', 'POST', `/persons/${person}/statements`, statement)
  expect(status).toBe(201)
  const { rows } = await db.admin.query('select * from register.statement where id = $1', [body.id])
  expect(rows[0]).toMatchObject({ method: 'phone', place: 'puhelu 7', lang: 'fi', age: 'of-age' })
  expect(rows[0].address_hash).toEqual(server.mail.hash('aino@example.org'))
  expect(JSON.stringify(rows[0]).toLowerCase()).not.toContain('example.org')
  const widely = { ...statement, channel: undefined }
  expect((await ask(care, 'customer-care', 'POST', `/persons/${person}/statements`, widely)).status).toBe(422)
  const receipt = await ask(care, 'customer-care', 'GET', `/persons/${person}/receipts/${body.id}`)
  expect(receipt.body).toMatchObject({
    '@type': 'dpv:ConsentRecord',
    wording: { text: 'Kyllä', place: 'puhelu 7' },
    withdrawal_method: 'mailto:tietosuoja@example.fi',
  })
})

test('what is said is only ever added to: no login may change or remove it', async () => {
  for (const sql of [
    'update register.statement set wording = null',
    'delete from register.statement',
    'insert into register.statement default values',
    'truncate register.statement',
  ])
    for (const pool of [db.app, db.purpose('rights'), db.purpose('marketing')])
      await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' })
})

test('the database answers nobody without a token, and counts for the rights purpose alone', async () => {
  const login = db.purpose('marketing')
  const without = [
    `select register.may_send('', '{}', 'marketing', 'email', now())`,
    `select register.permissions_of('', gen_random_uuid(), now())`,
    `select register.words_of('', gen_random_uuid(), true)`,
    'select register.count_sent_against_word()',
    'select register.count_unproven_permits()',
    'select register.count_expired_permits(now())',
  ]
  for (const sql of without) await expect(login.query(sql)).rejects.toMatchObject({ code: 'SE001' })
  await expect(login.query('select * from notice.address_key')).rejects.toMatchObject({ code: '42501' })
  await expect(login.query(`select register.address_hash('aino@example.org')`)).rejects.toMatchObject({ code: '42501' })
})

describe('POST /persons/{id}/preference-links', () => {
  test('a copied link leads in until the next one is made', async () => {
    const [person = ''] = await desk.persons([{ said: [contract], has }])
    const make = () => ask(care, 'customer-care', 'POST', `/persons/${person}/preference-links`, { by: 'copy' })
    const open = async (link: string) =>
      (await server.app.request(new URL(link).pathname, { headers: { accept: 'text/html' } })).status
    const [first, second] = [await make(), await make()]
    expect(first.status).toBe(201)
    expect(Date.parse(second.body.expiresAt) - db.clock.now().getTime()).toBe(30 * 86_400_000)
    expect([await open(first.body.link), await open(second.body.link)]).toEqual([404, 200])
    db.clock.forward(31 * 86_400_000)
    expect(await open(second.body.link)).toBe(404)
  })

  test('a mailed one is a service message: it comes to one who has forbidden everything, and is no list to leave', async () => {
    const [person = ''] = await desk.persons([{ said: [contract, 'objection - email'], has }])
    const { body } = await ask(care, 'customer-care', 'POST', `/persons/${person}/preference-links`, { by: 'email' })
    expect(body).toEqual({ link: null, expiresAt: null })
    const mail = await mailServer()
    const program = {
      ...server.program,
      database: db,
      mail: openMail({ url: mail.url, perMinute: 100, key: db.addressKey }),
    }
    expect(await runDueJobs(db, [sendMail([preferenceLink])], program)).toEqual([])
    await mail.close()
    const [letter] = mail.received
    if (!letter) throw new Error('the link did not come')
    expect(letter.to).toEqual(['aino@example.org'])
    expect(letter.raw).not.toContain('List-Unsubscribe')
    const [link = ''] = /http:\/\/localhost\/preferences\/[\w-]{43}/.exec(partsOf(letter)['text/plain'] ?? '') ?? []
    expect((await server.app.request(new URL(link).pathname)).status).toBe(200)
  })
})
