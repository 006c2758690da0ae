/** A draft keeps every text that was saved, and a save never writes over one that its author has not read. */

import { z } from '@hono/zod-openapi'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
await server.addStaff('Aino', ['administrator'])
await server.addStaff('Kerttu', ['administrator'])
await server.addStaff('Kaarlo', ['customer-service'])
const aino = await server.signedIn('aino@example.fi')
const kerttu = await server.signedIn('kerttu@example.fi')
const kaarlo = await server.signedIn('kaarlo@example.fi')

const root = '/api/v1/drafts'
const draft = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  revision: z.number(),
  basedOn: z.number().nullable(),
  changedBy: z.object({ name: z.string().nullable() }),
})

async function begin(who: Send, from: unknown = { kind: 'text', text: 'notice: 1\n' }, name = 'Uusi seloste') {
  const answer = await who('POST', root, { body: { name, from } })
  expect(answer.status).toBe(201)
  return z.object({ id: z.string() }).parse(await answer.json()).id
}
const read = async (who: Send, id: string) => draft.parse(await (await who('GET', `${root}/${id}`)).json())
const save = (who: Send, id: string, text: string, expected: number) =>
  who('PUT', `${root}/${id}/text`, { body: { text, expected } })

describe('a draft', () => {
  test('begins from the notice in force, from an example or from a text', async () => {
    const published = await read(aino, await begin(aino, { kind: 'published' }))
    expect(published).toMatchObject({ basedOn: 1, revision: 1, changedBy: { name: 'Aino' } })
    expect(published.text).toContain('Testirekisteri')
    const example = await read(aino, await begin(aino, { kind: 'example', example: 'bakery' }))
    expect(example).toMatchObject({ basedOn: null })
    expect(example.text).toMatch(/notice: 1/)
    expect((await read(aino, await begin(aino))).text).toBe('notice: 1\n')
  })

  test('from a version that has never been is refused', async () => {
    const answer = await aino('POST', root, { body: { name: 'Ei', from: { kind: 'published', version: 999 } } })
    expect(answer.status).toBe(404)
  })

  test('is the administrator’s alone', async () => {
    const id = await begin(aino)
    for (const [method, path, body] of [
      ['GET', root],
      ['GET', `${root}/${id}`],
      ['PUT', `${root}/${id}/text`, { text: 'x', expected: 1 }],
      ['DELETE', `${root}/${id}`],
      ['PUT', `${root}/${id}/presence`],
      ['GET', `${root}/${id}/revisions`],
    ] as const) {
      expect((await kaarlo(method, path, { body })).status, `${method} ${path}`).toBe(403)
      expect((await server.anonymous(method, path, { body })).status).toBe(401)
    }
    expect((await read(aino, id)).revision).toBe(1)
  })

  test('is not written over by one who has not read the last save', async () => {
    const id = await begin(aino)
    expect((await save(aino, id, 'notice: 1 # Aino\n', 1)).status).toBe(200)
    const refused = await save(kerttu, id, 'notice: 1 # Kerttu\n', 1)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      type: '/problems/drafts.changed-meanwhile',
      detail: expect.stringContaining('Aino'),
    })
    expect(await read(kerttu, id)).toMatchObject({ revision: 2, text: 'notice: 1 # Aino\n' })
    expect((await save(kerttu, id, 'notice: 1 # Aino ja Kerttu\n', 2)).status).toBe(200)
  })

  test('of many saves at the same moment exactly one is made', async () => {
    const id = await begin(aino)
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => save(aino, id, `notice: 1 # ${n}\n`, 1)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await read(aino, id)).revision).toBe(2)
  })

  test('saved again without a change has no new revision, whatever was expected', async () => {
    const id = await begin(aino)
    await save(aino, id, 'notice: 1 # sama\n', 1)
    const again = await save(kerttu, id, 'notice: 1 # sama\n', 1)
    expect(await again.json()).toMatchObject({ revision: 2 })
  })

  test('keeps every text, and brings one back as a new revision', async () => {
    const id = await begin(aino)
    await save(aino, id, 'notice: 1 # toinen\n', 1)
    await save(kerttu, id, 'notice: 1 # kolmas\n', 2)
    const restored = await aino('POST', `${root}/${id}/revisions/1/restore`, { body: { expected: 3 } })
    expect(await restored.json()).toMatchObject({ revision: 4 })
    expect((await read(aino, id)).text).toBe('notice: 1\n')
    const listed = await (await aino('GET', `${root}/${id}/revisions`)).json()
    expect(listed).toMatchObject({
      revisions: [
        { revision: 4, by: { name: 'Aino' }, restores: 1 },
        { revision: 3, by: { name: 'Kerttu' }, restores: null },
        { revision: 2 },
        { revision: 1 },
      ],
    })
    expect(await (await aino('GET', `${root}/${id}/revisions/3`)).json()).toEqual({ text: 'notice: 1 # kolmas\n' })
    expect((await aino('POST', `${root}/${id}/revisions/1/restore`, { body: { expected: 3 } })).status).toBe(200)
    expect((await aino('POST', `${root}/${id}/revisions/2/restore`, { body: { expected: 3 } })).status).toBe(409)
    expect((await aino('GET', `${root}/${id}/revisions/9`)).status).toBe(404)
  })

  test('keeps its texts after it was discarded, and no login can change them', async () => {
    const id = await begin(aino, undefined, 'Hylättävä')
    expect((await aino('PATCH', `${root}/${id}`, { body: { name: 'Toinen nimi' } })).status).toBe(204)
    expect((await aino('DELETE', `${root}/${id}`)).status).toBe(204)
    expect((await aino('GET', `${root}/${id}`)).status).toBe(404)
    expect((await save(aino, id, 'x', 1)).status).toBe(404)
    expect(await (await aino('GET', root)).text()).not.toContain(id)
    expect((await aino('GET', `${root}/${id}/revisions/1`)).status).toBe(200)
    await expect(db.app.query('update notice.draft_revision set source_text = $1', ['x'])).rejects.toThrow(/denied/)
    await expect(db.app.query('delete from notice.draft')).rejects.toThrow(/denied/)
  })
})

