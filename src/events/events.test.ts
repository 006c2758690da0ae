/** An event's visitors register once, are noted at the stand by whoever has a link that works, and go when the notice says, counted from the event's last day. */

import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { type EntryDesk, entryDesk } from '../../test/entry-desk.ts'
import { pass } from '../retention/passage.ts'
import type { EventDetails, ParticipantList } from './event-answers.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const desk: EntryDesk = await entryDesk()
const { db } = desk
afterAll(() => desk.close())

const hour = 3_600_000
let n = 0
let id = ''
let page = ''
beforeEach(async () => {
  n++
  const now = Math.max(Date.now(), db.clock.now().getTime()) + hour
  db.clock.set(new Date(now))
  const words = (title: string) => ({ title, about: 'Kurssien esittelypiste.' })
  const made = await desk.answer<{ id: string }>('POST', '/events', {
    name: `Syysmessut ${n}`,
    kind: 'fair',
    source: 'fairs',
    place: 'Helsinki',
    starts: new Date(now).toISOString(),
    ends: new Date(now + 8 * hour).toISOString(),
    words: { fi: words('Syysmessut'), sv: words('Höstmässa'), en: words('Autumn fair') },
    permits: 'marketing',
  })
  id = made.id
  page = new URL((await show()).address).pathname
})

const show = () => desk.answer<EventDetails>('GET', `/events/${id}`)
const participants = async () => (await desk.answer<ParticipantList>('GET', `/events/${id}/participants`)).participants
const visitor = (given: string, more: Readonly<Record<string, string>> = {}) => ({
  given,
  family: 'Virtanen',
  email: `${given.toLowerCase()}${n}@example.fi`,
  'of-age': 'yes',
  ...more,
})
async function stand(hours = 12): Promise<string> {
  const { link } = await desk.answer<{ link: string }>('POST', `/events/${id}/devices`, { name: 'Ovi', hours })
  return new URL(link).pathname
}

test('who registers twice is in once and hears the same; the permit is recorded with its words', async () => {
  const first = await desk.post(page, visitor('Aino', { permit: 'yes' }))
  expect(first.status).toBe(200)
  expect(await desk.post(page, visitor('Aino'))).toEqual(first)
  expect(await desk.work()).toEqual([])
  expect((await participants()).map(({ person, attended }) => [person.name, attended])).toEqual([
    ['Aino Virtanen', false],
  ])
  const { rows } = await db.admin.query(
    `select s.kind, s.purpose, s.method, s.place from register.statement s join register.participation p using (person_id)
     where p.event = $1 order by s.kind`,
    [`Syysmessut ${n}`],
  )
  expect(rows).toEqual([
    { kind: 'consent', purpose: 'marketing', method: 'form', place: `http://localhost${page}` },
    { kind: 'contract', purpose: null, method: null, place: null },
  ])
})

test('what a tablet sends late and twice is noted once, at the time when it was written', async () => {
  const path = await stand()
  const at = db.clock.now().toISOString()
  db.clock.forward(2 * hour)
  for (const _ of [1, 2]) expect((await desk.post(path, visitor('Bertta', { at }))).status).toBe(200)
  expect((await desk.post(path, visitor('Kaarlo', { 'of-age': '' }))).status).toBe(422)
  expect(await desk.work()).toEqual([])
  expect(await participants()).toMatchObject([{ person: { name: 'Bertta Virtanen' }, attended: true, entered: at }])
})

test('a link lets in until it ends or is ended, and nobody else is let in', async () => {
  const path = await stand(1)
  expect((await desk.post(path, visitor('Aino'))).status).toBe(200)
  const [device] = (await show()).devices
  const ended = await stand()
  const other = (await show()).devices.find(one => one.id !== device?.id)
  await desk.answer('DELETE', `/events/${id}/devices/${other?.id}`)
  expect((await desk.post(ended, visitor('Aino'))).status).toBe(404)
  db.clock.forward(hour)
  expect((await desk.post(path, visitor('Aino'))).status).toBe(404)
  expect((await desk.post('/stand/of-nobody', visitor('Aino'))).status).toBe(404)
  const { rows } = await db.admin.query('select secret_hash::text as hash from events.device')
  expect(rows.some(({ hash }) => hash.includes(path.slice(7)))).toBe(false)
})

test('the page of a tablet runs its own script and no other, and says nothing of anybody', async () => {
  const path = await stand()
  const answer = await desk.server.app.request(path, { headers: { accept: 'text/html' } })
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/unsafe|\*/)
  const script = /src="(\/stand-[0-9a-f]+\.js)"/.exec(await answer.text())?.[1] ?? ''
  expect((await desk.server.app.request(script)).headers.get('content-type')).toContain('javascript')
  expect(await desk.page(page)).not.toContain('<script')
})

test('who was there is marked and unmarked, each with its change', async () => {
  await desk.post(page, visitor('Aino'))
  await desk.work()
  const [aino] = await participants()
  const row = `/events/${id}/participants/${aino?.row}`
  await desk.answer('PUT', row, { attended: true })
  expect((await participants())[0]?.attended).toBe(true)
  await desk.answer('PUT', row, { attended: false })
  expect((await participants())[0]?.attended).toBe(false)
  const bertta = await desk.register.customer()
  await desk.answer('POST', `/events/${id}/participants`, { person: bertta })
  expect(await desk.refusal(`/events/${id}/participants`, { person: bertta })).toBe('events.is-there')
})

test('the end of the event starts the time of those who were there', async () => {
  await desk.post(page, visitor('Aino'))
  await desk.work()
  const day = db.clock.now()
  const left = async () => {
    const how = { rest: 0, stopping: new AbortController().signal, actor: 'system', part: 100 }
    await pass({ ...desk.server.program, database: db }, 'nightly', how)
    const { rows } = await db.admin.query('select count(*)::int as n from register.participation where event = $1', [
      `Syysmessut ${n}`,
    ])
    return rows[0].n
  }
  db.clock.set(new Date(day.getTime() + 180 * 24 * hour))
  expect(await left()).toBe(1)
  db.clock.set(new Date(day.getTime() + 187 * 24 * hour))
  expect(await left()).toBe(0)
})
