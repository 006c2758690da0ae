/** Anybody may ask by the form: it says the same to everybody, opens a request, writes to no address more than it must, and keeps no identity code. */

import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { testServer } from '../../test/server.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { preferenceLink } from '../permissions/link-message.ts'
import { requestAcknowledgement } from './acknowledgement-message.ts'
import { receive } from './ask.jobs.ts'

const desk = await permissionsDesk()
const { db } = desk
await prepareQueue(db)
const server = await testServer(db, undefined, 'smtp://127.0.0.1:9')
let mail: MailServer
let visitors = 0
afterAll(async () => {
  await server.access.close()
  await desk.close()
})
beforeEach(async () => {
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 90_000_000)))
  mail = await mailServer()
  visitors++
})
afterEach(async () => {
  await mail.close()
  await db.admin.query('delete from mail.message; delete from graphile_worker._private_jobs')
})

const work = () =>
  runDueJobs(db, [sendMail([requestAcknowledgement, preferenceLink]), receive], {
    ...server.program,
    mail: openMail({ url: mail.url, perMinute: 1000, key: db.addressKey }),
  })
const fetchStamp = async (): Promise<string> => {
  const page = await (await server.app.request('/rights', { headers: { accept: 'text/html' } })).text()
  return /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? ''
}
const post = (fields: Readonly<Record<string, string>>) =>
  server.app.request('/rights?lang=fi', {
    method: 'POST',
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `10.1.0.${visitors}`,
    },
    body: new URLSearchParams(fields).toString(),
  })
const asked = {
  act: 'ask',
  kind: 'access',
  words: 'Mitä tietoja minusta on?',
  name: 'Aino Virtanen',
  email: '',
  post: '',
}
/** A stamp is fetched, some seconds pass, and the form is sent. */
async function send(
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly page: string }> {
  const stamp = await fetchStamp()
  db.clock.forward(20_000)
  const response = await post({ ...asked, ...fields, stamp })
  return { status: response.status, page: await response.text() }
}
const requests = async () =>
  (
    await db.admin.query<{ number: number; kind: string; person: string | null; channel: string; requester: string }>(
      `select r.number, r.kind, s.person_id as person, r.channel, r.requester from rights.request r join rights.standing s using (id)
       order by r.number desc`,
    )
  ).rows

test('whoever asks hears the same; only afterwards the request is tied to the person whose address it is', async () => {
  const [aino] = await desk.persons([{ has: ['aino@example.org'] }])
  const known = await send({ email: 'Aino@example.org' })
  const unknown = await send({ email: 'nobody@example.org' })
  const plain = ({ status, page }: typeof known) => [status, page.replace(/numero on \d+/, '')]
  expect(plain(known)).toEqual(plain(unknown))
  expect(known.status).toBe(200)
  expect((await requests()).slice(0, 2).map(({ person }) => person)).toEqual([null, null])
  expect(await work()).toEqual([])
  const [second, first] = await requests()
  expect(first).toMatchObject({ kind: 'access', channel: 'form', person: aino })
  expect(second).toMatchObject({ person: null })
  const { rows } = await db.app.query('select operation from access.look where person_id = $1', [aino])
  expect(rows).toEqual([{ operation: 'request.match' }])

  expect(mail.received.map(({ to, from }) => [...to, from])).toEqual([
    ['Aino@example.org', ''],
    ['nobody@example.org', ''],
  ])
  for (const [letter, number] of [
    [mail.received[0], first?.number],
    [mail.received[1], second?.number],
  ] as const) {
    if (!letter) throw new Error('no acknowledgement came')
    expect(headerOf(letter, 'Auto-Submitted')).toBe('auto-replied')
    const words = partsOf(letter)['text/plain'] ?? ''
    expect(words).toContain(String(number))
    expect(words).not.toMatch(/Aino|Mitä tietoja/)
  }
})

test('an address of two persons ties the request to neither', async () => {
  await desk.persons([{ has: ['yhteinen@example.org'] }, { has: ['yhteinen@example.org'] }])
  await send({ email: 'yhteinen@example.org' })
  await work()
  expect((await requests())[0]).toMatchObject({ person: null })
})

test('without an e-mail address the answer goes by letter, and nobody is written to', async () => {
  expect((await send({ post: 'Kauppakatu 1, 40100 Jyväskylä' })).status).toBe(200)
  await work()
  expect((await requests())[0]).toMatchObject({ requester: 'Aino Virtanen, Kauppakatu 1, 40100 Jyväskylä' })
  expect(mail.received).toEqual([])
})

