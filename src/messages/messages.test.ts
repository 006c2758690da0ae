/** A text message is its number's person's, counts once, and a word that ends messages is obeyed before anybody is answered. */

import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { arrivalsDesk, shopNotice } from '../../test/arrivals-desk.ts'
import { choosePerson } from '../arrivals/arrivals.ts'
import '../../test/drawn-cases.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { smsGateway } from '../../test/sms-gateway.ts'
import { messageFields, twilioDelivery, twilioToken } from '../../test/text-messages.ts'
import { pauseConnection } from '../arrivals/connection.ts'
import { rightAskedIn } from '../rights/asked-in.ts'
import { openSms } from '../sms/gateway.ts'
import { sendTexts } from '../sms/send.jobs.ts'
import { signedMessage } from './gateway.ts'
import { messageAdapters } from './known.ts'
import { reply } from './reply.ts'
import { replyText } from './reply-text.ts'
import { stopIn } from './stop-words.ts'
import { twilio } from './twilio.ts'

const desk = await arrivalsDesk(shopNotice, messageAdapters)
const { db } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.empty()
  await db.admin.query('truncate permissions.barred, sms.message, rights.request cascade')
})

const sms = await desk.connect('twilio', { source: 'sms', secret: twilioToken })
const other = await desk.connect('sms-gateway', { source: 'sms' })
const aino = '+358401234567'
const come = (text: string, more = {}) => desk.deliver(sms, twilioDelivery(sms, messageFields(text, more)))
const all = async (sql: string) => (await db.admin.query(sql)).rows
const objections = () =>
  all(`select kind, purpose, channel, source, source_ref, method from register.statement where kind = 'objection'`)

/** A customer who has consented to marketing by text message, with this number. */
async function customer(phone: string, given = 'Aino'): Promise<string> {
  const { reader, token } = desk.ask('rights')
  const one = async (sql: string, ...values: unknown[]) => (await reader.query(sql, [token, ...values])).rows[0]
  const { person } = await one(`select register.add_person($1, 'forms', null) as person`)
  await one(
    `select register.record_statement($1, 'forms', null, $2, 'contract', null, null, '2026-01-01', null, null)`,
    person,
  )
  await one(
    `select register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'sms', '2026-01-01', null, 'Saa lähettää')`,
    person,
  )
  await one(`select register.write_contact_points($1, 'forms', null, $2, null, $3, null)`, person, {
    phone,
    email: `${given.toLowerCase()}@example.org`,
  })
  await one(`select register.write_identity($1, 'forms', null, $2, null, $3, null)`, person, { given_name: given })
  return person
}

/** What the gate says of marketing by text message. */
async function gate(person: string): Promise<string> {
  const { reader, token } = desk.ask('rights')
  const { rows } = await reader.query(
    `select reason from register.may_send($1, array[$2::uuid], 'marketing', 'sms', $3)`,
    [token, person, db.clock.now()],
  )
  return rows[0].reason
}

