/** Staff compare any two notices and see their versions; numbers and drafts are for those who may have them, texts are kept nowhere. */

import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { testDatabase } from '../../test/database.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'
import { publishNotice } from '../database/publish.ts'
import { comparisonAnswer, versionAnswer, versionList } from './compare-answers.ts'

const db = await testDatabase()
afterAll(() => db.close())
const read = (file: string) => readFileSync(new URL(`../../examples/notices/${file}`, import.meta.url), 'utf8')
const bakery = read('right/bakery.yaml').replace('second factor, ', '') // whoever has none is not let in
await publishForTest(db)
await publishNotice(db, { source: bakery, by: 'system', clock: db.clock })
const server = await testServer(db)
await server.addStaff('Aino', ['administrator'])
await server.addStaff('Kaarlo', ['customer-service'])
const aino = await server.signedIn('aino@example.fi')
const kaarlo = await server.signedIn('kaarlo@example.fi')

const longer = bakery.replace('keep: 3 years after consent is withdrawn', 'keep: 4 years after consent is withdrawn')
const text = (source: string) => ({ kind: 'text', text: source })
const version = (number: number) => ({ kind: 'version', version: number })
// Moments come as text.
const published = { publishedAt: z.iso.datetime() }
const versionListed = z.object({ versions: z.array(versionList.shape.versions.element.extend(published)) })
const versionRead = versionAnswer.extend(published)

async function compared(who: Send, before: unknown, after: unknown, more: object = {}) {
  const answer = await who('POST', '/api/v1/notice/diff', { body: { before, after, ...more } })
  expect(answer.status).toBe(200)
  return comparisonAnswer.parse(await answer.json())
}

describe('two notices compared', () => {
  test('say what changes, why, and how many persons it concerns', async () => {
    const { customer } = registerCaller(db)
    await customer()
    await customer()
    const { differences, redline, lang } = await compared(aino, version(2), text(longer))
    expect(differences).toMatchObject([
      {
        path: 'categories.permissions.keep',
        rule: 'retention-longer',
        must: 'tell',
        persons: 2,
        articles: expect.arrayContaining(['13(2)(a)']),
        gone: '3 vuotta suostumuksen peruuttamisesta',
        come: '4 vuotta suostumuksen peruuttamisesta',
        first: 'Kerro ennen voimaantuloa niille, joita tämä koskee.',
      },
    ])
    expect(lang).toBe('fi')
    const marks = redline
      .flatMap(({ lines }) => lines)
      .filter(({ parts }) => parts.some(({ mark }) => mark !== undefined))
    expect(marks.map(({ kind, path }) => [kind, path])).toContainEqual(['row', 'categories.permissions.keep'])
  })

  test('are the same in nothing but what they say', async () => {
    expect((await compared(aino, version(2), text(`# Toinen alku\n${bakery}`))).differences).toEqual([])
  })

  test('begin for a newcomer with the notice of the template and its lawful successor', async () => {
    const sides = [
      { kind: 'example', example: 'old-template' },
      { kind: 'example', example: 'course-company' },
    ] as const
    const { differences } = await compared(aino, ...sides)
    expect(differences.length).toBeGreaterThan(100)
    expect(differences[0]).toMatchObject({ weight: 'new-purpose-or-basis', must: 'ask-consent' })
  })

  test('may be a draft, for an administrator', async () => {
    const body = { name: 'Luonnos', from: text(longer) }
    const { id } = z.object({ id: z.string() }).parse(await (await aino('POST', '/api/v1/drafts', { body })).json())
    const draft = { kind: 'draft', draft: id }
    expect((await compared(aino, version(2), draft)).differences).toHaveLength(1)
    const refused = await kaarlo('POST', '/api/v1/notice/diff', { body: { before: version(2), after: draft } })
    expect(refused.status).toBe(403)
  })

  test('tell no number to those who may not see everybody', async () => {
    const { differences } = await compared(kaarlo, version(2), text(longer))
    expect(differences.map(({ persons }) => persons)).toEqual([null])
  })

  test('cannot be compared when one is no notice, and it is said which and where', async () => {
    const answer = await aino('POST', '/api/v1/notice/diff', {
      body: { before: version(2), after: text('notice: 1\n') },
    })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      type: '/problems/telling.not-understood',
      detail: expect.stringContaining('B'),
    })
    const none = await aino('POST', '/api/v1/notice/diff', { body: { before: version(9), after: version(2) } })
    expect(none.status).toBe(404)
  })
})

describe('versions', () => {
  test('are listed newest first, with how much each changed', async () => {
    const { versions } = versionListed.parse(await (await kaarlo('GET', '/api/v1/notice/versions')).json())
    expect(versions.map(one => one.version)).toEqual([2, 1])
    expect(versions[0]).toMatchObject({ publishedBy: { actor: 'system', name: null }, change: { must: 'ask-consent' } })
    expect(versions[0]?.change?.['new-purpose-or-basis']).toBeGreaterThan(0)
    expect(versions[1]?.change).toBeUndefined()
    const page = versionListed.parse(await (await kaarlo('GET', '/api/v1/notice/versions?before=2')).json())
    expect(page.versions.map(one => one.version)).toEqual([1])
    const one = versionListed.parse(await (await kaarlo('GET', '/api/v1/notice/versions?limit=1')).json())
    expect(one.versions[0]?.change).toEqual(versions[0]?.change)
  })

  test('are read whole: the file, what the database holds of it, and the document', async () => {
    const found = versionRead.parse(await (await kaarlo('GET', '/api/v1/notice/versions/2')).json())
    expect(found.source).toBe(bakery)
    expect(found.compiled.purposes).toContain('marketing')
    expect(found.compiled.tables.find(({ category }) => category === 'contact-points')).toMatchObject({
      table: 'contact_points',
      columns: expect.arrayContaining(['email', 'street']),
      readers: expect.arrayContaining(['marketing']),
    })
    expect(found.document.lang).toBe('fi')
    expect((await kaarlo('GET', '/api/v1/notice/versions/9')).status).toBe(404)
  })

  test('and comparisons are for those who are signed in', async () => {
    for (const path of ['versions', 'versions/1'])
      expect((await server.anonymous('GET', `/api/v1/notice/${path}`)).status).toBe(401)
    expect((await server.anonymous('POST', '/api/v1/notice/diff', { body: {} })).status).toBe(401)
  })
})
