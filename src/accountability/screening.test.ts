/** Every purpose is screened by the nine questions: the rule decides, a reason may overrule it, and the notice's next change asks again. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { type Send, testServer } from '../../test/server.ts'
import { fileIn } from './export-file.ts'
import type { InForce } from './interests.ts'
import { hintsFor, screenedPurposes } from './screened-purposes.ts'
import { assessedWhereNeeded, everyPurposeScreened, noScreeningStale } from './screening.promises.ts'
import { listScreenings, type NewScreening, saveScreening } from './screening.ts'
import { screeningExport } from './screening-export.ts'
import { neededByRule, type Question, questions, type ScreeningAnswers } from './screening-questions.ts'

const answers = (...yes: readonly Question[]): ScreeningAnswers => {
  const no = { yes: false, reason: '' }
  const all = Object.fromEntries(questions.map(one => [one, yes.includes(one) ? { yes: true, reason: 'Syy' } : no]))
  return all as ScreeningAnswers
}

test.each<[boolean, readonly Question[]]>([
  [false, []],
  [false, ['scoring']],
  [true, ['scoring', 'combining']],
  [false, ['biometric']],
  [true, ['biometric', 'vulnerable']],
  [true, ['location']],
  [true, ['genetic']],
  [true, ['not-informed']],
  [true, ['whistleblowing']],
])('needed is %s by the rule with %j', (needed, yes) => expect(neededByRule(answers(...yes))).toBe(needed))

describe('on record', () => {
  const db = testDatabase()
  let promises: PromiseAsker
  let admin: Send
  let clerk: Send
  let end = async () => {}
  const now: InForce = { version: 1, notice: noticeIn(exampleNotice) }
  const purposes = now.notice.purposes.map(({ id }) => id)

  beforeAll(async () => {
    const database = await db
    promises = await promiseAsker(database)
    const server = await testServer(database)
    end = () => server.access.close()
    await server.addStaff('Admin', ['administrator'])
    await server.addStaff('Clerk', ['customer-service'])
    admin = await server.signedIn('admin@example.fi')
    clerk = await server.signedIn('clerk@example.fi')
  })
  beforeEach(async () => (await db).admin.query('truncate accountability.screening'))
  afterAll(async () => {
    await end()
    await (await db).close()
  })

  const screening = (purpose: string, more: Partial<NewScreening> = {}): NewScreening => ({
    purpose,
    version: 1,
    answers: answers(),
    needed: false,
    overruled: null,
    conclusion: 'Riski on pieni.',
    assessment: null,
    review: '2027-03-01',
    ...more,
  })
  const save = async (one: NewScreening, expected = 0) => {
    const { app, clock } = await db
    return saveScreening(app, one, { expected, why: 'Testi', by: 'test', at: clock.now() })
  }
  const screenAll = async () => {
    for (const purpose of purposes) await save(screening(purpose))
  }
  const statesOf = async (of = now, today = '2026-03-02') =>
    new Set((await screenedPurposes((await db).app, of, today)).map(({ state }) => state))

  test('a yes has its reason, an outcome against the rule too, and nobody saves over what they have not read', async () => {
    const refusal = (more: Partial<NewScreening>) => save(screening('marketing', more)).catch(error => error.key)
    const bare = { ...answers(), scoring: { yes: true, reason: '' } }
    expect(await refusal({ answers: bare })).toBe('accountability.yes-without-reason')
    expect(await refusal({ needed: true })).toBe('accountability.overruled-why')
    expect(await refusal({ overruled: 'Muuten vain' })).toBe('accountability.overruled-why')
    expect(await refusal({ review: '2026-03-02' })).toBe('accountability.review-in-past')
    expect(await refusal({ assessment: { on: '2026-03-03', reference: 'X' } })).toBe(
      'accountability.assessed-in-future',
    )
    expect(await save(screening('marketing', { needed: true, overruled: 'Varmuuden vuoksi' }))).toBe(1)
    expect(await refusal({})).toBe('accountability.changed-meanwhile')
    expect(await save(screening('marketing'), 1)).toBe(2)
    const kept = await listScreenings((await db).app, 'marketing')
    expect(kept.map(({ revision, needed }) => [revision, needed])).toEqual([
      [2, false],
      [1, true],
    ])
    expect(await save(screening('sales'), 3).catch(error => error.key)).toBe('accountability.no-screening')
  })

  test('each state is seen', async () => {
    expect(await statesOf()).toEqual(new Set(['missing']))
    await screenAll()
    expect(await statesOf()).toEqual(new Set(['holds']))
    expect(await statesOf(now, '2027-03-02')).toEqual(new Set(['due']))
    await save(screening('marketing', { answers: answers('location'), needed: true }), 1)
    expect(await statesOf()).toEqual(new Set(['holds', 'not-assessed']))
    const assessment = { on: '2026-03-01', reference: 'Arviointi 1' }
    await save(screening('marketing', { answers: answers('location'), needed: true, assessment }), 2)
    expect(await statesOf()).toEqual(new Set(['holds']))
  })

  test('what the notice does for a purpose makes its screening stale; how it words it does not', async () => {
    await screenAll()
    const reworded = noticeIn(exampleNotice.replace('Ilmoitamme muutoksista', 'Kerromme muutoksista'))
    expect(await statesOf({ version: 2, notice: reworded })).toEqual(new Set(['holds']))
    const [category] = now.notice.categories.filter(({ uses }) => uses.some(({ purpose }) => purpose === 'marketing'))
    const categories = now.notice.categories.map(one =>
      one === category ? { ...one, uses: one.uses.filter(({ purpose }) => purpose !== 'marketing') } : one,
    )
    const changed = await screenedPurposes(
      (await db).app,
      { version: 2, notice: { ...now.notice, categories } },
      '2026-03-02',
    )
    expect(changed.filter(({ state }) => state === 'changed').map(({ purpose }) => purpose.id)).toEqual(['marketing'])
  })

  test('the checks find what is not screened, what is stale, and what is not assessed', async () => {
    const { admin: owner } = await db
    await screenAll()
    const marketing = `purpose = 'marketing'`
    const missing = await promises.seeItBreak(
      everyPurposeScreened,
      () => owner.query(`delete from accountability.screening where ${marketing}`),
      () => save(screening('marketing')),
    )
    expect(missing).toMatchObject({ figures: { count: 1, purposes: purposes.length }, found: ['marketing'] })
    const stale = await promises.seeItBreak(
      noScreeningStale,
      () => owner.query(`update accountability.screening set review = '2026-01-01' where ${marketing}`),
      () => save(screening('marketing'), 1),
    )
    expect(stale).toMatchObject({ figures: { count: 1, due: 1, changed: 0 } })
    const unassessed = await promises.seeItBreak(
      assessedWhereNeeded,
      () => save(screening('marketing', { answers: answers('genetic'), needed: true }), 2),
      () => save(screening('marketing'), 3),
    )
    expect(unassessed).toMatchObject({ figures: { count: 1, needed: 1 } })
  })

  test('the notice itself answers some of the questions', () => {
    const hints = hintsFor(
      { ...now.notice, minors: { from: 15, guardian: 'below', at: { line: 1, column: 1 } } },
      'marketing',
    )
    expect(hints).toContainEqual({ question: 'vulnerable', says: 'minors', of: 'nothing', ids: ['15'] })
    for (const hint of hintsFor(now.notice, 'marketing')) if (hint.of !== 'nothing') expect(hint.ids).not.toEqual([])
  })

  test('through the API: read, answered, read again; for administrators only and for the notice in force', async () => {
    const path = '/api/v1/accountability/screenings'
    for (const where of [path, `${path}/marketing`]) expect((await clerk('GET', where)).status).toBe(403)
    const list = await (await admin('GET', path)).json()
    expect(list.purposes.map(({ state }: { state: string }) => state)).toEqual(purposes.map(() => 'missing'))
    const { purpose: _, ...body } = screening('marketing')
    const put = (more: object) =>
      admin('PUT', `${path}/marketing`, { body: { ...body, expected: 0, why: 'Ensimmäinen', ...more } })
    expect((await put({ version: 7 })).status).toBe(409)
    expect((await admin('PUT', `${path}/no-such`, { body: { ...body, expected: 0, why: 'x' } })).status).toBe(404)
    expect((await put({ answers: { scoring: { yes: false, reason: '' } } })).status).toBe(422)
    expect(await (await put({})).json()).toEqual({ revision: 1 })
    expect(await (await admin('GET', `${path}/marketing`)).json()).toMatchObject({
      state: 'holds',
      needed: false,
      criteria: 0,
      inForce: 1,
      revisions: [{ revision: 1, why: 'Ensimmäinen', by: { name: 'Admin' } }],
    })
  })

  test('every form of the file says the same', async () => {
    const { app } = await db
    await save(screening('marketing', { answers: answers('scoring', 'combining'), needed: true }))
    const shown = await screenedPurposes(app, now, '2026-03-02')
    for (const lang of ['fi', 'sv', 'en'] as const) {
      const exported = screeningExport(now, shown, lang, '2026-03-02')
      const [html, csv, json, pdf] = await Promise.all(
        (['html', 'csv', 'json', 'pdf'] as const).map(format => fileIn(format, exported)),
      )
      const words = {
        fi: 'Vaikutustenarviointi tarvitaan',
        sv: 'Konsekvensbedömning behövs',
        en: 'An assessment is needed',
      }
      expect(html?.bytes.toString()).toContain(words[lang])
      expect(csv?.bytes.toString().trim().split('\r\n')).toHaveLength(purposes.length + 1)
      expect(csv?.bytes.toString()).toContain(words[lang])
      expect(JSON.parse(json?.bytes.toString() ?? '').purposes).toHaveLength(purposes.length)
      expect(pdf?.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    }
  })
})
