/** A contract is recorded, moved and reminded of; its documents are sealed, in the copy of its person, and gone with them; other purposes see nothing. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openPromise } from 'yauzl'
import { runDueJobs } from '../../test/due-jobs.ts'
import { exampleNotice } from '../../test/promise-asker.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import { settableClock } from '../base/time.ts'
import type { Timeline } from '../register/answers.ts'
import { pass } from '../retention/passage.ts'
import type { AccessPackage } from '../rights/access-package.ts'
import type { Task } from '../tasks/task-answers.ts'
import type { AgreementAnswer, AgreementList } from './agreement-answers.ts'
import * as jobs from './agreements.jobs.ts'

const notice = exampleNotice.replace(
  'customer-care: contract, claims: interest defend-claims, rights: legal obligation }\n    keep: 3 years after relationship ends',
  'customer-care: contract, claims: interest defend-claims, rights: legal obligation }\n    keep: 3 years after event ends',
)
const desk = await rightsDesk(notice)
const { db, home, answer, refusal, customer, kaisa, server } = desk
afterAll(() => desk.close())

const care = <Answer = void>(method: string, path: string, body?: unknown) =>
  answer<Answer>(method, path, body, kaisa, 'customer-care')
const read = (id: string) => care<AgreementAnswer>('GET', `/agreements/${id}`)
const record = async (person: string, more: object = {}): Promise<string> =>
  (
    await care<{ id: string }>('POST', '/agreements', {
      person,
      state: 'signed',
      terms: {
        subject: 'Kurssien toimitus',
        contract_number: 'S-1',
        signed: '2026-02-27',
        ends: '2026-12-31',
        notice_days: 30,
      },
      ...more,
    })
  ).id
const step = async (id: string, did: string, more: object = {}) =>
  care('POST', `/agreements/${id}/steps`, { did, expected: (await read(id)).change, ...more })
const pdf = (words: string) => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`)
const attach = async (id: string, bytes: Buffer, name = 'Sopimus Virtanen.pdf', kind = 'signed') =>
  server.app.request(`/api/v1/agreements/${id}/documents?kind=${kind}`, {
    method: 'POST',
    headers: {
      ...(await keyOf),
      purpose: 'customer-care',
      'content-type': 'application/octet-stream',
      'file-name': encodeURIComponent(name),
    },
    body: new Uint8Array(bytes),
  })
const keyOf = server.keyHeader('customer-care').then(authorization => ({ authorization }))
const files = (): readonly string[] => readdirSync(join(home, 'files', 'documents'))
/** As another program's reader has them, the sums of their bytes checked. */
async function namesIn(path: string): Promise<readonly string[]> {
  const zip = await openPromise(path)
  const names: string[] = []
  for await (const entry of zip.eachEntry()) {
    for await (const piece of await zip.openReadStreamPromise(entry)) expect(piece.length).toBeGreaterThan(0)
    names.push(entry.fileName)
  }
  return names
}
/** What has been removed is removed from the disk. */
const clear = async () => expect(await runDueJobs(db, [jobs.clear], server.program)).toEqual([])
/** What the morning of this day does; it enqueues the next one, which is not waited for. */
const morning = (at: string) =>
  jobs.advance.run({ ...server.program, clock: settableClock(at) }, {}, new AbortController().signal)

test('it has parties, a reminder before the last day to give notice, and its row comes from the source contracts', async () => {
  const person = await customer('Aino', 'aino@example.org')
  const id = await record(person)
  const made = await read(id)
  expect(made).toMatchObject({
    person: { id: person, name: 'Aino Virtanen' },
    values: { state: 'signed', ends: '2026-12-31' },
    noticeBy: '2026-12-01',
    steps: [{ did: 'signed', by: { name: 'Kaisa' }, why: null }],
    turns: ['in-force', 'terminated'],
    parties: [
      { kind: 'person', id: person, role: 'customer' },
      { kind: 'ours', id: null, role: 'supplier' },
    ],
    reminder: { due: '2026-11-17', open: true },
  })
  const { rows } = await db.admin.query(
    `select source from register.change where category = 'contracts' and row_id = $1`,
    [id],
  )
  expect(rows).toEqual([{ source: 'contracts' }])
  const { tasks } = await care<{ tasks: Task[] }>('GET', `/tasks?which=all&person=${person}`)
  expect(tasks).toMatchObject([{ title: expect.stringContaining('S-1, Kurssien toimitus'), due: '2026-11-17' }])

  const organisation = await care<{ id: string }>('POST', '/organisations', {
    source: 'contracts',
    values: { name: 'Mäkelä Oy' },
  }).catch(() => undefined)
  const second = await customer('Bertta', 'bertta@example.org')
  await care('PATCH', `/agreements/${id}`, {
    expected: made.change,
    terms: { ends: '2027-06-30' },
    parties: [
      { person, role: 'customer' },
      { person: second, role: 'guarantor' },
      ...(organisation ? [{ organisation: organisation.id, role: 'other' }] : []),
    ],
  })
  const changed = await read(id)
  expect(changed.parties.map(({ name, role }) => [name, role])).toEqual(
    expect.arrayContaining([
      ['Aino Virtanen', 'customer'],
      ['Bertta Virtanen', 'guarantor'],
    ]),
  )
  expect(changed.reminder).toMatchObject({ due: '2027-05-17' })
  await expect(
    care('PATCH', `/agreements/${id}`, { expected: made.change, terms: { subject: 'Muu' } }),
  ).rejects.toThrow('register.changed-meanwhile')
})

