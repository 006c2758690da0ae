/** A raffle from its announcement to its losers' last day: entered once, drawn once, checked by anybody, and naming nobody who has not agreed. */

import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { type EntryDesk, entryDesk } from '../../test/entry-desk.ts'
import { partsOf } from '../../test/mail-server.ts'
import { pass } from '../retention/passage.ts'
import { drawFile, faultsIn } from './draw-file.ts'
import type { RaffleDetails } from './raffle-answers.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const desk: EntryDesk = await entryDesk()
const { db, mail } = desk
afterAll(() => desk.close())

let n = 0
let id = ''
let page = ''
const words = (title: string) => ({
  title,
  prize: 'Verkkokurssi',
  rules: 'Arvomme yhden kurssin osallistujien kesken.',
  who: 'Kaikki yli 13-vuotiaat',
})
const hour = 3_600_000

beforeEach(async () => {
  n++
  mail.received.length = 0
  const now = Math.max(Date.now(), db.clock.now().getTime()) + hour
  db.clock.set(new Date(now))
  const made = await desk.answer<{ id: string }>('POST', '/raffles', {
    name: `Syysarvonta ${n}`,
    source: 'raffles',
    opens: new Date(now - hour).toISOString(),
    closes: new Date(now + hour).toISOString(),
    winners: 1,
    words: { fi: words('Syysarvonta'), sv: words('Höstlotteri'), en: words('Autumn raffle') },
    permits: 'marketing',
  })
  id = made.id
  page = new URL((await show()).address).pathname
})

const show = () => desk.answer<RaffleDetails>('GET', `/raffles/${id}`)
const enter = (given: string, more: Readonly<Record<string, string>> = {}) =>
  desk.post(page, {
    given,
    family: 'Virtanen',
    email: `${given.toLowerCase()}${n}@example.fi`,
    'of-age': 'yes',
    ...more,
  })
const file = async () => drawFile.parse(JSON.parse(await desk.page(`${page}/draw`)))
const closeIt = () => db.clock.forward(2 * hour)
const tokenIn = (at: number): string =>
  /[0-9a-f]{32}/.exec(partsOf(mail.received[at] ?? ({ raw: '' } as never))['text/plain'] ?? '')?.[0] ?? ''
async function drawn(): Promise<RaffleDetails> {
  closeIt()
  await desk.answer('POST', `/raffles/${id}/closing`)
  await desk.answer('POST', `/raffles/${id}/draw`)
  return show()
}

test('who enters twice is in once, hears the same, and gets one token by e-mail', async () => {
  const first = await enter('Aino')
  const second = await enter('Aino', { email: `AINO${n}@example.fi` })
  expect(first.status).toBe(200)
  expect(second).toEqual(first)
  expect(await desk.work()).toEqual([])
  expect((await show()).entries).toBe(1)
  expect(mail.received).toHaveLength(1)
  const { rows } = await db.admin.query(
    `select p.kind, p.event, s.kind as said, s.age from register.participation p join register.statement s using (person_id) where p.event = $1`,
    [`Syysarvonta ${n}`],
  )
  expect(rows).toEqual([{ kind: 'raffle', event: `Syysarvonta ${n}`, said: 'contract', age: null }])
  closeIt()
  await desk.answer('POST', `/raffles/${id}/closing`)
  expect((await file()).list?.tokens).toEqual([tokenIn(0)])
})

test('the box of marketing is apart and unticked; ticked, its words are recorded with where they stood', async () => {
  const shown = await desk.page(`${page}?lang=fi`)
  expect(shown).toMatch(/<input type="checkbox" name="permit" value="yes">/)
  expect(shown).toContain('eikä se vaikuta osallistumiseen')
  await enter('Aino')
  await enter('Bertta', { permit: 'yes' })
  expect(await desk.work()).toEqual([])
  const { rows } = await db.admin.query(
    `select s.purpose, s.channel, s.method, s.place, s.lang, s.age, s.wording like '%sähköpostia%' as worded from register.statement s
     join register.participation p using (person_id) where p.event = $1 and s.kind = 'consent'`,
    [`Syysarvonta ${n}`],
  )
  expect(rows).toEqual([
    {
      purpose: 'marketing',
      channel: 'email',
      method: 'form',
      place: `http://localhost${page}`,
      lang: 'fi',
      age: 'of-age',
      worded: true,
    },
  ])
})