test('the language is told to whoever writes, in their own', async () => {
  const words = z.object({ keys: z.object({ category: z.object({ keep: z.object({ name: z.string() }) }) }) })
  const inLang = async (lang: string) => {
    const answer = await kaarlo('GET', '/api/v1/notice/language', { headers: { 'accept-language': lang } })
    return words.parse(await answer.json()).keys.category.keep.name
  }
  expect([await inLang('fi'), await inLang('sv')]).toEqual(['Säilytysaika', 'Lagringstid'])
})

describe('two at once', () => {
  const come = async (who: Send, id: string) => (await who('PUT', `${root}/${id}/presence`)).json()

  test('are told of each other until one goes, or falls silent', async () => {
    const id = await begin(aino)
    expect(await come(aino, id)).toMatchObject({ others: [], revision: 1 })
    expect(await come(kerttu, id)).toMatchObject({ others: [{ name: 'Aino' }] })
    await save(kerttu, id, 'notice: 1 # Kerttu\n', 1)
    expect(await come(aino, id)).toMatchObject({
      others: [{ name: 'Kerttu' }],
      revision: 2,
      changedBy: { name: 'Kerttu' },
    })
    expect((await kerttu('DELETE', `${root}/${id}/presence`)).status).toBe(204)
    expect(await come(aino, id)).toMatchObject({ others: [] })
    await come(kerttu, id)
    db.clock.forward(51_000)
    expect(await come(aino, id)).toMatchObject({ others: [] })
    const list = await (await aino('GET', root)).json()
    expect(list.drafts.find((one: { id: string }) => one.id === id)).toMatchObject({ open: [{ name: 'Aino' }] })
  })
})