test('each turn says who, when and why; what is not its turn is refused; ending it drops the reminder', async () => {
  const person = await customer('Cecilia', 'cecilia@example.org')
  const id = await record(person)
  await step(id, 'in-force', { day: '2026-03-01' })
  await step(id, 'terminated', { day: '2026-03-02', why: 'Asiakas irtisanoi 131052-308T' })
  const ended = await read(id)
  expect(ended).toMatchObject({
    values: { state: 'terminated', starts: '2026-03-01', ends: '2026-03-02' },
    reminder: { open: false },
    turns: ['in-force'],
  })
  expect(ended.steps.map(({ did, why }) => [did, why])).toEqual([
    ['signed', null],
    ['in-force', null],
    ['terminated', 'Asiakas irtisanoi ******-****'],
  ])
  expect(
    await refusal(
      `/agreements/${id}/steps`,
      { did: 'renewed', day: '2027-01-01', expected: ended.change },
      kaisa,
      'customer-care',
    ),
  ).toBe('agreements.not-now')
  const { lines } = await care<Timeline>('GET', `/persons/${person}/timeline?kinds=agreement`)
  expect(lines.map(({ sentence }) => sentence)).toEqual([
    'Kaisa merkitsi sopimuksen irtisanotuksi: Kurssien toimitus',
    'Kaisa merkitsi sopimuksen voimassa olevaksi: Kurssien toimitus',
  ])
})

test('what another way writes is a contract too: its state is a step without a reason', async () => {
  const person = await customer('Doris', 'doris@example.org')
  const row = await desk.register.call(
    'rights',
    `register.write_contracts($1, 'contracts', null, $2, null, $3, null)`,
    person,
    { state: 'draft', subject: 'Tuonnista' },
  )
  await desk.register.call('rights', `register.write_contracts($1, 'contracts', null, $2, $3, $4, null)`, person, row, {
    state: 'in-force',
  })
  expect((await read(row)).steps.map(({ did }) => did)).toEqual(['draft', 'in-force'])
})

test('documents are told by their bytes, sealed, every version kept, and opened only by who sees the contract', async () => {
  const person = await customer('Edla', 'edla@example.org')
  const id = await record(person)
  expect((await attach(id, pdf('ensimmäinen'))).status).toBe(201)
  expect((await attach(id, pdf('toinen'))).status).toBe(201)
  const twice = await attach(id, pdf('toinen'))
  expect(((await twice.json()) as { type: string }).type).toContain('agreements.same-document')
  const page = await attach(id, Buffer.from('<html><script>1</script></html>'), 'sopimus.pdf')
  expect(((await page.json()) as { type: string }).type).toContain('agreements.unknown-type')
  const { documents } = await read(id)
  expect(documents.map(({ version, type, name }) => [version, type, name])).toEqual([
    [2, 'application/pdf', 'Sopimus Virtanen.pdf'],
    [1, 'application/pdf', 'Sopimus Virtanen.pdf'],
  ])
  for (const file of files())
    expect(readFileSync(join(home, 'files', 'documents', file)).includes('toinen')).toBe(false)
  const opened = await care<{ base64: string }>('GET', `/agreements/${id}/documents/${documents[0]?.id}`)
  expect(Buffer.from(opened.base64, 'base64').toString()).toContain('toinen')
  const marketing = await server.withKey('marketing')
  const other = await marketing('GET', `/api/v1/agreements/${id}`, { purpose: 'marketing' })
  expect([other.status, ((await other.json()) as { type: string }).type]).toEqual([
    403,
    expect.stringContaining('register.category-not-given'),
  ])
  const looks = await db.app.query(
    `select 1 from access.look where person_id = $1 and operation = 'agreement.document'`,
    [person],
  )
  expect(looks.rowCount).toBe(1)
  await care('DELETE', `/agreements/${id}/documents/${documents[1]?.id}`)
  const before = files().length
  await clear()
  expect(files().length).toBe(before - 1)
})

