/** A call is written once, when it has ended, in whatever order it was told of; one that nobody answered is somebody's to call back. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { arrivalsDesk, shopNotice } from '../../test/arrivals-desk.ts'
import { twilioDelivery, twilioToken } from '../../test/text-messages.ts'
import { signed } from '../interactions/standard-webhook.ts'
import { openPerson } from '../register/persons.ts'
import { telephoneAdapters } from './known.ts'

const desk = await arrivalsDesk(shopNotice, telephoneAdapters)
const { db } = desk
afterAll(() => desk.close())
const twilio = await desk.connect('twilio-voice', {
  source: 'phone',
  secret: twilioToken,
  settings: { own: ['09 312 3456'] },
})
const other = await desk.connect('telephone', { source: 'phone' })

const aino = '+358401234567'
const open = (given_name: string, phone: string) =>
  openPerson(desk.ask('customer-care'), {
    source: 'forms',
    categories: { identity: [{ given_name }], 'contact-points': [{ phone }] },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })

beforeEach(async () => {
  await desk.empty()
  await db.admin.query('truncate tasks.task cascade')
})

type Fields = Readonly<Record<string, string>>
const turn = (fields: Fields) => {
  const told = { CallSid: 'CA1234567890abcdef', From: aino, To: '+358931234567', Direction: 'inbound', ...fields }
  return twilioDelivery(twilio, told, `https://crm.example.fi/hooks/twilio-voice/${twilio.hook}`)
}
const ringing = turn({ CallStatus: 'ringing', Timestamp: 'Sun, 01 Mar 2026 09:59:00 +0000' })
const dialled = (status: string, seconds = 0) =>
  turn({ CallStatus: 'in-progress', DialCallStatus: status, DialCallDuration: String(seconds) })
const completed = turn({
  CallStatus: 'completed',
  CallDuration: '215',
  Timestamp: 'Sun, 01 Mar 2026 10:03:00 +0000',
})
const come = (...deliveries: readonly ReturnType<typeof turn>[]) => desk.arrive(twilio, ...deliveries)
const calls = () => desk.rows('service_events')
const tasks = async () =>
  (await db.admin.query('select title, due::text, person_id, purpose from tasks.task order by id')).rows

describe('a call of somebody known', () => {
  test('is one row with when it began and how long it took, in every order and however often it is told', async () => {
    const turns = [ringing, dialled('completed', 200), completed]
    const answered = {
      kind: 'call',
      direction: 'in',
      occurred: '2026-03-01T09:59:00+00:00',
      subject: 'Puhelu, 3 min 20 s',
    }
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      await desk.empty()
      await open('Aino', aino)
      await come(...[...order, ...order].flatMap(n => turns[n] ?? []))
      expect(await calls()).toEqual([answered])
      expect(await desk.states()).toEqual(['written', 'written', 'written'])
    }
    expect(await tasks()).toEqual([])
  })

  test('that nobody answered is a task about them, once', async () => {
    const person = await open('Aino', aino)
    await come(ringing, dialled('no-answer'), completed, completed, dialled('no-answer'))
    expect(await calls()).toMatchObject([{ subject: 'Vastaamaton puhelu', occurred: '2026-03-01T09:59:00+00:00' }])
    const made = { title: expect.stringMatching(/^Soita takaisin: vastaamaton puhelu 1\.3\. klo 11[.:]59$/) }
    expect(await tasks()).toEqual([{ ...made, due: '2026-03-02', person_id: person, purpose: 'customer-care' }])
  })

  test('keeps the words that staff add, whatever is told afterwards', async () => {
    const person = await open('Aino', aino)
    await come(completed)
    const { reader, token } = desk.ask('customer-care')
    const { rows } = await reader.query('select id from register.service_events')
    await reader.query(`select register.write_service_events($1, 'phone', null, $2, $3, $4, null)`, [
      token,
      person,
      rows[0].id,
      { content: 'Siirretään kurssi syksyyn.' },
    ])
    await come(ringing)
    expect(await calls()).toMatchObject([
      { content: 'Siirretään kurssi syksyyn.', occurred: '2026-03-01T09:59:00+00:00' },
    ])
  })

  test('that we made is of whoever was called, and is not called back', async () => {
    await open('Aino', aino)
    await come(turn({ Direction: 'outbound-dial', From: '+358931234567', To: aino, CallStatus: 'no-answer' }))
    expect(await calls()).toMatchObject([{ direction: 'out', subject: 'Soitto, johon ei vastattu' }])
    expect(await tasks()).toEqual([])
  })

  test('is not placed where two have the number, and is called back all the same', async () => {
    await open('Aino', aino)
    await open('Bertta', aino)
    await come(turn({ CallStatus: 'no-answer' }))
    expect(await desk.states()).toEqual(['refused arrivals.ambiguous'])
    expect(await tasks()).toMatchObject([{ person_id: null }])
  })
})

describe('a call from a number that nobody has', () => {
  test('waits for staff, opens nobody, and its task is the person’s as soon as they say whose it was', async () => {
    await come(ringing, dialled('busy'), completed)
    expect(await desk.states()).toEqual([
      'waiting not-told-yet',
      'waiting not-told-yet',
      'refused arrivals.unknown-sender',
    ])
    expect((await db.admin.query('select from register.person')).rowCount).toBe(0)
    const [made, ...others] = await tasks()
    expect([made?.person_id, others]).toEqual([null, []])
    expect(JSON.stringify(made)).not.toContain('40123')
    const person = await open('Aino', '+358409999999')
    await db.app.query(
      `insert into arrivals.choice (arrival_id, person_id, at, by) select id, $1, now(), 'staff:test' from arrivals.arrival where state = 'refused'`,
      [person],
    )
    await db.app.query(`update arrivals.arrival set state = 'accepted' where state = 'refused'`)
    await desk.write()
    expect(await desk.states()).toEqual(['written', 'written', 'written'])
    expect(await tasks()).toMatchObject([{ person_id: person }])
    expect(await calls()).toMatchObject([{ subject: 'Vastaamaton puhelu' }])
  })

  test('that is hidden, or our own, is nobody’s', async () => {
    await come(
      turn({ From: 'Anonymous', CallStatus: 'no-answer' }),
      turn({ CallSid: 'CA2234567890abcdef', From: '+266696687', CallStatus: 'no-answer' }),
      turn({ CallSid: 'CA3234567890abcdef', From: '+35893123456', CallStatus: 'no-answer' }),
    )
    expect(new Set(await desk.states())).toEqual(new Set(['ignored no-person']))
    expect(await tasks()).toEqual([])
  })
})

describe('what is turned away', () => {
  test('is what nobody has signed, or what was signed otherwise', async () => {
    await open('Aino', aino)
    const forged = [
      { ...completed, headers: new Headers() },
      { ...completed, body: Buffer.from(String(completed.body).replace('215', '216')) },
      { ...completed, url: 'https://crm.example.fi/hooks/twilio-voice/other' },
    ]
    for (const delivery of forged)
      await expect(desk.deliver(twilio, delivery)).rejects.toMatchObject({ key: 'arrivals.not-signed' })
    await desk.write()
    expect(await calls()).toEqual([])
  })

  test('is a field that comes twice, and one that is no time', async () => {
    const twice = new URLSearchParams(String(completed.body))
    twice.append('CallStatus', 'no-answer')
    expect(() => telephoneAdapters[0]?.identify({ ...completed, body: Buffer.from(String(twice)) })).toThrow(
      expect.objectContaining({ key: 'arrivals.shape' }),
    )
    await come(turn({ CallStatus: 'completed', Timestamp: 'eilen' }))
    expect(await desk.states()).toEqual(['refused arrivals.shape'])
  })
})

test('another system tells the same in JSON', async () => {
  await open('Aino', aino)
  const told = (content: object) => signed(JSON.stringify(content), 'application/json', other.secret, db.clock.now())
  const call = { id: 'p-1', direction: 'in', number: '040 123 4567' }
  const ended = { ...call, event: 'ended', at: '2026-03-01T10:02:00Z', answered: true, seconds: 62 }
  await desk.arrive(other, told(ended), told({ ...call, event: 'started', at: '2026-03-01T10:00:30Z' }), told(ended))
  expect(await calls()).toMatchObject([{ occurred: '2026-03-01T10:00:30+00:00', subject: 'Puhelu, 1 min 02 s' }])
  await expect(desk.deliver(other, { ...told(ended), body: Buffer.from('{}') })).rejects.toMatchObject({
    key: 'arrivals.not-signed',
  })
})

test('whoever is erased takes the call and its task along, and a late word brings nothing back', async () => {
  const person = await open('Aino', aino)
  await come(turn({ CallStatus: 'no-answer' }))
  await db.admin.query('select register.forget(array[$1::uuid])', [person])
  await come(ringing)
  expect([await calls(), await tasks()]).toEqual([[], []])
  expect((await desk.states()).at(-1)).toBe('ignored person-left')
})