test('who is too young, or writes what is no address or an identity code, is told at the field', async () => {
  const { status, page: shown } = await enter('Aino', { 'of-age': '', email: 'aino', family: '131052-308T' })
  expect(status).toBe(422)
  expect(shown.match(/aria-invalid="true"/g)).toHaveLength(3)
  expect(await desk.work()).toEqual([])
  expect((await show()).entries).toBe(0)
})

test('the hash of the secret stands from the first day, and the draw is checked by its file alone', async () => {
  const { seedHash } = await file()
  expect(await desk.refusal(`/raffles/${id}/closing`)).toBe('raffles.still-open')
  for (const given of ['Aino', 'Bertta', 'Cecilia']) await enter(given)
  expect(await desk.work()).toEqual([])
  expect(await desk.refusal(`/raffles/${id}/draw`)).toBe('raffles.not-closed')
  closeIt()
  await desk.answer('POST', `/raffles/${id}/closing`)
  const frozen = await file()
  expect(frozen).toMatchObject({ seedHash, draw: null })
  expect(frozen.list?.tokens).toHaveLength(3)
  await expect(db.app.query('select seed from raffles.seed')).rejects.toThrow('permission denied')
  await desk.answer('POST', `/raffles/${id}/draw`)
  const published = await file()
  expect(published.list).toEqual(frozen.list)
  expect(published.seedHash).toBe(seedHash)
  expect(faultsIn(published)).toEqual([])
  expect(await desk.page(page)).toContain(published.draw?.winners[0]?.token)
  expect(JSON.stringify(published)).not.toMatch(/Aino|Bertta|Cecilia|example/)
})

test('of many who draw at once one does; a draw that was broken off has drawn nothing', async () => {
  for (const given of ['Aino', 'Bertta', 'Cecilia']) await enter(given)
  await desk.work()
  closeIt()
  await desk.answer('POST', `/raffles/${id}/closing`)
  await db.admin.query('alter table raffles.winner rename to elsewhere') // the middle of the draw fails
  await expect(desk.answer('POST', `/raffles/${id}/draw`)).rejects.toThrow('500')
  await db.admin.query('alter table raffles.elsewhere rename to winner')
  expect((await file()).draw).toBeNull()
  const many = await Promise.all(
    Array.from({ length: 4 }, () => desk.keeper('POST', `/api/v1/raffles/${id}/draw`, { purpose: 'raffles' })),
  )
  expect(many.map(({ status }) => status).toSorted()).toEqual([204, 409, 409, 409])
  const { rows } = await db.admin.query('select place from raffles.winner where raffle_id = $1', [id])
  expect(rows).toEqual([{ place: 1 }])
  await expect(db.app.query('update raffles.draw set at = now()')).rejects.toThrow('permission denied')
  await expect(db.app.query('delete from raffles.closing')).rejects.toThrow('permission denied')
})

test('whoever has left or is restricted wins nothing: the prize goes to the next, and the page says why', async () => {
  for (const given of ['Aino', 'Bertta']) await enter(given)
  await desk.work()
  closeIt()
  await desk.answer('POST', `/raffles/${id}/closing`)
  const { rows } = await db.admin.query(
    'select person_id from register.participation where event = $1 order by entered',
    [`Syysarvonta ${n}`],
  )
  await desk.register.say(rows[0].person_id, 'restriction')
  await desk.answer('POST', `/raffles/${id}/draw`)
  const { drawn: places } = await show()
  expect(places.filter(({ passed }) => passed === null).map(({ person }) => person?.id)).toEqual([rows[1].person_id])
  expect(faultsIn(await file())).toEqual([])
})

