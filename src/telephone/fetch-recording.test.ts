/** A recording is fetched once, with the account's password and from the service's own address, only of a call whose caller was told and where the notice names it. */

import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { arrivalsDesk, type Connected, shopNotice } from '../../test/arrivals-desk.ts'
import { forgiveFaults, runDueJobs } from '../../test/due-jobs.ts'
import { twilioDelivery, twilioToken } from '../../test/text-messages.ts'
import { takeBack } from '../arrivals/take-back.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { openPerson } from '../register/persons.ts'
import { telephoneAdapters } from './known.ts'
import { keepRecording, recordingsOf } from './recording.ts'
import * as jobs from './telephone.jobs.ts'

const bare = '  service-events:                           # notes of calls, not recordings of them\n'
const naming = `  service-events:\n    fields: [kind, direction, occurred, subject, content, recording]\n`
const desk = await arrivalsDesk(shopNotice.replace(bare, naming), telephoneAdapters)
const plain = await arrivalsDesk(shopNotice, telephoneAdapters)

/** As Twilio's API answers. */
const account = 'AC00000000000000000000000000000001'
const sound = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(500, 7)])
let lies: Buffer | undefined = sound
const asked: string[] = []
/** What it refuses removals with, if it does. */
let stays: number | undefined
const api = createServer(({ method, url = '', headers }, answer) => {
  asked.push(method === 'GET' ? url : `${method} ${url}`)
  const [kind, told = ''] = (headers.authorization ?? '').split(' ')
  if (kind !== 'Basic' || Buffer.from(told, 'base64').toString() !== `${account}:${twilioToken}`)
    return void answer.writeHead(401).end()
  if (method === 'DELETE') {
    const status = stays ?? (lies ? 204 : 404)
    if (status === 204) lies = undefined
    return void answer.writeHead(status).end()
  }
  if (!lies || !url.startsWith(`/2010-04-01/Accounts/${account}/Recordings/RE`)) return void answer.writeHead(404).end()
  answer.end(lies)
})
beforeAll(() => new Promise<void>(done => api.listen(0, '127.0.0.1', done)))
afterAll(async () => {
  api.closeAllConnections()
  api.close()
  for (const one of [desk, plain]) await one.close()
})
beforeEach(async () => {
  lies = sound
  stays = undefined
  asked.length = 0
  for (const { empty, db } of [desk, plain]) {
    await empty()
    await db.admin.query('truncate telephone.recording')
  }
})

const announcement = 'Puhelu nauhoitetaan palvelun laadun vuoksi.'
const connect = (at: typeof desk, settings: object): Promise<Connected> =>
  at.connect('twilio-voice', {
    source: 'phone',
    secret: twilioToken,
    settings: { api: `http://127.0.0.1:${(api.address() as AddressInfo).port}`, ...settings },
  })
const aino = (at: typeof desk) =>
  openPerson(at.ask('customer-care'), {
    source: 'forms',
    categories: { identity: [{ given_name: 'Aino' }], 'contact-points': [{ phone: '+358401234567' }] },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })
const turn = (to: Connected, fields: Readonly<Record<string, string>>) =>
  twilioDelivery(
    to,
    { CallSid: 'CA1234567890abcdef', ...fields },
    `https://crm.example.fi/hooks/twilio-voice/${to.hook}`,
  )
const ended = (to: Connected) =>
  turn(to, {
    From: '+358401234567',
    To: '+358931234567',
    Direction: 'inbound',
    CallStatus: 'completed',
    CallDuration: '215',
    Timestamp: 'Sun, 01 Mar 2026 10:03:00 +0000',
  })
const recorded = (to: Connected, more: Readonly<Record<string, string>> = {}) =>
  turn(to, {
    AccountSid: account,
    RecordingSid: 'RE1234567890abcdef',
    RecordingStatus: 'completed',
    RecordingUrl: 'http://127.0.0.1:1/elsewhere',
    ...more,
  })
const work = (at: typeof desk) => runDueJobs(at.db, [jobs.fetch, jobs.clear], { ...at.program, database: at.db })
const kept = async (at: typeof desk) =>
  (await at.db.admin.query('select person_id, name, type, bytes, kept from telephone.recording')).rows
const files = (): readonly string[] => {
  const folder = join(desk.program.home, 'files', 'recordings')
  return existsSync(folder) ? readdirSync(folder) : []
}

test('it is kept with its call, whichever is told of first, and once however often it is told', async () => {
  const to = await connect(desk, { announcement })
  for (const order of [
    [ended(to), recorded(to)],
    [recorded(to), ended(to), recorded(to)],
  ]) {
    await desk.empty()
    await desk.db.admin.query('truncate telephone.recording')
    const person_id = await aino(desk)
    await desk.arrive(to, ...order)
    expect(await work(desk)).toEqual([])
    expect(await kept(desk)).toEqual([
      { person_id, name: 'puhelu.mp3', type: 'audio/mpeg', bytes: sound.length, kept: true },
    ])
  }
  expect(asked).toEqual(Array(2).fill(`/2010-04-01/Accounts/${account}/Recordings/RE1234567890abcdef.mp3`))
  expect(await desk.rows('service_events')).toMatchObject([{ direction: 'in', subject: 'Puhelu, 3 min 35 s' }])
  await desk.db.admin.query('delete from register.service_events')
  await jobs.tidy.run({ ...desk.program, database: desk.db }, {}, new AbortController().signal)
  expect(files()).toEqual([])
})

