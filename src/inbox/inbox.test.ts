/** What comes by any channel is one conversation, answered by its channel, in its thread and once; who may not see its person sees nothing of it. */

import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { signedByMeta } from '../../test/adapter-senders.ts'
import { care, inboxDesk } from '../../test/inbox-desk.ts'
import { headerOf, partsOf } from '../../test/mail-server.ts'
import { letter } from '../../test/mailbox-desk.ts'
import type { Conversation, ConversationList } from './inbox-answers.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
const desk = await inboxDesk()
const { db, smtp } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.emptyInbox()
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime())))
})

const all = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows
const only = async (which: object = {}) => {
  const { conversations } = await desk.list(which)
  expect(conversations).toHaveLength(1)
  return conversations[0] as ConversationList['conversations'][number]
}
const reply = (id: string, body: object, name?: string) =>
  desk.answer<Conversation>(
    'POST',
    `/inbox/${id}/answers`,
    { way: 'email', text: 'Maanantaina.', seen: null, ...body },
    name,
  )
const turn = (id: string, taken: object, expected: string | null = null) =>
  desk.answer<void>('POST', `/inbox/${id}/turns`, { turn: taken, expected })
const said = ({ messages }: Conversation) =>
  messages.map(({ direction, folds }) => [direction, folds.find(({ kind }) => kind === 'own')?.text.trim()])
const first = letter('Milloin kurssi alkaa?', { 'Message-ID': '<eka@koti.example>', Subject: 'Kurssi' })

