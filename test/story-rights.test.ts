/** Each right from the request to the reply, on a real register: what was done is what every purpose's own login then sees. */

import { afterAll, expect, test } from 'vitest'
import { sendMail } from '../src/mail/send.jobs.ts'
import { openMail } from '../src/mail/transport.ts'
import { recipientMessage } from '../src/rights/recipient-message.ts'
import { runDueJobs } from './due-jobs.ts'
import { mailServer, partsOf } from './mail-server.ts'
import { rightsDesk } from './rights-desk.ts'

const desk = await rightsDesk()
const { answer, ask, customer, db, kaisa, leo, refusal, register, seen, show, step, upon } = desk
afterAll(() => desk.close())

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows
const names = (purpose: string, person: string) => seen(purpose, 'identity', person, 'given_name')
const granted = (request: string) => step(request, { kind: 'answered', outcome: 'granted', channel: 'email' })
const did = async (request: string) => (await show(request)).steps.map(({ kind }) => kind)
const maySend = async (person: string) =>
  (
    await db
      .purpose('rights')
      .query(`select allowed, reason from register.may_send($1, array[$2::uuid], 'marketing', 'email', $3)`, [
        register.token('rights'),
        person,
        db.clock.now(),
      ])
  ).rows[0]
const recipients = async (request: string) =>
  (
    await answer<{
      recipients: { id: string; recipient: string; act: string; state: string; address: string | null }[]
    }>('GET', `/requests/${request}/recipients`)
  ).recipients

test('access: the copy has what is held, and the request is answered', async () => {
  const aino = await customer('Aino', 'aino1@example.org')
  const request = await ask('access', aino)
  const { bytes } = await answer<{ bytes: string }>('POST', '/copies', { person: aino, kind: 'access', format: 'json' })
  const copy = Buffer.from(bytes, 'base64').toString()
  for (const held of ['Aino', 'aino1@example.org', 'T-1', 'keramiikka', 'Saa lähettää']) expect(copy).toContain(held)
  await granted(request)
  expect(await show(request)).toMatchObject({ state: 'answered', requester: 'Aino Virtanen, aino@example.org' })
})

test('portability: what the person gave, on consent or contract', async () => {
  const aino = await customer('Aino', 'aino2@example.org')
  const request = await ask('portability', aino)
  const { bytes } = await answer<{ bytes: string }>('POST', '/copies', {
    person: aino,
    kind: 'portability',
    format: 'json',
  })
  const { categories } = JSON.parse(Buffer.from(bytes, 'base64').toString())
  expect(categories.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['contact-points', 'orders']))
  await granted(request)
  expect((await show(request)).state).toBe('answered')
})

test('rectification: the value changes for everybody, the request is its source, and recipients are to be told', async () => {
  const aino = await customer('Aino', 'aino3@example.org')
  const request = await ask('rectification', aino)
  const [{ id: last }] = await rows(
    `select id from register.change where person_id = $1 and category = 'identity'`,
    aino,
  )
  const category = 'identity'
  const correction = { category, row: { id: aino, expected: last }, values: { family_name: 'Mäkelä' } }
  await upon(request, 'corrections', correction)
  expect(await seen('customer-care', 'identity', aino, 'family_name')).toEqual([{ family_name: 'Mäkelä' }])
  const [change] = await rows(
    `select source, source_ref, before from register.change where person_id = $1 and category = 'identity' order by id desc limit 1`,
    aino,
  )
  expect(change).toEqual({ source: 'request', source_ref: request, before: { family_name: 'Virtanen' } })
  // whoever saw an older value is told, and no step is left behind
  const stale = { expected: (await show(request)).step, ...correction }
  expect(await refusal(`/requests/${request}/corrections`, stale)).toBe('register.changed-meanwhile')
  await upon(request, 'supplements', { category: 'orders', words: 'Tilaus tehtiin lahjaksi.' })
  expect(await did(request)).toEqual(['corrected', 'supplemented'])
  expect((await recipients(request)).map(({ state, act }) => [state, act])).toContainEqual(['untold', 'corrected'])
  await granted(request)
  const { bytes } = await answer<{ bytes: string }>('POST', '/copies', { person: aino, kind: 'access', format: 'json' })
  expect(Buffer.from(bytes, 'base64').toString()).toContain('Tilaus tehtiin lahjaksi.')
})