test('the winner is told, named only when they agree, and gone from the page at once when they take it back', async () => {
  for (const given of ['Aino', 'Bertta']) await enter(given)
  await desk.work()
  mail.received.length = 0
  const before = await drawn()
  expect(await desk.work()).toEqual([])
  expect(mail.received).toHaveLength(1)
  const letter = mail.received[0]
  if (!letter) throw new Error('the winner was not told')
  const path = new URL(/http:\S+winner\/[\w-]+/.exec(partsOf(letter)['text/plain'] ?? '')?.[0] ?? '').pathname
  const winner = before.drawn.find(({ passed }) => passed === null)
  const { rows } = await db.admin.query(
    'select result from register.participation where person_id = $1 and event = $2',
    [winner?.person?.id, `Syysarvonta ${n}`],
  )
  expect(rows).toEqual([{ result: 'Verkkokurssi' }])
  const short = `${winner?.person?.name?.split(' ')[0]} V.`

  expect((await desk.post(path, { name: 'short' })).status).toBe(422)
  expect(await desk.page(page)).not.toContain(short)
  expect((await desk.post(path, { name: 'short', agree: 'yes' })).status).toBe(200)
  expect(await desk.page(page)).toContain(short)
  await db.clock.forward(1000)
  await desk.post(path, { act: 'withdraw' })
  expect(await desk.page(page)).not.toContain(short)
  await db.clock.forward(1000)
  await desk.post(path, { name: 'short', agree: 'yes' })
  await db.clock.forward(1000)
  await desk.register.say(winner?.person?.id ?? '', 'consent', 'publication', db.clock.now().toISOString())
  expect(await desk.page(page)).not.toContain(short)
  expect((await desk.post(`${page}/winner/of-nobody`, { name: 'short', agree: 'yes' })).status).toBe(404)
})

test('a prize that nobody took goes on, once; the file still holds', async () => {
  for (const given of ['Aino', 'Bertta', 'Cecilia']) await enter(given)
  await desk.work()
  const first = (await drawn()).drawn[0]?.place ?? 0
  await desk.answer('POST', `/raffles/${id}/passed`, { place: first, why: 'not-reached' })
  expect(await desk.refusal(`/raffles/${id}/passed`, { place: first, why: 'not-reached' })).toBe(
    'raffles.no-such-place',
  )
  const { drawn: places } = await show()
  expect(places.map(({ passed }) => passed)).toEqual(['not-reached', null])
  expect(faultsIn(await file())).toEqual([])
})

test('the draw starts the time of those who lost: their entry goes six months later, by the notice', async () => {
  await enter('Aino')
  await desk.work()
  await drawn()
  const day = db.clock.now()
  const left = async () => {
    await pass({ ...desk.server.program, database: db }, 'nightly', {
      rest: 0,
      stopping: new AbortController().signal,
      actor: 'system',
      part: 100,
    })
    const { rows } = await db.admin.query('select count(*)::int as n from register.participation where event = $1', [
      `Syysarvonta ${n}`,
    ])
    return rows[0].n
  }
  db.clock.set(new Date(day.getTime() + 180 * 24 * hour))
  expect(await left()).toBe(1)
  db.clock.set(new Date(day.getTime() + 187 * 24 * hour))
  expect(await left()).toBe(0)
})

test('staff enter somebody of the register, once', async () => {
  await enter('Aino')
  await desk.work()
  const { rows } = await db.admin.query('select person_id from register.participation where event = $1', [
    `Syysarvonta ${n}`,
  ])
  expect(await desk.refusal(`/raffles/${id}/entries`, { person: rows[0].person_id })).toBe('raffles.has-entered')
  const bertta = await desk.register.customer()
  await desk.answer('POST', `/raffles/${id}/entries`, { person: bertta })
  expect((await show()).entries).toBe(2)
})
