/** Who is to be told is listed for whoever sees them; messages and letters are for the desk of rights, and each look is on record. */

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import { newId } from '../base/ids.ts'
import type { InformingLetters, InformingList } from './arrival-answers.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
const care = 'customer-care'
let desk: Awaited<ReturnType<typeof rightsDesk>>
let aino: string
let informing: string

beforeAll(async () => {
  desk = await rightsDesk()
  aino = await desk.customer('Aino', 'aino@example.org')
  informing = newId()
  await desk.db.admin.query(
    `insert into arrivals.informing (person_id, id, arrival_id, source, obtained, inform_by) values ($1, $2, $2, 'partners', '2026-02-01', '2026-03-01')`,
    [aino, informing],
  )
})
afterAll(() => desk?.close())

const ask = <Answer>(path: string, body?: object, as = care) => desk.answer<Answer>('POST', path, body, desk.kaisa, as)
const listed = async (which: string) => (await ask<InformingList>('/informings/search', { which })).informings

test('queued, printed, noted as posted; and not by a purpose that has no rights', async () => {
  expect(await listed('open')).toMatchObject([{ id: informing, person: { id: aino }, mail: null }])
  expect(await desk.refusal('/informings/send', undefined, desk.kaisa, care)).toBe('http.purpose-not-yours')
  expect(await ask('/informings/send', undefined, 'rights')).toEqual({ queued: 1 })
  expect(await listed('open')).toMatchObject([{ mail: 'waiting' }])
  await desk.db.admin.query(`select arrivals.settle_informing($1, 'no-address', now())`, [informing])
  expect(await listed('post')).toMatchObject([{ id: informing, mail: 'no-address' }])
  const letters = await ask<InformingLetters>('/informings/letters', { informings: [informing] }, 'rights')
  expect(letters).toMatchObject({ pdf: expect.stringMatching(/^JVBERi/), printed: [informing], without: 0 })
  expect(await ask('/informings/posted', { informings: [informing] })).toEqual({ noted: 1 })
  expect(await listed('settled')).toMatchObject([{ id: informing, how: 'letter' }])
  const { rows } = await desk.db.app.query(
    `select distinct operation from access.look where operation like 'informing%' and person_id = $1`,
    [aino],
  )
  expect(rows.map(({ operation }) => operation)).toContain('informings')
})
