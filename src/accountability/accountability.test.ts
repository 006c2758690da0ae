/** Accountability shows what is true: contracts beside the notice, tests that weigh what is done today, a record that is the notice's, and a past that stays. */

import { z } from '@hono/zod-openapi'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type Send, testServer } from '../../test/server.ts'
import { publishChecked } from '../database/publish.ts'
import { parse } from '../notice/parse.ts'
import { renderPdf } from '../notice/render-pdf.ts'
import { recordOf } from '../notice/render-record.ts'
import { recordCsv } from '../notice/render-record-csv.ts'

const noticeWith = (
  more: { readonly from?: string; readonly sales?: string; readonly recipients?: string } = {},
) => `notice: 1
register: { id: test, name: { fi: Testirekisteri } }
effective: 2026-01-01
languages: [fi]
controller: { name: Testi Oy, business-id: 3183213-3 }
contact: { email: testi@example.fi }
authority: fi
purposes:
  customer-care:
  sales:
    channels: { phone: unless objected }
  rights:
interests:
  keep-in-touch: { text: { fi: pitää yhteyttä asiakkaisiin }, assessment: TT-1, weighed: 2026-01-01 }
categories:
  identity:
    fields: [given-name, family-name]
    required: none
    from: ${more.from ?? '[forms]'}
    for: { customer-care: contract, sales: interest keep-in-touch, rights: legal obligation }
    keep: 24 months after relationship ends, then delete
  work:
    from: [forms]
    for: { customer-care: contract, ${more.sales ?? ''} rights: legal obligation }
    keep: 24 months after relationship ends, then delete
recipients:
  - { name: Example Hosting Oy, role: processor, for: hosting, country: FI, contract: 2026-02-01 }
  - { name: Example Mail Inc, role: processor, for: newsletter, country: US, mechanism: dpf, contract: 2026-02-01 }
${more.recipients ?? ''}
duties:
  customer-service: [customer-care]
  sales: [sales]
  privacy: [rights]
`

const db = await testDatabase()
afterAll(() => db.close())

/** Publishes, whatever check may find: these notices are about accountability alone. */
async function publish(source: string): Promise<void> {
  const { notice } = parse(source)
  if (!notice) throw new Error('the notice of the test cannot be read')
  await publishChecked(db, notice, { source, by: 'test', clock: db.clock })
}
await publish(noticeWith())
const server = await testServer(db)
await server.addStaff('Aino', ['administrator'])
await server.addStaff('Kerttu', ['administrator'])
await server.addStaff('Kaarlo', ['customer-service'])
let aino = await server.signedIn('aino@example.fi')
const kerttu = await server.signedIn('kerttu@example.fi')
const kaarlo = await server.signedIn('kaarlo@example.fi')

const root = '/api/v1/accountability'
const get = async (path: string, who: Send = aino) => (await who('GET', root + path)).json()