describe('a text message', () => {
  test('is written to whoever has the number, once, with identity codes masked', async () => {
    const person = await customer(aino)
    for (let n = 0; n < 5; n++) await come('Tunnukseni on 131052-308T, milloin kurssi alkaa?')
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await desk.rows('service_events')).toMatchObject([
      { kind: 'sms', direction: 'in', content: 'Tunnukseni on ******-****, milloin kurssi alkaa?' },
    ])
    expect((await all('select person_id from arrivals.arrival'))[0]).toEqual({ person_id: person })
    expect(
      (await all('select source, source_ref from register.change where category = $$service-events$$'))[0],
    ).toEqual({ source: 'sms', source_ref: 'SM2f0c6b8e5a1d4c3b9e7f6a5d4c3b2a10' })
  })

  test('of a number that nobody has is held, as the notice lets text messages tell no number, and written when somebody has it', async () => {
    await come('Milloin kurssi alkaa?')
    await desk.write()
    expect(await desk.states()).toEqual(['refused arrivals.newcomer-not-declared'])
    await customer(aino)
    await db.app.query(`update arrivals.arrival set state = 'accepted'`)
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
  })

  test('of a number that nobody has is written to whom staff say it is from, and the number is not theirs by that', async () => {
    const person = await customer('+358407654321')
    await come('Milloin kurssi alkaa?')
    await desk.write()
    const [{ id }] = await all('select id from arrivals.arrival')
    await choosePerson({ app: db.app, actor: 'staff:test', at: db.clock.now() }, id, person)
    await desk.write()
    expect(await desk.states()).toEqual(['written'])
    expect(await all('select person_id from register.service_events')).toEqual([{ person_id: person }])
    expect(await all('select phone from register.contact_points where phone is not null')).toEqual([
      { phone: '+358407654321' },
    ])
  })

  test('of a number that two have waits for staff to choose', async () => {
    await Promise.all([customer(aino), customer(aino, 'Bertta')])
    await come('Milloin kurssi alkaa?')
    await desk.write()
    expect(await desk.states()).toEqual(['refused arrivals.ambiguous'])
  })

  test('that asks for a right opens its request on the day when it came, once, whoever it is from', async () => {
    const person = await customer(aino)
    await come('Hei, voitteko poistaa tietoni? Terv. Aino')
    await come('Vilka uppgifter har ni om mig?', { MessageSid: 'SM_2222222222', From: '+358407654321' })
    await desk.write()
    await db.app.query(`update arrivals.arrival set state = 'accepted'`)
    await desk.write()
    expect(await all('select kind, person_id, channel, requester, asked from rights.request order by number')).toEqual([
      {
        kind: 'erasure',
        person_id: person,
        channel: 'sms',
        requester: aino,
        asked: 'Hei, voitteko poistaa tietoni? Terv. Aino',
      },
      {
        kind: 'access',
        person_id: null,
        channel: 'sms',
        requester: '+358407654321',
        asked: 'Vilka uppgifter har ni om mig?',
      },
    ])
  })

  test('through another gateway is the same', async () => {
    await customer(aino)
    const content = { id: 'm-1', from: '040 123 4567', text: 'Milloin kurssi alkaa?' }
    await desk.arrive(other, signedMessage(other.secret, content, db.clock.now()))
    expect(await desk.states()).toEqual(['written'])
  })
})

describe('a word that ends messages', () => {
  test('is obeyed before the answer, and confirmed once', async () => {
    const person = await customer(aino)
    expect(await gate(person)).toBe('consent')
    const answer = await come(' Lopeta! ')
    expect(await gate(person)).toBe('prohibited')
    expect(await desk.states()).toEqual(['accepted'])
    expect(answer).toEqual({
      type: 'text/xml',
      body: expect.stringMatching(/^<\?xml.*<Response><Message>.* tähän numeroon emme enää/),
    })
    for (const sid of ['SM_2222222222', 'SM_3333333333'])
      expect((await come('STOP', { MessageSid: sid }))?.body).toMatch(/<Response><\/Response>$/)
    expect(await objections()).toEqual([
      {
        kind: 'objection',
        purpose: null,
        channel: 'sms',
        source: 'sms',
        source_ref: 'SM2f0c6b8e5a1d4c3b9e7f6a5d4c3b2a10',
        method: 'message',
      },
    ])
    await desk.write()
    expect(new Set(await desk.states())).toEqual(new Set(['ignored obeyed']))
    expect(await desk.rows('service_events')).toEqual([])
  })

  test('counts for everybody who has the number, and leaves others alone', async () => {
    const [one, two, third] = [await customer(aino), await customer(aino, 'Bertta'), await customer('+358409999999')]
    await come('EI')
    expect([await gate(one), await gate(two), await gate(third)]).toEqual(['prohibited', 'prohibited', 'consent'])
  })

  test('from a number that nobody has holds for whoever comes with it, until they consent afterwards', async () => {
    const answer = await come('STOPP')
    expect(answer?.body).toContain('inga fler sms')
    const person = await customer(aino)
    expect(await gate(person)).toBe('prohibited')
    expect(JSON.stringify(await all('select * from permissions.barred'))).not.toContain('40123')
    db.clock.set(new Date(db.clock.now().getTime() + 60_000))
    const { reader, token } = desk.ask('rights')
    await reader.query(
      `select register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'sms', $3, null, 'Saa lähettää')`,
      [token, person, db.clock.now()],
    )
    expect(await gate(person)).toBe('consent')
    await come('STOPP') // the very delivery again, which is old by now
    expect(await gate(person)).toBe('consent')
  })

  test('START does not bring a permit back', async () => {
    const person = await customer(aino)
    await come('STOP')
    await come('START', { MessageSid: 'SM_2222222222' })
    await come('ALOITA', { MessageSid: 'SM_3333333333' })
    await desk.write()
    expect(await gate(person)).toBe('prohibited')
  })

  test('that Twilio has answered is obeyed and not answered again', async () => {
    const person = await customer(aino)
    expect((await come('Unsubscribe me', { OptOutType: 'STOP' }))?.body).toMatch(/<Response><\/Response>$/)
    expect(await gate(person)).toBe('prohibited')
  })

  test('is obeyed of whom the purpose does not see, and through a purpose that the notice has no more', async () => {
    const person = await customer(aino)
    const { reader, token } = desk.ask('rights')
    await reader.query(
      `select register.record_statement($1, 'forms', null, $2, 'restriction', null, null, $3, null, null)`,
      [token, person, db.clock.now()],
    )
    await db.app.query(`update arrivals.connection set purpose = 'gone' where id = $1`, [sms.id])
    await come('STOP')
    await db.app.query(`update arrivals.connection set purpose = 'customer-care' where id = $1`, [sms.id])
    expect(await objections()).toHaveLength(1)
  })

  test('is obeyed even while the connection is paused', async () => {
    const person = await customer(aino)
    await pauseConnection(desk.by, sms.id, true)
    await expect(come('LOPETA')).rejects.toMatchObject({ key: 'arrivals.paused' })
    await pauseConnection(desk.by, sms.id, false)
    expect(await gate(person)).toBe('prohibited')
  })

  test('is answered in JSON to another gateway', async () => {
    const person = await customer(aino)
    const content = { id: 'm-1', from: '0401234567', text: 'avbryt' }
    const answer = await desk.deliver(other, signedMessage(other.secret, content, db.clock.now()))
    expect(JSON.parse(answer?.body ?? '')).toEqual({ reply: expect.stringContaining('inga fler sms') })
    expect(await gate(person)).toBe('prohibited')
  })
})