test('restriction: nobody sees the person from that moment on, and it is lifted only after they were told', async () => {
  const aino = await customer('Aino', 'aino4@example.org')
  const request = await ask('restriction', aino)
  expect(await names('customer-care', aino)).toHaveLength(1)
  await upon(request, 'restriction', { ground: 'accuracy' })
  for (const purpose of ['customer-care', 'marketing', 'bookkeeping', 'claims'])
    expect(await names(purpose, aino)).toEqual([])
  expect(await names('rights', aino)).toHaveLength(1)
  expect(await maySend(aino)).toEqual({ allowed: false, reason: 'restricted' })
  await granted(request)
  const expected = (await show(request)).step
  expect(await refusal(`/requests/${request}/restriction/lift`, { expected, reason: 'Selvitetty.' })).toBe(
    'rights.not-now',
  )
  // another request restricts them too: lifting the first leaves the second
  const second = await ask('rectification', aino)
  await upon(second, 'restriction', { ground: 'accuracy' })
  await upon(request, 'restriction/telling', { channel: 'email' })
  await upon(request, 'restriction/lift', { reason: 'Tieto oli oikein.' })
  expect(await names('customer-care', aino)).toEqual([])
  await upon(second, 'restriction/telling', { channel: 'email' })
  await upon(second, 'restriction/lift', { reason: 'Tieto oli oikein.' })
  expect(await names('customer-care', aino)).toHaveLength(1)
})

test('objection to direct marketing: at once, for good, without asking who it is', async () => {
  const aino = await customer('Aino', 'aino5@example.org')
  expect(await maySend(aino)).toMatchObject({ allowed: true })
  const request = await ask('objection', aino)
  await step(request, { kind: 'identity-asked', proof: 'code', reason: 'Osoite on meille tuntematon.' })
  await upon(request, 'objection', { objection: { to: 'direct-marketing' } })
  expect(await maySend(aino)).toEqual({ allowed: false, reason: 'prohibited' })
  for (const purpose of ['marketing', 'sales']) expect(await names(purpose, aino)).toEqual([])
  expect(await names('customer-care', aino)).toHaveLength(1)
  await step(request, { kind: 'identity-proved', proof: 'code' })
  await granted(request)
  expect(await maySend(aino)).toMatchObject({ allowed: false })
})

test('objection on their own situation: stops at once; refused by two, it goes on with the answer', async () => {
  const aino = await customer('Aino', 'aino6@example.org')
  const request = await ask('objection', aino)
  const interest = (purposes: readonly string[]) => ({ objection: { to: 'interest', purposes } })
  expect(await refusal(`/requests/${request}/objection`, { expected: null, ...interest(['course-delivery']) })).toBe(
    'rights.no-such-objection',
  )
  expect(await names('customer-analysis', aino)).toHaveLength(1)
  await upon(request, 'objection', interest(['customer-analysis']))
  expect(await names('customer-analysis', aino)).toEqual([])
  expect(await names('claims', aino)).toHaveLength(1)
  await step(
    request,
    { kind: 'refusal-proposed', ground: 'compelling-grounds', reason: 'Petosten selvittäminen.' },
    kaisa,
  )
  await step(request, { kind: 'refusal-approved' }, leo)
  expect(await names('customer-analysis', aino)).toEqual([])
  await step(request, { kind: 'answered', outcome: 'refused', channel: 'email' })
  expect(await names('customer-analysis', aino)).toHaveLength(1)

  const upheld = await ask('objection', aino)
  await upon(upheld, 'objection', interest(['customer-analysis']))
  await granted(upheld)
  expect(await names('customer-analysis', aino)).toEqual([])
})

test('withdrawal: the consent that stood is withdrawn as of the request, and nothing goes by it any more', async () => {
  const aino = await customer('Aino', 'aino7@example.org')
  const request = await ask('withdrawal', aino)
  await upon(request, 'withdrawal', { purposes: ['marketing'] })
  expect(await maySend(aino)).toMatchObject({ allowed: false })
  expect(await seen('marketing', 'interests', aino, 'interest')).toEqual([])
  const expected = (await show(request)).step
  expect(await refusal(`/requests/${request}/withdrawal`, { expected, purposes: 'all' })).toBe(
    'rights.nothing-to-withdraw',
  )
  await granted(request)
})