const hosting = {
  processor: 'Example Hosting Oy',
  service: 'palvelimet',
  parties: 'Testi Oy ja Example Hosting Oy',
  reference: 'sopimukset/hosting.pdf',
  signed: '2026-02-01',
  until: null,
  ended: null,
  clauses: ['scope', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
  subProcessors: [],
  country: 'FI',
  mechanism: null,
  mechanismReference: '',
  review: '2027-02-01',
}
type Terms = Omit<typeof hosting, 'until' | 'ended' | 'mechanism' | 'subProcessors'> & {
  until: string | null
  ended: string | null
  mechanism: string | null
  subProcessors: readonly object[]
}

async function addContract(terms: Partial<Terms> = {}): Promise<string> {
  const answer = await aino('POST', `${root}/contracts`, {
    body: { terms: { ...hosting, ...terms }, why: 'Kirjattu.' },
  })
  expect(answer.status).toBe(201)
  return z.object({ id: z.string() }).parse(await answer.json()).id
}
const revise = (who: Send, id: string, terms: Partial<Terms>, expected: number) =>
  who('PUT', `${root}/contracts/${id}`, { body: { terms: { ...hosting, ...terms }, why: 'Muutos.', expected } })
const processorNamed = async (name: string) =>
  (await get('/processors')).processors.find((one: { name: string }) => one.name === name)

describe('contracts with processors', () => {
  test('a declared processor without a contract is shown as such, and with one no more', async () => {
    expect(await processorNamed('Example Hosting Oy')).toMatchObject({
      declared: true,
      difference: 'without-contract',
      contracts: [],
    })
    await addContract({ processor: ' example  hosting oy ' }) // the same name, written otherwise
    expect(await processorNamed('Example Hosting Oy')).toMatchObject({
      difference: null,
      differences: [],
      contracts: [{ state: 'in-force', gaps: [] }],
    })
  })

  test('a contract whose processor the notice does not name is shown, until it has ended', async () => {
    const id = await addContract({ processor: 'Esimerkki Tilitoimisto Oy' })
    expect(await processorNamed('Esimerkki Tilitoimisto Oy')).toMatchObject({
      declared: false,
      difference: 'not-declared',
    })
    await revise(aino, id, { processor: 'Esimerkki Tilitoimisto Oy', ended: '2026-03-02' }, 1)
    expect(await processorNamed('Esimerkki Tilitoimisto Oy')).toMatchObject({
      difference: null,
      contracts: [{ state: 'ended' }],
    })
  })

  test('what a contract lacks is told: letters, the ground of a transfer, the review', async () => {
    const id = await addContract({
      processor: 'Example Mail Inc',
      country: 'US',
      mechanism: 'adequacy', // the United States have none
      clauses: ['scope', 'a', 'b', 'c', 'd', 'e', 'f', 'g'],
      subProcessors: [{ name: 'Example Cloud KK', service: 'pilvi', country: 'IN', mechanism: null }],
      review: '2026-03-01',
    })
    const answer = await get(`/contracts/${id}`)
    expect(answer.gaps).toEqual([
      expect.stringContaining('h'),
      expect.stringContaining('Example Mail Inc, Yhdysvallat'),
      expect.stringContaining('Example Cloud KK, Intia'),
      expect.stringContaining('1.3.2026'),
    ])
    expect(answer.differences).toEqual([expect.stringContaining('siirtoperusteen')])
    const cloud = { name: 'Example Cloud KK', service: 'pilvi', country: 'IN', mechanism: 'scc' }
    const mended = { processor: 'Example Mail Inc', country: 'US', mechanism: 'dpf', subProcessors: [cloud] }
    await revise(aino, id, mended, 1)
    expect(await get(`/contracts/${id}`)).toMatchObject({ gaps: [], differences: [] })
  })

  test('each save is kept with who and why, and none is written over', async () => {
    const id = await addContract({ processor: 'Historia Oy' })
    expect(await (await revise(kerttu, id, { processor: 'Historia Oy', parties: 'Uudet' }, 1)).json()).toEqual({
      revision: 2,
    })
    const { revisions } = await get(`/contracts/${id}`)
    expect(revisions).toMatchObject([
      { revision: 2, parties: 'Uudet', by: { name: 'Kerttu' }, why: 'Muutos.' },
      { revision: 1, parties: hosting.parties, by: { name: 'Aino' }, why: 'Kirjattu.' },
    ])
    for (const change of ["update accountability.contract set why = 'x'", 'delete from accountability.contract'])
      await expect(db.app.query(change)).rejects.toThrow(/permission denied/)
  })

  test('a save on a revision that is not the last is refused, and of many at once one is made', async () => {
    const id = await addContract({ processor: 'Kilpailu Oy' })
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => revise(aino, id, { processor: 'Kilpailu Oy', parties: `${n}` }, 1)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const late = await revise(kerttu, id, { processor: 'Kilpailu Oy' }, 1)
    expect(late.status).toBe(409)
    expect(await late.json()).toMatchObject({ detail: expect.stringContaining('Aino') })
  })

  test('a contract that ends before it is signed is refused at its field, one that is not on record too', async () => {
    const answer = await aino('POST', `${root}/contracts`, {
      body: { terms: { ...hosting, until: '2026-01-01' }, why: 'x' },
    })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ field: 'until' }] })
    const none = '0199c0de-0000-7000-8000-000000000001'
    expect((await revise(aino, none, {}, 1)).status).toBe(404)
  })

  test('are the administrator’s alone', async () => {
    for (const path of ['', '/processors', '/balancing-tests', '/record', '/files/record?format=csv'])
      expect((await kaarlo('GET', root + path)).status, path).toBe(403)
  })
})

