/** A mail is in the register once and in its thread, machines are not taken for people, and what a mail asks for happens though nobody reads it. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { letter, mailboxDesk } from '../../test/mailbox-desk.ts'
import { choosePerson, replay } from '../arrivals/arrivals.ts'
import { readWhole } from '../files/sealed-folder.ts'
import { attachmentAt } from './attachment-file.ts'

const desk = await mailboxDesk()
const { db, value } = desk
afterAll(() => desk.close())
beforeEach(() => desk.empty())

const staff = { app: db.app, actor: 'staff:test', at: db.clock.now() }
const arrival = async () => String(await value('select id from arrivals.arrival order by id desc limit 1'))
const objections = async (person: string) =>
  (
    await db.admin.query(
      `select purpose, channel from register.statement where person_id = $1 and kind = 'objection' order by purpose, channel`,
      [person],
    )
  ).rows
const report = (
  address: string,
  id: string,
  status = '5.1.1',
  said = '550 5.1.1 User unknown',
) => `From: MAILER-DAEMON@mx.example.org
To: asiakaspalvelu@example.fi
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r
Content-Type: text/plain

I'm sorry to have to inform you.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ${address}
Action: failed
Status: ${status}
Diagnostic-Code: smtp; ${said}
--r
Content-Type: message/rfc822

Message-ID: <${id}@example.fi>
Subject: Uutiskirje

Hei
--r--
`

describe('a letter', () => {
  test('of a customer is a row of theirs, said once, however often it is fetched', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    const mail = letter(
      'Milloin kurssi alkaa?\n\nma 1.6.2026 klo 9.41 Kurssit <asiakaspalvelu@example.fi> kirjoitti:\n> Hei',
    )
    for (let n = 0; n < 3; n++) await desk.receive(mail)
    expect(await desk.states()).toEqual(['written'])
    expect(await desk.rows('service_events')).toMatchObject([
      { kind: 'email', direction: 'in', subject: 'Kysymys', content: expect.stringContaining('Milloin kurssi alkaa?') },
    ])
    expect(await value('select person_id from mailbox.letter')).toBe(aino)
    expect(await value('select count(*)::int from register.identity')).toBe(0)
    expect(await value(`select distinct source from register.change where category = 'service-events'`)).toBe('email')
  })

  test('of somebody unknown waits for staff, who open a customer or choose one', async () => {
    const bertta = await desk.customer('bertta.makela@example.org')
    await desk.receive(letter('Hei'), letter('Hei taas', {}, 'bertta@toinen.example'))
    expect(await desk.states()).toEqual(['refused arrivals.unknown-sender', 'refused arrivals.unknown-sender'])
    expect(await value('select count(*)::int from register.person')).toBe(1)
    await choosePerson(staff, await arrival(), bertta)
    await choosePerson(staff, String(await value('select id from arrivals.arrival order by id limit 1')), null)
    await desk.follow()
    expect(await desk.states()).toEqual(['written', 'written'])
    expect(await value('select count(*)::int from register.person')).toBe(2)
    expect(await desk.rows('identity')).toEqual([{ given_name: 'Aino', family_name: 'Virtanen' }])
    expect(await value('select count(*)::int from mailbox.letter where person_id = $1', bertta)).toBe(1)
    expect(await value(`select count(*)::int from register.statement where kind = 'contract'`)).toBe(2)
  })

  test('that answers a message of ours is of whom that was sent to, from whatever address, and goes on in its thread', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    const message = await desk.sent(aino, 'aino.virtanen@example.org')
    const first = letter(
      'Kiitos',
      { 'Message-ID': '<1@koti.example>', 'In-Reply-To': `<${message}@example.fi>` },
      'aino@koti.example',
    )
    const second = letter('Vielä yksi asia', { 'Message-ID': '<2@koti.example>', References: '<1@koti.example>' })
    const apart = letter('Aivan muuta', { 'Message-ID': '<3@koti.example>' })
    await desk.receive(first, second, apart)
    expect(await desk.states()).toEqual(['written', 'written', 'written'])
    const { rows } = await db.admin.query('select thread, answers from mailbox.letter order by at, id')
    expect(new Set(rows.map(({ thread }) => thread)).size).toBe(2)
    expect(rows.filter(({ answers }) => answers === message)).toHaveLength(1)
  })

  test('keeps no identity code and no card number outside what is sealed', async () => {
    await desk.customer('aino.virtanen@example.org')
    await desk.receive(letter('Tunnukseni on 131052-308T ja korttini 4111 1111 1111 1111.', { Subject: '131052-308T' }))
    expect(await desk.rows('service_events')).toMatchObject([
      { subject: '******-****', content: 'Tunnukseni on ******-**** ja korttini **** **** **** ****.' },
    ])
  })

  test('has its attachments encrypted in the home, and they go when its row goes', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    await desk.receive(withAttachments(['sopimus.pdf', 'PDF-sisältö'], ['../../131052-308T.zip', 'PK']))
    const { rows } = await db.admin.query('select id, name, type, kept from mailbox.attachment order by place')
    expect(rows).toMatchObject([
      { name: 'sopimus.pdf', type: 'application/octet-stream', kept: true },
      { name: '******-****.zip', kept: true },
    ])
    expect(String(await readWhole(attachmentAt(desk.program.home, rows[0].id)))).toBe('PDF-sisältö')
    await db.admin.query('delete from register.service_events where person_id = $1', [aino])
    await db.admin.query('select mailbox.tidy()')
    await desk.follow()
    await expect(readWhole(attachmentAt(desk.program.home, rows[0].id))).rejects.toMatchObject({ key: 'files.gone' })
  })

  test('keeps twenty attachments and names the others', async () => {
    await desk.customer('aino.virtanen@example.org')
    await desk.receive(withAttachments(...Array.from({ length: 25 }, (_, n) => [`${n}.txt`, `${n}`] as const)))
    expect(await value('select count(*)::int from mailbox.attachment where kept')).toBe(20)
    expect(await value(`select count(*)::int from mailbox.attachment where why = 'too-many'`)).toBe(5)
  })

  test('replayed after a refusal is written once', async () => {
    await desk.receive(letter('Hei'))
    const aino = await desk.customer('aino.virtanen@example.org')
    expect(await replay(staff, 'customer-care')).toBe(1)
    await desk.follow()
    expect(await replay(staff, 'customer-care')).toBe(0)
    expect(await desk.states()).toEqual(['written'])
    expect(await value('select count(*)::int from mailbox.letter where person_id = $1', aino)).toBe(1)
  })
})

describe('what machines send', () => {
  test('an automatic reply is nobody’s message', async () => {
    await desk.customer('aino.virtanen@example.org')
    await desk.receive(letter('Olen lomalla. Poistakaa tietoni.', { 'Auto-Submitted': 'auto-replied' }))
    expect(await desk.states()).toEqual(['ignored auto-reply'])
    expect(await desk.rows('service_events')).toEqual([])
    expect(await value('select count(*)::int from rights.request')).toBe(0)
  })

  test('a report of a dead address marks it, whoever’s it is, and the message of ours failed', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    const message = await desk.sent(aino, 'aino.virtanen@example.org')
    await desk.receive(report('Aino.Virtanen@example.org', message))
    expect(await desk.states()).toEqual(['ignored bounce'])
    expect(await desk.rows('contact_points')).toMatchObject([{ email: 'aino.virtanen@example.org', state: 'bounced' }])
    expect(desk.settled).toEqual([{ id: message, state: 'failed', why: 'bounced 5.1.1' }])
    expect(await value('select state from mail.message')).toBe('failed')
    expect(await value(`select count(*)::int from register.change where after ->> 'state' = 'bounced'`)).toBe(1)
    await desk.receive(report('Aino.Virtanen@example.org', message).replace('sorry', 'very sorry'))
    expect(await value(`select count(*)::int from register.change where after ->> 'state' = 'bounced'`)).toBe(1)
  })

  test('a report of a full mailbox, of a delay, or of an address that we never wrote to marks nothing', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    await desk.receive(report('aino.virtanen@example.org', '019ab000-0000-7000-8000-000000000000'))
    const message = await desk.sent(aino, 'aino.virtanen@example.org')
    await desk.receive(
      report('aino.virtanen@example.org', message, '4.2.2', '452 4.2.2 Mailbox full').replace('failed', 'delayed'),
    )
    await desk.receive(report('aino.virtanen@example.org', message, '5.2.2', '552 5.2.2 Mailbox full'))
    expect(await value(`select count(*)::int from register.contact_points where state = 'bounced'`)).toBe(0)
    expect(desk.settled).toEqual([{ id: message, state: 'failed', why: 'bounced 5.2.2' }])
  })

  test('a complaint is a prohibition at once, also of one whom the connection’s purpose does not see', async () => {
    const bertta = await desk.customer('bertta.makela@example.org')
    await db.admin.query(`update register.statement set kind = 'consent', purpose = 'marketing' where person_id = $1`, [
      bertta,
    ])
    await db.admin.query('select register.relabel(array[$1::uuid])', [bertta])
    const message = await desk.sent(bertta, 'bertta.makela@example.org')
    const complaint = report('x@y.example', message)
      .replace('message/delivery-status', 'message/feedback-report')
      .replace('delivery-status', 'feedback-report')
      .replace('Reporting-MTA: dns; mx.example.org', 'Feedback-Type: abuse')
    await desk.receive(complaint)
    expect(await desk.states()).toEqual(['ignored complaint'])
    expect(await objections(bertta)).toContainEqual({ purpose: 'marketing', channel: 'email' })
  })
})

describe('what a letter asks for', () => {
  test('a right opens a request with its clock from the arrival, whoever asks, and once', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    const mail = letter('Hei, poistakaa tietoni. Tunnukseni on 131052-308T.', { Subject: 'Pyyntö' })
    await desk.receive(mail, letter('Jag vill se mina uppgifter', {}, 'kaarlo@tuntematon.example'))
    expect(await desk.states()).toEqual(['written', 'refused arrivals.unknown-sender'])
    const { rows } = await db.admin.query(
      'select kind, channel, asked, requester, received_at, due::text from rights.request order by number',
    )
    expect(rows).toMatchObject([
      {
        kind: 'erasure',
        channel: 'email',
        asked: 'Pyyntö\n\nHei, poistakaa tietoni. Tunnukseni on ******-****.',
        requester: 'Aino Virtanen, aino.virtanen@example.org',
      },
      { kind: 'access', channel: 'email' },
    ])
    expect(await value('select lang from rights.reply_to order by email desc limit 1')).toBe('sv')
    await db.admin.query(`update arrivals.arrival set state = 'accepted'`)
    await desk.follow()
    expect(await value('select count(*)::int from rights.request')).toBe(2)
    expect(await value('select count(*)::int from mailbox.letter where person_id = $1', aino)).toBe(1)
  })

  test.each([
    ['poista listalta', [{ purpose: 'marketing', channel: 'email' }]],
    ['Unsubscribe', [{ purpose: 'marketing', channel: 'email' }]],
    [
      'Kiellän suoramarkkinoinnin',
      [
        { purpose: 'marketing', channel: 'email' },
        { purpose: 'marketing', channel: null },
      ],
    ],
  ])('%s ends messages at once', async (words, expected) => {
    const aino = await desk.customer('aino.virtanen@example.org')
    await desk.receive(letter(words))
    expect(await objections(aino)).toEqual(expect.arrayContaining(expected))
    expect(await value('select count(*)::int from rights.request')).toBe(0)
  })

  test('of an erased person nothing is left, and the same mail does not bring them back', async () => {
    const aino = await desk.customer('aino.virtanen@example.org')
    const mail = withAttachments(['a.txt', 'Ainon tiedosto'])
    await desk.receive(mail)
    const file = String(await value('select id from mailbox.attachment'))
    await db.admin.query('select register.forget(array[$1::uuid])', [aino])
    await desk.follow()
    expect(await value('select count(*)::int from mailbox.letter')).toBe(0)
    await expect(readWhole(attachmentAt(desk.program.home, file))).rejects.toMatchObject({ key: 'files.gone' })
    await desk.receive(mail)
    expect(await value('select count(*)::int from register.person')).toBe(0)
  })
})

function withAttachments(...files: readonly (readonly [string, string])[]): string {
  const parts = files.map(
    ([name, content]) =>
      `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`,
  )
  return `From: aino.virtanen@example.org\r\nSubject: Liite\r\nMessage-ID: <liite@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nOhessa.\r\n${parts.join('')}--b--\r\n`
}
