/** What a person does at their own page: a request of theirs on the board, done at once where the law wants it, with a receipt by e-mail. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { partsOf } from '../../test/mail-server.ts'
import { type Browser, linkIn, ownPageDesk } from '../../test/own-page-desk.ts'
import type { Id } from '../base/ids.ts'
import { maySend } from '../permissions/gate.ts'

const own = await ownPageDesk()
const { db, desk, letters, work, signIn } = own
afterAll(() => own.close())

let person: Id
let browser: Browser
let address: string
let count = 0
beforeEach(async () => {
  db.clock.forward(60_000)
  address = `aino${++count}@example.org`
  person = await own.aPerson(address)
  await desk.write('identity', person, null, { given_name: 'Aino', family_name: 'Virtane' })
  browser = await signIn(address)
  letters.received.length = 0
})

const consent = (purpose: string) =>
  desk.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'consent', $3, 'email', $4, null, 'Kyllä', $5)`,
    person,
    purpose,
    new Date(db.clock.now().getTime() - 1000),
    { method: 'form', place: '/lomake', lang: 'fi' },
  )
const may = async (purpose: string) =>
  (await maySend(desk.asking(), person, { purpose, channel: 'email', at: db.clock.now() })).reason
const requests = async () =>
  (
    await db.admin.query<{ kind: string; channel: string; state: string; steps: readonly string[] }>(
      `select r.kind, r.channel, s.state, array(select t.kind from rights.step t where t.request_id = r.id order by t.id) as steps
       from rights.request r join rights.standing s on s.id = r.id where s.person_id = $1 order by r.id`,
      [person],
    )
  ).rows
/** Fills in the form of the page and answers the page that follows. */
const fill = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await browser.submit(path, path, fields)
  const next = answer.headers.get('location')
  return next === null ? answer.text() : (await browser.get(next)).text()
}
const mailed = async (): Promise<string> => {
  expect(await work()).toEqual([])
  const last = letters.received.at(-1)
  return (last && partsOf(last)['text/plain']) ?? ''
}

test('the copy is fetched in each form, and is on the board as answered', async () => {
  const page = await browser.submit('/my', '/my/copy', { kind: 'access' })
  const shown = await (await browser.get(page.headers.get('location') ?? '')).text()
  expect(await requests()).toEqual([{ kind: 'access', channel: 'own-page', state: 'answered', steps: ['answered'] }])
  const links = [...shown.matchAll(/href="(\/my\/copy\/[^"?]+)/g)].map(([, path = '']) => path)
  expect(links).toHaveLength(4)
  for (const path of links) {
    const file = await browser.get(path)
    expect(file.headers.get('content-disposition')).toContain('attachment')
    const bytes = Buffer.from(await file.arrayBuffer())
    if (!path.endsWith('pdf')) expect(bytes.toString()).toContain(address)
  }
  expect(await mailed()).toContain('toteutettu heti')
})

test('staff have the link sent: it leads in for three days, once, and they never see it', async () => {
  const staff = await own.server.withKey('customer-care')
  const path = `/api/v1/persons/${person}/own-page-links`
  const answer = await staff('POST', path, { purpose: 'customer-care' })
  expect([answer.status, await answer.text()]).toEqual([201, '{"sent":true}'])
  await mailed()
  const link = linkIn(letters)
  db.clock.forward(2 * 86_400_000)
  expect((await own.newBrowser().post(link)).status).toBe(303)
  expect((await own.newBrowser().post(link)).status).toBe(404)
})

test('nobody fetches the copy of another, nor sees their receipt', async () => {
  const page = await browser.submit('/my', '/my/copy', { kind: 'access' })
  const receipt = page.headers.get('location')?.split('?')[0] ?? ''
  await own.aPerson('kaarlo@example.org')
  const kaarlo = await signIn('kaarlo@example.org')
  for (const path of [receipt, receipt.replace('done', 'copy').concat('/json')]) {
    expect((await browser.get(path)).status).toBe(200)
    expect((await kaarlo.get(path)).status).toBe(303)
    expect((await own.newBrowser().get(path)).status).toBe(303)
  }
})

test('an objection to direct marketing holds at once', async () => {
  await consent('marketing')
  expect(await may('marketing')).toBe('consent')
  const page = await fill('/my/object', { to: 'direct-marketing' })
  expect(page).toContain('role="status"')
  expect(await may('marketing')).toBe('prohibited')
  expect(await requests()).toEqual([
    { kind: 'objection', channel: 'own-page', state: 'answered', steps: ['objected', 'answered'] },
  ])
})