describe('a letter', () => {
  test('opens a conversation, is answered in its thread from the mailbox, and the next letter joins it', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const found = await only({ state: 'open' })
    expect(found).toMatchObject({
      channel: 'email',
      person: { id: aino, name: 'Aino Virtanen' },
      unread: true,
      subject: 'Kurssi',
      begins: 'Milloin kurssi alkaa?',
    })
    const shown = await desk.show(found.id)
    expect(shown.ways[0]).toEqual({
      way: 'email',
      to: 'aino.virtanen@example.org',
      from: 'asiakaspalvelu@example.fi',
      why: null,
    })
    const file = await (await desk.staff('Hilla'))('POST', `/api/v1/inbox/${found.id}/files`, {
      purpose: care,
      headers: { 'content-type': 'application/octet-stream', 'file-name': 'ohjelma.txt' },
      body: 'Ohjelma',
    })
    const { id: fileId } = await file.json()
    const answered = await reply(found.id, { text: 'Maanantaina klo 9.\n\nTervetuloa.', files: [fileId] })
    expect(answered.state).toBe('waiting')
    expect(answered.messages.at(-1)).toMatchObject({ direction: 'out', sent: 'queued', by: { name: 'Hilla' } })
    await desk.work()

    const [sent] = smtp.received.splice(0)
    if (!sent) throw new Error('nothing was sent')
    expect(sent.to).toEqual(['aino.virtanen@example.org'])
    expect(sent.from).toBe('asiakaspalvelu@example.fi')
    expect(headerOf(sent, 'In-Reply-To')).toBe('<eka@koti.example>')
    expect(headerOf(sent, 'References')).toBe('<eka@koti.example>')
    expect(headerOf(sent, 'Subject')).toBe('Re: Kurssi')
    expect(headerOf(sent, 'Auto-Submitted')).toBeUndefined()
    expect(headerOf(sent, 'List-Unsubscribe')).toBeUndefined()
    expect(sent.raw).toContain('filename=ohjelma.txt')
    const ours = headerOf(sent, 'Message-ID') ?? ''
    expect(ours).toMatch(/^<[0-9a-f-]{36}@example\.fi>$/)

    // Some programs name the whole thread, others only what they answer.
    await desk.receive(
      letter('Kiitos', { 'Message-ID': '<toka@koti.example>', 'In-Reply-To': ours, Subject: 'Vs: Kurssi' }),
    )
    const joined = await only()
    expect(joined).toMatchObject({ id: found.id, state: 'open', begins: 'Kiitos', unread: true })
    const after = await desk.show(found.id)
    expect(said(after)).toEqual([
      ['in', 'Milloin kurssi alkaa?'],
      ['out', 'Maanantaina klo 9.\n\nTervetuloa.'],
      ['in', 'Kiitos'],
    ])
    expect(after.messages[1]).toMatchObject({ sent: 'sent', attachments: [{ name: 'ohjelma.txt', from: 'reply' }] })
    await reply(found.id, { text: 'Ole hyvä', seen: after.answer, afterwards: 'done' })
    await desk.work()
    const [second] = smtp.received
    expect(second && headerOf(second, 'References')).toBe(`${ours} <toka@koti.example>`)
    expect((await desk.show(found.id)).state).toBe('done')
  })

  test('is quoted below the answer, and what it quoted itself is not', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(
      letter('Sopiiko?\n\nma 1.6.2026 klo 9.41 Kurssit <asiakaspalvelu@example.fi> kirjoitti:\n> Hei <b>'),
    )
    await reply((await only()).id, { text: 'Sopii & hyvä.' })
    await desk.work()
    const [sent] = smtp.received
    const parts = partsOf(sent ?? { to: [], from: '', raw: '' })
    expect(parts['text/plain']?.replaceAll('\r', '')).toMatch(
      /^Sopii & hyvä\.\n\nHilla\n\n.* kirjoitit:\n> Sopiiko\?\n\n—/,
    )
    expect(parts['text/html']).toContain('Sopii &amp; hyvä.')
    expect(parts['text/html']).not.toContain('<h1')
    expect(parts['text/plain']).not.toContain('Hei <b>')
  })

  test('is answered at the address it came from, where that is the customer’s, and else at their best', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.answer('POST', `/persons/${aino}/contact-points`, {
      source: 'email',
      values: { email: 'aino@tyo.example' },
    })
    await desk.receive(letter('Töistä', { 'Message-ID': '<a@x>' }, 'aino@tyo.example'))
    const { id } = await only()
    expect((await desk.show(id)).ways[0]?.to).toBe('aino@tyo.example')
    await reply(id, {})
    await desk.work()
    expect(smtp.received.map(({ to }) => to)).toEqual([['aino@tyo.example']])
  })

  test('answered at once by two is answered by the first, and the second learns of it', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    const body = { way: 'email', text: 'Maanantaina.', seen: null }
    const both = await Promise.all(
      ['Hilla', 'Maija'].map(name => desk.refusal('POST', `/inbox/${id}/answers`, body, name)),
    )
    expect(both.toSorted()).toEqual([
      [201, ''],
      [409, 'inbox.answered-meanwhile'],
    ])
    await desk.work()
    expect(smtp.received).toHaveLength(1)
    expect(await all(`select kind from register.service_events where direction = 'out'`)).toHaveLength(1)
  })

  test('written in the same transaction or not at all: a refused answer leaves no row and no message', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    const body = { way: 'email', text: 'Maanantaina.', seen: null, files: ['0199c0de-0000-7000-8000-000000000001'] }
    expect(await desk.refusal('POST', `/inbox/${id}/answers`, body)).toEqual([422, 'inbox.no-file'])
    expect(await all('select from mail.message')).toEqual([])
    expect(await all(`select from register.service_events where direction = 'out'`)).toEqual([])
  })

  test('that is undone before it is sent does not go', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    await reply((await only()).id, {})
    await db.admin.query(`delete from register.service_events where person_id = $1 and direction = 'out'`, [aino])
    await desk.work()
    expect(smtp.received).toEqual([])
    expect(await all('select state from mail.message')).toEqual([{ state: 'not-needed' }])
  })

  test('of a month ago, brought in with a mailbox, waits for nobody', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first, new Date(db.clock.now().getTime() - 31 * 86_400_000))
    expect(await only()).toMatchObject({ state: 'done', unread: false })
    await desk.receive(letter('Uusi', { 'Message-ID': '<uusi@koti.example>' }))
    expect(await only({ state: 'open' })).toMatchObject({ begins: 'Uusi' })
  })
})

