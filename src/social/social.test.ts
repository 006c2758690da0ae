/** Leads and messages of social media: only the service's own, each once, and a permit only with the words of its own form. */

import { createHmac } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { signedByLinkedin, signedByMeta } from '../../test/adapter-senders.ts'
import { arrivalsDesk, type Connected, shopNotice } from '../../test/arrivals-desk.ts'
import type { Delivery } from '../arrivals/adapter.ts'
import { choosePerson } from '../arrivals/arrivals.ts'
import { removeOld } from '../arrivals/tidy.ts'
import { socialAdapters } from './known.ts'

/** The notice of the example, in which social media may tell of a person’s work and permits too. */
const notice = shopNotice.replace(
  'from: [forms, email, phone, sms, shop, staff]',
  'from: [forms, email, phone, sms, shop, staff, social-media]',
)
const desk = await arrivalsDesk(notice, socialAdapters)
const { db } = desk

/** The services that leads are fetched from, in the shapes that they document. */
const there = { leads: new Map<string, object>(), status: 200, asked: [] as string[], authorization: '' }
const answer: RequestListener = (request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  there.asked.push(path)
  there.authorization = request.headers.authorization ?? ''
  const found = there.leads.get(path.slice(path.lastIndexOf('/') + 1))
  response.writeHead(found ? there.status : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(found ?? { error: { message: 'not here' } }))
}
const server = createServer(answer)
await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(async () => {
  server.close()
  await desk.close()
})
beforeEach(async () => {
  await desk.empty()
  Object.assign(there, { leads: new Map(), status: 200, asked: [] })
})

const permit = {
  purpose: 'marketing',
  wording: 'Haluan kuulla uusista kursseista sähköpostitse.',
  place: 'Facebookin lomake',
  lang: 'fi',
}
const from = { source: 'social-media' }
const words = { permit, formId: '172036835026334', consentField: 'optional_1' }
const meta = await desk.connect('meta', {
  ...from,
  token: 'page-token',
  settings: { verifyToken: 'tarkistussana', graph: url, ...words },
})
const google = await desk.connect('google-leads', {
  ...from,
  settings: {
    permit,
    formId: '9007199254740993',
    consentQuestion: 'Saammeko lähettää uutisia?',
    consentAnswer: 'Kyllä',
  },
})
const linkedin = await desk.connect('linkedin', {
  ...from,
  token: 'li-token',
  settings: { rest: url, permit, formId: '3162', consentField: '7' },
})

const json = (content: unknown): Buffer => Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
const posted = (body: Buffer, headers: Record<string, string> = {}): Delivery => ({
  method: 'POST',
  headers: new Headers(headers),
  query: new URLSearchParams(),
  body,
})
const metaDelivery = (content: unknown, secret = meta.secret): Delivery => signedByMeta(secret, json(content))
const linkedinDelivery = (content: unknown): Delivery => signedByLinkedin(linkedin.secret, json(content))
const asked = (query: Record<string, string>): Delivery => ({
  method: 'GET',
  headers: new Headers(),
  query: new URLSearchParams(query),
  body: new Uint8Array(),
})
const said = async () =>
  (await db.admin.query(`select kind, wording, place from register.statement where kind <> 'contract'`)).rows
const people = async () => Number((await db.admin.query('select count(*) from register.person')).rows[0].count)

const message = (mid: string, text: string, more: object = {}) => ({
  sender: { id: '998877' },
  recipient: { id: '138' },
  timestamp: Date.parse('2026-03-01T10:00:00Z'),
  message: { mid, text, ...more },
})
const page = (...messaging: object[]) => ({ object: 'page', entry: [{ id: '138', time: 1, messaging }] })
const leadgen = (...ids: string[]) => ({
  object: 'page',
  entry: ids.map(leadgen_id => ({
    id: '138',
    time: 1,
    changes: [{ field: 'leadgen', value: { leadgen_id, form_id: '172036835026334', created_time: 1, page_id: '138' } }],
  })),
})
const metaLead = (id: string, isChecked?: string, form_id = '172036835026334') => ({
  id,
  form_id,
  created_time: '2026-03-14T18:22:07+0000',
  field_data: [
    { name: 'full_name', values: ['Aino Virtanen'] },
    { name: 'email', values: ['aino.virtanen@example.org'] },
    { name: 'phone_number', values: ['+358401234567'] },
    { name: 'mikä_kurssi_kiinnostaa?', values: ['Punonta'] },
  ],
  custom_disclaimer_responses: isChecked === undefined ? [] : [{ checkbox_key: 'optional_1', is_checked: isChecked }],
})

