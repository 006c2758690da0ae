/** From a draft to a version in force through the API and the command line: what is asked for is seen first, confirmed by its number, and done. */

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer } from '../../test/mail-server.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { newHome, removeHome, surroundings } from '../../test/running.ts'
import { type Send, testServer } from '../../test/server.ts'
import { inOtherWords, withoutResearch, withResearch } from '../../test/two-notices.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { publishNotice } from '../database/publish.ts'
import { openDraft } from '../drafts/draft.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { noticeChanged } from './announce.ts'
import { gather } from './gather.jobs.ts'
import { publish } from './publish.jobs.ts'
import { daysAfter } from './weigh.ts'

const db = await testDatabase()
db.clock.set(new Date())
const mail = await mailServer()
let server: Awaited<ReturnType<typeof testServer>>
let admin: Send
let privacy: Send
const draft: { id: string } = { id: '' }
const persons: string[] = []

beforeAll(async () => {
  await prepareQueue(db)
  await publishNotice(db, { source: withoutResearch, by: 'test', clock: db.clock })
  server = await testServer(db, undefined, mail.url)
  await server.addStaff('Admin', ['administrator'])
  await server.addStaff('Privacy', ['privacy'])
  admin = await server.signedIn('admin@example.fi')
  privacy = await server.signedIn('privacy@example.fi')
  const { customer, write } = registerCaller(db)
  for (const [given_name, email] of [
    ['Aino', 'aino@example.org'],
    ['Bertta', null],
  ] as const) {
    const id = await customer()
    await write('identity', id, null, { given_name, family_name: 'Žukova-Мäkelä' })
    const point = email === null ? { street: 'Tie 1', postcode: '00100', city: 'Helsinki', country: 'SE' } : { email }
    await write('contact-points', id, null, point)
    persons.push(id)
  }
  draft.id = await openDraft(
    db.app,
    { name: 'Tutkimus', text: withResearch, basedOn: 1 },
    { at: db.clock.now(), by: 'test' },
  )
})
afterAll(async () => {
  await server.access.close()
  await mail.close()
  await db.close()
})
beforeEach(() => {
  server.lines.length = 0
})