test('what cannot be taken is said at its field, what was written stays, and nothing is stored', async () => {
  const before = (await requests()).length
  for (const [fields, at] of [
    [{ email: 'a@b.fi', words: 'Tunnukseni on 131052-308T.' }, 'henkilötunnus'],
    [{ email: 'a@b.fi', name: '131052-308T' }, 'henkilötunnus'],
    [{ email: '' }, 'johon vastaamme'],
    [{ email: 'ei osoite' }, 'Tarkista sähköpostiosoite'],
    [{ email: 'a@b.fi', words: ' ' }, 'Kirjoita, mitä pyydät'],
    [{ email: 'a@b.fi', homepage: 'http://spam.example' }, 'tyhjäksi'],
  ] as const) {
    const { status, page } = await send(fields)
    expect(status).toBe(422)
    expect(page).toContain(at)
  }
  const stamp = await fetchStamp()
  const hasty = await post({ ...asked, email: 'a@b.fi', stamp })
  expect([hasty.status, (await hasty.text()).includes(asked.words)]).toEqual([422, true])
  expect((await post({ ...asked, email: 'a@b.fi', stamp: `1.x.${'a'.repeat(43)}` })).status).toBe(422)
  db.clock.forward(86_400_001)
  expect((await post({ ...asked, email: 'a@b.fi', stamp })).status).toBe(422)
  expect((await requests()).length).toBe(before)
  await work()
  expect(mail.received).toEqual([])
})

test('a form that is sent twice is one request', async () => {
  const stamp = await fetchStamp()
  db.clock.forward(20_000)
  const [first, second] = [
    await post({ ...asked, email: 'a@b.fi', stamp }),
    await post({ ...asked, email: 'a@b.fi', stamp }),
  ]
  expect(await second.text()).toBe(await first.text())
  expect((await requests()).filter(({ requester }) => requester.includes('a@b.fi'))).toHaveLength(1)
})

test('a mail server that takes no null sender gets ours', async () => {
  let refusals = 1
  mail.mood = stage => (stage === 'from' && refusals-- > 0 ? { code: 550 } : 'answer')
  await send({ email: 'cecilia@example.org' })
  expect(await work()).toEqual([])
  expect(mail.received.map(({ from }) => from)).toEqual(['tietosuoja@example.fi'])
})

test('an address is written to three times a day at most, and never one of a machine', async () => {
  for (let n = 0; n < 5; n++) {
    visitors++
    expect((await send({ email: 'bertta@example.org' })).status).toBe(200)
  }
  await send({ email: 'mailer-daemon@example.org' })
  await send({ email: 'tietosuoja@example.fi' })
  await work()
  expect(mail.received.map(({ to }) => to[0])).toEqual(Array(3).fill('bertta@example.org'))
  db.clock.forward(86_400_001)
  await send({ email: 'bertta@example.org' })
  await work()
  expect(mail.received).toHaveLength(4)
  const { rows } = await db.admin.query('select from rights.form_mail')
  expect(rows).toHaveLength(1) // who was written to is known for a day
})

test('marketing ends by a link at once for whoever is known, and by a request for others; both hear the same', async () => {
  await desk.persons([{ said: ['consent marketing email'], has: ['dora@example.org'] }])
  const before = (await requests()).length
  const known = await send({ act: 'stop', email: 'dora@example.org' })
  const unknown = await send({ act: 'stop', email: 'eikukaan@example.org' })
  expect(known).toEqual(unknown)
  expect(await work()).toEqual([])
  const [request, ...others] = (await requests()).slice(0, -before || undefined)
  expect(others).toEqual([])
  expect(request).toMatchObject({ kind: 'objection', channel: 'form', requester: 'eikukaan@example.org' })
  const byAddress = Object.fromEntries(mail.received.map(one => [one.to[0], partsOf(one)['text/plain']]))
  expect(byAddress['dora@example.org']).toMatch(/\/preferences\/[\w-]{43}/)
  expect(byAddress['eikukaan@example.org']).toContain(String(request?.number))
  expect((await db.admin.query('select from rights.wish')).rowCount).toBe(0)
})

test('one who sends without end is told to wait', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) statuses.push((await post({ ...asked, email: 'a@b.fi', stamp: 'x' })).status)
  expect(statuses).toContain(429)
})

test('where the answer goes is kept until it has gone, and goes with the person', async () => {
  const [aino, bertta] = await desk.persons([{ has: ['yksi@example.org'] }, { has: ['kaksi@example.org'] }])
  await send({ email: 'yksi@example.org' })
  await send({ email: 'kaksi@example.org' })
  await work()
  const kept = async (person: string | undefined) =>
    (await db.admin.query('select request_id as id from rights.reply_to where person_id = $1', [person])).rows[0]?.id
  const id = await kept(aino)
  const { rows } = await db.admin.query('select step from rights.standing where id = $1', [id])
  await desk.call(
    'rights',
    `rights.take_step($1, $2, 'withdrawn', null, '{}', $3, $4)`,
    id,
    rows[0].step,
    db.clock.now(),
  )
  expect(await kept(aino)).toBeUndefined()
  expect(await kept(bertta)).toBeDefined()
  await db.admin.query('select register.forget(array[$1::uuid])', [bertta])
  expect(await kept(bertta)).toBeUndefined()
})
