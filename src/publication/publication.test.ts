/** What is published of a person is what they agreed to in writing, while they do; afterwards it is gone at once, and taken down place by place. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer } from '../../test/mail-server.ts'
import { png } from '../../test/pictures.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import { settableClock } from '../base/time.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import type { Task } from '../tasks/task-answers.ts'
import { publicationMessage } from './ask-message.ts'
import * as jobs from './publication.jobs.ts'
import { onlyAsAgreed } from './publication.promises.ts'
import type { CurrentPublications, PublicationList } from './publication-answers.ts'

const letters = await mailServer()
const desk = await rightsDesk(undefined, letters.url)
const { db, home, answer, refusal, customer, kaisa, server } = desk
afterAll(async () => {
  await desk.close()
  await letters.close()
})

const care = <Answer = void>(method: string, path: string, body?: unknown) =>
  answer<Answer>(method, path, body, kaisa, 'customer-care')
const tick = () => db.clock.set(new Date(db.clock.now().getTime() + 60_000).toISOString())
const draft = async (person: string, more: object = {}): Promise<string> =>
  (
    await care<{ id: string }>('POST', '/testimonials', {
      ...{ person, kind: 'testimonial', lang: 'fi', name: 'Aino, Helsinki', content: 'Kurssi muutti työni.' },
      ...{ until: '2027-12-31', places: ['ixir.fi/etusivu', 'Messuseinä'], ...more },
    })
  ).id
const read = async (person: string) =>
  (await care<PublicationList>('POST', '/testimonials/search', { person })).publications[0]
const current = async (): Promise<CurrentPublications['testimonials']> =>
  ((await (await server.app.request('/api/v1/testimonials')).json()) as CurrentPublications).testimonials
const page = (path: string, fields?: Record<string, string>) =>
  server.app.request(path, {
    method: fields ? 'POST' : 'GET',
    headers: { accept: 'text/html', ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(fields && { body: new URLSearchParams(fields) }),
  })
/** The letter is sent; answers the path of its link. */
async function linkOf(id: string): Promise<string> {
  await care('POST', `/testimonials/${id}/asked`)
  const mail = openMail({ url: letters.url, perMinute: 1000, key: db.addressKey })
  expect(await runDueJobs(db, [sendMail([publicationMessage])], { ...server.program, mail })).toEqual([])
  const raw = (letters.received.at(-1)?.raw ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
  return /\/publish\/[\w-]+/.exec(raw)?.[0] ?? ''
}
const agree = { act: 'agree', name: 'Aino Virtanen', agree: 'yes' }
const work = async () =>
  expect(await runDueJobs(db, [jobs.takeDown, jobs.clearPublicationFiles], server.program)).toEqual([])
/** What the morning of this day does; it enqueues the next one, which is not waited for. */
const morning = (at: string) =>
  jobs.keepPublications.run({ ...server.program, clock: settableClock(at) }, {}, new AbortController().signal)
const tasksOf = async (person: string) =>
  (await care<{ tasks: Task[] }>('GET', `/tasks?which=all&person=${person}`)).tasks

test('it is shown when it was agreed to in writing, and gone at once when that is withdrawn on its page', async () => {
  const person = await customer('Aino', 'aino@example.org')
  const id = await draft(person)
  const path = await linkOf(id)
  expect(await current()).toEqual([])
  const asked = await (await page(path)).text()
  expect(asked).toContain('Kurssi muutti työni.')
  expect(asked).not.toContain('<script')
  expect((await page(path, { act: 'agree', name: '' })).status).toBe(422)
  expect((await page(path, { act: 'agree', name: 'Aino' })).status).toBe(422)
  await page(path, agree)
  expect(await current()).toMatchObject([{ name: 'Aino, Helsinki', content: 'Kurssi muutti työni.', photo: null }])
  expect(await (await page('/testimonials')).text()).toContain('Kurssi muutti työni.')
  const { rows } = await db.admin.query(
    `select wording from register.statement where person_id = $1 and purpose = 'publication'`,
    [person],
  )
  expect(rows[0]?.wording).toContain('Messuseinä')
  expect(await desk.seen('publication', 'publication', person, 'kind, place, until::text')).toEqual([
    { kind: 'testimonial', place: 'ixir.fi/etusivu, Messuseinä', until: '2027-12-31' },
  ])
  tick()
  await page(path, { act: 'withdraw' })
  expect(await current()).toEqual([])
  await work()
  expect((await tasksOf(person)).map(({ title }) => title)).toEqual([
    'Poista julkaisu (Asiakkaan arvio, Aino, Helsinki) paikasta: ixir.fi/etusivu',
    'Poista julkaisu (Asiakkaan arvio, Aino, Helsinki) paikasta: Messuseinä',
  ])
  expect(await read(person)).toMatchObject({ state: 'withdrawn', places: [{ down: false }, { down: false }] })
  expect(await desk.seen('publication', 'publication', person, 'kind')).toEqual([])
  expect((await page(path, agree)).status).toBe(303) // changes nothing any more
  expect((await read(person))?.state).toBe('withdrawn')
})

test('a consent that is withdrawn anywhere ends all of it, and taken down it is noted in the register', async () => {
  const person = await customer('Bertta', 'bertta@example.org')
  await page(await linkOf(await draft(person, { places: ['ixir.fi'] })), agree)
  expect(await current()).toHaveLength(1)
  tick()
  await desk.register.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'consent', 'publication', null, $3, $3, null)`,
    person,
    db.clock.now().toISOString(),
  )
  expect(await current()).toEqual([])
  await work()
  const [task] = await tasksOf(person)
  await care('POST', `/tasks/${task?.id}/turns`, { did: 'done', expected: task?.turn })
  await morning('2026-04-02T06:00:00Z')
  expect((await read(person))?.places).toMatchObject([{ down: true }])
  const { rows } = await db.admin.query('select taken_down::text from register.publication where person_id = $1', [
    person,
  ])
  expect(rows).toEqual([{ taken_down: '2026-04-02' }])
})

test('a restriction hides it, its last day ends it, and each once', async () => {
  const person = await customer('Cecilia', 'cecilia@example.org')
  await page(await linkOf(await draft(person, { until: '2026-06-30' })), agree)
  tick()
  const say = (withdrawn: string | null) =>
    desk.register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, 'restriction', null, null, $3, $4, null)`,
      person,
      db.clock.now().toISOString(),
      withdrawn,
    )
  await say(null)
  expect(await current()).toEqual([])
  tick()
  await say(db.clock.now().toISOString())
  expect(await current()).toHaveLength(1)
  const now = db.clock.now()
  db.clock.set('2026-07-01T06:00:00Z') // before any job has run
  expect(await current()).toEqual([])
  db.clock.set(now)
  await morning('2026-07-01T07:00:00Z')
  await morning('2026-07-02T07:00:00Z')
  expect(await tasksOf(person)).toHaveLength(2)
  expect((await read(person))?.state).toBe('expired')
})

