/** At their own page a person reads why something was inferred of them, and what they contest goes and stays away: one inference, or all of them. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, ownPageDesk } from '../../test/own-page-desk.ts'
import { bringUpToDate } from '../inference/judge.ts'

const own = await ownPageDesk()
const { db, desk, server, signIn } = own
afterAll(() => own.close())

beforeAll(async () => {
  await desk.publish(text =>
    `${text}profiling: { automated-decisions: no, text: { fi: Päättelemme kiinnostuksia., sv: Vi drar slutsatser., en: We infer interests. } }\n`.replace(
      '  permissions:\n',
      `  inferences:
    from: [inferred]
    about: [interests]
    logic: { fi: Osoitteista päätellään., sv: Av adresser dras slutsatser., en: It is inferred from addresses. }
    for: { marketing: consent, rights: legal obligation }
    keep: 12 months
  permissions:
`,
    ),
  )
  const marketing = await server.withKey('marketing')
  for (const value of ['Purjehdus', 'Keramiikka']) {
    const part = { rows: 'contact-points', where: [{ column: 'email', is: 'known', value: true }], points: 3 }
    const content = { about: 'interests', value, parts: [part], halfLife: null, threshold: 3, lasts: 12, met: null }
    const answer = await marketing('POST', '/api/v1/inference-rules', {
      purpose: 'marketing',
      body: { name: `Sääntö: ${value}`, content },
    })
    expect(answer.status).toBe(201)
  }
})

let browser: Browser
let person: string
let count = 0
beforeEach(async () => {
  db.clock.forward(60_000)
  const address = `aino${++count}@example.org`
  person = await own.aPerson(address)
  await desk.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'email', $3, null, 'Kyllä', $4)`,
    person,
    new Date(db.clock.now().getTime() - 1000),
    { method: 'form', place: '/lomake', lang: 'fi' },
  )
  await bringUpToDate(server.program, 'marketing')
  browser = await signIn(address)
})

const page = async () => (await browser.get('/my?lang=fi')).text()
const pathsIn = (shown: string) => [...shown.matchAll(/\/my\/contest\/inferences\/[\w-]{36}/g)].map(([path]) => path)
const held = async () =>
  (
    await db.admin.query<{ value: string }>('select value from register.inferences where person_id = $1 order by 1', [
      person,
    ])
  ).rows.map(({ value }) => value)

test('beside an inference stands the rule, what weighed most, how sure it is and until when', async () => {
  const paths = pathsIn(await page())
  expect(paths).toHaveLength(2)
  const shown = await Promise.all(paths.map(async path => (await browser.get(`${path}?lang=fi`)).text()))
  const sailing = shown.find(text => text.includes('Sääntö: Purjehdus')) ?? ''
  for (const words of [
    'Osoitteista päätellään.',
    'vähintään 3; sinulla niitä oli 3',
    `aino${count}@example.org`,
    'Varmuus 50 %',
  ])
    expect(sailing).toContain(words)
})

test('one that is contested goes, and is not inferred again; the other stays', async () => {
  for (const path of pathsIn(await page())) {
    const shown = await (await browser.get(`${path}?lang=fi`)).text()
    if (!shown.includes('Sääntö: Purjehdus')) continue
    const answer = await browser.submit(path, path, { which: 'one', words: 'En purjehdi' })
    expect(answer.status).toBe(303)
  }
  expect(await held()).toEqual(['Keramiikka'])
  await desk.write('contact-points', person, null, { email: `toinen${count}@example.org` })
  await bringUpToDate(server.program, 'marketing')
  expect(await held()).toEqual(['Keramiikka'])
  const { rows } = await db.admin.query<{ asked: string }>(
    `select asked from rights.request where person_id = $1 and kind = 'objection'`,
    [person],
  )
  expect(rows[0]?.asked).toContain('Purjehdus')
})

test('all are switched off by one press, and nobody contests for another', async () => {
  const [path = ''] = pathsIn(await page())
  await own.aPerson('kaarlo@example.org')
  const kaarlo = await signIn('kaarlo@example.org')
  expect((await kaarlo.get(path)).status).toBe(303)
  await browser.submit(path, path, { which: 'all' })
  expect(await held()).toEqual([])
  await desk.write('contact-points', person, null, { email: `kolmas${count}@example.org` })
  await bringUpToDate(server.program, 'marketing')
  expect(await held()).toEqual([])
  expect(pathsIn(await page())).toEqual([])
})

test('what somebody contests on the telephone goes and stays, by whoever sees it, and is an answered request', async () => {
  const marketing = await server.withKey('marketing')
  const { rows } = await db.admin.query<{ id: string; value: string }>(
    'select id, value from register.inferences where person_id = $1 order by value',
    [person],
  )
  const [ceramics, sailing] = rows
  const tell = (row: string | undefined, which: 'one' | 'all', purpose = 'marketing') =>
    marketing('POST', `/api/v1/persons/${person}/contests`, {
      purpose,
      body: { category: 'inferences', row, which, channel: 'phone', words: 'En purjehdi' },
    })
  expect((await tell(sailing?.id, 'one')).status).toBe(201)
  expect(await held()).toEqual(['Keramiikka'])
  expect((await tell(sailing?.id, 'one')).status).toBe(404)
  expect((await tell(ceramics?.id, 'all')).status).toBe(201)
  await desk.write('contact-points', person, null, { email: `neljas${count}@example.org` })
  await bringUpToDate(server.program, 'marketing')
  expect(await held()).toEqual([])
  const { rows: requests } = await db.admin.query<{ asked: string; channel: string; outcome: string }>(
    `select r.asked, r.channel, s.details ->> 'outcome' as outcome from rights.request r join rights.step s on s.request_id = r.id
     where r.person_id = $1 and s.kind = 'answered' order by r.number`,
    [person],
  )
  expect(requests).toEqual([
    { asked: expect.stringMatching(/Purjehdus(.|\n)*En purjehdi/), channel: 'phone', outcome: 'granted' },
    { asked: expect.stringContaining('En purjehdi'), channel: 'phone', outcome: 'granted' },
  ])
})
