/** The door of the own page: alike for whoever asks, a link that works once, a code that cannot be guessed, and a session that ends when it should. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { partsOf } from '../../test/mail-server.ts'
import { linkIn, ownPageDesk } from '../../test/own-page-desk.ts'

const own = await ownPageDesk()
const { db, letters, texts, work, newBrowser, signIn } = own
afterAll(() => own.close())
beforeEach(async () => {
  letters.received.length = 0
  texts.received.length = 0
  await db.admin.query(
    'delete from my.asked; delete from my.way_in; delete from mail.message; delete from sms.message; delete from register.contact_points',
  )
})

const { aPerson } = own
const ask = async (address: string) => {
  const answer = await newBrowser().post('/my', { address })
  return { answer, faults: await work() }
}

test('a link comes to the address that was typed, opens once by a POST, and leads to the own page', async () => {
  await aPerson('aino@example.org primary', 'Aino.Virtanen@Example.org')
  const { answer, faults } = await ask('aino.virtanen@example.org')
  expect(faults).toEqual([])
  expect(answer.status).toBe(200)
  expect(letters.received.map(({ to }) => to)).toEqual([['Aino.Virtanen@example.org']])
  const [letter] = letters.received
  expect(letter && partsOf(letter)['text/plain']).not.toMatch(/Aino/)
  const path = linkIn(letters)
  const browser = newBrowser()
  for (const _scanner of [1, 2]) {
    const shown = await newBrowser().get(path)
    expect(shown.status).toBe(200)
    expect(await shown.text()).toContain('<button>')
  }
  const entered = await browser.post(path)
  expect(entered.status).toBe(303)
  expect(entered.headers.get('set-cookie')).toMatch(
    /^seloste-my=[\w-]{43}; Path=\/my; Max-Age=3600; HttpOnly; SameSite=Strict$/,
  )
  const page = await browser.get('/my?lang=fi')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('aino@example.org')
  expect((await newBrowser().post(path)).status).toBe(404)
  expect((await newBrowser().get(path)).status).toBe(404)
})

test('a link dies after half an hour, and the letter is not sent to who waited for longer than an hour', async () => {
  await aPerson('aino@example.org')
  await ask('aino@example.org')
  const path = linkIn(letters)
  db.clock.forward(30 * 60_000)
  expect((await newBrowser().post(path)).status).toBe(404)
  await newBrowser().post('/my', { address: 'aino@example.org' })
  letters.mood = () => ({ code: 421 })
  await work()
  letters.mood = () => 'answer'
  db.clock.forward(61 * 60_000)
  const before = letters.received.length
  await work()
  expect(letters.received).toHaveLength(before)
  const { rows } = await db.app.query(`select state from mail.message order by queued_at desc limit 1`)
  expect(rows).toEqual([{ state: 'not-needed' }])
})

test.each([
  ['of two persons', async () => [await aPerson('perhe@example.org'), await aPerson('perhe@example.org')]],
  ['of an organisation', () => aPerson('perhe@example.org organisation')],
  ['that does not work', () => aPerson('perhe@example.org bounced')],
])('an address %s opens nobody’s page, and the letter says so', async (_, make) => {
  await make()
  await ask('perhe@example.org')
  expect(letters.received).toHaveLength(1)
  expect(() => linkIn(letters)).toThrow()
  const [letter] = letters.received
  expect(letter && partsOf(letter)['text/plain']).toContain('ei kerro meille, kuka olet')
})

test('an address of nobody gets nothing, and nothing of it stays when it has been looked up', async () => {
  await ask('kaarlo@example.org')
  expect(letters.received).toEqual([])
  const { rows } = await db.app.query('select sealed from my.asked')
  expect(rows).toEqual([{ sealed: null }])
})

test('the address that waits to be looked up is not legible in the database', async () => {
  await newBrowser().post('/my', { address: 'kaarlo@example.org' })
  const { rows } = await db.admin.query<{ row: string; sealed: Buffer }>(
    'select a::text as row, sealed from my.asked a',
  )
  expect(rows[0]?.sealed.toString('latin1')).not.toContain('kaarlo')
  expect(rows[0]?.row).not.toContain(Buffer.from('kaarlo').toString('hex'))
  await work()
})

test('more than three letters in an hour go to nobody, and the answer does not tell', async () => {
  await aPerson('aino@example.org')
  const answers = []
  for (let asked = 0; asked < 5; asked++) answers.push(await (await ask('aino@example.org')).answer.text())
  expect(letters.received).toHaveLength(3)
  expect(new Set(answers).size).toBe(1)
  db.clock.forward(61 * 60_000)
  await ask('aino@example.org')
  expect(letters.received).toHaveLength(4)
})

test('what is neither an address nor a number is said at once', async () => {
  const answer = await newBrowser().post('/my', { address: 'Aino Virtanen' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('role="alert"')
})

describe('a code by text message', () => {
  const codeIn = () =>
    /(\d{4}) (\d{4})/
      .exec(texts.received.at(-1)?.body ?? '')
      ?.slice(1)
      .join('') ?? ''
  const askByPhone = async () => {
    await aPerson('+358401234567')
    const browser = newBrowser()
    const page = await (await browser.post('/my', { address: '040 123 4567' })).text()
    expect(await work()).toEqual([])
    return { browser, secret: /name="browser" value="([\w-]{43})"/.exec(page)?.[1] ?? '' }
  }

  test('opens the page to the browser that asked, once', async () => {
    const { browser, secret } = await askByPhone()
    expect(texts.received).toMatchObject([{ to: '+358401234567', from: '+358401112222' }])
    const code = codeIn()
    expect((await browser.post('/my/code', { browser: 'x'.repeat(43), code })).status).toBe(422)
    expect((await browser.post('/my/code', { browser: secret, code })).status).toBe(303)
    expect(await (await browser.get('/my')).text()).toContain('+358401234567')
    expect((await newBrowser().post('/my/code', { browser: secret, code })).status).toBe(422)
  })

  test('cannot be guessed: after five tries the right one is wrong too', async () => {
    const { browser, secret } = await askByPhone()
    const code = codeIn()
    const wrong = code === '00000000' ? '00000001' : '00000000'
    for (let tries = 0; tries < 5; tries++)
      expect((await browser.post('/my/code', { browser: secret, code: wrong })).status).toBe(422)
    expect((await browser.post('/my/code', { browser: secret, code })).status).toBe(422)
  })

  test('is delivered, or it is known that it was not; the number is not kept', async () => {
    texts.status = 'undelivered'
    await askByPhone()
    db.clock.forward(16_000)
    await work()
    texts.status = 'delivered'
    const { rows } = await db.app.query<{ state: string; row: string }>(
      'select state, m::text as row from sms.message m',
    )
    expect(rows.map(({ state }) => state)).toEqual(['undelivered'])
    expect(rows[0]?.row).not.toContain('40123')
  })

  test('is tried again when the gateway is away, and not when it never takes the number', async () => {
    texts.answer = 503
    await askByPhone()
    texts.answer = undefined
    expect(texts.received).toHaveLength(0)
    db.clock.forward(11_000)
    await work()
    expect(texts.received).toHaveLength(1)
  })

  test('is not sent again when the gateway never takes the number', async () => {
    texts.answer = 400
    await askByPhone()
    texts.answer = undefined
    const { rows } = await db.app.query('select state, why, reference from sms.message')
    expect(rows).toEqual([{ state: 'failed', why: 'gateway 400', reference: null }])
  })
})

describe('a session', () => {
  const isIn = async (browser: ReturnType<typeof newBrowser>): Promise<boolean> =>
    (await (await browser.get('/my')).text()).includes('action="/my/out')

  test('ends with its time', async () => {
    await aPerson('aino@example.org')
    const browser = await signIn('aino@example.org')
    expect(await isIn(browser)).toBe(true)
    db.clock.forward(3_600_000)
    expect(await isIn(browser)).toBe(false)
  })

  test('ends when the person signs out', async () => {
    await aPerson('aino@example.org')
    const browser = await signIn('aino@example.org')
    const [stolen] = (await browser.get('/my')).headers.getSetCookie()
    expect(stolen).toBeUndefined()
    await browser.post('/my/out')
    expect(await isIn(browser)).toBe(false)
  })

  test('ends everywhere when the address changes, and when the person is erased', async () => {
    const person = await aPerson('aino@example.org')
    const [here, there] = [await signIn('aino@example.org'), await signIn('aino@example.org')]
    expect(await isIn(here)).toBe(true)
    await db.admin.query(`update register.contact_points set email = 'uusi@example.org' where person_id = $1`, [person])
    expect([await isIn(here), await isIn(there)]).toEqual([false, false])
    const again = await signIn('uusi@example.org')
    expect(await isIn(again)).toBe(true)
    await db.admin.query(
      'begin; select register.forget(array[$1::uuid]); commit'.replace('$1::uuid', `'${person}'::uuid`),
    )
    expect(await isIn(again)).toBe(false)
  })

  test('a form without the key of the page, or from another site, does nothing', async () => {
    await aPerson('aino@example.org')
    const browser = await signIn('aino@example.org')
    expect((await browser.post('/my/permissions')).status).toBe(403)
    expect((await browser.post('/my/permissions', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(
      (await newBrowser().post('/my', { address: 'a@example.org' }, { 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403)
    const opened = await browser.submit('/my', '/my/permissions')
    expect(opened.headers.get('location')).toMatch(/^\/preferences\/[\w-]{43}\?lang=/)
  })

  test('what the person saw is a look of theirs, and theirs is told from others', async () => {
    const person = await aPerson('aino@example.org')
    const browser = await signIn('aino@example.org')
    await browser.get('/my')
    const { rows } = await db.app.query<{ actor: string; operation: string }>(
      'select actor, purpose, operation from access.look where person_id = $1 order by at desc, id desc limit 1',
      [person],
    )
    expect(rows).toEqual([{ actor: `person:${person}`, purpose: 'rights', operation: 'my.page' }])
    expect(await (await browser.get('/my/looks?lang=fi')).text()).toContain('Sinä itse')
  })
})