const answers = Object.fromEntries(
  ['interest', 'benefit', 'lawful', 'need', 'alternatives', 'minimal', 'data', 'persons']
    .concat(['expectations', 'impact', 'safeguards', 'conclusion'])
    .map(question => [question, `Vastaus: ${question}`]),
)
const decision = {
  outcome: 'prevails',
  approvedBy: 'Toimitusjohtaja',
  approved: '2026-03-02',
  validUntil: '2027-03-02',
}
const testPath = '/balancing-tests/keep-in-touch'
async function weigh(more: object = {}, who: Send = aino) {
  const { revisions, inForce } = await get(testPath)
  const expected = revisions[0]?.revision ?? 0
  const body = { expected, why: 'Punnittu.', answers, decision, version: inForce, ...more }
  return who('PUT', root + testPath, { body })
}
const stateNow = async () => (await get(testPath)).state

describe('balancing tests', () => {
  test('an interest has none at first, then one that is being written, then one that carries it', async () => {
    expect(await get('/balancing-tests')).toMatchObject({
      interests: [{ interest: 'keep-in-touch', text: 'Pitää yhteyttä asiakkaisiin', state: 'missing' }],
    })
    await weigh({ answers: { interest: 'Myynti' }, decision: null })
    expect(await stateNow()).toBe('unfinished')
    expect((await weigh()).status).toBe(200)
    expect(await get(testPath)).toMatchObject({
      state: 'holds',
      decision,
      uses: [{ purpose: 'Myynti', category: 'Nimi', sources: ['Verkkolomakkeet'] }],
      revisions: [{ revision: 2 }, { revision: 1, answers: { interest: 'Myynti' }, decision: null }],
    })
  })

  test('no decision without an answer to each question, nor before its day', async () => {
    const open = await weigh({ answers: { ...answers, impact: ' ' } })
    expect(await open.json()).toMatchObject({ errors: [{ field: 'answers.impact' }] })
    const ahead = await weigh({ decision: { ...decision, approved: '2026-03-03' } })
    expect(await ahead.json()).toMatchObject({ errors: [{ field: 'decision.approved' }] })
    const short = await weigh({ decision: { ...decision, validUntil: '2026-03-02' } })
    expect(await short.json()).toMatchObject({ errors: [{ field: 'decision.validUntil' }] })
  })

  test('a later save without a decision does not take away the decision that stands', async () => {
    await weigh({ decision: null })
    expect(await stateNow()).toBe('holds')
  })

  test('it is written on the revision that was read, and for the notice that was read', async () => {
    expect((await weigh({ expected: 1 }, kerttu)).status).toBe(409)
    expect((await weigh({ version: 99 })).status).toBe(409)
    expect((await aino('PUT', `${root}/balancing-tests/nothing`, { body: {} })).status).toBe(422)
    expect((await aino('GET', `${root}/balancing-tests/nothing`)).status).toBe(404)
    await expect(db.app.query('delete from accountability.balancing_test')).rejects.toThrow(/permission denied/)
  })

  test('where the interest does not prevail the test does not carry it', async () => {
    await weigh({ decision: { ...decision, outcome: 'does-not-prevail' } })
    expect(await stateNow()).toBe('against')
    await weigh()
    expect(await stateNow()).toBe('holds')
  })

  test('a new use, new data, a new source and other words make it stale until it is weighed again', async () => {
    await publish(noticeWith({ from: '[forms, email]', sales: 'sales: interest keep-in-touch,' }))
    await expect.poll(async () => (await get(testPath)).inForce, { timeout: 5000 }).toBe(2)
    expect(await get(testPath)).toMatchObject({
      state: 'changed',
      version: 1,
      changes: [expect.stringMatching(/^Uusi käyttö: Myynti –/), 'Uusi lähde: Nimi: Sähköposti.'],
    })
    await weigh()
    expect(await stateNow()).toBe('holds')
    await publish(noticeWith().replace('pitää yhteyttä', 'pitää tiivistä yhteyttä'))
    await expect.poll(async () => (await get(testPath)).inForce, { timeout: 5000 }).toBe(3)
    expect((await get(testPath)).changes).toHaveLength(3)
    await weigh()
  })

  test('it is good until its day', async () => {
    db.clock.set('2027-03-02T21:00:00Z')
    aino = await server.signedIn('aino@example.fi') // sessions do not live as long as tests
    expect(await stateNow()).toBe('holds')
    db.clock.set('2027-03-02T22:00:00Z') // midnight in Helsinki
    expect(await stateNow()).toBe('expired')
    db.clock.set('2026-03-02T10:00:00Z')
  })
})

