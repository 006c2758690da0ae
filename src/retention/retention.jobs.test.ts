/** The night comes round by itself, a stop is gone on from, and a sudden death leaves nobody half removed. */

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { secret } from '../../test/database.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { kills, runProcess } from '../../test/killing.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { retentionDesk } from '../../test/retention-desk.ts'
import { signActor } from '../database/actor-token.ts'
import { publishedNotice } from '../http/published.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { nextNight, pass, resumeRetention } from './passage.ts'
import { removeNightly, tryOut } from './retention.jobs.ts'

const desk = await retentionDesk()
const { db } = desk
const register = registerCaller(db)
const home = mkdtempSync(join(tmpdir(), 'seloste-retention-'))
await prepareQueue(db)
afterAll(async () => {
  await db.close()
  rmSync(home, { recursive: true })
})
beforeEach(async () => {
  await desk.empty()
  await db.admin.query('delete from graphile_worker._private_jobs')
})

const program = {
  clock: db.clock,
  database: db,
  home,
  published: publishedNotice(db.app),
  sign: (claim: Parameters<typeof signActor>[1]) => signActor(db.actorKey, claim),
}
const night = () => runDueJobs(db, [removeNightly, tryOut], program)
const number = async (sql: string): Promise<number> =>
  (await db.admin.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]?.n ?? 0

/** Persons whose identity is past its date, and others whose is not, in turn. */
async function people(many: number): Promise<void> {
  for (let n = 0; n < many; n++) {
    const person = await register.customer()
    await register.write('identity', person, null, { given_name: 'Aino' })
    const ended = n % 2 === 0 ? '2020-01-01' : '2026-01-01'
    await register.write('relationships', person, null, { kind: 'customer', started: '2019-01-01', ended })
  }
}

test('the next night is this one unless it has been done, by Finnish time', () => {
  const at = (last: string | undefined, now: string) => nextNight(last, new Date(now)).toISOString()
  expect(at(undefined, '2026-03-02T10:00:00Z')).toBe('2026-03-02T01:00:00.000Z')
  expect(at('2026-03-01', '2026-03-02T00:30:00Z')).toBe('2026-03-02T01:00:00.000Z')
  expect(at('2026-03-02', '2026-03-02T10:00:00Z')).toBe('2026-03-03T01:00:00.000Z')
  expect(at('2026-06-01', '2026-06-01T22:00:00Z')).toBe('2026-06-02T00:00:00.000Z')
})

test('each night what is past its date goes, and the next night is in the queue', async () => {
  await people(4)
  // Not a day from now: before three in the morning the night of that day has not begun.
  db.clock.set(nextNight(undefined, new Date(Date.now() + 86_400_000)))
  await resumeRetention(db.app, db.clock.now())
  expect(await night()).toEqual([])
  expect([await number('register.person'), await number('register.identity')]).toEqual([2, 2])
  const { rows } = await db.admin.query(
    'select count(*)::int as n, min(run_at) as at from graphile_worker._private_jobs',
  )
  expect(rows).toEqual([{ n: 1, at: nextNight('9999-01-01', db.clock.now()) }])
})

test('told to stop, a passage goes on later where it was, and is one passage', async () => {
  await people(6)
  const stopping = new AbortController()
  const steps = {
    ...program,
    sign: (claim: Parameters<typeof signActor>[1]) => {
      if (++signed === 3) stopping.abort()
      return program.sign(claim)
    },
  }
  let signed = 0
  const pace = { rest: 0, actor: 'system', part: 2 }
  expect(await pass(steps, 'nightly', { ...pace, stopping: stopping.signal })).toBeUndefined()
  expect(await number('register.person')).toBe(4)
  expect(await pass(program, 'nightly', { ...pace, stopping: new AbortController().signal })).toBeDefined()
  expect([await number('register.person'), await number('retention.run')]).toEqual([3, 1])
  expect(
    await number(`retention.run where persons = 6 and forgotten = 3 and ended_at is not null and reached is null`),
  ).toBe(1)
})

const sessions = 'pg_stat_activity where datname = current_database()'

test(`${kills} kills lose nothing and leave nobody half removed`, { timeout: kills * 20_000 }, async () => {
  const passer = join(import.meta.dirname, '..', '..', 'test', 'retention-passer.ts')
  const now = '2026-03-02T03:00:00Z'
  for (let round = 0; round < kills; round++) {
    await desk.empty()
    await people(24)
    const all = await number('register.change')
    const others = await number(sessions)
    await runProcess([passer, db.url, secret.toString('hex'), home, now, '2'], {
      until: async ({ stdout }) => {
        for (let steps = 0; steps <= 1 + (round % 11); ) steps += (await once(stdout, 'data'))[0].length
        await pause(Math.random() * 20) // in the middle of the next one
      },
    })
    // what it had sent, its backend may be about to commit
    await expect.poll(() => number(sessions), { timeout: 30_000 }).toBeLessThanOrEqual(others)

    // whoever has an identity has its history, whoever has none has nothing
    expect(
      await number('register.identity i where not exists (select from register.change c where c.row_id = i.id)'),
    ).toBe(0)
    expect(
      await number('register.change c where not exists (select from register.person p where p.id = c.person_id)'),
    ).toBe(0)
    expect(
      await number('register.person p where not exists (select from register.identity i where i.person_id = p.id)'),
    ).toBe(0)
    const gone = 24 - (await number('register.person'))
    expect(await number(`retention.run where forgotten <> ${gone}`)).toBe(0)

    await pass(program, 'nightly', { rest: 0, actor: 'system', stopping: new AbortController().signal })
    expect(await number('retention.run')).toBe(1)
    const { rows } = await db.admin.query(
      `select sum(rows) filter (where category = 'identity')::int as identities, (select persons::int from retention.run) as persons from retention.outcome`,
    )
    expect(rows).toEqual([{ identities: 12, persons: 24 }])
    expect([await number('register.person'), (await number('register.change')) < all]).toEqual([12, true])
  }
})
