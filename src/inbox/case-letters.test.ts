/** A letter that answers what a case was answered continues that case, by whatever mailbox it comes. */

import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { inboxDesk } from '../../test/inbox-desk.ts'
import { headerOf } from '../../test/mail-server.ts'
import { letter } from '../../test/mailbox-desk.ts'
import type { ConversationList } from './inbox-answers.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
const desk = await inboxDesk()
const { db, smtp } = desk
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.emptyInbox()
  await db.admin.query('delete from cases.matter')
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime())))
})

const all = async (sql: string) => (await db.admin.query(sql)).rows
const only = async (which: object) => {
  const { conversations } = await desk.list(which)
  expect(conversations).toHaveLength(1)
  return conversations[0] as ConversationList['conversations'][number]
}

test('a letter that answers what a case was answered opens the case again, and each says where the other is', async () => {
  const aino = await desk.customer('Aino', 'aino.virtanen@example.org')
  const opened = { person: aino, kind: 'complaint', content: 'Video ei toimi.', source: 'email' }
  const { id } = await desk.answer<{ id: string }>('POST', '/cases', opened)
  const show = () =>
    desk.answer<{ state: string; steps: { kind: string; conversation: string | null }[] }>('GET', `/cases/${id}`)
  const step = { kind: 'answered', by: 'email', words: 'Kokeile nyt.' }
  await desk.answer<void>('POST', `/cases/${id}/steps`, { step, expected: null })
  await desk.work()
  const [sent] = smtp.received.splice(0)
  if (!sent) throw new Error('nothing was sent')
  const answers = (n: number, to: string) =>
    letter('Ei toimi vieläkään', { 'Message-ID': `<v${n}@koti.example>`, 'In-Reply-To': to })
  await desk.receive(answers(1, headerOf(sent, 'Message-ID') ?? ''))
  const talk = await only({ state: 'open' })
  const shown = await show()
  expect(shown.state).toBe('reopened')
  expect(shown.steps.map(({ kind, conversation }) => [kind, conversation])).toEqual([
    ['open', null],
    ['answered', null],
    ['replied', talk.id],
    ['reopened', null],
  ])
  const { turns } = await desk.show(talk.id)
  expect(turns.at(-1)).toMatchObject({ did: 'case-answered', made: id })
  // The next letter of the thread answers a letter of the customer's own: it is of the same case.
  await desk.receive(answers(2, '<v1@koti.example>'))
  expect((await show()).steps.filter(({ kind }) => kind === 'replied')).toHaveLength(2)
  expect(await all('select count(*)::int as n from cases.matter')).toEqual([{ n: 1 }])
})

test('a mailbox of feedback opens a case of a first letter, and continues it with what answers our answer', async () => {
  await desk.customer('Aino', 'aino.virtanen@example.org')
  await desk.receiveAs('feedback', letter('Video ei toimi.', { 'Message-ID': '<f1@koti.example>' }))
  const [{ id }] = (await all('select id from cases.matter')) as [{ id: string }]
  const step = { kind: 'answered', by: 'email', words: 'Kokeile nyt.' }
  await desk.answer<void>('POST', `/cases/${id}/steps`, { step, expected: null })
  await desk.work()
  const [sent] = smtp.received.splice(0)
  if (!sent) throw new Error('nothing was sent')
  const to = headerOf(sent, 'Message-ID') ?? ''
  await desk.receiveAs(
    'feedback',
    letter('Ei toimi vieläkään', { 'Message-ID': '<f2@koti.example>', 'In-Reply-To': to }),
  )
  expect(await all('select id, state from cases.matter')).toEqual([{ id, state: 'reopened' }])
  expect(await only({ state: 'open' })).toMatchObject({ begins: 'Ei toimi vieläkään' })
})