describe('the record of processing', () => {
  const fileOf = async (path: string) => {
    const file = z.object({ name: z.string(), base64: z.string() }).parse(await get(`/files/${path}`))
    return { name: file.name, bytes: Buffer.from(file.base64, 'base64') }
  }

  test('is the same bytes as the command makes of the notice, for every version', async () => {
    const { notice } = parse(noticeWith())
    if (!notice) throw new Error('cannot be read')
    expect((await fileOf('record?format=csv&version=1')).bytes.toString()).toBe(recordCsv(notice, 'fi'))
    const { name, bytes } = await fileOf('record?format=pdf&version=1')
    expect(name).toMatch(/^seloste-kasittelytoimista-2026-01-01-[0-9a-f]{12}-fi\.pdf$/)
    expect(bytes.equals(await renderPdf(recordOf(notice, 'fi')))).toBe(true)
    expect(JSON.parse((await fileOf('record?format=json&version=1')).bytes.toString())).toMatchObject({
      hash: notice.hash,
      activities: expect.arrayContaining([expect.objectContaining({ purpose: 'Myynti' })]),
    })
    expect((await aino('GET', `${root}/files/record?format=pdf&version=99`)).status).toBe(404)
  })

  test('is looked through once a year, and who did is on record', async () => {
    expect(await get('/record')).toMatchObject({ version: 3, due: null, looks: [] })
    const looked = await kerttu('POST', `${root}/record/looks`, { body: { version: 3, remark: '' } })
    expect(looked.status).toBe(204)
    expect((await kerttu('POST', `${root}/record/looks`, { body: { version: 2, remark: '' } })).status).toBe(409)
    expect(await get('/record')).toMatchObject({
      due: '2027-03-02',
      looks: [{ by: { name: 'Kerttu' }, version: 3 }],
    })
    expect((await get('')).record).toMatchObject({ isDue: false })
    db.clock.set('2027-03-02T10:00:00Z')
    expect((await get('')).record).toMatchObject({ isDue: true })
    db.clock.set('2026-03-02T10:00:00Z')
  })

  test('contracts and tests leave in the same four forms, a test alone too', async () => {
    for (const what of ['processors?', 'balancing-tests?', 'balancing-tests?interest=keep-in-touch&']) {
      const page = (await fileOf(`${what}format=html`)).bytes.toString()
      expect(page).toContain(what.startsWith('processors') ? 'Example Hosting Oy' : 'itää tiivistä yhteyttä')
      expect((await fileOf(`${what}format=pdf`)).bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect((await fileOf(`${what}format=csv`)).bytes.toString()).toMatch(/^\uFEFF[^\r]+\r\n[^\r]+/)
      expect(JSON.parse((await fileOf(`${what}format=json`)).bytes.toString()).notice.version).toBe(3)
    }
    const html = (await fileOf('balancing-tests?interest=keep-in-touch&format=html')).bytes.toString()
    expect(html).toContain('Vastaus: safeguards')
    expect(html).toContain('Toimitusjohtaja')
    expect((await aino('GET', `${root}/files/balancing-tests?format=pdf&interest=none`)).status).toBe(404)
  })
})