describe('an answer by text message', () => {
  const answerTo = (person: string) =>
    reply({ ...desk.ask('customer-care'), clock: db.clock }, person, 'Kurssi alkaa maanantaina.')
  const sent = (row: string, person: string) =>
    replyText.write(
      {
        ...desk.program,
        recordLooks: async () => {},
        sms: openSms({ url: undefined }),
        mail: { hash: () => Buffer.alloc(32) },
      },
      row,
      person,
    )

  test('stands on the customer’s page, and is what is sent', async () => {
    const person = await customer(aino)
    const row = await answerTo(person)
    expect(await desk.rows('service_events')).toMatchObject([
      { kind: 'sms', direction: 'out', content: 'Kurssi alkaa maanantaina.' },
    ])
    expect(await all('select person_id, kind, about from sms.message')).toEqual([
      { person_id: person, kind: 'messages.reply', about: row },
    ])
    expect(await sent(row, person)).toEqual({ to: aino, body: 'Kurssi alkaa maanantaina.' })
  })

  test('reaches the customer once, though the gateway that has it did not get round to saying so', async () => {
    const gateway = await smsGateway()
    const program = {
      ...desk.program,
      recordLooks: async () => {},
      sms: openSms({ url: gateway.url }),
      mail: { hash: () => Buffer.alloc(32) },
    }
    const work = () => runDueJobs(db, [sendTexts([replyText])], program)
    const person = await customer(aino)
    const before = db.clock.now()
    db.clock.set(new Date()) // the gateway goes by the real one
    await answerTo(person)
    gateway.hangsUp = true
    await work()
    expect(await all('select state, reference from sms.message')).toEqual([{ state: 'queued', reference: null }])
    gateway.hangsUp = false
    await answerTo(person) // the same words again are another message
    for (let n = 0; n < 3; n++) {
      db.clock.forward(60_000)
      await work()
    }
    db.clock.set(before)
    await gateway.close()
    expect(gateway.received.map(({ to }) => to)).toEqual([aino, aino])
    expect(await all('select distinct state from sms.message')).toEqual([{ state: 'delivered' }])
  })

  test('goes to nobody who has ended messages, not even when it was written before', async () => {
    const person = await customer(aino)
    const row = await answerTo(person)
    await come('EI')
    expect(await sent(row, person)).toBeUndefined()
    await expect(answerTo(person)).rejects.toMatchObject({ key: 'messages.prohibited' })
  })
})