describe('other channels', () => {
  test('a text message is answered by text message, and both are in one conversation however often they write', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org', '+358401234567')
    await desk.receiveText('Milloin?', '+358401234567')
    await desk.receiveText('Hei?', '+358401234567')
    const found = await only()
    expect(found).toMatchObject({ channel: 'sms', state: 'open', begins: 'Hei?' })
    expect((await desk.show(found.id)).ways[0]).toMatchObject({ way: 'sms', to: '+358401234567', why: null })
    await reply(found.id, { way: 'sms' })
    await desk.work()
    expect(desk.gateway.received.map(({ body }) => body)).toEqual(['Maanantaina.'])
    expect((await desk.show(found.id)).state).toBe('waiting')
    expect(
      await desk.refusal('POST', `/inbox/${found.id}/answers`, { way: 'sms', text: 'Vielä.', seen: null }),
    ).toEqual([409, 'inbox.answered-meanwhile'])
  })

  test('who has written to stop is not answered by text message, and is offered e-mail', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org', '+358401234567')
    await desk.receiveText('Milloin?', '+358401234567')
    await desk.receiveText('STOP', '+358401234567')
    const { id } = await only()
    const { ways } = await desk.show(id)
    expect(ways.map(({ way, why }) => [way, why === null])).toEqual([
      ['sms', false],
      ['email', true],
    ])
    expect((await desk.refusal('POST', `/inbox/${id}/answers`, { way: 'sms', text: 'Hei', seen: null }))[0]).toBe(403)
    await reply(id, { subject: 'Kysymyksesi' })
    await desk.work()
    expect(smtp.received.map(one => headerOf(one, 'In-Reply-To'))).toEqual([undefined])
  })

  test('a chat is answered in the chat, of a visitor without a name and of one who told an address, whose words are theirs', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    const visitor = await desk.chat()
    await visitor.says('Onko paikkoja?')
    const found = await only()
    expect(found).toMatchObject({ channel: 'chat', person: null, begins: 'Onko paikkoja?' })
    const answered = await reply(found.id, { way: 'chat', text: 'On.', client: 'client-1' })
    expect(said(answered)).toEqual([
      ['in', 'Onko paikkoja?'],
      ['out', 'On.'],
    ])
    expect(answered.messages.at(-1)?.by?.name).toBe('Hilla')
    await visitor.says('Kiitos', 'aino.virtanen@example.org')
    await desk.work()
    expect(await only()).toMatchObject({ id: found.id, person: { id: aino }, state: 'open' })
    const shown = await desk.show(found.id)
    expect(said(shown)).toEqual([
      ['in', 'Onko paikkoja?'],
      ['out', 'On.'],
      ['in', 'Kiitos'],
    ])
    expect(shown.ways.map(({ way }) => way)).toEqual(['chat', 'email', 'sms'])
    await visitor.isForgotten()
    expect(said(await desk.show(found.id)).map(([, words]) => words)).toEqual(['Onko paikkoja?', 'On.', 'Kiitos'])
    expect((await desk.show(found.id)).ways[0]).toMatchObject({ way: 'chat', why: expect.any(String) })
  })

  test('of a visitor without a name nothing is left when the talk is forgotten', async () => {
    const visitor = await desk.chat()
    await visitor.says('Onko paikkoja?')
    await only()
    await visitor.isForgotten()
    expect(await all('select from inbox.conversation')).toEqual([])
  })

  test('of somebody unknown it waits for staff to say who it is, and is a conversation of theirs when they have', async () => {
    await desk.receive(letter('Hei', {}, 'bertta@toinen.example'))
    const found = await only()
    expect(found).toMatchObject({ person: null, channel: 'email', state: 'open', begins: 'Hei' })
    expect((await desk.show(found.id)).messages).toMatchObject([
      { direction: 'in', channel: 'email', folds: [{ kind: 'own', text: expect.stringMatching(/^Hei\s*$/) }] },
    ])
    expect(
      (await desk.refusal('POST', `/inbox/${found.id}/answers`, { way: 'email', text: 'Hei', seen: null }))[1],
    ).toBe('inbox.nobody')
    const bertta = await desk.customer('Bertta', 'bertta@example.org')
    await desk.answer('PUT', `/arrivals/${found.arrival}/person`, { person: bertta })
    await desk.work()
    expect((await only()).person?.id).toBe(bertta)
  })

  test('of a page of social media it is read in the inbox too, though nobody knows who wrote it', async () => {
    const page = await desk.connect('meta', {
      source: 'social-media',
      settings: { verifyToken: 'sovittu-sana' },
      secret: 'salaisuus-loopback',
    })
    const message = {
      sender: { id: '7001' },
      recipient: { id: '9001' },
      timestamp: db.clock.now().getTime(),
      message: { mid: 'm_1', text: 'Onko kurssilla tilaa?' },
    }
    const body = Buffer.from(JSON.stringify({ object: 'page', entry: [{ id: '9001', messaging: [message] }] }))
    await desk.deliver(page, signedByMeta(page.secret, body))
    await desk.work()
    const found = await only()
    expect(found).toMatchObject({ person: null, channel: 'social', begins: 'Onko kurssilla tilaa?' })
    const [said] = (await desk.show(found.id)).messages
    expect(said?.folds).toEqual([{ kind: 'own', text: 'Onko kurssilla tilaa?' }])
  })
})

