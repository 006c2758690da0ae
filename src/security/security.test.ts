/** Attacks at the doors are seen, told to whom they concern, slowed down, and read by the purpose `security` alone; nothing of them names anybody it need not. */

import { readFileSync } from 'node:fs'
import { z } from '@hono/zod-openapi'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { json, statusOf } from '../../test/answer.ts'
import { testDatabase } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer, partsOf } from '../../test/mail-server.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { password, testServer } from '../../test/server.ts'
import { administrator } from '../access/duty.ts'
import { staffRecipient, staffWithDuties } from '../access/staff-recipient.ts'
import { type Id, newId } from '../base/ids.ts'
import { publishNotice } from '../database/publish.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { ownSecurityAlert, securityAlert } from './alert-message.ts'
import { findingList } from './finding-answers.ts'
import { judge } from './security.jobs.ts'
import { findingsReviewed, triesForgotten } from './security.promises.ts'

const db = await testDatabase()
await prepareQueue(db)
const letters = await mailServer()
const source = readFileSync('examples/notices/ixir.yaml', 'utf8')
await publishNotice(db, { source, by: 'test', clock: db.clock })
const server = await testServer(db)
afterAll(async () => {
  await server.access.close()
  await letters.close()
  await db.close()
})
const [noon, hour, day] = ['2027-03-02T10:00:00Z', 3_600_000, 86_400_000]
const aino = await server.addStaff('Aino', ['customer-service'])
const bertta = await server.addStaff('Bertta', ['privacy'])
await server.addStaff('Hallinto', [administrator])

beforeEach(async () => {
  await server.access.attempts.settled()
  await db.admin.query('delete from security.attempt; delete from security.entry; delete from security.finding')
  await db.admin.query(
    'delete from access.sign_in_try; delete from mail.message; delete from graphile_worker._private_jobs',
  )
  letters.received.length = 0
  db.clock.set(noon)
})

const from = (address: string, browser = 'Firefox/140.0') =>
  server.sender({ 'x-forwarded-for': address, 'user-agent': browser })
const signIn = (email: string, secret: string, address = '203.0.113.7', browser?: string) =>
  statusOf(from(address, browser)('POST', '/api/v1/sign-in', { body: { email, password: secret } }))
/** What a door tells of a wrong password, without the half second that checking one takes. */
const failed = (email: string, address: string) => server.program.noteAttempt({ what: 'password', as: email, address })
const cameIn = (address: string, browser = 'Firefox/140.0') =>
  server.program.noteAttempt({ what: 'came-in', staff: aino, address, browser })
const work = async () => {
  await server.access.attempts.settled()
  return runDueJobs(
    db,
    [
      judge((client, duties) => staffWithDuties(client, [administrator, ...duties])),
      sendMail([securityAlert(staffRecipient), ownSecurityAlert(staffRecipient)]),
    ],
    { ...server.program, database: db, mail: openMail({ url: letters.url, perMinute: 1000, key: db.addressKey }) },
  )
}
/** Looked at as the job does, at this moment. */
const found = async () => {
  await server.access.attempts.settled()
  db.clock.forward(60_000)
  expect(await work()).toEqual([])
  const { rows } = await db.admin.query<{ kind: string; times: number; others: number; staff_id: Id | null }>(
    'select kind, times, others, staff_id from security.finding order by kind, subject',
  )
  return rows
}
const asPurpose = async (email: string) => {
  const send = await server.signedIn(email)
  return (purpose: string, body: object = {}) => send('POST', '/api/v1/security/findings/search', { purpose, body })
}