test('after a word to stop nothing passes the gate, whatever came before and whoever has the number', async () => {
  const deed = fc.constantFrom('customer', 'newcomer', 'write', 'stop', 'start')
  let n = 0
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 5 }), async deeds => {
      const phone = `+35840${String(1_000_000 + ++n)}`
      const persons: string[] = []
      for (const one of [...deeds, 'stop', 'write', 'customer'] as const) {
        if (one === 'customer' || one === 'newcomer') persons.push(await customer(phone, `Aino${n}x${persons.length}`))
        else
          await come({ write: 'Hei', stop: 'STOP', start: 'START' }[one], {
            MessageSid: `SM_${String(++n).padStart(10, '0')}`,
            From: phone,
          })
      }
      await desk.write()
      for (const person of persons) expect(await gate(person)).toBe('prohibited')
    }),
    { numRuns: process.env.SELOSTE_LONG === undefined ? 4 : 60 },
  )
})

test.each([
  ['EI', 'fi'],
  [' «lopeta». ', 'fi'],
  ['Lopeta\u200b 🙏', 'fi'],
  ['ＳＴＯＰ', 'fi'],
  ['Nej  tack!', 'sv'],
  ['Unsubscribe', 'en'],
  ['En pääse, ei sovi', undefined],
  ['Ei vielä', undefined],
  ['poista tietoni', undefined],
  ['START', undefined],
  ['', undefined],
  [`ei${' '.repeat(200)}`, undefined],
])('%s ends messages: %s', (text, lang) => expect(stopIn(text)).toBe(lang))

test.each([
  ['Voitteko poistaa kaikki tietoni rekisteristänne?', 'erasure'],
  ['Radera mina uppgifter, tack', 'erasure'],
  ['Please delete my account and data', 'erasure'],
  ['Haluan nähdä mitä tietoja teillä on minusta', 'access'],
  ['Could I get a copy of my data?', 'access'],
  ['Vastustan tietojeni käsittelyä markkinointiin', 'objection'],
  ['Perun suostumukseni', 'withdrawal'],
  ['Korjatkaa osoitteeni, kiitos', 'rectification'],
  ['Poistakaa tilaus numero 12', undefined],
  ['Milloin kurssi alkaa?', undefined],
])('%s asks for %s', (text, right) => expect(rightAskedIn(text)?.right).toBe(right))

describe('who has not the secret', () => {
  test.each([
    ['another address', twilioDelivery(sms, messageFields('STOP'), 'http://crm.example.fi/hooks/twilio/x'), sms.hook],
    ['another secret', twilioDelivery({ ...sms, secret: 'f'.repeat(32) }, messageFields('STOP')), sms.hook],
  ])('is told no more: %s', async (_, delivery, hook) => {
    const url = `https://crm.example.fi/hooks/twilio/${hook}`
    await expect(desk.deliver(sms, { ...delivery, url })).rejects.toMatchObject({ key: 'arrivals.not-signed' })
    expect(await desk.states()).toEqual([])
    expect(await all('select from permissions.barred')).toEqual([])
  })

  test('cannot change a field, or add one', async () => {
    const signed = twilioDelivery(sms, messageFields('Hei'))
    for (const body of ['Body=STOP&', '']) {
      const changed = Buffer.concat([Buffer.from(body), signed.body, Buffer.from('&From=%2B358409999999')])
      await expect(desk.deliver(sms, { ...signed, body: changed })).rejects.toMatchObject({
        key: 'arrivals.not-signed',
      })
    }
  })

  test('a gateway’s delivery of another time is none', async () => {
    const old = signedMessage(
      other.secret,
      { id: 'm', from: aino, text: 'STOP' },
      new Date(db.clock.now().getTime() - 301_000),
    )
    await expect(desk.deliver(other, old)).rejects.toMatchObject({ key: 'arrivals.not-signed' })
  })

  test.each([
    ['a field twice', 'From=%2B358401234567&From=%2B358409999999&MessageSid=SM_2222222222'],
    ['no id', 'From=%2B358401234567&Body=Hei'],
    ['half of a message', 'MessageSid=SM_22222'],
  ])('a signed delivery that cannot be read is turned away: %s', async (_, raw) => {
    const body = Buffer.from(raw, 'latin1')
    const read = () => twilio.identify({ method: 'POST', headers: new Headers(), query: new URLSearchParams(), body })
    expect(read).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
})