const json = async (answer: Promise<Response>) => {
  const response = await answer
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body}`)
  return body === '' ? undefined : JSON.parse(body)
}
const path = '/api/v1/notice/publications'
const run = () =>
  runDueJobs(db, [sendMail([noticeChanged]), gather, publish], { ...server.program, database: db, mail: server.mail })

let planned: { persons: number; earliest: string }
let id = ''

test('the plan says what changes, whom it concerns, from when, and what they will get in each language', async () => {
  const plan = await json(admin('POST', `${path}/plan`, { body: { draft: draft.id, revision: 1 } }))
  expect(plan).toMatchObject({
    base: 1,
    must: 'ask-consent',
    earliest: daysAfter(dateInHelsinki(db.clock.now()), 14),
    concerned: { total: 2, byEmail: 1, restricted: 0 },
    mail: true,
  })
  expect(plan.differences.map((one: { persons: number | null }) => one.persons)).toContain(2)
  expect(plan.letters.map(({ lang }: { lang: string }) => lang)).toEqual(['fi', 'sv', 'en'])
  expect(JSON.stringify(plan)).not.toContain('Aino')
  planned = { persons: plan.concerned.total, earliest: plan.earliest }
  const looks = await db.app.query(`select purpose, person_id from access.look where operation = 'telling.count'`)
  expect(looks.rows).toEqual([{ purpose: 'rights', person_id: null }])
})

test('nobody but an administrator plans or decides, and only for the number that was seen', async () => {
  expect((await privacy('POST', `${path}/plan`, { body: { draft: draft.id, revision: 1 } })).status).toBe(403)
  const body = { draft: draft.id, revision: 1, effective: planned.earliest, persons: 1 }
  expect((await privacy('POST', path, { body })).status).toBe(403)
  const answer = await admin('POST', path, { body })
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ type: expect.stringContaining('telling.count-moved') })
})

test('decided: those with an address are told, and the coming notice can be read', async () => {
  expect((await server.anonymous('GET', '/notice/coming?lang=en')).headers.get('location')).toBe('/notice?lang=en')
  const body = { draft: draft.id, revision: 1, effective: planned.earliest, persons: planned.persons }
  ;({ id } = await json(admin('POST', path, { body })))
  await run()
  expect(mail.received).toHaveLength(1)
  expect(mail.received[0]?.raw).toContain('/notice/coming')
  const coming = await server.anonymous('GET', '/notice/coming?lang=en')
  expect(coming.status).toBe(200)
  expect(await coming.text()).toContain('Survey answers')
  expect(await json(admin('GET', `${path}/${id}`))).toMatchObject({
    state: 'scheduled',
    decidedBy: 'Admin',
    progress: { total: 2, told: 1, letters: 1, waiting: 0 },
  })
  expect(await json(admin('GET', path))).toMatchObject({ mail: true, outbox: { waiting: 0, trouble: null } })
})

test('letters are the privacy desk’s, each a look for the rights purpose, and told when they were sent', async () => {
  expect((await admin('POST', `${path}/${id}/letters`, { purpose: 'rights', body: {} })).status).toBe(403)
  const { letters, next } = await json(privacy('POST', `${path}/${id}/letters`, { purpose: 'rights', body: {} }))
  expect(letters).toEqual([
    { person: persons[1], name: 'Bertta Žukova-Мäkelä', lang: 'fi', address: ['Tie 1', '00100 Helsinki', 'RUOTSI'] },
  ])
  expect(next).toBeNull()
  const body = { persons: [persons[1]] }
  const { pdf, letters: printed } = await json(
    privacy('POST', `${path}/${id}/letters/print`, { purpose: 'rights', body }),
  )
  const file = Buffer.from(pdf, 'base64').toString('latin1')
  expect(printed).toBe(1)
  expect(file).toMatch(/^%PDF-1\.7/)
  for (const part of ['/StructTreeRoot', '/Lang (fi)', '/S /H1', 'SourceSans3']) expect(file).toContain(part)
  const looks = await db.app.query(
    `select operation, person_id from access.look where operation like 'telling.%' and person_id is not null order by at, id`,
  )
  expect(looks.rows).toEqual([
    { operation: 'telling.letters', person_id: persons[1] },
    { operation: 'telling.print', person_id: persons[1] },
  ])

  const sent = { ...body, on: dateInHelsinki(db.clock.now()) }
  expect(await json(privacy('POST', `${path}/${id}/letters/sent`, { purpose: 'rights', body: sent }))).toEqual({
    persons: 1,
  })
  db.clock.set(midnightInHelsinki(planned.earliest))
  await run()
  admin = await server.signedIn('admin@example.fi') // the session ended in those two weeks
  expect(await json(admin('GET', `${path}/${id}`))).toMatchObject({
    state: 'published',
    version: 2,
    progress: { told: 2 },
  })
})

test('nothing of a person or of the notice stands in the log', () => {
  expect(JSON.stringify(server.lines)).not.toMatch(/aino|Bertta|example\.org/i)
})

test('the command line refuses to publish over the heads of those concerned, and publishes what concerns nobody', {
  timeout: 120_000,
}, async () => {
  const home = newHome()
  try {
    const seloste = (...args: string[]) => {
      const { stdout, status } = spawnSync(
        process.execPath,
        [join(import.meta.dirname, '..', 'cli.ts'), ...args, '--json'],
        {
          env: { ...surroundings, SELOSTE_HOME: home },
          encoding: 'utf8',
        },
      )
      return { status, answer: JSON.parse(stdout) }
    }
    const file = (name: string, text: string): string => {
      writeFileSync(join(home, name), text)
      return join(home, name)
    }
    const [old, same, fresh] = [
      file('old.yaml', withoutResearch),
      file('same.yaml', inOtherWords),
      file('new.yaml', withResearch),
    ]
    expect(seloste('notice', 'publish', old)).toMatchObject({ status: 0, answer: { version: 1 } })
    expect(seloste('notice', 'publish', same)).toMatchObject({ status: 0, answer: { version: 2 } })
    const rows = 'etunimi;sähköposti\nAino;aino@example.org\n'
    expect(
      seloste(
        'import',
        file('persons.csv', rows),
        '--purpose',
        'customer-care',
        '--source',
        'forms',
        '--basis',
        'contract',
      ).status,
    ).toBe(0)
    const refused = seloste('notice', 'publish', fresh)
    expect(refused).toMatchObject({ status: 1, answer: { refused: [{ key: 'telling.must-tell' }] } })
    const later = seloste('notice', 'publish', fresh, '--tell', '--effective', '2099-01-01')
    expect(later).toMatchObject({ status: 0, answer: { effective: '2099-01-01', persons: 1 } })
    expect(seloste('notice', 'publish', fresh, '--force-with-reason', 'Testi')).toMatchObject({
      status: 1,
      answer: { refused: [{ key: 'telling.one-ahead' }] },
    })
  } finally {
    removeHome(home)
  }
})