test('erasure: recipients are told or it is said why not, and the certificate names nobody', async () => {
  const aino = await customer('Aino', 'aino8@example.org')
  await register.write('feedback', aino, null, { content: 'Kiitos', kind: 'feedback', state: 'open' })
  const request = await ask('erasure', aino)
  expect(await refusal(`/requests/${request}/certificate`, { format: 'json' })).toBe('rights.nothing-erased')
  await upon(request, 'erasure', {})
  const told = await recipients(request)
  expect(told.map(({ recipient }) => recipient)).toContain('Esimerkki Uutiskirjeet Oy')
  const [first, second, third] = told
  const tell = (id: string | undefined, body: object) => answer('POST', `/requests/${request}/recipients/${id}`, body)
  await tell(first?.id, { how: 'email', address: 'tietosuoja@example.com', whom: 'aino@example.org' })
  await tell(second?.id, { how: 'had-none' })
  expect(await refusal(`/requests/${request}/recipients/${third?.id}`, { how: 'impossible' })).toBe('input')
  await tell(third?.id, { how: 'disproportionate', reason: 'Tiedot on jo hävitetty.' })
  expect((await recipients(request)).map(({ state }) => state)).toEqual(
    expect.arrayContaining(['queued', 'had-none', 'disproportionate', 'untold']),
  )
  expect(await rows(`select kind from mail.message where about = $1`, first?.id)).toEqual([
    { kind: 'rights.recipient' },
  ])
  await granted(request)
  const make = async (format: string) =>
    Buffer.from(
      (await answer<{ bytes: string }>('POST', `/requests/${request}/certificate`, { format })).bytes,
      'base64',
    )
  const { certificate } = JSON.parse((await make('json')).toString())
  expect(certificate.categories).toContainEqual(expect.objectContaining({ category: 'feedback', erased: 1, kept: 0 }))
  expect(certificate.categories).toContainEqual(
    expect.objectContaining({ category: 'orders', kept: 1, until: '2032-12-31', laws: ['1336/1997'] }),
  )
  expect((await make('pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  expect((await make('json')).toString()).not.toMatch(/Aino|Virtanen|aino@/)
  expect(JSON.stringify(await show(request))).not.toMatch(/Aino|Virtanen|aino@/)
})

test('a recipient who may be told by itself is, by the one value that finds the person, and what became of it is seen', async () => {
  const recipient = 'Esimerkki Uutiskirjeet Oy'
  const of = async (request: string) => (await recipients(request)).find(one => one.recipient === recipient)
  const tell = async (request: string, body: object) =>
    answer('POST', `/requests/${request}/recipients/${(await of(request))?.id}`, body)
  const teaching = await ask('erasure', await customer('Bertta', 'bertta12@example.org'))
  await upon(teaching, 'erasure', {})
  const address = 'tietosuoja@example.com'
  await tell(teaching, { how: 'email', address, whom: 'bertta12@example.org', fromNowOn: 'email' })

  const request = await ask('erasure', await customer('Aino', 'aino12@example.org'))
  await upon(request, 'erasure', {})
  await granted(request) // the letter is still to be written, and the words of the request have gone
  expect(await of(request)).toMatchObject({ state: 'queued', address, knownBy: 'email', by: { kind: 'system' } })
  const others = (await recipients(request)).filter(one => one.recipient !== recipient)
  expect(new Set(others.map(({ state }) => state))).toEqual(new Set(['untold']))
  const server = await mailServer()
  try {
    const mail = openMail({ url: server.url, perMinute: 1000, key: db.addressKey })
    expect(await runDueJobs(db, [sendMail([recipientMessage])], { ...desk.server.program, mail })).toEqual([])
    const letter = server.received.find(({ raw }) => raw.includes('aino12'))
    expect(letter?.to).toEqual([address])
    expect(partsOf(letter ?? { to: [], from: '', raw: '' })['text/plain']).not.toMatch(
      /Aino |Virtanen|Esimerkkikatu|T-1/,
    )
  } finally {
    await server.close()
  }
  expect(await of(request)).toMatchObject({ state: 'sent' })
  expect(await rows(`select from rights.recipient_notice where whom like 'aino12%'`)).toEqual([])
  await tell(request, { how: 'confirmed' })
  expect(await of(request)).toMatchObject({ state: 'confirmed' })

  // what was corrected is not what the recipient knows: somebody writes it
  const person = await customer('Cecilia', 'cecilia12@example.org')
  const correcting = await ask('rectification', person)
  const [{ id }] = await rows(
    'select id from register.contact_points where person_id = $1 and email is not null',
    person,
  )
  const [{ change }] = await rows(
    'select id as change from register.change where row_id = $1 order by id desc limit 1',
    id,
  )
  const body = { category: 'contact-points', row: { id, expected: change }, values: { email: 'cecilia13@example.org' } }
  await upon(correcting, 'corrections', body)
  expect(await of(correcting)).toMatchObject({ state: 'untold' })
})

test('decision: a request about a decision goes from the first step to the answer', async () => {
  const aino = await customer('Aino', 'aino9@example.org')
  const request = await ask('decision', aino)
  expect((await show(request)).turns).not.toContain('erased')
  await granted(request)
  expect(await show(request)).toMatchObject({ state: 'answered', kind: 'decision' })
})

test('who was erased does not come back with a file: counted, not named', async () => {
  const kaarlo = await register.customer()
  await register.write('contact-points', kaarlo, null, { email: 'kaarlo@example.org' })
  await upon(await ask('erasure', kaarlo), 'erasure', {})
  const id = '0199c0de-0000-7000-8000-0000000000aa'
  await db.admin.query(
    `insert into intake.import (id, file_name, bytes, sha256, purpose, uploaded_at, uploaded_by, scan, source)
     values ($1, 'a.csv', 1, '', 'customer-care', now(), 'test', '{}', 'forms')`,
    [id],
  )
  await db.admin.query(`insert into intake.row values ($1, 2, null), ($1, 3, null)`, [id])
  await db.admin.query(
    `insert into intake.key values ($1, 2, 'kaarlo@example.org', null, ''), ($1, 3, 'uusi@example.org', null, '')`,
    [id],
  )
  await db.admin.query(
    `insert into intake.part select $1, l, 'contact-points', jsonb_build_object('email', e), jsonb_build_object('email', e)
     from unnest(array[2, 3], array['kaarlo@example.org', 'uusi@example.org']) t (l, e)`,
    [id],
  )
  await db.admin.query(
    `insert into intake.said select $1, l, 'contract', null, null, now(), null from unnest(array[2, 3]) l`,
    [id],
  )
  const counts = await register.call<{ new: number; refused: number }>(
    'customer-care',
    'register.import_classify($1, $2)',
    id,
  )
  expect(counts).toMatchObject({ rows: 2, new: 1, refused: 1 })
  expect(await rows(`select line, lacks from intake.match where import_id = $1 and outcome = 'lacking'`, id)).toEqual([
    { line: 2, lacks: 'suppressed' },
  ])
})

test('requests go by the notice’s period, with their certificate, and not before', async () => {
  const aino = await customer('Aino', 'aino10@example.org')
  const open = await ask('access', aino)
  const settled = await ask('erasure', await customer('Bertta', 'bertta11@example.org'))
  await upon(settled, 'erasure', {})
  await granted(settled)
  const pass = async (day: string, kind: string): Promise<readonly object[]> => {
    const run = await register.call(
      'rights',
      'register.begin_retention($1, $2, $3, $4, $5)',
      kind,
      day,
      `${day}T01:00:00Z`,
      crypto.randomUUID(),
    )
    while (
      !(await register.call<boolean>('rights', 'register.step_retention($1, $2, 500, $3)', run, `${day}T01:00:00Z`))
    );
    return rows(`select outcome, rows::int from retention.outcome where run_id = $1 and category = 'requests'`, run)
  }
  expect(await pass('2029-03-02', 'nightly')).toEqual([])
  expect((await pass('2029-03-04', 'dry'))[0]).toMatchObject({ outcome: 'removed' })
  expect(await rows('select from rights.request where id = $1', settled)).toHaveLength(1)
  await pass('2029-03-04', 'nightly')
  expect(await rows('select from rights.request where id = $1', settled)).toEqual([])
  expect(await rows('select from rights.erasure where request_id = $1', settled)).toEqual([])
  expect(await rows('select from rights.request where id = $1', open)).toHaveLength(1)
})