describe('turns', () => {
  test('say who, when and why; a conversation is of one, nobody or done', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    const { staff } = await desk.answer<{ staff: { id: string; name: string }[] }>('GET', '/cases/colleagues')
    const maija = staff.find(({ name }) => name === 'Maija')?.id ?? ''
    const { turn: before } = await desk.show(id)
    await turn(id, { did: 'assigned', owner: maija }, before)
    expect(await desk.refusal('POST', `/inbox/${id}/turns`, { turn: { did: 'done' }, expected: before })).toEqual([
      409,
      'inbox.changed-meanwhile',
    ])
    expect((await desk.list({ owner: 'mine' }, 'Maija')).conversations).toHaveLength(1)
    expect((await desk.list({ owner: 'none' })).conversations).toHaveLength(0)
    expect((await desk.list()).counts).toMatchObject({ open: 1, nobodys: 0 })
    await turn(id, { did: 'noted', words: 'Soitettu, 131052-308T', mentions: [maija] })
    await turn(id, { did: 'not-ours', words: 'Mainos' })
    expect(await desk.refusal('POST', `/inbox/${id}/turns`, { turn: { did: 'done' }, expected: null })).toEqual([
      409,
      'inbox.not-now',
    ])
    await turn(id, { did: 'reopened' })
    const shown = await desk.show(id)
    expect(shown.turns.map(({ did, by, words }) => [did, by.name, words])).toEqual([
      ['came', null, null],
      ['assigned', 'Hilla', null],
      ['noted', 'Hilla', 'Soitettu, ******-****'],
      ['not-ours', 'Hilla', 'Mainos'],
      ['reopened', 'Hilla', null],
    ])
    await desk.work()
    expect(smtp.received.map(({ to }) => to)).toEqual([['maija@example.fi']])
    expect(smtp.received[0]?.raw).not.toMatch(/Virtanen|Kurssi alkaa/)
  })

  test('a case, a task and a request for a right are made of it, the request with the day on which it came', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    await turn(id, { did: 'case-made', kind: 'question', words: 'Milloin kurssi alkaa?' })
    await turn(id, { did: 'task-made', title: 'Soita Ainolle' })
    await turn(id, { did: 'request-made', right: 'access' })
    expect(
      await desk.refusal('POST', `/inbox/${id}/turns`, {
        turn: { did: 'request-made', right: 'access' },
        expected: null,
      }),
    ).toEqual([409, 'inbox.request-made'])
    expect(await all('select kind, person_id, channel, asked from rights.request')).toEqual([
      { kind: 'access', person_id: aino, channel: 'email', asked: 'Milloin kurssi alkaa?' },
    ])
    expect(await all('select title, person_id from tasks.task')).toEqual([{ title: 'Soita Ainolle', person_id: aino }])
    expect(await all('select kind from cases.matter')).toEqual([{ kind: 'question' }])
  })
})

describe('what staff write first', () => {
  test('is a conversation when it is said: a thread of e-mail of its own, the text messages that there are', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org', '+358401234567')
    const begin = (channel: string) => desk.answer<{ id: string }>('POST', '/inbox', { person: aino, channel })
    const { id } = await begin('email')
    expect((await begin('email')).id).toBe(id) // nothing was said in it yet
    expect((await desk.list()).conversations).toEqual([])
    await reply(id, { text: 'Kurssisi alkaa.', subject: 'Kurssin alku' })
    expect((await begin('email')).id).not.toBe(id)
    await desk.work()
    const [sent] = smtp.received.splice(0)
    if (!sent) throw new Error('nothing was sent')
    expect([headerOf(sent, 'Subject'), headerOf(sent, 'In-Reply-To')]).toEqual(['Kurssin alku', undefined])
    const answered = { 'Message-ID': '<v@koti.example>', 'In-Reply-To': headerOf(sent, 'Message-ID') ?? '' }
    await desk.receive(letter('Kiitos tiedosta', answered))
    expect(await only({ state: 'open' })).toMatchObject({ id, begins: 'Kiitos tiedosta' })
    const texts = await begin('sms')
    await reply(texts.id, { way: 'sms', text: 'Nähdään maanantaina.' })
    expect((await begin('sms')).id).toBe(texts.id)
    await desk.work()
    expect(desk.gateway.received).toMatchObject([{ to: '+358401234567', body: 'Nähdään maanantaina.' }])
    expect(await desk.refusal('POST', '/inbox', { person: aino, channel: 'sms' }, 'Kaarlo', 'marketing')).toEqual([
      403,
      'register.category-not-given',
    ])
  })

  test('goes in a day when nothing was said', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    const { id } = await desk.answer<{ id: string }>('POST', '/inbox', { person: aino, channel: 'email' })
    const tidy = (hours: number) =>
      db.app.query('select inbox.tidy($1)', [new Date(db.clock.now().getTime() + hours * 3_600_000)])
    await tidy(23)
    expect(await all('select id from inbox.conversation')).toEqual([{ id }])
    await tidy(25)
    expect(await all('select id from inbox.conversation')).toEqual([])
  })
})
