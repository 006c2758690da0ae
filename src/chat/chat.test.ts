/** A visitor is answered without a name and without anything in their browser; who tells an address has the chat in their data, once, and nobody else learns of it. */

import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { arrivalsDesk, shopNotice } from '../../test/arrivals-desk.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { testServer } from '../../test/server.ts'
import { parse } from '../notice/parse.ts'
import { openPerson } from '../register/persons.ts'
import { hand } from './chat.jobs.ts'
import { chat } from './chat-adapter.ts'
import { tidyTalks } from './tidy.ts'
import { widgetScript } from './widget.ts'

const desk = await arrivalsDesk(shopNotice, [chat])
const { db } = desk
const server = await testServer(db, desk.program.home)
afterAll(async () => {
  await server.access.close()
  await desk.close()
})
const care = { purpose: 'customer-care' }
await server.addStaff('Hilla', ['administrator', 'customer-service'])
await server.addStaff('Kaarlo', ['marketing'])

interface Answer {
  readonly talk?: string
  readonly named?: boolean
  readonly here?: boolean
  readonly ended?: boolean
  readonly early?: boolean
  readonly wrong?: string
  readonly lines?: readonly {
    readonly id: string
    readonly mine: boolean
    readonly by: string
    readonly text: string
  }[]
}

let hilla: Awaited<ReturnType<typeof server.signedIn>>
let visitors = 0
beforeEach(async () => {
  await desk.empty()
  await db.admin.query('truncate inbox.conversation, chat.talk, chat.presence, rights.request, arrivals.shown cascade')
  await db.admin.query('delete from graphile_worker._private_jobs')
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 3_600_000)))
  hilla = await server.signedIn('hilla@example.fi')
  expect((await hilla('PUT', '/api/v1/chats/door', { ...care, body: { open: true } })).status).toBe(204)
  visitors++
})

