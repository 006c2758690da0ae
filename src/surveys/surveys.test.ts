/** Surveys from the first question to the last number: anonymous ones cannot be joined to anybody, and those by name stand on their person. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { partsOf } from '../../test/mail-server.ts'
import { surveyDesk } from '../../test/survey-desk.ts'
import type { ContentBody } from './content.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const desk = await surveyDesk()
const { db, mail } = desk
afterAll(() => desk.close())

const of = (fi: string) => ({ fi })
const course: ContentBody = {
  languages: ['fi'],
  title: of('Kurssipalaute'),
  questions: [
    {
      id: 'went',
      kind: 'single',
      text: of('Kävitkö kurssin?'),
      required: true,
      options: [
        { id: 'yes', text: of('Kyllä') },
        { id: 'no', text: of('En') },
      ],
    },
    { id: 'nps', kind: 'nps', text: of('Suosittelisitko kurssia?'), when: [{ question: 'went', is: ['yes'] }] },
    { id: 'why', kind: 'text', text: of('Miksi?') },
  ],
}

let n = 0
beforeEach(() => {
  n++
  mail.received.length = 0
})

const made = async (keeps: 'anonymous' | 'named' = 'anonymous', content = course) =>
  desk.make({ name: `Kurssipalaute ${n}`, keeps, content })
const pathOf = async (id: string) => new URL((await desk.showSurvey(id)).address).pathname
const went = (score: string, why: string) => [{ 'a.went': 'yes' }, { 'a.nps': score }, { 'a.why': why }]
const stayed = (why = '') => [{ 'a.went': 'no' }, { 'a.why': why }]
async function closed(id: string): Promise<void> {
  await desk.answer('POST', `/surveys/${id}/closing`)
  expect(await desk.work()).toEqual([])
}
const rowsOf = async (text: string, values: readonly unknown[] = []) => (await db.admin.query(text, [...values])).rows

test('a visitor goes page by page, back as well, and is asked only what their answers lead to', async () => {
  const id = await made()
  const path = await pathOf(id)
  expect(await desk.fetched(path)).toContain('Kyselyyn ei voi vastata')
  await desk.open(id)
  const start = await desk.fetched(path)
  expect(start).toContain('Vastaat nimettömänä')
  const first = await desk.send(path, desk.carried(start))
  expect(first.page).toContain('Kysymys 1, kysymyksiä on enintään 3')
  const unanswered = await desk.send(path, { ...desk.carried(first.page), to: 'next' })
  expect([unanswered.status, unanswered.page.includes('role="alert"')]).toEqual([422, true])
  const second = await desk.send(path, { ...desk.carried(first.page), 'a.went': 'yes', to: 'next' })
  expect(second.page).toContain('Suosittelisitko kurssia?')
  const third = await desk.send(path, { ...desk.carried(second.page), 'a.nps': '9', to: 'next' })
  expect(third.page).toContain('Kysymys 3, joka on viimeinen')
  expect(third.page).toContain('Älä kirjoita mitään, mistä sinut voi tunnistaa')
  const back = await desk.send(path, { ...desk.carried(third.page), to: 'back' })
  expect(back.page).toMatch(/value="9" checked/)
  const toFirst = await desk.send(path, { ...desk.carried(back.page), 'a.nps': '9', to: 'back' })
  const other = await desk.send(path, { ...desk.carried(toFirst.page), 'a.went': 'no', to: 'next' })
  expect(other.page).toContain('Miksi?')
  expect(desk.carried(other.page)).not.toHaveProperty('a.nps')
})

test('an end to which no answers lead is not taken, and what was sent at once is asked again', async () => {
  const id = await made()
  const path = await pathOf(id)
  await desk.open(id)
  const early = desk.carried(await desk.fetched(path))
  expect((await desk.send(path, { ...early, at: 'why', 'a.went': 'no', to: 'next' })).page).toContain(
    'heti kyselyn avaamisen',
  )
  db.clock.forward(5_000)
  const forged = await desk.send(path, { ...early, at: 'why', 'a.why': 'x', to: 'next' })
  expect(forged.status).toBe(422)
  const trap = await desk.send(path, { ...early, at: 'why', 'a.went': 'no', homepage: 'x', to: 'next' })
  expect(trap.status).toBe(422)
  expect((await desk.showSurvey(id)).answered).toBe(0)
  expect(await rowsOf('select from surveys.pooled where survey_id = $1', [id])).toHaveLength(0)
})

test('sent twice, also at the same moment, it counts once and is answered the same', async () => {
  const id = await made()
  const path = await pathOf(id)
  await desk.open(id)
  const { stamp } = await desk.fill(path, stayed('Ei ehtinyt'))
  const again = { stamp, at: 'why', 'a.went': 'no', 'a.why': 'Ei ehtinyt', to: 'next' }
  expect((await desk.send(path, again)).page).toContain('Kiitos vastauksestasi')
  const start = desk.carried(await desk.fetched(path))
  db.clock.forward(5_000)
  const both = await Promise.all([desk.send(path, { ...again, ...start }), desk.send(path, { ...again, ...start })])
  expect(both.map(({ page }) => page.includes('Kiitos'))).toEqual([true, true])
  expect(await rowsOf('select from surveys.pooled where survey_id = $1', [id])).toHaveLength(2)
})

test('results come when it is closed, of groups of five and more; an identity code is masked', async () => {
  const id = await made()
  const path = await pathOf(id)
  await desk.open(id)
  for (let at = 0; at < 7; at++) await desk.fill(path, went(at < 5 ? '10' : '0', `Syy ${at}, 131052-308T`))
  for (let at = 0; at < 6; at++) await desk.fill(path, stayed())
  expect(await desk.work()).toEqual([])
  expect(await desk.results(id)).toMatchObject({ state: 'open', questions: [] })
  expect((await desk.showSurvey(id)).answered).toBe(10) // thirteen, told in fives
  await closed(id)
  const { state, answered, questions, filters } = await desk.results(id)
  expect([state, answered]).toEqual(['told', 13])
  const numbers = questions.map(({ parts }) => parts.map(({ values, none }) => [...values.map(value => value.n), none]))
  // Two detractors are too few, and with five promoters nothing follows from the seven who were asked.
  expect(numbers).toEqual([[[7, 6, 0]], [[null, 0, null, 6]], []])
  expect(questions[1]?.parts[0]?.nps).toBeNull()
  expect(questions[2]?.texts).toBe(7)
  expect(filters[0]?.values.map(({ id }) => id)).toEqual(['yes', 'no'])
  const { texts } = await desk.answer<{ texts: string[] }>('GET', `/surveys/${id}/texts?question=why`)
  expect(texts).toHaveLength(7)
  expect(texts.join()).not.toContain('131052')
  const file = async (format: string) =>
    Buffer.from((await desk.answer<{ base64: string }>('GET', `/surveys/${id}/file?format=${format}`)).base64, 'base64')
  const csv = (await file('csv')).toString('utf8')
  const sheet = (await file('xlsx')).toString('latin1')
  expect(sheet).toContain('Kyll')
  expect(sheet).toContain('<v>7</v>')
  expect(csv).toContain('Kävitkö kurssin?;;Kyllä;7')
  expect(csv).toContain('alle 5 tai suojattu')
  const filtered = await desk.results(id, '?question=went&is=yes')
  expect(filtered.group).toBe(7)
  expect(filtered.questions.find(({ id }) => id === 'nps')?.parts[0]?.none).toBe(0)
  expect(await desk.refusal(`/surveys/${id}/closing`)).toBe('surveys.not-open')
})

test('of fewer than five nothing is kept when it closes', async () => {
  const id = await made()
  const path = await pathOf(id)
  await desk.open(id)
  for (let at = 0; at < 4; at++) await desk.fill(path, stayed('Jäi väliin'))
  await closed(id)
  expect(await desk.results(id)).toMatchObject({ state: 'few', answered: 0 })
  expect(await rowsOf('select from surveys.answer where survey_id = $1', [id])).toEqual([])
  expect(await rowsOf('select from surveys.pooled where survey_id = $1', [id])).toEqual([])
})

test('an open survey is not changed; what is amiss keeps it shut; two who change it at once are told', async () => {
  const id = await made('anonymous', { ...course, questions: [{ id: 'q', kind: 'single', text: of('Mitä?') }] })
  expect((await desk.showSurvey(id)).faults.map(({ field }) => field)).toEqual(['questions.0.options'])
  expect(await desk.refusal(`/surveys/${id}/opening`, { closes: desk.closing() })).toBe('surveys.faults')
  await desk.answer('POST', `/surveys/${id}/revisions`, { content: course, expected: 1 })
  expect(await desk.refusal(`/surveys/${id}/revisions`, { content: course, expected: 1 })).toBe(
    'surveys.changed-meanwhile',
  )
  expect(await desk.refusal(`/surveys/${id}/opening`, { closes: '2020-01-01T00:00:00Z' })).toBe('surveys.closes')
  await desk.open(id)
  expect(await desk.refusal(`/surveys/${id}/revisions`, { content: course, expected: 2 })).toBe('surveys.open-already')
  expect(await desk.refusal('/surveys', { name: `Kurssipalaute ${n}`, keeps: 'anonymous', content: course })).toBe(
    'surveys.name-taken',
  )
  await expect(db.app.query('update surveys.revision set content = $1', [course])).rejects.toThrow('permission denied')
  await expect(db.app.query('delete from surveys.answer')).rejects.toThrow('permission denied')
})

test('invited is whom the gate lets through; an invitation is used once; reminded is only who has not answered', async () => {
  const invited = [`aino${n}@example.fi`, `bertta${n}@example.fi`]
  for (const email of invited) await desk.person(email)
  await desk.person(`kaarlo${n}@example.fi`, false)
  const id = await made()
  await desk.open(id, await desk.everybody(`Kaikki ${n}`))
  expect(await desk.fetched(await pathOf(id))).toContain('Kyselyyn ei voi vastata')
  expect(await desk.work()).toEqual([])
  expect([...desk.links().keys()].toSorted()).toEqual(invited)
  const words = partsOf(mail.received[0] ?? ({ raw: '' } as never))['text/plain'] ?? ''
  expect(words).toContain('Vastaat nimettömänä')
  expect(words).toContain('/preferences/')
  const { invitations } = await desk.showSurvey(id)
  expect(invitations).toMatchObject({ invited: 3, sent: 2, waiting: 0, leftOut: [{ persons: 1 }] })
  const aino = desk.links().get(invited[0] ?? '') ?? ''
  expect((await desk.fill(aino, stayed())).page).toContain('Kiitos')
  expect(await desk.fetched(aino)).toContain('Olet jo vastannut')
  expect(await desk.refusal(`/surveys/${id}/reminders`)).toBe('surveys.reminder-soon')
  db.clock.forward(4 * 86_400_000)
  mail.received.length = 0
  expect(await desk.answer('POST', `/surveys/${id}/reminders`)).toEqual({ reminded: 1 })
  expect(await desk.work()).toEqual([])
  expect([...desk.links().keys()]).toEqual([invited[1]])
  // The first link is as good as that of the reminder, and both are one invitation.
  expect((await desk.fill([...desk.links().values()][0] ?? '', stayed())).page).toContain('Kiitos')
  await closed(id)
  expect(await rowsOf('select from surveys.invitation where survey_id = $1', [id])).toEqual([])
  expect(await rowsOf('select from surveys.way_in where survey_id = $1', [id])).toEqual([])
})

test('whoever answered by invitation cannot be told from the others by anything in the database', async () => {
  const emails = Array.from({ length: 12 }, (_, at) => `vastaaja${at}-${n}@example.fi`)
  for (const email of emails) await desk.person(email)
  const id = await made()
  await desk.open(id, await desk.everybody(`Vastaajat ${n}`))
  expect(await desk.work()).toEqual([])
  const links = desk.links()
  for (const [at, email] of emails.entries()) {
    await desk.fill(links.get(email) ?? '', went('10', `merkki-${n}-${String(at).padStart(2, '0')}`))
    if (at === 10) expect(await desk.work()).toEqual([]) // a first part is written meanwhile
  }
  const bags = () => readdirSync(join(desk.home, 'files', 'survey-bags')).length
  const before = bags()
  const answers = await rowsOf(
    'select id, xmin::text as xmin, ctid::text as ctid, to_jsonb(a) as row from surveys.answer a where survey_id = $1 order by ctid',
    [id],
  )
  expect(answers).toHaveLength(6)
  // Written by one transaction that is nobody's, in an order that is not that of answering.
  expect(new Set(answers.map(({ xmin }) => xmin)).size).toBe(1)
  expect(Object.keys(answers[0].row).toSorted()).toEqual(['cells', 'id', 'survey_id'])
  const invitations = await rowsOf('select xmin::text as xmin, answered from surveys.invitation where survey_id = $1', [
    id,
  ])
  expect(invitations.map(({ xmin }) => xmin)).not.toContain(answers[0].xmin)
  // Those who had answered by then are more than those who are written: of each answer several may be the one.
  const done = invitations.filter(({ xmin, answered }) => answered && Number(xmin) < Number(answers[0].xmin))
  expect(done).toHaveLength(11)
  // What waits is sealed, of one length, and its id says nothing of when.
  const pooled = await rowsOf('select id, length(sealed) as bytes from surveys.pooled where survey_id = $1', [id])
  expect(new Set(pooled.map(({ bytes }) => bytes)).size).toBe(1)
  expect([...answers, ...pooled].every(({ id }) => /^.{14}4/.test(id))).toBe(true)

  await closed(id)
  expect(bags()).toBe(before - 1) // the key of the last bag has gone
  const all = await rowsOf('select id, cells::text as cells from surveys.answer where survey_id = $1 order by ctid', [
    id,
  ])
  expect(all).toHaveLength(12)
  const marks = all.map(({ cells }) => /merkki-\d+-\d\d/.exec(cells)?.[0] ?? '')
  expect(marks.toSorted()).toEqual(emails.map((_, at) => `merkki-${n}-${String(at).padStart(2, '0')}`))
  expect(marks).not.toEqual(marks.toSorted())

  // Everything that the database holds anywhere: no row but the answer's own has its id, and none its words.
  const tables = await rowsOf(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await db.admin.query(`select count(*)::int as n from ${name} t where to_jsonb(t)::text ~ $1`, [
      [...all.map(({ id }) => id), `merkki-${n}-`].join('|'),
    ])
    if (rows[0].n > 0) found.push(`${name} ${rows[0].n}`)
  }
  expect(found).toEqual(['surveys.answer 12'])
})

test('answers by name stand on their person, with the consent in its words, and go with them', async () => {
  const email = `aino${n}@example.fi`
  const aino = await desk.person(email)
  const id = await made('named')
  expect(await desk.refusal(`/surveys/${id}/opening`, { closes: desk.closing() })).toBe('surveys.named-is-invited')
  await desk.open(id, await desk.everybody(`Nimellä ${n}`))
  expect(await desk.work()).toEqual([])
  const link = desk.links().get(email) ?? ''
  const start = await desk.fetched(link)
  expect(start).toContain('säilytetään nimelläsi')
  expect(start).toContain('Kyselyvastaukset')
  const without = await desk.send(link, desk.carried(start))
  expect([without.status, without.page.includes('ilman suostumustasi')]).toEqual([422, true])
  expect((await desk.fill(link, went('9', 'Hyvä opettaja'), { agree: 'yes' })).page).toContain('Kiitos')
  expect(await desk.fetched(link)).toContain('Olet jo vastannut')
  expect(
    await rowsOf('select question, answer from register.surveys where person_id = $1 order by id', [aino]),
  ).toEqual([
    { question: 'Kävitkö kurssin?', answer: 'Kyllä' },
    { question: 'Suosittelisitko kurssia?', answer: '9' },
    { question: 'Miksi?', answer: 'Hyvä opettaja' },
  ])
  expect(
    await rowsOf(
      `select purpose, channel, method, lang, wording like '%nimelläni%' as worded from register.statement where person_id = $1 and source_ref is not null`,
      [aino],
    ),
  ).toEqual([{ purpose: 'research', channel: 'email', method: 'form', lang: 'fi', worded: true }])
  expect((await desk.showSurvey(id)).answered).toBe(1)
  expect(await desk.results(id)).toMatchObject({ state: 'few' })
  const { rows } = await db.admin.query('select register.forget($1)', [[aino]])
  expect(rows).toHaveLength(1)
  expect(await rowsOf('select from surveys.invitation where person_id = $1', [aino])).toEqual([])
  expect(await rowsOf('select from register.surveys where person_id = $1', [aino])).toEqual([])
  await closed(id)
})