test('nothing is fetched without the words that callers hear, nor where the notice does not name recordings', async () => {
  const [silent, undeclared] = [await connect(desk, {}), await connect(plain, { announcement })]
  await aino(desk)
  await desk.arrive(silent, ended(silent), recorded(silent))
  expect(await desk.states()).toEqual(['written', 'ignored not-announced'])
  await aino(plain)
  await plain.arrive(undeclared, ended(undeclared), recorded(undeclared))
  expect([await work(desk), await work(plain)]).toEqual([[], []])
  expect([asked, await kept(desk), await kept(plain)]).toEqual([[], [], []])
})

test('what is not there yet is tried again; what is no sound, or is told by an address of somebody else’s, is not kept', async () => {
  const to = await connect(desk, { announcement })
  await aino(desk)
  lies = undefined
  await desk.arrive(to, ended(to), recorded(to))
  expect(await work(desk)).toEqual(['telephone.fetch arrivals.not-fetched'])
  lies = Buffer.from('<html>')
  await forgiveFaults(desk.db)
  expect(await work(desk)).toEqual([])
  expect([await kept(desk), files()]).toEqual([[], []])
  await desk.arrive(to, recorded(to, { RecordingSid: '../../Keys' }))
  expect((await desk.states()).at(-1)).toBe('refused arrivals.shape')
  expect([await work(desk), await kept(desk), files()]).toEqual([[], [], []])
})

test('it goes when the call that it is of is taken back', async () => {
  const to = await connect(desk, { announcement })
  await aino(desk)
  await desk.arrive(to, ended(to), recorded(to))
  await work(desk)
  expect(files()).toHaveLength(1)
  const { rows } = await desk.db.admin.query('select id from arrivals.arrival order by id desc')
  for (const { id } of rows) await takeBack({ ...desk.ask('customer-care'), program: desk.program }, id, 'by-mistake')
  await jobs.tidy.run({ ...desk.program, database: desk.db }, {}, new AbortController().signal)
  expect([await kept(desk), files()]).toEqual([[], []])
})

test('it is removed at the service only when it is kept here, and again until it is gone', async () => {
  const to = await connect(desk, { announcement, removesThere: true })
  const there = `/2010-04-01/Accounts/${account}/Recordings/RE1234567890abcdef`
  await aino(desk)
  stays = 503
  await desk.arrive(to, ended(to), recorded(to))
  expect(await work(desk)).toEqual(['telephone.fetch arrivals.not-fetched'])
  expect(await kept(desk)).toHaveLength(1)
  stays = undefined
  await forgiveFaults(desk.db)
  expect(await work(desk)).toEqual([])
  expect(asked).toEqual([`${there}.mp3`, `DELETE ${there}.json`, `DELETE ${there}.json`])
  expect([await kept(desk), files(), lies]).toMatchObject([[{ kept: true }], [expect.any(String)], undefined])
})

test('what is not kept here is left at the service', async () => {
  const to = await connect(desk, { announcement, removesThere: true })
  await aino(desk)
  lies = Buffer.from('<html>')
  await desk.arrive(to, ended(to), recorded(to))
  expect(await work(desk)).toEqual([])
  expect(asked.filter(one => one.startsWith('DELETE'))).toEqual([])
})

const lastDays = async (person: string) =>
  (await recordingsOf(desk.ask('customer-care'), person)).map(({ kept_until }) => kept_until)
const inDays = (days: number) => dateInHelsinki(new Date(desk.db.clock.now().getTime() + days * 86_400_000))

test('one that staff bring goes as the connection says that told of its call, or else as the strictest does', async () => {
  const to = await connect(desk, { recordingDays: 30 })
  await connect(desk, { recordingDays: 7 })
  const person = await aino(desk)
  await desk.arrive(to, ended(to))
  const { reader, token } = desk.ask('customer-care')
  const bring = async (call: string) => {
    const keeping = { reader, token, home: desk.program.home, at: desk.db.clock.now() }
    await keepRecording(keeping, person, call, { id: newId(), name: 'puhelu', bytes: sound })
  }
  const { rows: told } = await desk.db.admin.query('select id from register.service_events')
  await bring(told[0].id)
  expect(await lastDays(person)).toEqual([inDays(30)])
  const { rows } = await reader.query(
    `select register.write_service_events($1, 'phone', null, $2, null, $3, null) as id`,
    [token, person, { kind: 'call', occurred: desk.db.clock.now().toISOString() }],
  )
  await bring(rows[0].id)
  expect(await lastDays(person)).toEqual([inDays(7), inDays(30)])
})

test('it goes sooner than its call where its connection says so, but not of whoever is restricted', async () => {
  const to = await connect(desk, { announcement, recordingDays: 30 })
  const person = await aino(desk)
  await desk.arrive(to, ended(to), recorded(to))
  await work(desk)
  const begun = desk.db.clock.now()
  const pass = async (days: number) => {
    desk.db.clock.set(new Date(begun.getTime() + days * 86_400_000))
    await jobs.tidy.run({ ...desk.program, database: desk.db }, {}, new AbortController().signal)
    return (await kept(desk)).length
  }
  try {
    const [told] = await recordingsOf(desk.ask('customer-care'), person)
    expect(told?.kept_until).toBe(inDays(30))
    expect(await pass(30)).toBe(1)
    await desk.db.admin.query('update register.person set standing = standing | 1 where id = $1', [person])
    expect(await pass(31)).toBe(1)
    await desk.db.admin.query('update register.person set standing = standing & ~1::bigint where id = $1', [person])
    expect(await pass(31)).toBe(0)
    expect([files(), (await desk.rows('service_events')).length]).toEqual([[], 1])
  } finally {
    desk.db.clock.set(begun)
  }
})