const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await server.app.request(path, { headers: { 'x-forwarded-for': `10.3.0.${visitors}`, ...headers } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const post = async (path: string, fields: Readonly<Record<string, string>>) => {
  const answer = await server.app.request(path, {
    method: 'POST',
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `10.3.0.${visitors}`,
    },
    body: new URLSearchParams(fields).toString(),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const script = async (fields: Readonly<Record<string, string>>): Promise<Answer> =>
  JSON.parse((await post('/chat/talk?lang=fi', fields)).text)
const stamp = async (): Promise<string> => {
  const given = JSON.parse((await get('/chat/begin?lang=fi')).text).stamp
  db.clock.forward(5_000)
  return given
}
let said = 0
const say = async (text: string, more: Readonly<Record<string, string>> = {}) =>
  script({ act: 'say', id: `client-${++said}`, text, ...(more.talk ? {} : { stamp: await stamp() }), ...more })
const work = async () => {
  await runDueJobs(db, [hand], desk.program)
  await desk.write()
}
const staff = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
  const answer = await hilla(method, `/api/v1${path}`, { ...care, ...(body !== undefined && { body }) })
  return answer.status === 204 ? (undefined as Body) : answer.json()
}
interface Shown {
  readonly id: string
  readonly person: { readonly id: string } | null
  readonly state: string
  readonly answer: string | null
  readonly talk: {
    readonly id: string
    readonly email: string | null
    readonly joined: boolean
    readonly ended: boolean
  }
  readonly messages: readonly {
    readonly by: { readonly name: string } | null
    readonly folds: readonly { readonly text: string }[]
  }[]
}
/** As staff have them, in the inbox. */
const chats = async (): Promise<readonly Shown[]> => {
  const found = await staff<{ conversations: readonly { id: string }[] }>('POST', '/inbox/search', { channel: 'chat' })
  return Promise.all(found.conversations.map(({ id }) => staff<Shown>('GET', `/inbox/${id}`)))
}
const answer = ({ id, answer: seen }: Shown, text: string, client: string) =>
  staff('POST', `/inbox/${id}/answers`, { way: 'chat', text, seen, client })
/** One that must be there. */
const theChat = async (): Promise<Shown> => {
  const [found] = await chats()
  if (!found) throw new Error('no chat is there')
  return found
}
const events = async () =>
  (await db.admin.query('select kind, direction, content from register.service_events order by occurred, id')).rows
const customer = (given_name: string, email: string) =>
  openPerson(desk.ask('customer-care'), {
    source: 'forms',
    categories: { identity: [{ given_name }], 'contact-points': [{ email }] },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })

describe('a visitor without a name', () => {
  test('is answered, and is in no register', async () => {
    const { talk = '', lines } = await say('Milloin kurssi alkaa? Tunnukseni on 131052-308T.')
    expect(lines).toMatchObject([{ mine: true, by: 'Sinä', text: 'Milloin kurssi alkaa? Tunnukseni on ******-****.' }])
    const found = await theChat()
    expect(found).toMatchObject({ person: null, state: 'open', talk: { email: null, ended: false } })
    await answer(found, 'Maanantaina.', 'answer-1')
    await answer(await theChat(), 'Maanantaina.', 'answer-1') // the same, sent again
    const shown = await theChat()
    expect(shown.messages.map(({ by, folds: [own] }) => [by?.name ?? null, own?.text])).toEqual([
      [null, 'Milloin kurssi alkaa? Tunnukseni on ******-****.'],
      ['Hilla', 'Maanantaina.'],
    ])
    const after = lines?.at(-1)?.id ?? ''
    const news = await script({ act: 'look', talk, after })
    expect(news.lines).toMatchObject([{ mine: false, by: 'Asiakaspalvelu', text: 'Maanantaina.' }])
    await work()
    expect(await desk.states()).toEqual([])
    expect((await db.admin.query('select from register.person')).rowCount).toBe(0)
  })

  test('is said to once what is sent again, and has no other’s talk', async () => {
    const first = await stamp()
    const line = { act: 'say', stamp: first, id: 'the-same', text: 'Hei' }
    const [one, two] = [await script(line), await script(line)]
    expect(two.talk).toBe(one.talk)
    expect(two.lines).toHaveLength(1)
    const other = await say('Toinen')
    expect(other.lines?.map(({ text }) => text)).toEqual(['Toinen'])
    expect(await script({ act: 'look', talk: 'guessed' })).toMatchObject({ ended: true })
  })

  test('is in the database only sealed, and its token not at all', async () => {
    const { talk = '' } = await say('Salainen asia', { email: 'aino@example.org' })
    const { rows } = await db.admin.query('select t.*, l.* from chat.talk t join chat.line l on l.talk_id = t.id')
    for (const secret of ['Salainen', 'aino', talk]) expect(JSON.stringify(rows)).not.toContain(secret)
    for (const bytes of [rows[0].sealed, rows[0].email]) expect(bytes.toString('latin1')).not.toMatch(/Salainen|aino/)
  })

  test('is turned away when a machine, and counted without a word of it', async () => {
    const fresh = JSON.parse((await get('/chat/begin')).text).stamp
    expect(await script({ act: 'say', id: 'm-1', text: 'Hei', stamp: fresh })).toMatchObject({ early: true })
    const ripe = await stamp()
    for (const fields of [{ stamp: `${ripe}x` }, { stamp: ripe, homepage: 'http://spam' }, { stamp: '' }])
      expect((await script({ act: 'say', id: 'm-2', text: 'Hei', ...fields })).wrong).toBeTruthy()
    expect(await chats()).toEqual([])
    const { rows } = await db.admin.query('select why, times from arrivals.turned_away order by why')
    expect(rows.map(({ why }) => why)).toEqual(['early', 'forged', 'trap'])
    const { talk = '' } = await say('Hei')
    const answers = []
    for (let n = 0; n < 21; n++)
      answers.push(await post('/chat/talk', { act: 'say', talk, id: `much-${n}`, text: 'x' }))
    expect(answers.at(-1)?.status).toBe(429)
  })
})

describe('a nameless talk that staff join to a customer', () => {
  test('is in their data, what was said before and what is said later, and it is on record who told', async () => {
    const [person, other] = [await customer('Aino', 'aino@example.org'), await customer('Bertta', 'bertta@example.org')]
    const { talk = '' } = await say('Haluan poistaa tietoni rekisteristänne')
    await work()
    const path = `/chats/${(await theChat()).talk.id}/person`
    await staff('PUT', path, { person })
    expect(await theChat()).toMatchObject({ person: { id: person }, talk: { joined: true } })
    await work()
    await say('Olen Aino', { talk, email: 'kotona@example.org' })
    for (let n = 0; n < 3; n++) await work()
    const { rows } = await db.admin.query(
      'select person_id, content from register.service_events order by occurred, id',
    )
    expect(rows).toEqual([
      { person_id: person, content: 'Haluan poistaa tietoni rekisteristänne' },
      { person_id: person, content: 'Olen Aino' },
    ])
    const { rows: by } = await db.admin.query('select distinct person_id, by from arrivals.choice')
    expect(by).toEqual([{ person_id: person, by: expect.stringMatching(/^staff:/) }])
    expect((await db.admin.query('select from rights.request')).rowCount).toBe(1) // asked once, before anybody knew whose it is
    expect((await hilla('PUT', `/api/v1${path}`, { ...care, body: { person: other } })).status).toBe(409)
  })

  test('is not joined to whom the purpose does not see, nor by somebody of another purpose', async () => {
    const person = await customer('Aino', 'aino@example.org')
    await say('Hei')
    const absent = '0199c0de-0000-7000-8000-000000000999'
    const path = `/api/v1/chats/${(await theChat()).talk.id}/person`
    expect((await hilla('PUT', path, { ...care, body: { person: absent } })).status).toBe(404)
    const kaarlo = await server.signedIn('kaarlo@example.fi')
    expect((await kaarlo('PUT', path, { purpose: 'marketing', body: { person } })).status).toBe(404)
    expect(await chats()).toMatchObject([{ person: null }])
  })
})

describe('a visitor who tells an address', () => {
  test('has all of the chat in their data, once, whoever spoke', async () => {
    const person = await customer('Aino', 'aino@example.org')
    const { talk = '' } = await say('Hei')
    await work()
    expect((await say('Olen Aino', { talk, email: 'Aino@example.org' })).named).toBe(true)
    await answer(await theChat(), 'Hei, Aino', 'answer-2')
    for (let n = 0; n < 3; n++) await work()
    expect(await events()).toEqual([
      { kind: 'chat', direction: 'in', content: 'Hei' },
      { kind: 'chat', direction: 'in', content: 'Olen Aino' },
      { kind: 'chat', direction: 'out', content: 'Hei, Aino' },
    ])
    expect(await chats()).toMatchObject([{ person: { id: person }, talk: { email: 'Aino@example.org' } }])
    expect((await db.admin.query('select distinct person_id, place, lang from arrivals.shown')).rows).toEqual([
      { person_id: person, place: '/chat', lang: 'fi' },
    ])
    await say('Ja vielä', { talk, email: 'bertta@example.org' }) // the first address stays
    await work()
    expect((await events()).at(-1)).toMatchObject({ content: 'Ja vielä' })
    expect((await theChat()).talk.email).toBe('Aino@example.org')
  })

  test('is answered the same whether anybody has the address or not', async () => {
    await customer('Aino', 'aino@example.org')
    const answers = []
    for (const email of ['aino@example.org', 'kaarlo@example.org']) {
      const { talk = '', lines, ...rest } = await say('Hei', { email })
      await work()
      const { lines: later, talk: _, ...after } = await script({ act: 'look', talk })
      answers.push([rest, after, lines?.map(({ text }) => text), later?.length])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(await desk.states()).toEqual(['written', 'refused arrivals.newcomer-not-declared'])
  })

  test('is not shown to a purpose that does not see them any more', async () => {
    const person = await customer('Aino', 'aino@example.org')
    await say('Hei', { email: 'aino@example.org' })
    await work()
    const { reader, token } = desk.ask('rights')
    await reader.query(
      `select register.record_statement($1, 'forms', null, $2, 'restriction', null, null, $3, null, null)`,
      [token, person, db.clock.now()],
    )
    expect(await chats()).toEqual([])
  })

  test('takes the chat along when they are erased', async () => {
    const person = await customer('Aino', 'aino@example.org')
    const { talk = '' } = await say('Hei', { email: 'aino@example.org' })
    await work()
    await db.admin.query('select register.forget(array[$1::uuid])', [person])
    expect(await events()).toEqual([])
    expect((await db.admin.query('select from chat.line')).rowCount).toBe(0)
    expect(await script({ act: 'look', talk })).toMatchObject({ ended: true })
  })
})

test('a chat that asks for a right opens one request, before and after its address is told', async () => {
  const person = await customer('Aino', 'aino@example.org')
  const { talk = '' } = await say('Haluan poistaa tietoni')
  await work()
  await work()
  const requests = async () =>
    (await db.admin.query('select kind, person_id, channel, asked from rights.request order by number')).rows
  const asked = { kind: 'erasure', channel: 'chat', asked: 'Haluan poistaa tietoni' }
  expect(await requests()).toEqual([{ ...asked, person_id: null }])
  await say('Olen Aino', { talk, email: 'aino@example.org' })
  await work()
  expect(await requests()).toHaveLength(1)
  expect(await events()).toHaveLength(2)
  await say('Mitä tietoja teillä on minusta?', { talk })
  await work()
  expect((await requests()).at(-1)).toMatchObject({ kind: 'access', person_id: person })
})

test('nothing of a talk is kept when thirty days have passed without a word', async () => {
  const { talk = '' } = await say('Hei')
  const later = (days: number) => new Date(db.clock.now().getTime() + days * 86_400_000)
  await tidyTalks(db.app, later(29))
  expect((await script({ act: 'look', talk })).lines).toHaveLength(1)
  await tidyTalks(db.app, later(31))
  expect((await db.admin.query('select from chat.line')).rowCount).toBe(0)
})

describe('the door', () => {
  test('says whether somebody is there, by whether staff have the inbox open', async () => {
    const here = async () => JSON.parse((await get('/chat/begin')).text).here
    expect(await here()).toBe(false)
    expect((await get('/chat?lang=fi', { accept: 'text/html' })).text).toContain('Kukaan ei ole juuri nyt paikalla')
    expect((await hilla('GET', '/api/v1/inbox/pulse?purpose=customer-care')).status).toBe(200)
    expect(await here()).toBe(true)
    db.clock.forward(61_000)
    expect(await here()).toBe(false)
  })

  test('is shut when staff shut it, and before the notice gives chats a place', async () => {
    await staff('PUT', '/chats/door', { open: false })
    expect((await get('/chat?lang=fi', { accept: 'text/html' })).status).toBe(404)
    expect((await get('/chat.js')).text).toBe('')
    const refused = await hilla('PUT', '/api/v1/chats/door', { purpose: 'marketing', body: { open: true } })
    expect([403, 422]).toContain(refused.status)
  })

  test('is not Kaarlo’s, to whom the purpose does not belong', async () => {
    await say('Hei')
    const { talk } = await theChat()
    const kaarlo = await server.signedIn('kaarlo@example.fi')
    for (const [method, path] of [
      ['GET', '/chats/door'],
      ['POST', `/chats/${talk.id}/end`],
    ] as const)
      expect((await kaarlo(method, `/api/v1${path}`, care)).status).toBe(403)
    expect((await kaarlo('POST', `/api/v1/chats/${talk.id}/end`, { purpose: 'marketing' })).status).toBe(404)
    expect((await kaarlo('GET', '/api/v1/inbox/pulse?purpose=customer-care')).status).toBe(403)
  })
})

test('the page without script holds its token in itself, loses nothing typed, and shows the notice before the first word', async () => {
  const first = await get('/chat?lang=fi', { accept: 'text/html' })
  expect(first.text).not.toMatch(/<script/)
  expect(first.headers.get('set-cookie')).toBeNull()
  for (const words of ['Ixir-verkkokurssit Oy', 'Asiakaspalvelutapahtumat', '24 kuukautta', '/notice?lang=fi'])
    expect(first.text).toContain(words)
  const field = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
  db.clock.forward(5_000)
  const [given, id] = [field(first.text, 'stamp'), field(first.text, 'id')]
  const wrong = await post('/chat?lang=fi', {
    act: 'say',
    stamp: given,
    id,
    text: 'Tärkeä <b>asia</b>',
    email: 'aino@',
  })
  expect([wrong.status, wrong.text.includes('Tärkeä &lt;b&gt;asia')]).toEqual([422, true])
  const sent = await post('/chat?lang=fi', { act: 'say', stamp: given, id, text: 'Tärkeä asia', email: '' })
  const talk = field(sent.text, 'talk')
  const looked = await post('/chat?lang=fi', { act: 'look', talk, id, text: 'Kesken' })
  expect(looked.text).toContain('Tärkeä asia')
  expect(looked.text).toContain('Kesken</textarea>')
  const ended = await post('/chat?lang=fi', { act: 'end', talk, id })
  expect(ended.text).toContain('Keskustelu on päättynyt')
  expect(await chats()).toMatchObject([{ talk: { ended: true } }])
})

test('the script is at most six kilobytes as it travels, and keeps nothing that the notice does not list', async () => {
  const { text, headers } = await get('/chat.js')
  expect(gzipSync(text).length).toBeLessThan(6_000)
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(text).toContain('"remembers":false,"needs":null')
  expect(text).not.toMatch(/https?:\/\/(?!localhost)/)
  const listing = (category: string) => {
    const listed = `  seloste_chat: { category: ${category}, keeps: session, set-by: own-site, for: customer-care }\n`
    const { notice } = parse(shopNotice.replace('cookies:\n', `cookies:\n${listed}`))
    return notice && /"remembers":\w+,"needs":[^,]+/.exec(widgetScript(notice, 'http://localhost'))?.[0]
  }
  expect(listing('necessary')).toBe('"remembers":true,"needs":null')
  expect(listing('preferences')).toBe('"remembers":true,"needs":"preferences"')
})