test('a photo lies encrypted, is seen while it is shown, and goes with its person', async () => {
  const person = await customer('Doris', 'doris@example.org')
  const id = await draft(person, { kind: 'photo' })
  const add = async (bytes: Buffer) => kaisaPost(`/api/v1/testimonials/${id}/photo`, bytes)
  expect((await add(Buffer.from('<html>'))).status).toBe(422)
  expect((await add(png)).status).toBe(204)
  await care('POST', `/testimonials/${id}/signed`, { name: 'Doris Virtanen' })
  expect(await read(person)).toMatchObject({ state: 'shown', agreed: { how: 'paper' }, photo: true })
  const shown = await page(`/testimonials/${id}/photo`)
  const bytes = Buffer.from(await shown.arrayBuffer())
  expect([shown.headers.get('content-type'), bytes.includes('picture')]).toEqual(['image/png', true])
  expect(bytes.includes('Aino') || bytes.includes('60.1699')).toBe(false) // as the camera wrote it
  expect(await refusal(`/testimonials/${id}/asked`, undefined, kaisa, 'customer-care')).toBe('publication.not-now')
  tick()
  const request = await desk.ask('erasure', person)
  await desk.upon(request, 'erasure', {})
  await work()
  expect(readdirSync(join(home, 'files', 'photos'))).toEqual([])
  expect((await page(`/testimonials/${id}/photo`)).status).toBe(404)
  for (const table of ['agreement', 'place', 'photo', 'link'])
    expect((await db.admin.query(`select from publication.${table} where person_id = $1`, [person])).rowCount).toBe(0)
})

test('what was signed on paper is kept encrypted, saved as it was, in the copy of its person, and goes with the agreement', async () => {
  const person = await customer('Ester', 'ester@example.org')
  const id = await draft(person)
  const path = `/testimonials/${id}/papers`
  const scan = Buffer.from('%PDF-1.7 Ester Virtanen signed this')
  const problem = async (bytes: Buffer) =>
    ((await (await kaisaPost(`/api/v1${path}`, bytes)).json()) as { type: string }).type.split('/').at(-1)
  expect(await problem(scan)).toBe('publication.not-on-paper')
  await care('POST', `/testimonials/${id}/signed`, { name: 'Ester Virtanen' })
  expect(await problem(Buffer.from('<html>'))).toBe('publication.no-scan')
  expect((await kaisaPost(`/api/v1${path}`, scan)).status).toBe(201)
  expect(await problem(scan)).toBe('publication.same-paper')
  const [paper] = (await read(person))?.papers ?? []
  expect(paper).toMatchObject({ name: 'kuva.png', type: 'application/pdf', bytes: scan.length })
  const kept = await care<{ base64: string }>('GET', `${path}/${paper?.id}`)
  expect(Buffer.from(kept.base64, 'base64').equals(scan)).toBe(true)
  const lying = () => readdirSync(join(home, 'files', 'papers'))
  expect(readFileSync(join(home, 'files', 'papers', lying()[0] ?? '')).includes('Ester')).toBe(false)
  const { rows } = await db.admin.query('select folder, name from rights.files_of($1)', [person])
  expect(rows).toEqual([{ folder: 'papers', name: 'kuva.png' }])
  const stranger = await server.withKey('research')
  expect((await stranger('GET', `/api/v1${path}/${paper?.id}`, { purpose: 'research' })).status).toBe(404)
  await care('DELETE', `${path}/${paper?.id}`)
  await work()
  expect(lying()).toEqual([])
  expect((await kaisaPost(`/api/v1${path}`, scan)).status).toBe(201) // the same may come back
  tick()
  await desk.upon(await desk.ask('erasure', person), 'erasure', {})
  await work()
  expect([lying(), (await db.admin.query('select from publication.paper')).rowCount]).toEqual([[], 0])
})

