/** Who may not see a person sees nothing of their conversations, what is kept goes with them, and beside an answer there is help for it. */

import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { care, inboxDesk } from '../../test/inbox-desk.ts'
import { letter } from '../../test/mailbox-desk.ts'
import { textIfAny } from '../texts/texts.ts'
import type { Conversation, ConversationList } from './inbox-answers.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
const desk = await inboxDesk()
const { db } = desk
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
const first = letter('Milloin kurssi alkaa?', { 'Message-ID': '<eka@koti.example>', Subject: 'Kurssi' })

describe('who may', () => {
  test('another purpose, one without it, and a restriction see nothing of it; every look is on record', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    expect((await desk.refusal('GET', `/inbox/${id}`, undefined, 'Kaarlo'))[0]).toBe(403)
    expect((await desk.refusal('GET', `/inbox/${id}`, undefined, 'Kaarlo', 'marketing'))[0]).toBe(403)
    await desk.show(id)
    expect(
      await all(`select distinct operation from access.look where person_id = $1 and operation like 'conv%'`, aino),
    ).toEqual([{ operation: 'conversation' }])
    const rights = desk.ask('rights')
    await rights.reader.query(
      `select register.record_statement($1, 'forms', null, $2, 'restriction', null, null, $3, null, 'Pyysi')`,
      [rights.token, aino, '2026-03-01'],
    )
    expect((await desk.list()).conversations).toEqual([])
    expect((await desk.list()).counts.open).toBe(0)
    expect((await desk.refusal('GET', `/inbox/${id}`))[1]).toBe('inbox.absent')
    expect((await desk.refusal('POST', `/inbox/${id}/answers`, { way: 'email', text: 'Hei', seen: null }))[1]).toBe(
      'inbox.absent',
    )
  })

  test('it is in the copy of Art. 15, and goes with its person and its files', async () => {
    const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    await reply((await only()).id, {})
    const rights = desk.ask('rights')
    const { rows } = await rights.reader.query('select held_in from rights.rest_of($1, $2)', [rights.token, aino])
    expect(rows.map(({ held_in }) => held_in)).toEqual(
      expect.arrayContaining(['inbox.conversation', 'inbox.turn', 'inbox.reply']),
    )
    await db.admin.query('select rights.forget_rows(array[$1::uuid])', [aino])
    for (const table of ['conversation', 'turn', 'entry', 'reply', 'enclosure'])
      expect(await all(`select from inbox.${table}`)).toEqual([])
  })
})

describe('beside it', () => {
  test('templates fill the customer’s name in their language, with what stands instead of a name', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    const words = { fi: 'Hei {given-name|hyvä asiakas},\n\nt. {staff}', en: 'Hello {given-name}' }
    const made = await desk.answer<{ id: string }>('POST', '/inbox/templates', { name: 'Tervehdys', words })
    const { answers } = await desk.answer<{ answers: { text: string }[] }>('GET', `/inbox/${id}/ready-answers`)
    expect(answers.map(({ text }) => text)).toEqual(['Hei Aino,\n\nt. Hilla'])
    expect(await desk.refusal('POST', '/inbox/templates', { name: 'X', words: { fi: '{shoe-size}' } })).toEqual([
      422,
      'inbox.unknown-field',
    ])
    expect(textIfAny('fi', 'errors.inbox.unknown-field', { name: 'shoe-size' })).toContain('”shoe-size”')
    await desk.answer('POST', '/inbox/templates', { name: 'Terve', words: { fi: 'Terve' }, replaces: made.id })
    expect(
      (await desk.answer<{ templates: { name: string }[] }>('GET', '/inbox/templates')).templates.map(
        ({ name }) => name,
      ),
    ).toEqual(['Terve'])
  })

  test('the time to the first answer is told by week and channel, from the first message that was not answered', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    db.clock.forward(30 * 60_000)
    await reply(id, {})
    const { weeks } = await desk.answer<{ weeks: object[] }>('GET', '/inbox/times')
    expect(weeks).toMatchObject([{ channel: 'email', conversations: 1, firstMedian: 30, answers: 1, waitMedian: 30 }])
  })

  test('who has it open is told to the others, and to nobody of another purpose', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    await desk.receive(first)
    const { id } = await only()
    const look = (name: string, more = '') =>
      desk.answer<{ touched: string; others: object[] }>(
        'GET',
        `/inbox/pulse?purpose=${care}&open=${id}${more}`,
        undefined,
        name,
      )
    const before = await look('Hilla', '&writing=yes')
    expect(await look('Maija')).toMatchObject({ others: [{ name: 'Hilla', writing: true }] })
    expect((await look('Hilla')).others).toMatchObject([{ name: 'Maija', writing: false }])
    db.clock.forward(20_000)
    expect((await look('Maija')).others).toEqual([])
    await turn(id, { did: 'noted', words: 'Huomio' })
    expect((await look('Hilla')).touched).not.toBe(before.touched)
    expect((await desk.refusal('GET', `/inbox/pulse?purpose=${care}`, undefined, 'Kaarlo'))[0]).toBe(403)
  })
})
