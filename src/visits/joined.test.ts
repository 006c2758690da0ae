/** Visits are a person's by an act of theirs and by their agreement, and by nothing else that we keep; when it ends, so do they. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { feedback } from '../../test/forms-desk.ts'
import { firefox } from '../../test/site-visitor.ts'
import { visitsDesk } from '../../test/visits-desk.ts'
import { joinVisits } from './joined.ts'
import { hashOfKey, tidyKnown } from './known.ts'
import { joinedWithConsent } from './visits.promises.ts'

const desk = await visitsDesk()
const { db, server, register, visitor, customer, signIn, work, pagesOf, count } = desk
afterAll(() => desk.close())
beforeEach(desk.begin)
const form = await desk.form(feedback)
const shop = await server.keyHeader('customer-care')

/** The shop's own server says who has signed in there. */
const passFor = async (person: string, as: string = shop): Promise<string> => {
  const given = await server.app.request('/api/v1/visitor-passes', {
    method: 'POST',
    headers: { authorization: as, purpose: 'customer-care', 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  })
  expect(given.status).toBe(200)
  const { pass } = z.object({ pass: z.string().nullable() }).parse(await given.json())
  return pass ?? ''
}
const join = async (browser: ReturnType<typeof visitor>, pass: string, visit = browser.key()): Promise<number> =>
  (await browser.post('/visit/join', { visit, pass }, { origin: 'https://kauppa.example.fi' })).status

test('who agreed and then signs in has their visits on their page, with the words that they agreed to, and whoever may see them does', async () => {
  const aino = await customer('aino@example.org')
  const browser = visitor()
  await browser.see('/ennen-suostumusta')
  expect(await browser.choose('analytics')).toBe(200)
  await browser.see('/kurssit', { again: '1', referrer: 'www.google.fi' })
  db.clock.forward(3 * 86_400_000)
  await browser.see('/kurssit/sql', { medium: 'email', campaign: 'syksy' })
  await work()
  expect(await count('register.visits')).toBe(0)
  const session = await signIn(aino, browser.cookie())
  await work()
  await browser.see('/kori')
  await work()
  expect(await pagesOf(aino.person)).toEqual(['/kori', '/kurssit', '/kurssit/sql'])
  expect(await count('visits.waiting_page')).toBe(0)
  const { rows: statements } = await db.admin.query(
    `select purpose, method, lang, wording from register.statement where kind = 'consent'`,
  )
  expect(statements).toMatchObject([{ purpose: 'development', method: 'cookie-choice', lang: 'fi' }])
  expect(statements[0].wording).toContain('käyntisi siitä lähtien, kun suostuit, liitetään tietoihisi')
  const seen = (purpose: string) =>
    db
      .purpose(purpose)
      .query('select * from visits.visits_seen($1, $2, $3)', [register.token(purpose), '2026-01-01', '2036-01-01'])
  const { rows } = await seen('development')
  expect(rows).toMatchObject([
    {
      person: aino.person,
      site: 'kauppa.example.fi',
      landing: '/kurssit',
      source: 'search',
      referrer: 'www.google.fi',
      pages: 1,
    },
    { person: aino.person, landing: '/kurssit/sql', source: 'mail', campaign: 'syksy', medium: 'email', pages: 2 },
  ])
  expect((await seen('marketing')).rows).toEqual([]) // they agreed to nothing there
  const told = (purpose: string, at: Date | null = null, id: string | null = null) =>
    db
      .purpose(purpose)
      .query('select * from visits.of_person($1, $2, $3, $4, 9)', [register.token(purpose), aino.person, at, id])
  const { rows: timeline } = await told('development')
  expect(timeline).toMatchObject([
    { source: 'mail', campaign: 'syksy', pages: ['kauppa.example.fi/kurssit/sql', 'kauppa.example.fi/kori'], seen: 2 },
    { source: 'search', referrer: 'www.google.fi', pages: ['kauppa.example.fi/kurssit'], seen: 1 },
  ])
  expect((await told('development', timeline[0].at, timeline[0].id)).rows).toEqual(timeline.slice(1))
  expect((await told('marketing')).rows).toEqual([])
  await expect(told('customer-care')).rejects.toThrow(/category-not-given/)
  await expect(seen('customer-care')).rejects.toThrow(/category-not-given/)
  await expect(db.purpose('development').query('select * from visits.person_visit')).rejects.toThrow(
    /permission denied/,
  )
  await expect(db.app.query('select * from visits.joined')).rejects.toThrow(/permission denied/)
  const page = await (await server.app.request('/my?lang=fi', { headers: { cookie: session } })).text()
  expect(page).toContain('kauppa.example.fi/kurssit/sql')
})

test('a form that is sent says who they are when it is written, from another site too', async () => {
  const browser = visitor()
  await browser.choose('analytics')
  await browser.see('/palaute')
  const fields = {
    'f.contact-points.email': 'aino@example.org',
    'f.identity.given_name': 'Aino',
    'f.identity.family_name': 'Virtanen',
  }
  await desk.send(form.path, { ...fields, 'f.feedback.content': 'Hyvä kurssi', visit: browser.key() })
  await work()
  expect(await count('register.visits')).toBe(0)
  await desk.write()
  await work()
  const { rows } = await db.admin.query('select person_id, act, about is not null as told from visits.joined')
  expect(rows).toMatchObject([{ act: 'form', told: true }])
  expect(await pagesOf(rows[0].person_id)).toEqual(['/palaute'])
  expect(await count('visits.claim')).toBe(0)
})

test('who signs in at the shop is who its server says by a pass, on record with the program that said so, and once', async () => {
  const [aino, bertta] = [await customer('aino@example.org'), await customer('bertta@example.org')]
  const [browser, other] = [visitor(), visitor()]
  await browser.choose('analytics')
  await browser.see('/tili')
  await other.choose('analytics')
  await other.see('/toisen')
  const pass = await passFor(aino.person)
  expect(await join(browser, pass)).toBe(204)
  expect(await join(other, pass)).toBe(403) // spent
  expect(await join(browser, pass)).toBe(403)
  expect(await join(browser, await passFor(aino.person))).toBe(204) // they are already
  await work()
  expect([await pagesOf(aino.person), await pagesOf(bertta.person)]).toEqual([['/tili'], []])
  const { rows } = await db.admin.query('select person_id, act, told_by, about from visits.joined')
  expect(rows).toMatchObject([{ person_id: aino.person, act: 'site', told_by: expect.stringMatching(/^key:/) }])
  const { rows: said } = await db.admin.query(`select method, source from register.statement where kind = 'consent'`)
  expect(said).toEqual([{ method: 'cookie-choice', source: 'site' }])
  const { rows: looks } = await db.admin.query(
    `select actor, purpose from access.look where operation = 'personalisation.pass' and person_id = $1`,
    [aino.person],
  )
  expect(looks[0]).toEqual({ actor: rows[0].told_by, purpose: 'customer-care' })
  expect(await join(browser, await passFor(bertta.person))).toBe(403) // nobody agrees for somebody else
  expect(await browser.see('/kenen')).toBe(205)
  db.clock.forward(300_000)
  await tidyKnown(db.app, db.clock.now())
  expect(await count('visits.spent_pass')).toBe(0)
})

test('a pass joins nobody who has not agreed to it, when its time is over, or that staff or anybody else made; nothing of it is kept', async () => {
  const aino = await customer('aino@example.org')
  const refused = async (browser: ReturnType<typeof visitor>, pass: string, visit?: string) => {
    expect(await join(browser, pass, visit)).toBe(403)
    const tables = [
      'visits.joined',
      'visits.spent_pass',
      'register.visits',
      `register.statement where kind = 'consent'`,
    ]
    expect(await Promise.all(tables.map(count))).toEqual([0, 0, 0, 0])
  }
  const undecided = visitor()
  await refused(undecided, await passFor(aino.person))
  await undecided.choose('marketing') // everything but statistics
  await refused(undecided, await passFor(aino.person))
  await refused(undecided, await passFor(aino.person), undecided.choice)
  const agreed = visitor()
  await agreed.choose('analytics')
  await agreed.see('/salainen')
  const late = await passFor(aino.person)
  db.clock.forward(300_000)
  await refused(agreed, late)
  for (const wrong of ['', 'x', aino.person, agreed.key(), `${late.slice(0, -2)}AA`]) await refused(agreed, wrong)
  await server.addStaff('Maija', ['customer-service'])
  const maija = await server.signedIn('maija@example.fi')
  const made = await maija('POST', '/api/v1/visitor-passes', {
    purpose: 'customer-care',
    body: { person: aino.person },
  })
  await refused(agreed, z.object({ pass: z.string() }).parse(await made.json()).pass)
  // Who agreed when the words did not speak of the site has not agreed to this.
  await db.admin.query(`update visits.wording set words = words - 'joinedBy'`)
  const pass = await passFor(aino.person)
  await refused(agreed, pass)
  await db.admin.query(
    `update visits.wording set words = jsonb_set(words, '{joinedBy}', '["sign-in", "form", "link"]')`,
  )
  await refused(agreed, pass)
  await db.admin.query(`update visits.wording set words = jsonb_set(words, '{joinedBy}', '["site"]')`)
  const withdrawn = agreed.key()
  await agreed.choose('')
  await refused(agreed, pass, withdrawn)
  const again = visitor()
  await again.choose('analytics')
  expect(await join(again, pass)).toBe(204) // what was refused has not spent it
})

test('nobody is joined without agreeing, whichever identifier of theirs somebody has', async () => {
  const aino = await customer('aino@example.org')
  const browser = visitor()
  await browser.see('/salainen-1')
  await browser.choose('marketing') // everything but statistics
  await browser.see('/salainen-2')
  const session = await signIn(aino, {})
  const [{ rows: steps }, { rows: arrivals }] = [
    await db.admin.query('select visit from visits.step'),
    await db.admin.query('select hook from arrivals.connection'),
  ]
  const agreed = visitor() // of whom everything is known, and who then withdraws
  await agreed.choose('analytics')
  const withdrawn = agreed.key()
  await agreed.see('/salainen-3')
  await agreed.choose('')
  const identifiers = [
    ...[browser.choice, browser.address, firefox, `${browser.address}\n${firefox}`, aino.person, aino.row, aino.email],
    ...[agreed.choice, withdrawn, hashOfKey(withdrawn).toString('hex'), hashOfKey(withdrawn).toString('base64url')],
    ...[session, session.split('=')[1], ...steps.map(step => step.visit), ...arrivals.map(one => one.hook)],
  ].filter(one => typeof one === 'string')
  expect(identifiers.length).toBeGreaterThan(13)
  for (const identifier of identifiers) {
    const cookie = {
      cookie: `seloste_visit=${encodeURIComponent(identifier)}; seloste_choice=${encodeURIComponent(identifier)}`,
    }
    await browser.see('/salainen-4', { visit: identifier })
    await signIn(aino, cookie)
    expect(await join(browser, await passFor(aino.person), identifier)).toBe(403)
    expect(await join(browser, identifier, withdrawn)).toBe(403)
    expect(await joinVisits(server.program, { key: identifier, person: aino.person, act: 'link' })).toBe('unknown')
    await browser.post(
      '/visit',
      { path: '/salainen-5', visit: identifier },
      { origin: 'https://kauppa.example.fi', ...cookie },
    )
    expect(
      (await db.app.query('select visits.know($1, $2, $2, now(), now())', [browser.choice, hashOfKey(identifier)]))
        .rows,
    ).toEqual([{ know: null }])
    db.clock.forward(20_000)
  }
  await desk.send(form.path, {
    'f.contact-points.email': aino.email,
    'f.identity.given_name': 'A',
    'f.identity.family_name': 'V',
    visit: withdrawn,
  })
  await desk.write()
  await work()
  expect(await count('register.visits')).toBe(0)
  expect(await count('visits.joined')).toBe(0)
  expect(await count('visits.waiting_page')).toBe(0)
  const { rows } = await db.admin.query(
    `select (select json_agg(t) from register.change t)::text || (select json_agg(t) from register.statement t)::text as kept`,
  )
  expect(rows[0].kept).not.toMatch(/salainen|cookie-choice/)
})

test('what was seen before the agreement stands under another number than what came after it', async () => {
  const browser = visitor()
  await browser.see('/ennen')
  await browser.choose('analytics')
  await browser.see('/jalkeen')
  const { rows } = await db.admin.query('select visit from visits.step order by id')
  expect(new Set(rows.map(({ visit }) => visit)).size).toBe(2)
  const { rows: counted } = await db.admin.query(
    'select count(*) filter (where begun > 0)::int as visits, count(*) filter (where begun = 2)::int as visitors from visits.step',
  )
  expect(counted).toEqual([{ visits: 1, visitors: 1 }])
})

test('who has only the number of a choice is not that browser', async () => {
  const browser = visitor()
  await browser.choose('analytics')
  await browser.see('/ainon')
  const kaarlo = await customer('kaarlo@example.org')
  const words = await (await server.app.request('/visit/words?lang=fi')).json()
  const stolen = await visitor().post(
    '/visit/choice',
    { visitor: browser.choice, categories: 'analytics', lang: 'fi', method: 'chosen', wording: words.hash },
    { origin: 'https://kauppa.example.fi' },
  )
  await joinVisits(server.program, { key: await stolen.text(), person: kaarlo.person, act: 'sign-in' })
  await work()
  expect(await pagesOf(kaarlo.person)).toEqual([])
})

test('nobody agrees for somebody else: at a browser that was another’s nobody is known any more', async () => {
  const [aino, bertta] = [await customer('aino@example.org'), await customer('bertta@example.org')]
  const browser = visitor()
  await browser.choose('analytics')
  await browser.see('/ainon')
  await signIn(aino, browser.cookie())
  await work()
  await browser.see('/kenen')
  await signIn(bertta, browser.cookie())
  expect(await browser.see('/bertan')).toBe(205)
  await work()
  expect([await pagesOf(aino.person), await pagesOf(bertta.person)]).toEqual([['/ainon'], []])
  await browser.choose('') // the browser's own withdrawal reaches what was joined by it before
  expect(await pagesOf(aino.person)).toEqual([])
})

test('an objection and a restriction keep visits from being joined', async () => {
  for (const [kind, purpose] of [
    ['objection', 'development'],
    ['objection', undefined],
    ['restriction', undefined],
  ] as const) {
    const aino = await customer('aino@example.org')
    await register.say(aino.person, kind, purpose)
    const browser = visitor()
    await browser.choose('analytics')
    await browser.see('/a')
    const pass = await passFor(aino.person).catch(() => '') // a restriction hides them from the shop's purpose
    expect([kind, await join(browser, pass)]).toEqual([kind, 403])
    await browser.choose('analytics')
    await browser.see('/b')
    await signIn(aino, browser.cookie())
    await work()
    expect([kind, await pagesOf(aino.person)]).toEqual([kind, []])
  }
})

test('an erasure takes visits, joins and browsers along, a merge takes them to whom it keeps, and the check sees what is wrong', async () => {
  const [aino, double] = [await customer('aino@example.org'), await customer('aino@example.org')]
  const browser = visitor()
  await browser.choose('analytics')
  await browser.see('/a')
  await signIn(double, browser.cookie())
  await work()
  const outcome = async () =>
    (await db.purpose('rights').query('select visits.count_unagreed()::int as count')).rows[0].count
  expect(joinedWithConsent.places(desk.notice)).toEqual(['categories.visits.from'])
  expect(await outcome()).toBe(0)
  await db.admin.query('alter table visits.choice disable trigger cut_visits')
  await db.admin.query(`update visits.choice set categories = '{}'`)
  expect(await outcome()).toBe(1)
  await db.admin.query(`update visits.choice set categories = '{analytics}'`)
  await db.admin.query('alter table visits.choice enable trigger cut_visits')
  await register.call('rights', 'duplicates.merge($1, $2, $3, null, now())', aino.person, double.person)
  expect(await pagesOf(aino.person)).toEqual(['/a'])
  await browser.see('/b')
  await work()
  expect(await pagesOf(aino.person)).toEqual(['/a', '/b'])
  await db.admin.query('select register.forget($1)', [[aino.person]])
  for (const table of [
    'visits.joined',
    'visits.person_visit',
    'visits.person_page',
    'visits.browser',
    'visits.waiting_page',
  ])
    expect([table, await count(table)]).toEqual([table, 0])
  expect(await browser.see('/c')).toBe(205)
})
