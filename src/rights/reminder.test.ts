/** Whoever answers requests is reminded of each of their days once, by a mail that says nothing of anybody, also after a restart and a change of the clock. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { headerOf, type MailServer, mailServer, partsOf } from '../../test/mail-server.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { testServer } from '../../test/server.ts'
import { administrator } from '../access/duty.ts'
import { newId } from '../base/ids.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { remind } from './reminder.jobs.ts'
import { type Reached, reachedBy, resumeReminding } from './reminder.ts'
import { requestReminder } from './reminder-message.ts'
import { daysReminded } from './rights.promises.ts'

const day = 86_400_000
const marks = (today: string, more: Partial<Parameters<typeof reachedBy>[0]> = {}): readonly string[] =>
  reachedBy(
    {
      ...{ id: newId(), number: 1, kind: 'access', due: '2027-04-02', extended: false },
      ...{ receivedAt: new Date('2027-03-02T09:00:00Z'), changedAt: new Date('2027-03-02T09:00:00Z') },
      ...more,
    },
    today,
  ).map(({ mark, day }: Reached) => `${mark} ${day}`)

test.each([
  ['2027-03-18', []],
  ['2027-03-19', ['fourteen 2027-03-19']],
  ['2027-03-26', ['seven 2027-03-26']],
  ['2027-03-27', ['seven 2027-03-26', 'extension 2027-03-27']],
  ['2027-03-31', ['three 2027-03-30', 'extension 2027-03-27']],
  ['2027-04-02', ['today 2027-04-02', 'extension 2027-03-27']],
  ['2027-04-03', ['overdue 2027-04-03']],
])('by %s these marks have come: %j', (today, expected) => {
  expect(marks(today)).toEqual(expected)
})

test('a clock that has stood moves the day of the extension as well, and one that was extended has none', () => {
  expect(marks('2027-04-04', { due: '2027-04-09' })).toEqual(['seven 2027-04-02', 'extension 2027-04-03'])
  expect(marks('2027-05-25', { due: '2027-06-02', extended: true })).toEqual(['fourteen 2027-05-19'])
})

const db = await testDatabase()
let mail: MailServer
let server: Awaited<ReturnType<typeof testServer>>
let promises: Awaited<ReturnType<typeof promiseAsker>>
beforeAll(async () => {
  mail = await mailServer()
  promises = await promiseAsker(db)
  await prepareQueue(db)
  server = await testServer(db, undefined, mail.url)
})
afterAll(async () => {
  await server.access.close()
  await mail.close()
  await db.close()
})

const { call } = registerCaller(db)
const record = () =>
  call<string>(
    'rights',
    `rights.record_request($1, 'erasure', null, 'email', '2027-03-02T09:00:00Z', '2027-04-02', 'Aino Virtanen', 'Poistakaa kaikki.', '2027-03-02T09:00:00Z')`,
  )
const withdraw = (id: string) =>
  call('rights', `rights.take_step($1, $2, 'withdrawn', null, '{}', null, $3)`, id, db.clock.now())

/** What is sent when the clock has come to this moment, and the queue has been looked at twice, as by a server that starts again. */
async function mailsAt(moment: string): Promise<readonly string[]> {
  db.clock.set(moment)
  mail.received.length = 0
  for (let starts = 0; starts < 2; starts++) {
    await resumeReminding(db.app, db.clock.now())
    expect(
      await runDueJobs(db, [sendMail([requestReminder]), remind], { ...server.program, mail: server.mail }),
    ).toEqual([])
  }
  return mail.received.map(one => `${one.to[0]}: ${partsOf(one)['text/plain']}`)
}

test('each day brings one mail, with every request in it, and nothing of whom it is about', async () => {
  await server.addStaff('Anna', [administrator])
  db.clock.set('2027-03-02T09:00:00Z')
  const [first, second] = [await record(), await record()]
  expect(await mailsAt('2027-03-18T06:30:00Z')).toEqual([])
  // nobody has the duty yet: the administrator hears of it
  const [to, ...more] = await mailsAt('2027-03-19T06:30:00Z')
  expect(more).toEqual([])
  expect(to).toMatch(/^anna@example\.fi/)
  expect(to).toContain(`http://localhost/requests/${first}`)
  expect(to).toContain(`http://localhost/requests/${second}`)
  expect(to).toContain('2.4.2027')
  expect(to).toContain('14 päivää')
  const raw = mail.received.map(one => one.raw).join()
  for (const word of ['Aino', 'Virtanen', 'Poistakaa']) expect(raw).not.toContain(word)
  expect(mail.received.map(one => headerOf(one, 'Auto-Submitted'))).toEqual(['auto-generated'])

  await server.addStaff('Kaisa', ['privacy'])
  expect(await mailsAt('2027-03-20T06:30:00Z')).toEqual([])
  // the server was away on the 26th, and summer time has begun on the 28th: one mail with both days, to her whose duty it is
  const [late, ...others] = await mailsAt('2027-03-28T05:30:00Z')
  expect(others).toEqual([])
  expect(late).toMatch(/^kaisa@example\.fi/)
  expect(late?.match(/http:\/\/localhost\/requests\/[0-9a-f]/g)).toHaveLength(4)
  expect(late).toContain('jatkettava')
  // before eight o'clock nothing, after it once
  expect(await mailsAt('2027-03-30T04:59:00Z')).toEqual([])
  expect(await mailsAt('2027-03-30T05:01:00Z')).toHaveLength(1)
  await withdraw(first)
  const [onTheDay] = await mailsAt('2027-04-02T05:01:00Z')
  expect(onTheDay).toContain('tänään')
  expect(onTheDay).not.toContain(first)
  for (const date of ['2027-04-03', '2027-04-04']) expect(await mailsAt(`${date}T05:01:00Z`)).toHaveLength(1)
  // a clock that is put back and goes on brings no second mail of the same day
  expect(await mailsAt('2027-04-03T09:00:00Z')).toEqual([])
  await withdraw(second)
  expect(await mailsAt('2027-04-05T05:01:00Z')).toEqual([])
})

test('a day that passed without a mail is found', async () => {
  db.clock.set('2027-03-02T09:00:00Z')
  const id = await record()
  const broken = await promises.seeItBreak(
    daysReminded,
    async () => db.clock.set('2027-03-22T09:00:00Z'),
    () => mailsAt('2027-03-22T09:00:00Z'),
  )
  expect(broken).toMatchObject({ figures: { count: 1, requests: 1 } })
  await withdraw(id)
  db.clock.forward(20 * day)
  expect(await promises.ask(daysReminded)).toMatchObject({ state: 'holds', figures: { requests: 0 } })
})
