/** Whatever is sent by a form reaches the register once and by the one intake, with the words that were shown; what nobody said is not said. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { feedback, formsDesk, newsletter } from '../../test/forms-desk.ts'
import { headerOf, partsOf } from '../../test/mail-server.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { replay } from '../arrivals/arrivals.ts'
import { scopeFor } from '../register/scope.ts'
import { checkContent } from './check-content.ts'
import { changeForm, findForm, openForm } from './form.ts'
import { resultsOf } from './results.ts'
import { tidyWaiting } from './waiting.ts'

const desk = await formsDesk()
const { db } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.empty()
  await db.admin.query(
    'truncate forms.waiting, arrivals.shown; delete from mail.message; delete from graphile_worker._private_jobs',
  )
  desk.letters.received.length = 0
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 86_400_000)))
})

const open = await desk.form(feedback)
const letter = await desk.form(newsletter, { purpose: 'marketing' })
const email = 'f.contact-points.email'
const aino = { [email]: 'aino@example.org', 'f.identity.given_name': 'Aino', 'f.identity.family_name': 'Virtanen' }
const permit = { 'p.marketing.email': 'yes', 'of-age': 'yes' }
const linkIn = () =>
  /\/f\/[\w-]+\/confirm\/[\w-]+/.exec(
    partsOf(desk.letters.received.at(-1) ?? { to: [], from: '', raw: '' })['text/plain'] ?? '',
  )?.[0] ?? ''
const count = async (sql: string) => Number((await db.admin.query(`select count(*) from ${sql}`)).rows[0].count)

describe('the page', () => {
  test('speaks the visitor’s language, asks only what the notice gives, and has no script', async () => {
    const sv = await desk.fetchPage(open.path, { 'accept-language': 'sv-FI,sv;q=0.9,fi;q=0.5' })
    expect(sv.page).toContain('Palaute (sv)')
    const { page, headers } = await desk.fetchPage(`${open.path}?lang=en`, { 'accept-language': 'sv' })
    expect(page).toContain('Palaute (en)')
    expect(page).not.toMatch(/<script|checked/)
    expect(headers.get('cache-control')).toBe('no-store')
    // the notice for exactly this: its purpose, its basis, its periods and nothing of what is not asked
    const fi = (await desk.fetchPage(`${open.path}?lang=fi`)).page
    for (const words of [
      'Ixir-verkkokurssit Oy',
      'Asiakassuhteen hoito',
      'sopimuksen täytäntöönpano',
      'suostumuksesi',
      '/notice?lang=fi',
    ])
      expect(fi).toContain(words)
    expect(fi).not.toContain('Tilaukset (')
  })

  test('is not there before it was opened, after it was closed, and past its moment; all with the same words', async () => {
    const other = await desk.form(feedback)
    const absent = await desk.fetchPage('/f/nosuchnosuch?lang=fi')
    await openForm(desk.by, other.id, false)
    const closed = await desk.fetchPage(`${other.path}?lang=fi`)
    await openForm(desk.by, other.id, { until: new Date(db.clock.now().getTime() + 60_000) })
    expect((await desk.fetchPage(other.path)).status).toBe(200)
    db.clock.forward(61_000)
    expect([absent.status, closed.status, (await desk.fetchPage(other.path)).status]).toEqual([404, 404, 404])
    expect(closed.page).toBe(absent.page)
    expect((await desk.send(other.path, aino)).status).toBe(404)
  })
})

describe('what is sent', () => {
  test('opens a person with the words, the form and its version behind every value; no box ticked is no permit', async () => {
    const sent = await desk.send(open.path, { ...aino, 'f.feedback.content': 'Kurssi oli hyvä.' })
    expect(sent).toMatchObject({ status: 303, location: `${open.path}?lang=fi&done=sent` })
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await desk.rows('identity')).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
    expect(await desk.rows('feedback')).toMatchObject([{ kind: 'feedback', content: 'Kurssi oli hyvä.' }])
    expect(await desk.said()).toMatchObject([
      { kind: 'contract', method: 'form', place: open.path, wording: 'Palaute', lang: 'fi' },
    ])
    const { rows } = await db.admin.query('select distinct source, source_ref, actor from register.change')
    expect(rows).toEqual([{ source: 'forms', source_ref: `${open.path} v1`, actor: `connection:${open.id}` }])
    const shown = await db.admin.query('select place, lang, notice_version from arrivals.shown')
    expect(shown.rows).toEqual([{ place: open.path, lang: 'fi', notice_version: 1 }])
  })

  test('a ticked box is a permit of that purpose and channel alone, with its wording', async () => {
    await desk.send(open.path, { ...aino, ...permit })
    await desk.write()
    expect(await desk.said()).toMatchObject([
      {
        kind: 'consent',
        purpose: 'marketing',
        channel: 'email',
        method: 'form',
        wording: 'Kyllä, haluan uutiskirjeen sähköpostiini.',
      },
      { kind: 'contract' },
    ])
  })

  test('where the notice asks the age, a permit is taken only of who is old enough, and says so', async () => {
    const young = await desk.send(open.path, { ...aino, 'p.marketing.email': 'yes' })
    expect(young.status).toBe(422)
    expect(young.page).toContain('huoltaja')
    await desk.send(open.path, { ...aino, ...permit })
    await desk.write()
    expect((await desk.said()).map(({ kind, age }) => `${kind} ${age}`)).toEqual(['consent of-age', 'contract null'])
  })

  test('five times sent counts once', async () => {
    const stamp = await desk.stampOf(open.path)
    db.clock.forward(30_000)
    for (let n = 0; n < 5; n++) expect((await desk.post(open.path, { ...aino, stamp })).status).toBe(303)
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await count('register.person')).toBe(1)
    expect(await count(`arrivals.step where did = 'duplicate'`)).toBe(4)
  })

  test('knows the version that was fetched, though the form has changed meanwhile', async () => {
    const other = await desk.form(feedback)
    const stamp = await desk.stampOf(other.path)
    const changed = { ...feedback, title: { fi: 'Toinen', sv: 'Andra', en: 'Other' } }
    expect(await changeForm(desk.by, 'customer-care', other.id, 1, changed)).toBe(2)
    await expect(changeForm(desk.by, 'customer-care', other.id, 1, changed)).rejects.toThrow('forms.changed-meanwhile')
    db.clock.forward(30_000)
    await desk.post(other.path, { ...aino, stamp })
    await desk.write()
    expect(await desk.said()).toMatchObject([{ wording: 'Palaute' }])
  })

  test('what cannot be taken stays on the page with its reason, and hostile text is only text', async () => {
    const bad = await desk.send(open.path, {
      [email]: 'aino@',
      'f.identity.given_name': '"><script>alert(1)</script>',
      'f.feedback.content': 'Tunnukseni on 131052-308T',
    })
    expect(bad.status).toBe(422)
    expect(bad.page).not.toContain('<script')
    expect(bad.page).toContain('&quot;&gt;&lt;script&gt;')
    expect(bad.page).toContain('Poista tästä henkilötunnus')
    expect(await desk.states()).toEqual([])
    await desk.send(open.path, { ...aino, 'f.identity.given_name': "Robert'); drop table register.person;--" })
    await desk.write()
    expect(await count('register.person')).toBe(1)
  })

  test('a field that the form does not ask is not read', async () => {
    await desk.send(open.path, { ...aino, 'f.work.title': 'Johtaja', 'p.research.email': 'yes', 'f.identity.id': 'x' })
    await desk.write()
    expect(await desk.rows('work')).toEqual([])
    expect((await desk.said()).map(({ kind }) => kind)).toEqual(['contract'])
  })
})

describe('the results', () => {
  const results = async () => {
    const { notice } = await desk.program.published()
    if (!notice) throw new Error('no notice')
    const form = await findForm(db.app, undefined, open.id)
    return resultsOf(db.app, form, { notice, lang: 'fi', now: db.clock.now() })
  }

  test('count how far visitors got and who gave which permit in which language, and whose stands; nobody is in them', async () => {
    await db.admin.query('truncate forms.tally')
    await desk.fetchPage(`${open.path}?lang=sv`)
    await desk.fetchPage(`${open.path}/embed.js`)
    await desk.send(open.path, { ...aino, ...permit })
    await desk.send(open.path, { [email]: 'ei osoite' })
    await desk.send(`${open.path}?lang=sv`, { ...aino, [email]: 'bertta@example.org', ...permit })
    await desk.send(open.path, { ...aino, [email]: 'kaarlo@example.org' })
    await desk.write()
    const { steps, permits } = await results()
    expect(Object.fromEntries(steps.map(({ step, times }) => [step, times]))).toEqual({
      fetched: { fi: 4, sv: 2, en: 0 },
      wrong: { fi: 1, sv: 0, en: 0 },
      sent: { fi: 2, sv: 1, en: 0 },
    })
    expect(permits).toMatchObject([
      { purpose: 'marketing', channel: 'email', given: { fi: 1, sv: 1, en: 0 }, standing: 2 },
    ])
    const { rows } = await db.admin.query(
      `select person_id from register.contact_points where email = 'aino@example.org'`,
    )
    await registerCaller(db).say(rows[0].person_id, 'objection', 'marketing')
    expect((await results()).permits).toMatchObject([{ given: { fi: 1, sv: 1, en: 0 }, standing: 1 }])
    expect(JSON.stringify(await results())).not.toMatch(/aino|bertta|@/)
  })
})

describe('machines', () => {
  test('a stamp that is forged, of another form, too fresh or stale is told so and takes nothing in', async () => {
    const stamp = await desk.stampOf(open.path)
    expect((await desk.post(open.path, { ...aino, stamp })).page).toContain('heti avaamisen jälkeen')
    db.clock.forward(30_000)
    for (const wrong of [
      '',
      'x',
      `${stamp}A`,
      stamp.replace('~1~', '~2~'),
      stamp.replace(/^\d/, '9'),
      await desk.stampOf(letter.path),
    ])
      expect((await desk.post(open.path, { ...aino, stamp: wrong })).status).toBe(422)
    db.clock.forward(86_400_000)
    expect((await desk.post(open.path, { ...aino, stamp })).page).toContain('liian kauan')
    expect(await desk.states()).toEqual([])
    const { rows } = await db.admin.query(
      'select why, sum(times)::int as times from arrivals.turned_away where connection_id = $1 group by 1 order by 1',
      [open.id],
    )
    expect(rows).toEqual([
      { why: 'early', times: 1 },
      { why: 'forged', times: 6 },
      { why: 'stale', times: 1 },
    ])
  })

  test('who fills in what nobody sees is not taken, and a flood from one address is stopped', async () => {
    expect((await desk.send(open.path, { ...aino, homepage: 'https://spam.example' })).status).toBe(422)
    const stamp = await desk.stampOf(open.path)
    db.clock.forward(30_000)
    const codes: number[] = []
    for (let n = 0; n < 62; n++) codes.push((await desk.post(open.path, { stamp, [email]: 'x' }, '10.9.9.9')).status)
    expect(codes.slice(0, 60).every(code => code === 422)).toBe(true)
    expect(codes.slice(60)).toEqual([429, 429])
  })

  test('nothing is delivered to a form from outside', async () => {
    const { rows } = await db.admin.query('select hook from arrivals.connection where id = $1', [open.id])
    const answer = await desk.server.app.request(`/hooks/form/${rows[0].hook}`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(404)
  })
})

describe('a double opt-in', () => {
  const ask = () =>
    desk.send(letter.path, { [email]: 'bertta@example.org', 'f.identity.given_name': 'Bertta', ...permit })

  test('nothing is in the register before the button behind the link, and everything after it, once', async () => {
    expect(await ask()).toMatchObject({ status: 303, location: `${letter.path}?lang=fi&done=confirm` })
    await desk.write()
    expect([await count('register.person'), await count('arrivals.arrival')]).toEqual([0, 0])
    expect(JSON.stringify((await db.admin.query('select * from forms.waiting')).rows)).not.toContain('bertta')
    await desk.sendLetters()
    expect(desk.letters.received.map(({ to }) => to)).toEqual([['bertta@example.org']])
    const [first] = desk.letters.received
    expect(first && headerOf(first, 'Auto-Submitted')).toBe('auto-replied')
    expect(first && partsOf(first)['text/plain']).toContain('Kyllä, haluan uutiskirjeen sähköpostiini.')

    const link = linkIn()
    expect((await desk.fetchPage(link)).page).toContain('Vahvistan') // a mail program looks: nothing happens
    await desk.write()
    expect(await count('register.person')).toBe(0)
    db.clock.forward(3_600_000)
    const pressed = db.clock.now()
    for (let n = 0; n < 3; n++) expect((await desk.post(link, {})).status).toBe(200)
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await desk.said()).toMatchObject([
      {
        kind: 'consent',
        purpose: 'marketing',
        channel: 'email',
        method: 'double-opt-in',
        given_at: pressed,
        place: letter.path,
      },
    ])
    expect(await desk.rows('profile')).toMatchObject([{ language: 'fi' }])
    expect(await count('forms.waiting where sealed is not null')).toBe(0)
  })

  test('says and sends the same for an address that is known and one that is not', async () => {
    await ask()
    await desk.sendLetters()
    await desk.post(linkIn(), {})
    await desk.write()
    const known = await ask()
    const unknown = await desk.send(letter.path, { [email]: 'kaarlo@example.org', ...permit })
    expect(known).toEqual(unknown)
    await desk.sendLetters()
    const [, one, other] = desk.letters.received.map(received =>
      (partsOf(received)['text/plain'] ?? '').replace(/confirm\/[\w-]+/, ''),
    )
    expect(one).toBe(other)
  })

  test('writes to one address three times a day, says the same after that, and forgets what nobody confirmed', async () => {
    for (let n = 0; n < 5; n++) expect((await ask()).location).toContain('done=confirm')
    await desk.sendLetters()
    expect(desk.letters.received).toHaveLength(3)
    const link = linkIn()
    db.clock.forward(8 * 86_400_000)
    expect((await desk.post(link, {})).status).toBe(404)
    await tidyWaiting(db.app, db.clock.now())
    expect(await count('forms.waiting where sealed is not null or address_hash is not null')).toBe(0)
    await desk.write()
    expect(await count('register.person')).toBe(0)
  })

  test('without a permit there is no ground for the rest, and that is told', async () => {
    const sent = await desk.send(letter.path, { [email]: 'bertta@example.org' })
    expect(sent.status).toBe(422)
    expect(sent.page).toContain('ilman lupaasi')
    expect(await count('forms.waiting')).toBe(0)
  })

  test('only the permits wait where the rest has a ground of its own', async () => {
    const both = await desk.form({ ...feedback, confirmation: 'permits' })
    await desk.send(both.path, { ...aino, ...permit })
    await desk.write()
    expect((await desk.said()).map(({ kind }) => kind)).toEqual(['contract'])
    await desk.sendLetters()
    await desk.post(linkIn(), {})
    await desk.write()
    expect((await desk.said()).map(({ kind, method }) => `${kind} ${method}`)).toEqual([
      'consent double-opt-in',
      'contract form',
    ])
    expect(await count('register.person')).toBe(1)
  })
})

test('another site’s page gets one script, which holds hostile words as words, and nothing for a form that is closed', async () => {
  const hostile = { ...feedback, title: { fi: '</script><img src=x onerror=alert(1)>', sv: 'b', en: 'c' } }
  const other = await desk.form(hostile)
  const { page, headers } = await desk.fetchPage(`${other.path}/embed.js?lang=fi`)
  expect(page).not.toMatch(/<\/script|<img/)
  expect(() => new Function(page)).not.toThrow()
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(page).toContain(`http://localhost${other.path}?lang=fi`)
  await openForm(desk.by, other.id, false)
  expect((await desk.fetchPage(`${other.path}/embed.js`)).page).not.toContain('stamp')
})

describe('the notice', () => {
  test('what it does not let the form write is refused in Arrivals, and written when it is mended and tried again', async () => {
    await desk.send(open.path, aino)
    await db.admin.query(`update arrivals.connection set source = 'fairs' where id = $1`, [open.id])
    await db.admin.query(`delete from notice.source where source = 'fairs'`)
    await desk.write()
    expect(await desk.states()).toEqual(['refused arrivals.source-not-declared'])
    await db.admin.query(`update arrivals.connection set source = 'forms' where id = $1`, [open.id])
    await replay({ app: db.app, actor: 'staff:test', at: db.clock.now() }, 'customer-care')
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
  })

  test('a form that asks what it may not is not saved', async () => {
    const scope = async (purpose: string) =>
      scopeFor({ purpose, published: { version: desk.version }, program: { database: db } })
    const keys = async (content: typeof feedback, purpose = 'customer-care', source = 'forms') =>
      checkContent(content, await scope(purpose), source).map(({ field, key }) => `${field} ${key}`)
    expect(await keys(feedback)).toEqual([])
    expect(await keys(newsletter, 'marketing')).toEqual([])
    expect(await keys({ ...newsletter, permits: [] }, 'marketing')).toContain('permits needs-permit')
    expect(await keys({ ...feedback, fields: feedback.fields.slice(0, 2) })).toContain('fields no-address')
    const [name] = feedback.fields
    if (!name) throw new Error('no field')
    expect(await keys({ ...feedback, fields: [...feedback.fields, { ...name, column: 'id' }] })).toContain(
      'fields.6 field-not-given',
    )
    expect(await keys(feedback, 'customer-care', 'raffles')).toContain('fields.3 field-not-given')
    expect(await keys({ ...feedback, title: { fi: 'Palaute' } })).toEqual([
      'title.sv language-missing',
      'title.en language-missing',
    ])
    expect(await keys({ ...feedback, permits: [...feedback.permits, ...feedback.permits] })).toContain(
      'permits.1 permit-twice',
    )
    expect(
      await keys({ ...feedback, permits: [{ purpose: 'sales', channel: 'phone', wording: feedback.title }] }),
    ).toContain('permits.0 permit-not-in-notice')
  })
})
