/** A recording is kept only where the notice names it and its caller was told, encrypted, heard with a look on record, and gone when the notice keeps its call no longer or with whose it is. */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { arrivalsDesk, shopNotice } from '../../test/arrivals-desk.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { testServer } from '../../test/server.ts'
import { openPerson } from '../register/persons.ts'
import type { RecordingList } from './recording-answers.ts'
import * as jobs from './telephone.jobs.ts'

const bare = '  service-events:                           # notes of calls, not recordings of them\n'
const naming = `  service-events:\n    fields: [kind, direction, occurred, subject, content, recording]\n`
const desk = await arrivalsDesk(shopNotice.replace(bare, naming), [])
const plain = await arrivalsDesk(shopNotice, [])
const { db } = desk
const server = await testServer(db, desk.program.home)
const other = await testServer(plain.db, plain.program.home)
afterAll(async () => {
  for (const one of [server, other]) await one.access.close()
  for (const one of [desk, plain]) await one.close()
})
const care = await server.withKey('customer-care')
const claims = await server.withKey('payments') // whose notice gives it no such thing
const purpose = 'customer-care'
const sound = Buffer.from('OggS puhelu, jossa sanotaan kaikenlaista')
let person = ''
let call = ''

const callOf = async (at: typeof desk): Promise<readonly [string, string]> => {
  const ask = at.ask('customer-care')
  const made = await openPerson(ask, {
    source: 'forms',
    categories: { identity: [{ given_name: 'Aino' }], 'contact-points': [{ email: 'aino@example.org' }] },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })
  const { rows } = await ask.reader.query(
    `select register.write_service_events($1, 'phone', null, $2, null, $3, null) as id`,
    [ask.token, made, { kind: 'call', occurred: at.db.clock.now().toISOString() }],
  )
  return [made, rows[0].id]
}
beforeEach(async () => {
  await desk.empty()
  await db.admin.query('truncate telephone.recording')
  rmSync(join(desk.program.home, 'files', 'recordings'), { recursive: true, force: true })
  ;[person, call] = await callOf(desk)
})

const upload = (to: typeof server, path: string, authorization: string, body = sound) =>
  to.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: {
      purpose,
      authorization,
      'file-name': 'Puhelu%20131052-308T.ogg',
      'content-type': 'application/octet-stream',
    },
    body: new Uint8Array(body),
  })
const key = await server.keyHeader('customer-care')
const add = (query = '?told=yes', body = sound) =>
  upload(server, `/persons/${person}/calls/${call}/recording${query}`, key, body)
const added = async (): Promise<string> => (await (await add()).json()).id
const list = async (): Promise<RecordingList['recordings']> =>
  (await (await care('GET', `/api/v1/persons/${person}/recordings`, { purpose })).json()).recordings
const play = (id: string) => care('GET', `/api/v1/persons/${person}/recordings/${id}`, { purpose })
const files = (): readonly string[] => {
  const folder = join(desk.program.home, 'files', 'recordings')
  return existsSync(folder) ? readdirSync(folder) : []
}
const clear = () => runDueJobs(db, [jobs.clear], { ...desk.program, database: db })

test('is kept encrypted and heard again, each time with a look on record', async () => {
  const id = await added()
  expect(await list()).toMatchObject([{ id, call, name: 'Puhelu ******-****.ogg', bytes: sound.length }])
  const [file = ''] = files()
  expect(readFileSync(join(desk.program.home, 'files', 'recordings', file)).includes('puhelu')).toBe(false)
  const heard = await (await play(id)).json()
  expect([heard.type, Buffer.from(heard.base64, 'base64')]).toEqual(['audio/ogg', sound])
  const { rows } = await db.admin.query(`select person_id from access.look where operation = 'recording.play'`)
  expect(rows).toEqual([{ person_id: person }])
})

test('is not kept of a caller who was not told, of what is no sound, or of no call', async () => {
  const statuses = [await add(''), await add('?told=no'), await add('?told=yes', Buffer.from('%PDF-1.7'))]
  expect(statuses.map(({ status }) => status)).toEqual([422, 422, 422])
  expect((await upload(server, `/persons/${person}/calls/${person}/recording?told=yes`, key)).status).toBe(404)
  for (let n = 0; n < 5; n++) expect((await add()).status).toBe(201)
  expect((await add()).status).toBe(409)
  await clear()
  expect(files()).toHaveLength(5)
})

test('is not kept where the notice does not name recordings, nor shown to a purpose that it does not give them', async () => {
  const [whose, of] = await callOf(plain)
  const refused = await upload(
    other,
    `/persons/${whose}/calls/${of}/recording?told=yes`,
    await other.keyHeader('customer-care'),
  )
  expect(refused.status).toBe(403)
  const id = await added()
  const paths = [`/persons/${person}/recordings`, `/persons/${person}/recordings/${id}`]
  for (const path of paths) expect((await claims('GET', `/api/v1${path}`, { purpose: 'payments' })).status).toBe(403)
})

test('is gone with its call, by a removal, and with its person', async () => {
  const removed = await added()
  await care('DELETE', `/api/v1/persons/${person}/recordings/${removed}`, { purpose })
  await clear()
  expect([await list(), files()]).toEqual([[], []])

  await added()
  await db.admin.query('delete from register.service_events')
  await jobs.tidy.run({ ...desk.program, database: db }, {}, new AbortController().signal)
  expect(files()).toEqual([])
  ;[person, call] = await callOf(desk)

  await added()
  await db.admin.query('select register.forget(array[$1::uuid])', [person])
  await clear()
  expect(files()).toEqual([])
})

test('is in the copy of Art. 15', async () => {
  const id = await added()
  const { reader, token } = desk.ask('rights')
  const { rows } = await reader.query('select folder, id from rights.sealed_files($1, $2)', [token, person])
  expect(rows).toEqual([{ folder: 'recordings', id }])
})
