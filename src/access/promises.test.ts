/** Whoever could come in and should not, and whatever was done to the log of looks, is found. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import {
  dutiesDeclared,
  invitationsForgotten,
  keysHavePurposes,
  passwordsKept,
  secondFactor,
  sessionsEnd,
  staffHaveDuties,
} from './access.promises.ts'
import { setDuties } from './duty.ts'
import { makeKey, revokeKey } from './key.ts'
import { lookLogUnbroken, looksWithinDuties } from './look.promises.ts'
import { openLookLog } from './look.ts'
import { addStaff } from './staff.ts'

const db = await testDatabase()
const looks = openLookLog(db.app, db.clock)
afterAll(async () => {
  await looks.close()
  await db.close()
})
let promises: PromiseAsker
let aino = ''
const act = () => ({ by: 'test', at: db.clock.now() })
const given = (duties: readonly string[]) =>
  transaction(db.app, client => setDuties(client, aino, duties, 'test', db.clock.now()))

beforeAll(async () => {
  promises = await promiseAsker(db)
  const who = {
    name: 'Aino',
    email: 'aino@example.fi',
    password: 'correct horse battery staple',
    duties: ['marketing'],
  }
  aino = await transaction(db.app, client => addStaff(client, who, act()))
})

const session = (more: string) =>
  `insert into access.session (id, staff_id, token, created_at, updated_at, expires_at)
   values ('0199c0de-0000-7000-8000-000000000001', '${aino}', 'x', '2026-03-01', '2026-03-01', ${more})`
const noSession = 'delete from access.session'

test('a session past its end, and one that was given too long a life', async () => {
  await promises.seeItBreak(sessionsEnd, session(`'2026-02-28'`), noSession)
  await promises.seeItBreak(sessionsEnd, session(`'2026-06-01'`), noSession)
})

test('somebody signed in who has no duty, is locked or removed', async () => {
  await db.admin.query(session(`'2026-03-08'`))
  await promises.seeItBreak(
    staffHaveDuties,
    () => given([]),
    () => given(['marketing']),
  )
  await promises.seeItBreak(
    staffHaveDuties,
    `update access.staff set locked_at = now()`,
    `update access.staff set locked_at = null`,
  )
  await db.admin.query(noSession)
})

test('a duty that the notice has dropped', async () => {
  const broken = await promises.seeItBreak(
    dutiesDeclared,
    () => given(['marketing', 'juggling']),
    () => given(['marketing']),
  )
  expect(broken).toMatchObject({ figures: { count: 1 }, found: ['juggling'] })
})

test('a member of staff without a password, or with one that can be read', async () => {
  const { rows } = await db.admin.query('select password from access.credential')
  const back = `update access.credential set password = '${rows[0].password}', provider_id = 'credential'`
  await promises.seeItBreak(passwordsKept, `update access.credential set password = 'correct horse'`, back)
  await promises.seeItBreak(passwordsKept, `update access.credential set provider_id = 'elsewhere'`, back)
})

test('an invitation that nobody used and nobody forgot', async () => {
  const invitation = (
    until: string,
  ) => `insert into access.invitation (id, kind, token_hash, name, email, duties, invited_at, invited_by, expires_at)
    values (gen_random_uuid(), 'staff', 'x', 'Kaarlo', 'kaarlo@example.fi', '{}', '2026-01-01', 'test', '${until}')`
  await promises.seeItBreak(invitationsForgotten, invitation('2026-01-08'), 'delete from access.invitation')
  await promises.seeItBreak(invitationsForgotten, invitation('2026-12-31'), 'delete from access.invitation')
})

test('a key for a purpose that the notice does not have', async () => {
  let id = ''
  await promises.seeItBreak(
    keysHavePurposes,
    async () => {
      ;({ id } = await makeKey(db.app, { name: 'Lehti', purpose: 'fortune-telling', expiresAt: null }, act()))
    },
    () => revokeKey(db.app, id, act()),
  )
})

test('a session in use that was opened without the second factor that the notice promises', async () => {
  const notice = noticeIn(exampleNotice.replace('electronic-only, named', 'second-factor, named'))
  expect(secondFactor.places(noticeIn(exampleNotice))).toEqual([])
  const ask = () => promises.ask(secondFactor, { notice })
  expect(await ask()).toMatchObject({ state: 'holds', figures: { staff: 1, enrolled: 0 } })

  const used = (factor: string) =>
    db.admin.query(
      `insert into access.session (id, staff_id, token, factor, created_at, updated_at, expires_at)
       values ($1, $2, 'x', $3, $4, $4, $4::timestamptz + interval '7 days')`,
      [newId(), aino, factor, new Date(db.clock.now().getTime() + 60_000)],
    )
  await used('trusted-browser')
  expect(await ask()).toMatchObject({ state: 'broken', figures: { count: 1 } })
  await db.admin.query(noSession)
  await used('code') // but she has none: somebody took it away and left her in
  expect(await ask()).toMatchObject({ state: 'broken', figures: { count: 1 } })
  await db.admin.query(
    `insert into access.passkey (id, staff_id, name, credential_id, public_key, counter, transports, made_at)
     values ($1, $2, 'Puhelin', 'x', '', 0, '{}', $3)`,
    [newId(), aino, db.clock.now()],
  )
  expect(await ask()).toMatchObject({ state: 'holds', figures: { enrolled: 1 } })
  await db.admin.query(noSession)
  await db.admin.query('truncate access.passkey')
})

const person = newId()
const look = (more: object) =>
  looks.record([
    {
      at: db.clock.now(),
      actor: `staff:${aino}`,
      purpose: 'marketing',
      personId: person,
      operation: 'person.card',
      categories: ['identity'],
      requestId: newId(),
      noticeVersion: 1,
      ...more,
    },
  ])

test('looks of staff for their duties, of programs for their purpose and of the register for the rights are within', async () => {
  const { id } = await makeKey(db.app, { name: 'Lehti', purpose: 'research', expiresAt: null }, act())
  await look({})
  await look({ actor: `key:${id}`, purpose: 'research' })
  await look({ actor: 'system', purpose: 'rights', operation: 'mail.address' })
  await look({ actor: 'system', operation: 'campaigns.write' })
  await look({ actor: 'command-line', purpose: 'claims' })
  expect(await promises.ask(looksWithinDuties)).toMatchObject({
    state: 'holds',
    figures: { count: 0, looks: 5, commands: 1 },
  })
})

test.each([
  ['for a purpose that none of their duties gives', () => ({ purpose: 'claims' })],
  ['before the duty was given', () => ({ at: new Date('2026-03-01T10:00:00Z') })],
  ['of somebody who is no member of staff', () => ({ actor: `staff:${newId()}` })],
  ['of a key that is not there', () => ({ actor: `key:${newId()}` })],
  ['of the register by itself for marketing', () => ({ actor: 'system' })],
  [
    'of a campaign of no purpose of the notice',
    () => ({ actor: 'system', operation: 'campaigns.write', purpose: 'none' }),
  ],
  ['of nobody known', () => ({ actor: 'somebody' })],
  ['of one person at another', () => ({ actor: `person:${newId()}`, purpose: 'rights' })],
])('a look %s', async (_what, more) => {
  expect(await promises.ask(looksWithinDuties)).toMatchObject({ state: 'holds' })
  await look(more())
  expect(await promises.ask(looksWithinDuties)).toMatchObject({ state: 'broken', figures: { count: 1 } })
  await db.admin.query('delete from access.look where seal = (select max(n) from access.look_seal)')
  await db.admin.query('delete from access.look_seal where n = (select max(n) from access.look_seal)')
})

test('a look after the duty had ended', async () => {
  await given([])
  db.clock.forward(120_000)
  await look({})
  expect(await promises.ask(looksWithinDuties)).toMatchObject({ state: 'broken', figures: { count: 1 } })
})

test('a look that was altered or removed', async () => {
  await promises.seeItBreak(
    lookLogUnbroken,
    `update access.look set purpose = 'rights' where actor like 'key:%'`,
    `update access.look set purpose = 'research' where actor like 'key:%'`,
  )
  await db.admin.query(`delete from access.look where actor like 'key:%'`)
  expect(await promises.ask(lookLogUnbroken)).toMatchObject({ state: 'broken', figures: { count: 1 } })
})