describe('Meta', () => {
  test('makes sure of the address by the verify token alone', async () => {
    const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'tarkistussana' }
    expect(await desk.deliver(meta, asked(query))).toEqual({ type: 'text/plain', body: '1158201444' })
    for (const wrong of [{ 'hub.verify_token': 'muu' }, { 'hub.mode': 'x' }, { 'hub.challenge': '<script>' }])
      await expect(desk.deliver(meta, asked({ ...query, ...wrong }))).rejects.toMatchObject({
        key: 'arrivals.not-signed',
      })
  })

  test('a lead is fetched with the connection’s token, and is one however often it is told', async () => {
    there.leads.set('233', metaLead('233', '1'))
    for (let n = 0; n < 5; n++) await desk.deliver(meta, metaDelivery(leadgen('233')))
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect([there.asked, there.authorization]).toEqual([['/233'], 'Bearer page-token'])
    expect(await desk.rows('identity')).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
    expect(await desk.rows('service_events')).toMatchObject([
      { kind: 'social-message', content: 'mikä kurssi kiinnostaa?: Punonta' },
    ])
    expect(await said()).toEqual([{ kind: 'consent', wording: permit.wording, place: permit.place }])
  })

  test.each([
    ['no box', undefined, '172036835026334'],
    ['a box that is not ticked', '0', '172036835026334'],
    ['a box of another form, whose words nobody has told', '1', '9'],
  ])('permits nothing with %s', async (_, isChecked, form) => {
    there.leads.set('233', metaLead('233', isChecked, form))
    await desk.arrive(meta, metaDelivery(leadgen('233')))
    expect(await desk.states()).toEqual(['written'])
    expect(await said()).toEqual([])
  })

  test('what cannot be fetched says why, keeps no other back, and is tried again by the hour', async () => {
    there.leads.set('2', metaLead('2'))
    await desk.arrive(meta, metaDelivery(leadgen('1', '2')))
    expect((await desk.states()).toSorted()).toEqual(['refused arrivals.not-fetched', 'written'])
    const { rows } = await db.app.query(`select args from arrivals.arrival where state = 'refused'`)
    expect(rows).toEqual([{ args: { why: 404 } }])
    there.leads.set('1', metaLead('1'))
    await removeOld(db.app, db.clock.now())
    await desk.write()
    expect(await desk.states()).toEqual(['written', 'written'])
    expect(await people()).toBe(1)
  })

  test('a batch is each of its messages; our own words, receipts and comments are not kept', async () => {
    const batch = page(
      message('m1', 'Hei'),
      message('m2', 'Vastaus', { is_echo: true }),
      { sender: { id: '998877' }, delivery: { mids: ['m0'] } },
      message('m3', 'Kiitos', { attachments: [{ type: 'image', payload: { url: 'https://cdn.example/x.jpg' } }] }),
    )
    await desk.deliver(meta, metaDelivery(batch))
    await desk.deliver(meta, metaDelivery({ object: 'page', entry: [{ changes: [{ field: 'feed', value: {} }] }] }))
    await desk.write()
    expect(await desk.states()).toEqual(['refused arrivals.sender-unknown', 'refused arrivals.sender-unknown'])
  })

  test('who writes is told by staff once, and known from then on', async () => {
    there.leads.set('233', metaLead('233'))
    await desk.arrive(meta, metaDelivery(leadgen('233')), metaDelivery(page(message('m1', 'Milloin alkaa?'))))
    const { rows } = await db.app.query(`select id from arrivals.arrival where state = 'refused'`)
    const person = (await db.admin.query('select id from register.person')).rows[0].id
    await choosePerson({ app: db.app, actor: 'staff:test', at: db.clock.now() }, rows[0].id, person)
    await desk.write()
    await desk.arrive(meta, metaDelivery(page(message('m2', 'Entä hinta?'))))
    expect(await desk.states()).toEqual(['written', 'written', 'written'])
    expect((await desk.rows('service_events')).map(({ content }) => content)).toEqual(
      expect.arrayContaining(['Milloin alkaa?', 'Entä hinta?']),
    )
    expect(JSON.stringify((await db.admin.query('select * from arrivals.handle')).rows)).not.toContain('998877')
  })

  test('in any order, what is hostile in a batch keeps nothing else back', async () => {
    there.leads.set('2', metaLead('2'))
    const batch = {
      object: 'page',
      entry: [
        {
          changes: [
            { field: 'leadgen', value: { leadgen_id: '../../me' } },
            { field: 'leadgen', value: 7 },
          ],
        },
        ...leadgen('2').entry,
      ],
    }
    await desk.arrive(meta, metaDelivery(batch))
    expect((await desk.states()).toSorted()).toEqual(['refused arrivals.shape', 'written'])
    expect(there.asked).toEqual(['/2'])
  })
})

