/** A server that dies while a campaign goes out sends nobody marketing twice and loses nobody; of a service message the second one has the first's Message-ID. */

import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { actUpon, makeCampaign } from '../src/campaigns/campaign.ts'
import { keptLetters } from '../src/campaigns/letters.ts'
import type { Kind, Plan } from '../src/campaigns/plan.ts'
import { commandAsk } from '../src/http/command-ask.ts'
import type { Content } from '../src/letters/content.ts'
import { saveLetter } from '../src/letters/letter.ts'
import { saveSegment } from '../src/segments/segment.ts'
import { kills, onRegister } from './killing.ts'
import { headerOf, mailServer } from './mail-server.ts'
import { newHome, type Running, removeHome, start } from './running.ts'

const home = newHome()
const mailbox = await mailServer()
let running: Running | undefined
afterAll(async () => {
  await running?.end('SIGKILL')
  await mailbox.close()
  removeHome(home)
})

const rounds = process.env.SELOSTE_LONG ? 2 * kills : kills
const persons = rounds * 60
/** As many messages are handed over at a time (src/campaigns/send-due.ts). */
const connections = 8

const content = (subject: string): Content => ({
  channel: 'email',
  texts: {
    fi: {
      subject: [{ text: subject }],
      preheader: [],
      blocks: [{ kind: 'text', paragraphs: [{ kind: 'paragraph', content: [{ text: subject }] }] }],
    },
  },
})

test(`${rounds} kills -9 while campaigns go out`, { timeout: rounds * 60_000 + 120_000 }, async () => {
  const [service, marketing] = await onRegister(home, async program => {
    const { admin } = program.database
    const ids = Array.from({ length: persons }, newId)
    await admin.query(`insert into register.person (id, created_by) select unnest($1::uuid[]), 'test'`, [ids])
    await admin.query(
      `insert into register.contact_points (person_id, id, standing, email) select id, register.new_id(), 0, 'a' || n || '@example.org'
       from unnest($1::uuid[]) with ordinality g (id, n)`,
      [ids],
    )
    await admin.query(
      `insert into register.statement (person_id, id, kind, purpose, channel, given_at, source, wording, place, recorded_by, notice_version)
       select id, register.new_id(), k.kind, k.purpose, k.channel, '2026-01-02', 'forms', 'Saa lähettää', 'lomake', 'test', 1
       from unnest($1::uuid[]) id cross join (values ('consent', 'marketing', 'email'), ('contract', null, null)) k (kind, purpose, channel)`,
      [ids],
    )
    await admin.query('select register.relabel($1)', [ids])
    const campaign = async (purpose: string, kind: Kind) => {
      const ask = await commandAsk(program, 'fi', purpose)
      const { revision } = await saveLetter(ask, { name: kind, content: content(kind) })
      const segment = await saveSegment(ask, { name: 'Kaikki', condition: { all: [] } })
      const plan: Plan = { letters: [revision], segment, but: [], when: 'now', perMinute: 9999 }
      const id = await makeCampaign(ask, keptLetters, { name: kind, kind, channel: 'email', plan })
      const carried = { mail: { configured: true }, sms: { configured: false } }
      await actUpon(ask, carried, keptLetters, id, { act: 'start', expected: 1 })
      return id
    }
    return [await campaign('customer-care', 'service'), await campaign('marketing', 'marketing')] as const
  })
  const env = { SMTP_URL: mailbox.url, MAIL_PER_MINUTE: '9999' }
  for (let round = 0; round < rounds; round++) {
    running ??= await start(home, env)
    const had = mailbox.received.length
    const until = had + Math.floor(Math.random() * 60)
    const dying = running
    if (round % 2 === 0) {
      // The server has the text, and its answer never comes.
      mailbox.onTaken = async () => {
        if (mailbox.received.length > until) await dying.end('SIGKILL')
      }
    }
    await vi.waitFor(() => expect(mailbox.received.length).toBeGreaterThanOrEqual(until), 20_000).catch(() => {}) // all have theirs
    await pause(Math.random() * 100)
    await dying.end('SIGKILL')
    mailbox.onTaken = () => {}
    running = undefined
  }

  running = await start(home, env)
  await onRegister(home, async ({ database: { admin } }) => {
    const waiting = async () =>
      (await admin.query(`select from campaigns.recipient where state in ('waiting', 'sending')`)).rowCount
    await expect.poll(waiting, { timeout: 120_000 }).toBe(0)
    const times = new Map<string, number>()
    for (const message of mailbox.received) {
      const id = headerOf(message, 'Message-ID')?.slice(1, 37) ?? ''
      times.set(id, (times.get(id) ?? 0) + 1)
    }
    const of = async (id: string) =>
      (
        await admin.query<{ message: string; state: string }>(
          'select message, state from campaigns.recipient where campaign_id = $1',
          [id],
        )
      ).rows
    const sent = await of(marketing)
    expect(sent).toHaveLength(persons)
    expect(sent.filter(({ state }) => state !== 'sent' && state !== 'unsure')).toEqual([])
    expect(sent.filter(({ message }) => (times.get(message) ?? 0) > 1)).toEqual([])
    expect(sent.filter(({ state, message }) => state === 'sent' && times.get(message) !== 1)).toEqual([])
    expect(sent.filter(({ state }) => state === 'unsure').length).toBeLessThanOrEqual(rounds * connections)
    const served = await of(service)
    expect(served).toHaveLength(persons)
    expect(served.filter(({ state, message }) => state !== 'sent' || !times.has(message))).toEqual([])
    expect(served.reduce((all, { message }) => all + (times.get(message) ?? 0) - 1, 0)).toBeLessThanOrEqual(
      rounds * connections,
    )
    const unknown = [...times.keys()].filter(id => [...sent, ...served].every(({ message }) => message !== id))
    expect(unknown).toEqual([])
  })
  expect(await running.end()).toBe(0)
})