test('the list is by the day on which they end, and narrowed by state and by days', async () => {
  const person = await customer('Fanny', 'fanny@example.org')
  const open = await record(person, { state: 'draft', terms: { subject: 'Toistaiseksi', renewal: 'until-notice' } })
  const soon = await record(person, { terms: { subject: 'Pian', ends: '2026-03-20' } })
  const late = await record(person, { terms: { subject: 'Myöhemmin', ends: '2029-01-01' } })
  const list = async (which: object) =>
    (await care<AgreementList>('POST', '/agreements/search', { person, ...which })).agreements.map(({ id }) => id)
  expect(await list({})).toEqual([soon, late, open])
  expect(await list({ state: 'draft' })).toEqual([open])
  expect(await list({ from: '2026-03-01', to: '2026-12-31' })).toEqual([soon])
  const first = await care<AgreementList>('POST', '/agreements/search', { person, limit: 1 })
  expect(await list({ limit: 1, after: first.next })).toEqual([late])
})

test('the day begins, ends and renews them, and what was renewed has a reminder of its own', async () => {
  const person = await customer('Greta', 'greta@example.org')
  const begins = await record(person, { terms: { subject: 'Alkaa', starts: '2026-03-02' } })
  const over = await record(person, { terms: { subject: 'Päättyi', ends: '2026-03-10', renewal: 'ends' } })
  const goesOn = await record(person, {
    terms: { subject: 'Jatkuu', ends: '2026-03-31', renewal: 'renews', renewal_months: 12, notice_days: 0 },
  })
  await step(over, 'in-force', { day: '2026-03-01' })
  await step(goesOn, 'in-force', { day: '2026-03-01' })
  await morning('2026-03-02T06:00:00Z')
  expect((await read(begins)).values.state).toBe('in-force')
  await morning('2026-04-01T06:00:00Z')
  expect((await read(over)).values.state).toBe('ended')
  expect(await read(goesOn)).toMatchObject({
    values: { state: 'in-force', ends: '2027-03-31' },
    reminder: { due: '2027-03-17', open: true },
  })
  expect((await read(goesOn)).steps.at(-1)).toMatchObject({ did: 'renewed', by: { kind: 'system' } })
})

test('the copy of Art. 15 names the files, and an erasure takes them from the disk', async () => {
  const person = await customer('Hilda', 'hilda@example.org')
  const id = await record(person)
  await attach(id, pdf('hildan'))
  const made = await answer<{ bytes: string }>('POST', '/copies', { person, kind: 'access', format: 'json' })
  const copy: AccessPackage = JSON.parse(Buffer.from(made.bytes, 'base64').toString())
  expect(copy.files).toMatchObject([
    { name: 'Sopimus Virtanen.pdf', type: 'application/pdf', bytes: pdf('hildan').length },
  ])
  expect(JSON.stringify(copy.categories)).toContain('Allekirjoitettu')
  const packed = await answer<{ bytes: string }>('POST', '/copies', { person, kind: 'access', format: 'zip' })
  const zip = join(home, 'kopio.zip')
  writeFileSync(zip, Buffer.from(packed.bytes, 'base64'))
  expect(await namesIn(zip)).toEqual([
    expect.stringMatching(/\.pdf$/),
    expect.stringMatching(/\.json$/),
    expect.stringMatching(/\.csv$/),
    'Tiedostot/Sopimus Virtanen.pdf',
  ])
  const before = files().length
  const request = await desk.ask('erasure', person)
  await desk.step(request, { kind: 'working' }).catch(() => {})
  await desk.upon(request, 'erasure', {})
  await clear()
  expect(files().length).toBe(before - 1)
  expect((await db.admin.query('select from agreements.agreement where id = $1', [id])).rowCount).toBe(0)
})

test('what a legal claim keeps of an erased person keeps its documents', async () => {
  const person = await customer('Inkeri', 'inkeri@example.org')
  const id = await record(person)
  await attach(id, pdf('inkerin'))
  const before = files().length
  await desk.upon(await desk.ask('erasure', person), 'erasure', { claim: { why: 'Riita maksusta on kesken' } })
  await clear()
  expect(files().length).toBe(before)
  expect((await db.admin.query('select from agreements.document where agreement_id = $1', [id])).rowCount).toBe(1)
})

test('three years after its last day the contract goes with its documents, and one that stands does not', async () => {
  const person = await customer('Jaana', 'jaana@example.org')
  const over = await record(person, { terms: { subject: 'Ohi', starts: '2021-01-01', ends: '2022-01-31' } })
  const stands = await record(person, { terms: { subject: 'Jatkuu', starts: '2021-01-01' } })
  await attach(over, pdf('vanha'))
  await attach(stands, pdf('uusi'))
  const before = files().length
  await pass({ ...server.program, database: db }, 'nightly', {
    rest: 0,
    stopping: new AbortController().signal,
    actor: 'system',
  })
  await clear()
  expect(files().length).toBe(before - 1)
  const { agreements } = await care<AgreementList>('POST', '/agreements/search', { person })
  expect(agreements.map(one => one.id)).toEqual([stands])
})