test('an objection on the own situation stops the use until it is answered', async () => {
  expect(await fill('/my/object', { to: 'interest', purpose: 'trade', words: ' ' })).toContain('role="alert"')
  expect(await requests()).toEqual([])
  await fill('/my/object', { to: 'interest', purpose: 'trade', words: 'En halua' })
  expect(await requests()).toMatchObject([{ kind: 'objection', steps: ['objected'] }])
  expect((await requests())[0]?.state).not.toBe('answered')
  expect(await mailed()).toContain('Vastaamme viimeistään')
})

test('a consent is withdrawn at once, and no other', async () => {
  await consent('marketing')
  await consent('offers')
  await fill('/my/withdraw', { purpose: 'marketing' })
  expect([await may('marketing'), await may('offers')]).toEqual(['unknown', 'consent'])
  expect(await requests()).toMatchObject([{ kind: 'withdrawal', state: 'answered' }])
})

test('where accuracy is contested the processing is restricted at once, otherwise the desk decides', async () => {
  await fill('/my/restrict', { ground: 'claims', words: 'Riita' })
  expect(await may('trade')).not.toBe('restricted')
  await fill('/my/restrict', { ground: 'accuracy', words: 'Nimi on väärin' })
  expect(await may('trade')).toBe('restricted')
  expect((await requests()).map(({ steps }) => steps)).toEqual([[], ['restricted']])
})

test('an erasure is asked for after it was told what stays, and nothing goes before the desk has seen it', async () => {
  expect(await (await browser.get('/my/erase?lang=fi')).text()).toContain('Jää')
  await fill('/my/erase', { words: '' })
  expect(await requests()).toMatchObject([{ kind: 'erasure', steps: [] }])
  expect(await (await browser.get('/my')).text()).toContain(address)
})

describe('a correction', () => {
  const rowOf = async (category: string): Promise<string> => {
    const page = await (await browser.get('/my')).text()
    return new RegExp(`/my/correct/${category}/([\\w-]{36})`).exec(page)?.[1] ?? ''
  }

  test('of a name is made at once, from the request as its source', async () => {
    const path = `/my/correct/identity/${await rowOf('identity')}`
    await fill(path, { 'value.family_name': 'Virtanen', 'value.given_name': 'Aino' })
    expect(await (await browser.get('/my')).text()).toContain('Aino Virtanen')
    expect(await requests()).toEqual([
      { kind: 'rectification', channel: 'own-page', state: 'answered', steps: ['corrected', 'answered'] },
    ])
    const { rows } = await db.admin.query(
      `select actor, source, after from register.change where person_id = $1 order by id desc limit 1`,
      [person],
    )
    expect(rows).toEqual([{ actor: `person:${person}`, source: 'request', after: { family_name: 'Virtanen' } }])
  })

  test('of what cannot be read is told, and nothing is recorded', async () => {
    const path = `/my/correct/contact-points/${await rowOf('contact-points')}`
    expect(await fill(path, { 'value.email': 'ei osoite' })).toContain('role="alert"')
    expect(await fill(path, { 'value.email': address })).toContain('role="alert"')
    expect(await requests()).toEqual([])
  })

  test('of the address by which the person came in ends the session', async () => {
    const path = `/my/correct/contact-points/${await rowOf('contact-points')}`
    await browser.submit(path, path, { 'value.email': `uusi.${address}` })
    expect(await (await browser.get('/my')).text()).not.toContain('/my/out')
    expect(await requests()).toMatchObject([{ kind: 'rectification', state: 'answered' }])
  })

  test('of an address to one that they once had erased takes that up, by their own act', async () => {
    const back = `takaisin.${address}`
    await db.admin.query(`insert into rights.suppression (hash, noted_at) values (register.address_hash($1), now())`, [
      back,
    ])
    const path = `/my/correct/contact-points/${await rowOf('contact-points')}`
    await browser.submit(path, path, { 'value.email': back })
    const { rows } = await db.admin.query('select act, taken_up_by as by from rights.suppression')
    expect(rows).toEqual([{ act: 'own-page', by: `person:${person}` }])
    expect(await requests()).toMatchObject([{ kind: 'rectification', state: 'answered' }])
  })

  test('of anything else goes to the desk', async () => {
    await desk.write('work', person, null, { title: 'Johtaja' })
    const path = `/my/correct/work/${await rowOf('work')}`
    await fill(path, { words: 'En ole johtaja' })
    expect(await requests()).toMatchObject([{ kind: 'rectification', steps: [] }])
    expect((await browser.get(`/my/correct/work/${person}`)).status).toBe(303)
  })
})
