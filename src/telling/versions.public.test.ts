/** Every version of the notice stays readable for anybody, in every form and language, says when it was in force, and leads to the one that is. */

import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { withoutResearch, withResearch } from '../../test/two-notices.ts'
import { publishNotice } from '../database/publish.ts'
import { withEffective } from './weigh.ts'

const db = await testDatabase()
afterAll(() => db.close())
const publishOn = async (day: string, source: string) => {
  db.clock.set(`${day}T09:00:00Z`)
  await publishNotice(db, { source: withEffective(source, day), by: 'test', clock: db.clock })
}
await publishOn('2026-02-01', withoutResearch)
await publishOn('2026-06-01', withResearch)
await publishOn('2026-09-01', withoutResearch)
const server = await testServer(db)

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  server.anonymous('GET', path, { headers: { accept: 'text/html', ...headers } })
const body = async (path: string) => (await get(path)).text()

describe('a version that was replaced', () => {
  test.each([
    ['fi', 'Tämä seloste tuli voimaan 1.2.2026, ja uusi korvasi sen 1.6.2026.'],
    ['sv', 'Den här beskrivningen trädde i kraft 1.2.2026 och ersattes av en ny 1.6.2026.'],
    ['en', 'This notice took effect on 1 February 2026 and was replaced by a new one on 1 June 2026.'],
  ])(
    'says so on its page in %s, leads to the one in force, and stays itself in other languages',
    async (lang, words) => {
      const page = await body(`/notice?version=1&lang=${lang}`)
      expect(page).toContain(words)
      expect(page).toContain(`<a href="http://localhost/notice?lang=${lang}">`)
      expect(page).toContain(
        '<a lang="en" hreflang="en" href="/notice?version=1&amp;lang=en">'.replace(/en/g, lang === 'en' ? 'fi' : 'en'),
      )
      expect(page).toContain(`href="/notice.pdf?version=1&amp;lang=${lang}"`)
      expect(page).not.toContain('<script')
    },
  )

  test('is the text of that version and not of another', async () => {
    const research = 'data-path="purposes.research"'
    expect(await body('/notice?version=1')).not.toContain(research)
    expect(await body('/notice?version=2')).toContain(research)
    expect(await body('/notice')).not.toContain(research)
  })

  test('says so as Markdown, as data and as linked data', async () => {
    expect(await body('/notice.md?version=2&lang=fi')).toContain(
      '> Tämä seloste tuli voimaan 1.6.2026, ja uusi korvasi sen 1.9.2026. [Lue seloste, joka on voimassa nyt](<http://localhost/notice?lang=fi>)',
    )
    const json = JSON.parse(await body('/notice.json?version=2'))
    expect(json.past).toMatchObject({ from: '2026-06-01', until: '2026-09-01', now: 'http://localhost/notice' })
    expect(JSON.stringify(json.document.past)).toContain('1.9.2026')
    const [linked] = JSON.parse(await body('/notice.jsonld?version=2'))['@graph']
    const [next] = JSON.parse(await body('/notice.jsonld'))['@graph']
    expect(linked['dct:valid']['@value']).toBe('start=2026-06-01; end=2026-09-01; scheme=W3C-DTF;')
    expect(linked['dct:isReplacedBy']).toEqual({ '@id': next['@id'] })
    expect(linked['dct:relation']).toEqual({ '@id': 'http://localhost/notice' })
    expect(next['dct:isReplacedBy']).toBeUndefined()
  })

  test('is a file of its own on paper, the same whenever it is asked for', async () => {
    const [past, again, now] = await Promise.all(
      ['/notice.pdf?version=1&lang=en', '/notice.pdf?version=1&lang=en', '/notice.pdf?lang=en'].map(async path =>
        Buffer.from(await (await get(path)).arrayBuffer()),
      ),
    )
    expect(past?.toString('latin1')).toMatch(/^%PDF-1\.7/)
    expect(past?.equals(again ?? Buffer.of())).toBe(true)
    expect(past?.length).toBeGreaterThan(now?.length ?? 0)
  })

  test('is kept for ever by whoever names its language; the page and the notice in force are asked for again', async () => {
    const kept = async (path: string) => (await get(path)).headers.get('cache-control')
    for (const path of ['/notice.pdf?version=1&lang=fi', '/notice.md?version=1&lang=sv', '/notice.jsonld?version=1'])
      expect(await kept(path)).toBe('public, max-age=31536000, immutable')
    for (const path of [
      '/notice?version=1&lang=fi',
      '/notice.md?version=1',
      '/notice.md?lang=fi',
      '/notice.json?version=3&lang=fi',
    ])
      expect(await kept(path)).toBe('no-cache')
  })

  test('is not sent twice to one who has it', async () => {
    for (const path of ['/notice?version=1&lang=fi', '/notice.pdf?lang=fi', '/notice.json?version=2&lang=en']) {
      const tag = (await get(path)).headers.get('etag') ?? ''
      const again = await get(path, { 'if-none-match': `"other", W/${tag}` })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200)
    }
  })
})

test('the newest by its number is the notice in force, which says nothing of an end and names no number in its links', async () => {
  const page = await body('/notice?version=3')
  expect(page).not.toContain('class="past"')
  expect(page).not.toContain('version=3')
  expect(page).toBe(await body('/notice'))
})

test('a version that there is not is told to a person on a page and to a program as a problem', async () => {
  const page = await get('/notice?version=9&lang=en')
  expect(page.status).toBe(404)
  expect(await page.text()).toContain('The notice has no version 9.')
  for (const version of ['0', '-1', '1e3', '<b>', '99999999999999999999']) {
    const answer = await get(`/notice.json?version=${encodeURIComponent(version)}`, { accept: 'application/json' })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ status: 404 })
    expect(await body(`/notice?version=${encodeURIComponent(version)}`)).not.toContain('<b>')
  }
})

describe('the list of versions', () => {
  test('has each with its days, what it changed in words, and ways to its forms', async () => {
    const page = await body('/notice/versions?lang=en')
    const parts = page.split('<section').slice(1)
    expect(parts).toHaveLength(3)
    const [third = '', second = '', first = ''] = parts
    expect(third).toContain('In force from 1 September 2026')
    expect(third).toContain('href="/notice?lang=en"')
    expect(second).toContain('Took effect on 1 June 2026, replaced on 1 September 2026')
    expect(second).toContain('href="/notice.pdf?version=2&amp;lang=en"')
    expect(second).toContain('<li>New purpose that needs consent: Opinion and market research')
    expect(first).toContain('The first version in this register.')
    expect(page).not.toContain('<script')
  })

  test('has pages: the one after a version begins below it', async () => {
    const page = await body('/notice/versions?lang=en&before=3')
    expect(page.split('<section')).toHaveLength(3)
    expect(page).not.toContain('id="v3"')
  })

  test('is led to from the notice, which itself stays without script', async () => {
    expect(await body('/notice?lang=sv')).toContain('href="/notice/versions?lang=sv"')
  })
})

test('whoever asks for earlier versions without end is told to wait; the notice in force is always given', async () => {
  const answers = await Promise.all(Array.from({ length: 61 }, () => get('/notice?version=1&lang=fi')))
  expect(answers.some(({ status }) => status === 429)).toBe(true)
  expect((await get('/notice?lang=fi')).status).toBe(200)
})

test('the address of every form stands in the documentation', () => {
  const docs = readFileSync(new URL('../../docs/renderings.md', import.meta.url), 'utf8')
  for (const path of ['/notice.pdf', '/notice.md', '/notice.json', '/notice.jsonld', '/notice/versions', '?version='])
    expect(docs).toContain(path)
})