describe('Google', () => {
  const lead = (more: object = {}, key = google.secret) =>
    `{"form_id":9007199254740993,${JSON.stringify({
      lead_id: 'l-1',
      google_key: key,
      api_version: '1.0',
      user_column_data: [
        { column_id: 'FULL_NAME', string_value: 'Bertta Mäkelä' },
        { column_id: 'EMAIL', string_value: 'bertta.makela@example.org' },
        { column_id: 'Saammeko lähettää uutisia?', string_value: 'Kyllä' },
      ],
      ...more,
    }).slice(1)}`

  test('a lead with the key is written once, and permits by its own answer, though its form’s number is longer than JavaScript’s', async () => {
    for (let n = 0; n < 5; n++) expect(await desk.deliver(google, posted(json(lead())))).toMatchObject({ body: '{}' })
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await desk.rows('identity')).toEqual([{ given_name: 'Bertta', family_name: 'Mäkelä' }])
    expect(await said()).toMatchObject([{ kind: 'consent', wording: permit.wording }])
  })
  test('a trial reaches nobody', async () => {
    await desk.arrive(google, posted(json(lead({ is_test: true }))))
    expect(await desk.states()).toEqual(['ignored test'])
    expect(await people()).toBe(0)
  })
  test.each([
    ['another key', 'x'],
    ['no key', ''],
  ])('%s is told no more', async (_, key) => {
    await expect(desk.deliver(google, posted(json(lead({}, key))))).rejects.toMatchObject({
      key: 'arrivals.not-signed',
    })
  })
  test('half of a lead is none', async () => {
    await expect(desk.deliver(google, posted(json(lead().slice(0, 90))))).rejects.toMatchObject({
      kind: 'unauthenticated',
    })
  })
})

describe('LinkedIn', () => {
  const event = (leadAction: string) => ({
    type: 'LEAD_ACTION',
    leadGenFormResponse: 'urn:li:leadGenFormResponse:d8f3e2f6-1',
    leadGenForm: 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)',
    owner: { sponsoredAccount: 'urn:li:sponsoredAccount:1' },
    leadType: 'SPONSORED',
    leadAction,
    occurredAt: 1_772_359_200_000,
  })
  const response = {
    id: 'd8f3e2f6-1',
    submittedAt: 1_772_359_200_000,
    testLead: false,
    formResponse: {
      answers: [
        { questionId: 1, answerDetails: { textQuestionAnswer: { answer: 'Aino' } } },
        { questionId: 2, answerDetails: { textQuestionAnswer: { answer: 'aino.virtanen@example.org' } } },
        { questionId: 3, answerDetails: { multipleChoiceAnswer: { options: ['Punonta'] } } },
      ],
      consentResponses: [{ consentId: 7, accepted: true }],
    },
    form: {
      id: 3162,
      content: {
        questions: [
          { questionId: 1, name: 'First name', predefinedField: 'FIRST_NAME' },
          { questionId: 2, name: 'Email', predefinedField: 'EMAIL' },
          { questionId: 3, name: 'Kurssi' },
        ],
      },
    },
  }

  test('the address proves itself with the secret', async () => {
    const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0'
    const told = await desk.deliver(linkedin, asked({ challengeCode }))
    const challengeResponse = createHmac('sha256', linkedin.secret).update(challengeCode).digest('hex')
    expect(JSON.parse(told?.body ?? '')).toEqual({ challengeCode, challengeResponse })
    await expect(desk.deliver(linkedin, asked({}))).rejects.toMatchObject({ key: 'arrivals.not-signed' })
  })
  test('a lead is fetched, and permits by its own box', async () => {
    there.leads.set('d8f3e2f6-1', response)
    await desk.arrive(linkedin, linkedinDelivery(event('CREATED')), linkedinDelivery(event('CREATED')))
    expect(await desk.states()).toEqual(['written'])
    expect(there.asked).toEqual(['/leadFormResponses/d8f3e2f6-1'])
    expect(await desk.rows('service_events')).toMatchObject([{ content: 'Kurssi: Punonta' }])
    expect(await said()).toMatchObject([{ kind: 'consent' }])
  })
  test('a deletion is held as the request that it is', async () => {
    await desk.arrive(linkedin, linkedinDelivery(event('DELETED')))
    expect(await desk.states()).toEqual(['refused arrivals.request-for-a-right'])
  })
  test('nothing is fetched of what points elsewhere', async () => {
    const elsewhere = linkedinDelivery({ ...event('CREATED'), leadGenFormResponse: 'urn:li:leadGenFormResponse:../me' })
    await desk.arrive(linkedin, elsewhere)
    expect(await desk.states()).toEqual(['refused arrivals.shape'])
  })
})

test.each<[string, () => [Connected, Delivery]]>([
  ['Meta', () => [meta, metaDelivery(page(message('m1', 'Hei')), 'whsec_another1234567890')]],
  [
    'Meta without its prefix',
    () => [
      meta,
      posted(json({}), { 'x-hub-signature-256': createHmac('sha256', meta.secret).update('{}').digest('hex') }),
    ],
  ],
  [
    'LinkedIn',
    () => [
      linkedin,
      posted(json({}), { 'x-li-signature': createHmac('sha256', linkedin.secret).update('{}').digest('hex') }),
    ],
  ],
  ['a GET to a door that asks nothing', () => [google, asked({ challengeCode: '890e4665-4dfe' })]],
])('a forged delivery is told no more: %s', async (_, made) => {
  const [to, delivery] = made()
  await expect(desk.deliver(to, delivery)).rejects.toMatchObject({ key: /not-signed|no-door/ })
  expect(await desk.states()).toEqual([])
})