describe('a sign-in is unusual', () => {
  test('when one account is guessed at, whether or not there is such an account', async () => {
    for (let n = 0; n < 10; n++) {
      await signIn('aino@example.fi', `wrong ${n}`)
      await signIn('kaarlo@example.fi', `wrong ${n}`, '198.51.100.9')
    }
    expect(await found()).toEqual([
      { kind: 'many-failures', times: 10, others: 1, staff_id: null },
      { kind: 'many-failures', times: 10, others: 1, staff_id: aino },
    ])
  })

  test('when one network tries many accounts, from whichever of its addresses', async () => {
    for (const n of [1, 2, 3, 4, 5]) await signIn(`someone${n}@example.fi`, 'leaked', `203.0.113.${n}`)
    expect(await found()).toEqual([{ kind: 'stuffing', times: 5, others: 5, staff_id: null }])
  })

  test('when many networks try many accounts, each of them once', async () => {
    for (let n = 0; n < 20; n++) failed(`someone${n}@example.fi`, `2001:db8:${n}::1`)
    expect(await found()).toEqual([{ kind: 'spread-stuffing', times: 20, others: 20, staff_id: null }])
  })

  test('when the right password follows wrong ones', async () => {
    for (let n = 0; n < 5; n++) await signIn('aino@example.fi', `wrong ${n}`, '198.51.100.9')
    expect(await signIn('aino@example.fi', password)).toBe(204)
    expect(await found()).toEqual([{ kind: 'came-in-after', times: 5, others: 1, staff_id: aino }])
  })

  test('when it comes by a browser and from a network that were never theirs; not when one of them was', async () => {
    for (let n = 0; n < 3; n++) {
      cameIn('203.0.113.7')
      db.clock.forward(day)
    }
    cameIn('198.51.100.9', 'Firefox/151.2')
    expect(await found()).toEqual([])
    await signIn('aino@example.fi', password, '192.0.2.44', 'Chrome/150')
    expect(await found()).toEqual([{ kind: 'new-place', times: 1, others: 1, staff_id: aino }])
  })

  test('when it comes at an hour at which they never came, past midnight too', async () => {
    for (let n = 0; n < 20; n++) {
      cameIn('203.0.113.7')
      db.clock.forward(day)
    }
    db.clock.forward(3 * hour)
    cameIn('203.0.113.7')
    expect(await found()).toEqual([])
    db.clock.forward(10 * hour) // one in the morning
    cameIn('203.0.113.7')
    expect(await found()).toEqual([{ kind: 'odd-hour', times: 1, others: 1, staff_id: aino }])
  })
})

describe('at the other doors', () => {
  test('a key from elsewhere, and keys that are none, are seen', async () => {
    const authorization = await server.keyHeader('security')
    const withKey = (address: string) => statusOf(from(address)('GET', '/api/v1/me', { headers: { authorization } }))
    expect(await withKey('203.0.113.7')).toBe(200)
    db.clock.forward(8 * day)
    await withKey('203.0.113.7')
    expect(await found()).toEqual([])
    await withKey('192.0.2.1')
    for (let n = 0; n < 10; n++)
      await from('198.51.100.9')('GET', '/api/v1/me', { headers: { authorization: `Bearer slk_${n}` } })
    expect(await found()).toMatchObject([{ kind: 'key-elsewhere' }, { kind: 'unknown-keys', times: 10 }])
  })

  const visit = (path: string, address: string, fields?: Readonly<Record<string, string>>) =>
    server.app.request(path, {
      headers: { 'x-forwarded-for': address, 'content-type': 'application/x-www-form-urlencoded' },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields).toString() }),
    })

  test('guessing at own pages and other links is seen, and slowed down from that address', async () => {
    const answers: number[] = []
    for (let n = 0; n < 21; n++) answers.push((await visit(`/my/in/${'x'.repeat(40)}${n}`, '203.0.113.7')).status)
    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 404))
    expect(answers.at(-1)).toBe(429)
    expect((await visit(`/my/in/${'x'.repeat(43)}`, '198.51.100.9')).status).toBe(404)
    for (let n = 0; n < 20; n++) await visit(`/preferences/${'y'.repeat(40)}${n}`, '192.0.2.1')
    expect(await found()).toMatchObject([
      { kind: 'links-guessed', times: 20 },
      { kind: 'own-page-guessing', times: 20 },
    ])
  })

  test('asking for the way in for many addresses is seen', async () => {
    for (let n = 0; n < 10; n++) await visit('/my', '203.0.113.7', { address: `someone${n}@example.org` })
    expect(await found()).toMatchObject([{ kind: 'own-page-asking', others: 10 }])
  })

  test('tries at one person’s door are theirs to see, go with them, and do not name who objects', async () => {
    const token = () => server.program.sign({ actor: 'system', purpose: 'rights', request: newId() })
    const rights = db.purpose('rights')
    const tryDoorOf = async (person: Id) => {
      const asked = newId()
      await db.admin.query(
        `insert into my.way_in (id, person_id, asked, channel, made_at, made_by) values ($1, $2, $3, 'sms', $4, 'system')`,
        [newId(), person, asked, db.clock.now()],
      )
      for (let n = 0; n < 5; n++) server.program.noteAttempt({ what: 'way-in', as: asked, address: `192.0.2.${n}` })
    }
    const add = async () =>
      (await rights.query<{ id: Id }>(`select register.add_person($1, 'forms', null) as id`, [token()])).rows[0]?.id ??
      ''
    const [customer, objecting] = [await add(), await add()]
    await rights.query(
      `select register.record_statement($1, 'forms', null, $2, 'objection', 'security', null, $3, null, 'Vastustan.')`,
      [token(), objecting, db.clock.now()],
    )
    await tryDoorOf(customer)
    await tryDoorOf(objecting)
    expect(await found()).toEqual([
      { kind: 'own-page-guessing', times: 10, others: 2, staff_id: null },
      { kind: 'own-page-tries', times: 5, others: 1, staff_id: null },
    ])
    const own = (person: Id) => rights.query('select times from security.of_person($1, $2)', [token(), person])
    expect((await own(customer)).rows).toEqual([{ times: 5 }])
    expect((await own(objecting)).rows).toEqual([])
    const copy = await rights.query<{ held_in: string }>('select held_in from rights.rest_of($1, $2)', [
      token(),
      customer,
    ])
    expect(copy.rows.map(row => row.held_in)).toEqual(expect.arrayContaining(['security.attempt', 'security.finding']))
    await db.admin.query('select rights.forget_rows(array[$1]::uuid[])', [customer])
    const { rows } = await db.admin.query(
      'select 1 from security.finding where person_id is not null union all select 1 from security.attempt where person_id is not null',
    )
    expect(rows).toEqual([])
  })

  test('requests beyond what is taken are seen', async () => {
    for (let n = 0; n < 240; n++) await from('203.0.113.240')('GET', '/api/v1/set-up')
    expect(await found()).toMatchObject([{ kind: 'flood', times: 120 }])
  })
})

