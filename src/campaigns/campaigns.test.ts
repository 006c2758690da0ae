/** What a campaign sends goes to whom the gate allows at that moment, once, no faster than said, and everybody who got nothing has a reason. */

import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { campaignDesk } from '../../test/campaign-desk.ts'
import { headerOf, partsOf } from '../../test/mail-server.ts'

const desk = await campaignDesk()
const { db, mailbox, register, person, say, letter, segment, make, act, show, became, run, taken } = desk
afterAll(() => desk.close())
vi.setConfig({ testTimeout: 120_000 })

beforeEach(async () => {
  mailbox.received.length = 0
  mailbox.refuses.clear()
  mailbox.onTaken = () => {}
  mailbox.mood = () => 'answer'
  desk.allow(1000)
  await db.admin.query('delete from mail.message; delete from graphile_worker._private_jobs')
})

let made = 0
/** Customers who consented, each with a language that nobody else has, by which a segment finds exactly them. */
async function some(...names: readonly string[]) {
  const mark = `Kaupunki ${made++}`
  const persons: string[] = []
  for (const name of names) {
    const one = await person(`${name}@t${made}.example`)
    await register.write('orders', one, null, { product: mark, ordered: '2026-02-01T10:00:00Z', state: 'paid' })
    persons.push(one)
  }
  const of = await segment({ rows: 'orders', where: [{ column: 'product', is: 'equals', value: mark }] })
  return { persons, emails: names.map(name => `${name}@t${made}.example`), segment: of, mark }
}

