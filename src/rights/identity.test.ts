/** Who asks is doubted with a reason and by a way that gathers nothing; no identity code or document is taken, and what was shown goes with the decision. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'
import type { EvidenceList } from './identity-answers.ts'
import type { RequestAnswer } from './request-answers.ts'

const db = await testDatabase()
let server: Awaited<ReturnType<typeof testServer>>
let kaisa: Send
let leo: Send
beforeAll(async () => {
  await publishForTest(db)
  server = await testServer(db)
  await server.addStaff('Kaisa', ['privacy'])
  await server.addStaff('Leo', ['privacy'])
  db.clock.set('2027-03-02T10:00:00Z')
  kaisa = await server.signedIn('kaisa@example.fi')
  leo = await server.signedIn('leo@example.fi')
})
afterAll(async () => {
  await server.access.close()
  await db.close()
})

const purpose = 'rights'
const path = '/api/v1/requests'
const asked = { kind: 'access', channel: 'email', requester: 'Aino Virtanen', asked: 'Mitä minusta on?' }
const record = (more: object = {}) =>
  kaisa('POST', path, { purpose, body: { ...asked, receivedAt: db.clock.now().toISOString(), ...more } })
const aRequest = async (): Promise<string> => ((await (await record()).json()) as { id: string }).id
const show = async (id: string) => (await (await kaisa('GET', `${path}/${id}`, { purpose })).json()) as RequestAnswer
const take = async (id: string, step: object, by = kaisa) =>
  by('POST', `${path}/${id}/steps`, { purpose, body: { step, expected: (await show(id)).step } })
const note = (id: string, words: string) => kaisa('POST', `${path}/${id}/evidence`, { purpose, body: { words } })
const evidence = async (id: string) =>
  ((await (await kaisa('GET', `${path}/${id}/evidence`, { purpose })).json()) as EvidenceList).evidence
const refusedAt = async (sent: Promise<Response>): Promise<string> => {
  const { type, errors = [] } = (await (await sent).json()) as { type: string; errors?: readonly { field: string }[] }
  return [type.split('/').at(-1), ...errors.map(({ field }) => field)].join(' ')
}
const hetu = '131052-308T'
const doubt = { kind: 'identity-asked', reason: 'Pyyntö tuli osoitteesta, jota emme tunne.', proof: 'known-address' }

test('a personal identity code is refused wherever it is typed', async () => {
  expect(await refusedAt(record({ asked: `Tunnukseni on ${hetu}.` }))).toBe('rights.identity-code asked')
  expect(await refusedAt(record({ requester: `Aino ${hetu}` }))).toBe('rights.identity-code requester')
  const id = await aRequest()
  expect(await refusedAt(take(id, { ...doubt, reason: `Kertoi: ${hetu}` }))).toBe('rights.identity-code step.reason')
  expect((await take(id, doubt)).status).toBe(204)
  expect(await refusedAt(note(id, `Näytti tunnuksen ${hetu}`))).toBe('rights.identity-code words')
  expect((await db.admin.query('select from rights.evidence')).rowCount).toBe(0)
})

test.each([
  'Lähetä kopio passista.',
  'Skicka en kopia av ditt identitetskort.',
  'Please send a copy of your driving licence.',
])('no document is asked for: %s', async reason => {
  expect(await refusedAt(take(await aRequest(), { ...doubt, reason }))).toBe('rights.no-document step.reason')
})

test('a doubt needs its reason and what is asked for, and a way of its own needs words', async () => {
  const id = await aRequest()
  expect((await take(id, { ...doubt, reason: ' ' })).status).toBe(422)
  expect((await take(id, { kind: 'identity-asked', reason: 'Epäilemme.' })).status).toBe(422)
  expect(await refusedAt(take(id, { ...doubt, proof: 'other' }))).toBe('rights.other-proof step.other')
  expect((await take(id, { ...doubt, proof: 'other', other: 'Soitto numeroon, joka on laskussa.' })).status).toBe(204)
  const { letters } = await show(id)
  expect(letters.identity).toContain(doubt.reason)
  expect(letters.identity).toContain('Soitto numeroon')
})

const refusal = { kind: 'refusal-proposed', ground: 'not-identified', reason: 'Emme tunnistaneet.' }
test.each([
  ['proved', async (id: string) => take(id, { kind: 'identity-proved', proof: 'data-matched' })],
  [
    'refused by a second',
    async (id: string) => {
      await take(id, refusal)
      expect(await evidence(id)).toHaveLength(2) // whoever approves decides by it
      return take(id, { kind: 'refusal-approved' }, leo)
    },
  ],
  ['withdrawn', async (id: string) => take(id, { kind: 'withdrawn' })],
])('what was shown is there until it is %s, and then only the way, the result, the time and who', async (_, decide) => {
  const id = await aRequest()
  expect(await refusedAt(note(id, 'Liian aikaisin.'))).toBe('rights.not-identifying')
  expect((await take(id, doubt)).status).toBe(204)
  expect((await note(id, 'Kertoi oikean tilausnumeron 4711.')).status).toBe(204)
  expect((await note(id, 'Soitti tutusta numerosta.')).status).toBe(204)
  expect((await evidence(id)).map(({ words, by }) => [words, by.name])).toEqual([
    ['Kertoi oikean tilausnumeron 4711.', 'Kaisa'],
    ['Soitti tutusta numerosta.', 'Kaisa'],
  ])
  expect((await decide(id)).status).toBe(204)
  expect(await evidence(id)).toEqual([])
  const { rows } = await db.admin.query<{ all: string }>(
    `select (select string_agg(t::text, ' ') from rights.step t) || coalesce((select string_agg(e::text, ' ') from rights.evidence e), '') as all`,
  )
  expect(rows[0]?.all).not.toMatch(/4711|tutusta numerosta/)
  const step = (await show(id)).steps.at(-1)
  expect([step?.at, step?.by.name]).toEqual([db.clock.now().toISOString(), expect.stringMatching(/Kaisa|Leo/)])
})