test('an agreement goes with its files when nothing of it is left in the register, and a draft that was never agreed to when its last day has passed', async () => {
  const person = await customer('Gerda', 'gerda@example.org')
  const never = await draft(person, { until: '2026-05-01' })
  const id = await draft(person, { places: ['ixir.fi'], until: '2026-05-01' })
  await care('POST', `/testimonials/${id}/signed`, { name: 'Gerda Virtanen' })
  expect((await kaisaPost(`/api/v1/testimonials/${id}/papers`, Buffer.from('%PDF-1.7 Gerda'))).status).toBe(201)
  const left = async () =>
    (await db.admin.query<{ id: string }>('select id from publication.agreement where person_id = $1', [person])).rows
  await morning('2026-05-01T06:00:00Z')
  expect(await left()).toHaveLength(2)
  await morning('2026-05-02T06:00:00Z')
  expect(await left()).toEqual([{ id }])
  expect(never).not.toBe(id)
  const forget = `delete from register.change where person_id = $1 and category = 'publication'`
  await db.admin.query(forget, [person])
  await morning('2026-05-03T06:00:00Z')
  expect(await left()).toEqual([{ id }]) // it has not been taken down yet
  for (const task of await tasksOf(person))
    await care('POST', `/tasks/${task.id}/turns`, { did: 'done', expected: task.turn })
  await db.admin.query(forget, [person])
  await morning('2026-05-04T06:00:00Z')
  expect(await left()).toHaveLength(1) // that it was taken down has just been written
  await db.admin.query(forget, [person])
  await morning('2026-05-05T06:00:00Z')
  expect([await left(), readdirSync(join(home, 'files', 'papers'))]).toEqual([[], []])
})

const key = server.keyHeader('customer-care').then(authorization => ({ authorization }))
const kaisaPost = async (path: string, bytes: Buffer) =>
  server.app.request(path, {
    method: 'POST',
    headers: {
      ...(await key),
      ...{ purpose: 'customer-care', 'content-type': 'application/octet-stream', 'file-name': 'kuva.png' },
    },
    body: new Uint8Array(bytes),
  })

test('whoever is erased is taken down in other places too, by tasks that do not name them', async () => {
  const person = await customer('Hedda', 'hedda@example.org')
  await page(await linkOf(await draft(person, { places: ['ixir.fi/messut', 'Messulehti'] })), agree)
  tick()
  const open = async () =>
    (await care<{ tasks: Task[] }>('GET', '/tasks?which=all')).tasks
      .filter(({ title }) => title.includes('poistettu rekisteristä'))
      .map(({ title, person }) => [title, person])
  await care('POST', `/testimonials/${(await read(person))?.id}/ended`, { because: 'taken-back' })
  await work()
  const [first] = await tasksOf(person)
  await care('POST', `/tasks/${first?.id}/turns`, { did: 'done', expected: first?.turn })
  const before = await open()
  tick()
  const request = await desk.ask('erasure', person)
  await desk.upon(request, 'erasure', {})
  await work()
  const left = first?.title.includes('Messulehti') ? 'ixir.fi/messut' : 'Messulehti'
  const day = new Intl.DateTimeFormat('fi', { timeZone: 'Europe/Helsinki' }).format(db.clock.now())
  expect((await open()).filter(([title]) => !before.some(([one]) => one === title))).toEqual([
    [`Poista julkaisu (Asiakkaan arvio, sovittu ${day}) paikasta: ${left}. Henkilö on poistettu rekisteristä.`, null],
  ])
  expect((await db.admin.query('select from publication.left_up')).rowCount).toBe(0)
})

test('what somebody may not see is not theirs to ask; a link that leads nowhere says nothing', async () => {
  const person = await customer('Edla', 'edla@example.org')
  const id = await draft(person)
  const stranger = await server.withKey('research')
  const refused = await stranger('POST', `/api/v1/testimonials/${id}/asked`, { purpose: 'research' })
  expect(refused.status).toBe(404)
  expect((await page('/publish/nobody')).status).toBe(404)
  await page(await linkOf(id), { act: 'decline' })
  expect((await read(person))?.state).toBe('declined')
})

test('the live check sees what is shown without a consent', async () => {
  const person = await customer('Fanny', 'fanny@example.org')
  await page(await linkOf(await draft(person)), agree)
  const asker = await promiseAsker(db)
  await asker.seeItBreak(
    onlyAsAgreed,
    `update register.statement set purpose = 'research' where person_id = '${person}' and purpose = 'publication'`,
    `update register.statement set purpose = 'publication' where person_id = '${person}' and purpose = 'research'`,
  )
})