test('everybody who may be sent to gets it once, with the way to end it; who is left out has a reason', async () => {
  const { persons, emails, segment: whom } = await some('aino', 'bertta', 'cilla')
  const [aino = '', bertta = '', cilla = ''] = persons
  await say(bertta, 'consent', true)
  const id = await make({ letters: [letter('Kevät')], segment: whom })
  expect(await desk.show(id)).toMatchObject({ state: 'draft', recipients: [] })
  await act(id, 'start', { why: 'Kurssit alkavat' })
  // Between the start and the sending: Cilla is in the segment, and forbids it before her turn comes.
  await say(cilla, 'objection')
  expect(await run()).toEqual([])
  expect(taken()).toEqual([emails[0]])
  const states = await became(id)
  expect(states).toEqual({ [aino]: 'sent', [bertta]: 'left-out unknown', [cilla]: 'left-out prohibited' })
  const shown = await show(id)
  expect(shown).toMatchObject({ state: 'done' })
  expect(shown.steps.map(({ did }) => did)).toEqual(['done', 'began', 'started', 'made'])
  expect(shown.steps.find(({ did }) => did === 'started')).toMatchObject({
    why: 'Kurssit alkavat',
    by: { id: 'command-line' },
  })

  const [message] = mailbox.received
  if (!message) throw new Error('nothing came')
  const { rows } = await db.admin.query(
    'select message from campaigns.recipient where campaign_id = $1 and person_id = $2',
    [id, aino],
  )
  expect(headerOf(message, 'Message-ID')).toBe(`<${rows[0].message}@ixir.fi>`)
  expect(headerOf(message, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  const oneClick = /^List-Unsubscribe:\s*<(\S+)>/m.exec(message.raw)?.[1] ?? ''
  expect(partsOf(message)['text/plain']).toContain(oneClick.replace(/\/stop$/, ''))
  expect(JSON.stringify(message)).not.toMatch(/<img|pixel|track/i)
  const pressed = await desk.server.anonymous('POST', new URL(oneClick).pathname, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(pressed.ok).toBe(true)
  const next = await make({ letters: [letter('Kesä')], segment: whom })
  db.clock.forward(60_000)
  await act(next, 'start')
  await run()
  expect((await became(next))[aino]).toBe('left-out prohibited')
})

test('the gate is asked when the message goes, however long it waited', async () => {
  const { persons, segment: whom } = await some('aino', 'bertta')
  const id = await make({
    letters: [letter('Ilta')],
    segment: whom,
    when: { at: new Date(db.clock.now().getTime() + 3_600_000).toISOString() },
  })
  await act(id, 'start')
  await run()
  expect(taken()).toEqual([])
  expect((await show(id)).state).toBe('scheduled')
  db.clock.forward(3_600_000)
  mailbox.mood = stage => (stage === 'greeting' ? { code: 421 } : 'answer')
  await run()
  expect(Object.values(await became(id))).toEqual([
    expect.stringMatching(/^waiting/),
    expect.stringMatching(/^waiting/),
  ])
  await say(persons[0] ?? '', 'objection')
  mailbox.mood = () => 'answer'
  db.clock.forward(120_000)
  expect(await run()).toEqual([])
  expect((await became(id))[persons[0] ?? '']).toBe('left-out prohibited')
  expect(taken()).toHaveLength(1)
})

test('paused it stands still, resumed it goes on, stopped nobody more gets it', async () => {
  const { segment: whom } = await some(...'abcdefghijklmnopqrst')
  const id = await make({ letters: [letter('Tauko')], segment: whom })
  await act(id, 'start')
  mailbox.onTaken = async () => {
    mailbox.onTaken = () => {}
    await act(id, 'pause')
  }
  await run()
  const before = taken().length
  expect(before).toBeLessThan(20)
  expect((await show(id)).state).toBe('paused')
  await act(id, 'resume')
  mailbox.onTaken = async () => {
    mailbox.onTaken = () => {}
    await act(id, 'stop')
  }
  await run()
  expect(taken().length).toBeGreaterThan(before)
  expect(taken().length).toBeLessThan(20)
  const ends = Object.values(await became(id))
  expect(ends.filter(one => one === 'sent')).toHaveLength(taken().length)
  expect(ends.filter(one => one === 'stopped')).toHaveLength(20 - taken().length)
  await expect(act(id, 'resume')).rejects.toMatchObject({ key: 'campaigns.not-now' })
})

test('no more than so many a minute go to one domain, and others are not held up', async () => {
  const many = await some('a', 'b', 'c', 'd', 'e')
  const elsewhere = await person('yksi@muualla.example')
  await register.write('orders', elsewhere, null, {
    product: many.mark,
    ordered: '2026-02-01T10:00:00Z',
    state: 'paid',
  })
  const id = await make({ letters: [letter('Hitaasti')], segment: many.segment, perMinute: 2 })
  await act(id, 'start')
  await run()
  expect(taken()).toHaveLength(3)
  expect(taken()).toContain('yksi@muualla.example')
  await run() // the same minute
  expect(taken()).toHaveLength(3)
  db.clock.forward(60_000)
  await run()
  expect(taken()).toHaveLength(5)
  db.clock.forward(60_000)
  await run()
  expect(taken()).toHaveLength(6)
  expect((await show(id)).state).toBe('done')
})

test('all mail together keeps to the allowance of a minute', async () => {
  const { segment: whom } = await some('a', 'b', 'c', 'd', 'e')
  desk.allow(3)
  const id = await make({ letters: [letter('Kaikki')], segment: whom })
  await act(id, 'start')
  await run()
  expect(taken()).toHaveLength(3)
  db.clock.forward(60_000)
  await run()
  expect(taken()).toHaveLength(5)
})

test('two letters are tried on a share, and the one that was answered more goes to the rest', async () => {
  const { persons, emails, segment: whom } = await some('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
  const id = await make({
    letters: [letter('Yksi'), letter('Kaksi')],
    segment: whom,
    trial: { share: 50, by: 'orders', hours: 4 },
  })
  await act(id, 'start')
  await run()
  const subjects = () => mailbox.received.map(message => headerOf(message, 'Subject') ?? '').toSorted()
  expect(subjects()).toEqual(['Kaksi', 'Kaksi', 'Yksi', 'Yksi'])
  const second = mailbox.received.find(message => headerOf(message, 'Subject') === 'Kaksi')
  const buyer = persons[emails.indexOf(second?.to[0] ?? '')] ?? ''
  db.clock.forward(3_600_000)
  await register.write('orders', buyer, null, {
    product: 'Kurssi',
    ordered: db.clock.now().toISOString(),
    state: 'paid',
  })
  await run()
  expect(subjects()).toHaveLength(4)
  db.clock.forward(3 * 3_600_000)
  await run()
  expect(subjects().filter(one => one === 'Kaksi')).toHaveLength(6)
  expect(await show(id)).toMatchObject({ state: 'done', chosen: 1 })
  const results = await desk.results(id)
  expect(results.byLetter).toMatchObject([
    { letter: 0, sent: 2, ordered: 0 },
    { letter: 1, sent: 6, ordered: 1 },
  ])
})

test('what comes back, and what is refused, is told of each', async () => {
  const { persons, emails, segment: whom } = await some('aino', 'bertta', 'cilla')
  mailbox.refuses.set(emails[1] ?? '', 550)
  mailbox.refuses.set(emails[2] ?? '', 450)
  const id = await make({ letters: [letter('Perille')], segment: whom })
  await act(id, 'start')
  await run()
  expect(await became(id)).toEqual({
    [persons[0] ?? '']: 'sent',
    [persons[1] ?? '']: 'failed refused 550',
    [persons[2] ?? '']: 'waiting later 450',
  })
  mailbox.refuses.clear()
  db.clock.forward(5 * 60_000)
  await run()
  expect((await became(id))[persons[2] ?? '']).toBe('sent')
  const [first, , third] = mailbox.received.map(message => headerOf(message, 'Message-ID'))
  expect(new Set([first, third]).size).toBe(2)
})

test('marketing goes to an address once, and two who became one are written to once', async () => {
  const { persons, emails, segment: whom, mark } = await some('a', 'b', 'c')
  const [aino = '', , cilla = ''] = persons
  const twin = await person(emails[1] ?? '')
  await register.write('orders', twin, null, { product: mark, ordered: '2026-02-01T10:00:00Z', state: 'paid' })
  mailbox.refuses.set(emails[0] ?? '', 450)
  const id = await make({ letters: [letter('Kerran')], segment: whom })
  await act(id, 'start')
  await run()
  expect(taken().toSorted()).toEqual(emails.slice(1))
  expect(Object.values(await became(id)).filter(one => one === 'left-out same-address')).toHaveLength(1)
  // Cilla, who has it, turns out to be Aino, who waits.
  await register.call('customer-care', 'duplicates.merge($1, $2, $3, $4, $5)', aino, cilla, '{}', db.clock.now())
  mailbox.refuses.clear()
  db.clock.forward(5 * 60_000)
  expect(await run()).toEqual([])
  expect(taken()).toHaveLength(2)
  expect((await became(id))[aino]).toBe('left-out sent-before-merge')
})

test('a service message goes to those concerned without a permit and without marketing’s ways, but not to whom it is forbidden', async () => {
  const { persons, emails, mark } = await some('aino', 'bertta', 'cilla')
  const [aino = '', bertta = '', cilla = ''] = persons
  await say(aino, 'consent', true) // of marketing: no matter
  await say(bertta, 'objection', false, '-', 'email')
  await register.say(cilla, 'restriction')
  const whom = await segment(
    { rows: 'orders', where: [{ column: 'product', is: 'equals', value: mark }] },
    'customer-care',
  )
  const care = { kind: 'service', purpose: 'customer-care' } as const
  const id = await make({ letters: [letter('Kurssi alkaa', 'customer-care')], segment: whom }, care)
  await act(id, 'start', { purpose: 'customer-care' })
  expect(await run()).toEqual([])
  expect(taken()).toEqual([emails[0]])
  expect(await became(id)).toEqual({ [aino]: 'sent', [bertta]: 'left-out prohibited' })
  const [message] = mailbox.received
  expect(message && headerOf(message, 'List-Unsubscribe')).toBeUndefined()
  await expect(make({ letters: [letter('Tarjous')], segment: whom }, care)).rejects.toMatchObject({
    key: 'campaigns.no-letter',
  })
  await expect(
    make({ letters: [letter('Tarjous')], segment: await segment() }, { kind: 'service' }),
  ).rejects.toMatchObject({ key: 'campaigns.not-service' })
  await expect(
    make({ letters: [letter('Tarjous', 'customer-care')], segment: whom }, { purpose: 'customer-care' }),
  ).rejects.toMatchObject({ key: 'campaigns.no-channel' })
})

test('text messages go by the same gate, once, also when the gateway’s answer is lost', async () => {
  const { gateway } = desk
  db.clock.set(new Date()) // the gateway goes by a clock of its own
  const mark = `Kaupunki ${made++}`
  const numbers = ['+358401000001', '+358401000002', '+358401000003']
  const persons: string[] = []
  for (const phone of numbers) {
    const one = await person(`${phone.slice(1)}@sms.example`, { phone })
    await register.write('orders', one, null, { product: mark, ordered: '2026-02-01T10:00:00Z', state: 'paid' })
    await say(one, 'consent', false, 'marketing', 'sms')
    persons.push(one)
  }
  await say(persons[2] ?? '', 'objection', false, '-', 'sms')
  const whom = await segment({ rows: 'orders', where: [{ column: 'product', is: 'equals', value: mark }] })
  const id = await make({ letters: [letter('Tekstari', 'marketing', 'sms')], segment: whom }, { channel: 'sms' })
  await act(id, 'start')
  gateway.hangsUp = true // it has the message, and its answer never comes
  await run()
  gateway.hangsUp = false
  expect(gateway.received).toHaveLength(1)
  db.clock.forward(10 * 60_000)
  expect(await run()).toEqual([])
  expect(gateway.received.map(({ to }) => to).toSorted()).toEqual(numbers.slice(0, 2))
  expect(await became(id)).toEqual({
    [persons[0] ?? '']: 'sent',
    [persons[1] ?? '']: 'sent',
    [persons[2] ?? '']: 'left-out prohibited',
  })
  const { rows } = await db.admin.query(`select state from sms.message where about = $1`, [id])
  expect(rows).toEqual([{ state: 'accepted' }, { state: 'accepted' }]) // asked after by the job of text messages
})

test('an hour is struck where each lives, as far as the country tells it', async () => {
  const mark = `Kaupunki ${made++}`
  const at: Record<string, string> = {}
  for (const country of ['FI', 'SE', 'US', 'IN']) {
    const one = await person(`x@${country.toLowerCase()}.example`, { country })
    await register.write('orders', one, null, { product: mark, ordered: '2026-02-01T10:00:00Z', state: 'paid' })
    at[one] = country
  }
  const where = [{ column: 'product', is: 'equals', value: mark }] as const
  const whom = await segment({ rows: 'orders', where: [...where] }, 'customer-care') // marketing is not given the country
  const care = { kind: 'service', purpose: 'customer-care' } as const
  const date = new Date(db.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10)
  const id = await make(
    { letters: [letter('Yhdeksältä', 'customer-care')], segment: whom, when: { local: { date, hour: 9 } } },
    care,
  )
  await act(id, 'start', care)
  await run()
  expect((await show(id, 'customer-care')).state).toBe('scheduled')
  db.clock.set(`${date}T03:30:00Z`)
  await run()
  expect(taken()).toEqual(['x@in.example'])
  db.clock.set(`${date}T07:00:00Z`) // winter or summer, Finland is an hour before Sweden
  await run()
  const sent = taken().length
  db.clock.set(`${date}T08:00:00Z`)
  await run()
  expect(taken()).toContain('x@us.example')
  expect(sent).toBeGreaterThanOrEqual(3)
  expect((await show(id, 'customer-care')).state).toBe('done')
  expect(Object.keys(at)).toHaveLength(4)
})

test('it stands on the person’s timeline and in their copy, is counted, and goes with them', async () => {
  const { persons, segment: whom } = await some('aino', 'bertta')
  const [aino = '', bertta = ''] = persons
  await say(bertta, 'consent', true)
  const id = await make({ letters: [letter('Muisto')], segment: whom })
  await act(id, 'start')
  await run()
  const told = async (one: string) => {
    const { rows } = await db
      .purpose('marketing')
      .query('select name, state, why from campaigns.told_of($1, $2, null, null, 50)', [
        register.token('marketing'),
        one,
      ])
    return rows
  }
  expect(await told(aino)).toEqual([{ name: 'Kevätkirje', state: 'sent', why: null }])
  const rest = await db
    .purpose('rights')
    .query(`select data from rights.rest_of($1, $2) where held_in = 'campaigns.recipient'`, [
      register.token('rights'),
      bertta,
    ])
  expect(rest.rows).toMatchObject([{ data: { state: 'left-out', why: 'unknown' } }])
  db.clock.forward(60_000)
  await say(aino, 'objection')
  expect((await desk.results(id)).all).toMatchObject({ recipients: 2, sent: 1, withdrawn: 1, replied: 0, ordered: 0 })
  expect((await desk.results(id)).outcomes).toMatchObject([
    { outcome: 'left-out', why: 'unknown', persons: 1 },
    { outcome: 'sent', why: null, persons: 1 },
  ])
  await db.admin.query(`update mail.message set state = 'failed', why = 'bounced 5.1.1' where about = $1`, [id])
  expect(await told(aino)).toEqual([{ name: 'Kevätkirje', state: 'bounced', why: 'bounced 5.1.1' }])
  await db.admin.query('select register.forget($1)', [[aino, bertta]])
  expect(await became(id)).toEqual({})
})
