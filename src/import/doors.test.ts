/** An import through the whole server, as a browser or another program would do it: every step a request, every person a look. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importDesk } from '../../test/import-desk.ts'
import { testServer } from '../../test/server.ts'
import type { ImportAnswer, ImportList, ImportProgress, ImportRows } from './answers.ts'

const desk = await importDesk()
const server = await testServer(desk.db, desk.home)
afterAll(async () => {
  await server.access.looks.close()
  await desk.close()
})

const authorization = await server.keyHeader('customer-care')
const key = await server.withKey('customer-care')
const wix = readFileSync(join(import.meta.dirname, '../../examples/imports/wix-contacts.csv'))
const purpose = 'customer-care'

const upload = (
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = { authorization, purpose },
) =>
  server.app.request('/api/v1/imports', {
    method: 'POST',
    headers: { 'file-name': encodeURIComponent('jäsenet.csv'), ...headers },
    body,
  })

async function ask<Answer = ImportAnswer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await key(method, `/api/v1/imports${path}`, { purpose, ...(body === undefined ? {} : { body }) })
  const answer = (await response.json()) as Answer
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer
}

/** Asks until the import is in this state, as the screen does; asking how far it is shows nobody and is no look. */
async function until(id: string, state: ImportAnswer['state']): Promise<ImportAnswer> {
  const looks = async () => (await desk.db.admin.query('select count(*) from access.look')).rows[0].count
  const before = await looks()
  await expect
    .poll(async () => (await ask<ImportProgress>('GET', `/${id}/progress`)).state, { timeout: 20_000 })
    .toBe(state)
  expect(await looks()).toBe(before)
  return ask('GET', `/${id}`)
}

test('from upload to undo', async () => {
  const received = await upload(wix)
  expect(received.status).toBe(201)
  const { id, fileName, state, columns, reading } = (await received.json()) as ImportAnswer
  expect({ fileName, state, columns, reading }).toEqual({
    fileName: 'jäsenet.csv',
    state: 'uploaded',
    columns: [],
    reading: null,
  })

  const mapped = await ask('PUT', `/${id}/origin`, { source: 'forms', basis: 'contract', obtained: '2026-02-01' })
  expect(mapped).toMatchObject({ state: 'mapping', format: { id: 'wix', name: 'Wix' }, informBy: null })
  expect(mapped.columns[2]).toMatchObject({ header: 'Email 1', target: 'email', group: 1, note: null })
  expect(mapped.columns[2]?.samples).toContain('bertta.makela@example.org')
  expect(mapped.targets.map(target => target.id)).toEqual(
    expect.arrayContaining(['email', 'shoe-size.size', 'left-out']),
  )

  const without = await ask('PUT', `/${id}/mapping`, { columns: [{ index: 13, target: 'left-out' }] })
  expect(without.columns[13]).toMatchObject({ target: 'left-out', note: expect.stringMatching(/./) })

  await ask('POST', `/${id}/preview`)
  const previewed = await until(id, 'previewed')
  expect(previewed.counts).toMatchObject({ rows: 5, new: 3, joined: 1, refused: 1 })
  expect(previewed.refusals).toEqual([{ reason: 'no-contact', text: expect.stringMatching(/./), rows: 1 }])
  const fresh = await ask<ImportRows>('GET', `/${id}/rows?outcome=new&limit=2`)
  expect(fresh).toMatchObject({ rows: [{ line: 2, name: 'Aino Virtanen', person: null }, { line: 3 }], next: 3 })

  await ask('POST', `/${id}/run`, { expect: previewed.counts })
  const done = await until(id, 'done')
  expect(done).toMatchObject({ counts: previewed.counts, undo: { persons: 3, values: 0, left: 0 } })
  const written = await ask<ImportRows>('GET', `/${id}/rows?outcome=new`)
  expect(written.rows).toMatchObject([{ person: expect.any(String) }, {}, {}])
  const looks = await desk.db.admin.query(
    "select person_id from access.look where operation = 'import-rows' and person_id is not null",
  )
  expect(looks.rows.map(({ person_id }) => person_id).sort()).toEqual(written.rows.map(({ person }) => person).sort())

  await ask('POST', `/${id}/undo`)
  expect(await until(id, 'undone')).toMatchObject({ undo: { persons: 3, values: 0, left: 0 } })
  expect((await ask<ImportList>('GET', '')).imports).toMatchObject([{ id, state: 'undone', fileName: 'jäsenet.csv' }])
})

test('what is wrong is answered with its reason, in order', async () => {
  expect((await upload(new Uint8Array())).status).toBe(422)
  expect((await upload(wix, { purpose })).status).toBe(401)
  const { id } = (await (await upload(wix)).json()) as ImportAnswer
  const early = await key('POST', `/api/v1/imports/${id}/preview`, { purpose })
  expect(early.status).toBe(409)
  const marketing = await server.withKey('marketing')
  expect((await marketing('GET', `/api/v1/imports/${id}`, { purpose: 'marketing' })).status).toBe(404)
  await ask('PUT', `/${id}/origin`, { source: 'forms', basis: 'contract', obtained: '2026-02-01' })
  const wrong = await key('PUT', `/api/v1/imports/${id}/mapping`, {
    purpose,
    body: { columns: [{ index: 0, target: 'star-sign' }] },
  })
  expect(wrong.status).toBe(422)
})
