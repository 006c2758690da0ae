/** Each check of retention holds when things are right, and does not when they are not. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { registerCaller } from '../../test/register-caller.ts'
import { retentionDesk, retentionNotice } from '../../test/retention-desk.ts'
import { newId } from '../base/ids.ts'
import { signActor } from '../database/actor-token.ts'
import { publishChecked } from '../database/publish.ts'
import { publishedNotice } from '../http/published.ts'
import { parse } from '../notice/parse.ts'
import type { Outcome, PromiseCheck } from '../promises/promise.ts'
import { droppedGone, everyRuleKnown, holdsReviewed, nothingOverdue, removedNightly } from './retention.promises.ts'

const desk = await retentionDesk()
const { db, passOn } = desk
const register = registerCaller(db)
afterAll(() => db.close())
beforeEach(() => desk.empty())

/** The notice without this line. */
const noticeWith = (from = '', to = '') => {
  const { notice } = parse(retentionNotice.replace(from, to))
  if (!notice) throw new Error('the notice of the test is not understood')
  return notice
}

async function check({ run }: PromiseCheck, at: string, notice = noticeWith()): Promise<Outcome> {
  return run({
    at: new Date(at),
    clock: db.clock,
    version: 1,
    notice,
    database: db,
    rights: desk.rights,
    settings: {
      url: 'https://rekisteri.example.fi',
      databaseUrl: undefined,
      smtpUrl: undefined,
      smsUrl: undefined,
      imapUrl: undefined,
    },
    program: {
      home: '/dev/null/home',
      sign: claim => signActor(db.actorKey, claim),
      published: publishedNotice(db.app),
    },
    stopping: new AbortController().signal,
  })
}

async function former(ended: string): Promise<string> {
  const person = await register.customer()
  await register.write('contact-points', person, null, { email: 'aino@example.org' })
  await register.write('relationships', person, null, { kind: 'customer', started: '2019-01-01', ended })
  return person
}

test('what is past its date by more than a night is found, with how many and how old', async () => {
  await former('2025-03-01')
  await passOn('2026-01-01')
  await passOn('2026-01-01', 'dry')
  expect(await check(nothingOverdue, '2026-03-02T08:00:00Z')).toMatchObject({ state: 'holds' }) // the night of the 2nd is to come
  expect(await check(nothingOverdue, '2026-03-12T08:00:00Z')).toEqual({
    state: 'broken',
    figures: { count: 1, days: 11 },
    found: ['contact-points'],
  })
  await passOn('2026-03-12')
  expect(await check(nothingOverdue, '2026-03-12T08:00:00Z')).toMatchObject({ state: 'holds', figures: { count: 0 } })
})

test('a night without removal is found', async () => {
  await passOn('2026-11-22')
  expect(await check(removedNightly, '2026-11-23T02:00:00Z')).toMatchObject({ state: 'holds' })
  await passOn('2026-11-23', 'dry')
  expect(await check(removedNightly, '2026-11-24T03:00:00Z')).toMatchObject({ state: 'broken', figures: { hours: 48 } })
})

test('a hold past its review is found', async () => {
  const person = await former('2025-03-01')
  await desk.rights.query('select register.place_hold($1, $2, $3, $4, $5, $6)', [
    desk.token(),
    newId(),
    [person],
    'Riita',
    '2026-06-30',
    '2026-03-01T10:00:00Z',
  ])
  expect(await check(holdsReviewed, '2026-06-30T10:00:00Z')).toMatchObject({ state: 'holds', figures: { standing: 1 } })
  expect(await check(holdsReviewed, '2026-07-01T10:00:00Z')).toMatchObject({ state: 'broken', figures: { count: 1 } })
})

test('a place that the notice dropped is found once nothing is in it, and gone after the next publication', async () => {
  const publish = (notice = noticeWith()) => publishChecked(db, notice, { source: '', by: 'test', clock: db.clock })
  const person = await former('2025-03-01')
  const work = await register.write('work', person, null, { title: 'Kouluttaja' })
  const without = noticeWith(/ {2}work:\n(.*\n){3}/.exec(retentionNotice)?.[0], '')
  await publish(without)
  expect(await check(droppedGone, '2026-03-01T08:00:00Z')).toMatchObject({ state: 'holds', figures: { waiting: 1 } })
  // the rule of the last notice that had it still counts
  await passOn('2030-03-01')
  expect((await db.admin.query('select id from register.work where id = $1', [work])).rows).toEqual([])
  expect(await check(droppedGone, '2026-03-01T08:00:00Z')).toMatchObject({ state: 'broken', found: ['work'] })
  await publish(without)
  expect(await check(droppedGone, '2026-03-01T08:00:00Z')).toMatchObject({ state: 'holds', figures: { waiting: 0 } })
  await publish()
})

test('a period that cannot be reckoned is found, and a use without one', async () => {
  const at = '2026-03-01T08:00:00Z'
  expect(await check(everyRuleKnown, at)).toMatchObject({ state: 'holds', figures: { count: 0 } })
  const unknown = noticeWith('keep: 12 months\n', 'keep: 12 months after case is closed\n')
  await publishChecked(db, unknown, { source: '', by: 'test', clock: db.clock })
  expect(await check(everyRuleKnown, at, unknown)).toMatchObject({
    state: 'broken',
    found: ['profile: P12M case.closed delete'],
  })
  const ruleless = noticeWith('for claims,\n      otherwise 24 months after relationship ends', 'for claims')
  await publishChecked(db, noticeWith(), { source: '', by: 'test', clock: db.clock })
  expect(await check(everyRuleKnown, at, ruleless)).toMatchObject({
    state: 'broken',
    found: ['identity.customer-care', 'identity.marketing'],
  })
})