describe('strangers', () => {
  test('have one allowance together while the others sign in as ever', async () => {
    expect(await signIn('aino@example.fi', password)).toBe(204)
    await server.access.attempts.settled()
    const { count } = server.access.signInLimit
    for (let n = 0; n < 60; n++) await count(`someone${n}@example.fi`, `192.0.${n}.1`)
    expect(await signIn('someone@example.fi', 'leaked', '192.0.60.1')).toBe(429)
    expect(await signIn('aino@example.fi', password, '203.0.113.99')).toBe(204)
  })

  test('cannot take other addresses of one IPv6 network to be others', async () => {
    for (let n = 0; n < 50; n++) await server.access.signInLimit.count(`someone${n}@example.fi`, '2001:db8:0:1::')
    expect(await signIn('someone@example.fi', 'leaked', '2001:db8:0:1:ffff::1')).toBe(429)
    expect(await signIn('someone@example.fi', 'leaked', '2001:db8:0:2::1')).toBe(401)
  })
})

describe('what was seen', () => {
  const guessAt = async (email: string) => {
    for (let n = 0; n < 10; n++) failed(email, '198.51.100.9')
    return found()
  }

  test('is read by the purpose `security` and by no other, not by the application’s own login either', async () => {
    await guessAt('aino@example.fi')
    const ask = await asPurpose('bertta@example.fi')
    const { findings } = await json(ask('security'), findingList)
    expect(findings).toMatchObject([{ kind: 'many-failures', name: 'Aino', staff: aino, review: null }])
    expect(await statusOf(ask('rights'))).toBe(403)
    await server.addStaff('Mainos', ['marketing'])
    const marketing = await asPurpose('mainos@example.fi')
    expect(await statusOf(marketing('marketing'))).toBe(403)
    for (const table of ['attempt', 'entry', 'finding'])
      for (const pool of [db.app, db.purpose('marketing'), db.purpose('security'), db.purpose('rights')])
        await expect(pool.query(`select * from security.${table}`)).rejects.toThrow(/permission denied/)
    for (const verb of ['judge(now(), null)', 'note(null)', 'of_staff(null)', 'take_untold(now(), now())'])
      await expect(db.purpose('marketing').query(`select security.${verb}`)).rejects.toThrow(/permission denied/)
  })

  test('holds no address, no name and no password', async () => {
    await guessAt('kaarlo@example.fi')
    const { rows } = await db.admin.query<{ held: string }>(
      `select string_agg(t, ' ') as held from (select a::text as t from security.attempt a union all select f::text from security.finding f
        union all select e::text from security.entry e) all_of_it`,
    )
    expect(rows[0]?.held).toMatch(/many-failures/)
    expect(rows[0]?.held).not.toMatch(/kaarlo|198\.51|wrong|Firefox/)
  })

  test('is told by mail once in an hour, to administrators, to those who look after it and to whose account it is', async () => {
    await guessAt('aino@example.fi')
    const told = letters.received.map(message => [message.to, partsOf(message)['text/plain']] as const)
    expect(told.flatMap(([to]) => to).sort()).toEqual(['aino@example.fi', 'bertta@example.fi', 'hallinto@example.fi'])
    for (const [, words] of told) expect(words).not.toMatch(/Aino|198\.51|kaarlo/)
    const own = await server.signedIn('aino@example.fi')
    const { findings } = await json(
      own('GET', '/api/v1/me/sign-ins'),
      z.object({ findings: z.array(z.object({ kind: z.string() })) }),
    )
    expect(findings).toEqual([{ kind: 'many-failures' }])

    letters.received.length = 0
    await guessAt('kaarlo@example.fi')
    expect(letters.received).toEqual([])
    db.clock.forward(hour)
    expect(await work()).toEqual([])
    const later = letters.received.map(message => [message.to[0], partsOf(message)['text/plain']] as const).sort()
    expect(later.map(([to]) => to)).toEqual(['aino@example.fi', 'bertta@example.fi', 'hallinto@example.fi'])
    expect(later[0]?.[1]).toMatch(/juuri sen jälkeen/) // she has signed in meanwhile, which the guesser may have
  })

  test('is looked into by somebody else, once, and breaks a promise when it is not', async () => {
    await guessAt('bertta@example.fi')
    await guessAt('aino@example.fi')
    db.clock.forward(15 * day)
    const promises = await promiseAsker(db)
    expect(await promises.ask(findingsReviewed)).toMatchObject({ state: 'broken', figures: { count: 2 } })
    const send = await server.signedIn('bertta@example.fi')
    const { findings } = await json(
      send('POST', '/api/v1/security/findings/search', { purpose: 'security', body: {} }),
      findingList,
    )
    const review = (id: Id | undefined) =>
      statusOf(
        send('POST', `/api/v1/security/findings/${id}/review`, {
          purpose: 'security',
          body: { remark: 'Kysyin: unohtui.' },
        }),
      )
    const [own, other] = [bertta, aino].map(staff => findings.find(one => one.staff === staff)?.id)
    expect(await review(own)).toBe(409)
    expect(await review(newId())).toBe(404)
    expect(await review(other)).toBe(204)
    expect(await review(other)).toBe(409)
    expect(await promises.ask(findingsReviewed)).toMatchObject({ state: 'broken', figures: { count: 1 } })
  })

  test('goes when it has served its time, and nothing is kept where the notice has no such purpose', async () => {
    await guessAt('aino@example.fi')
    const counts = async () => {
      const { rows } = await db.admin.query<{ tries: number; entries: number; findings: number }>(
        `select (select count(*)::int from security.attempt) as tries, (select count(*)::int from security.entry) as entries,
          (select count(*)::int from security.finding) as findings`,
      )
      return rows[0]
    }
    const promises = await promiseAsker(db)
    db.clock.forward(40 * day)
    expect(await promises.ask(triesForgotten)).toMatchObject({ state: 'broken' })
    await signIn('aino@example.fi', password)
    await found()
    expect(await counts()).toMatchObject({ tries: 0, entries: 1, findings: 1 })
    expect(await promises.ask(triesForgotten)).toMatchObject({ state: 'holds' })
    db.clock.forward(400 * day)
    await work()
    expect(await counts()).toEqual({ tries: 0, entries: 0, findings: 0 })
    await db.admin.query(`update notice.purpose set live = false where purpose = 'security'`)
    await guessAt('aino@example.fi')
    expect(await counts()).toEqual({ tries: 0, entries: 0, findings: 0 })
    await db.admin.query(`update notice.purpose set live = true where purpose = 'security'`)
  })
})
