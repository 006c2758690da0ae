/** A job is done when the transaction that wanted it has been committed, again when it failed or was killed, and never by a purpose. */

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { forgiveFaults, runDueJobs } from '../../test/due-jobs.ts'
import { smallNotice } from '../../test/small-notice.ts'
import { newId } from '../base/ids.ts'
import { publishChecked } from '../database/publish.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue, type Job, type JobIds } from './job.ts'
import { prepareQueue } from './queue.ts'
import { startWorker } from './worker.ts'

const db = await testDatabase()
afterAll(() => db.close())
beforeAll(async () => {
  db.clock.set(new Date())
  await prepareQueue(db)
  const notice = smallNotice([{ id: 'notes', fields: ['text'], uses: { care: 'contract' } }])
  await publishChecked(db, notice, { source: '', by: 'test', clock: db.clock })
})

const done: JobIds[] = []
const note: Job<unknown> = { name: 'test.note', run: async (_, ids) => void done.push(ids) }
const waiting = async (): Promise<number> =>
  (await db.app.query('select count(*) as n from graphile_worker._private_jobs')).rows[0].n

test('what is rolled back has enqueued nothing', async () => {
  const failed = transaction(db.app, async client => {
    await enqueue(client, 'test.note', { person: newId() })
    throw new Error('and back')
  })
  await expect(failed).rejects.toThrow('and back')
  expect(await waiting()).toBe(0)
})

test('what is committed is done once, when its time has come', async () => {
  const [now, later] = [newId(), newId()]
  await enqueue(db.app, 'test.note', { person: now })
  await enqueue(db.app, 'test.note', { person: later }, { at: new Date(db.clock.now().getTime() + 86_400_000) })
  await runDueJobs(db, [note], {})
  expect(done.splice(0)).toEqual([{ person: now }])
  db.clock.forward(86_400_000)
  await runDueJobs(db, [note], {})
  expect(done.splice(0)).toEqual([{ person: later }])
  expect(await waiting()).toBe(0)
})

test('of jobs with one key the last one stands', async () => {
  for (const version of [1, 2, 3]) await enqueue(db.app, 'test.note', { version }, { key: 'one' })
  await runDueJobs(db, [note], {})
  expect(done.splice(0)).toEqual([{ version: 3 }])
})

test('a job carries ids only', async () => {
  await expect(enqueue(db.app, 'test.note', { email: 'aino@example.org' })).rejects.toThrow('email is no id')
  expect(await waiting()).toBe(0)
})

test('a job that fails is tried again later, and what is kept of the fault repeats nothing', async () => {
  let fails = true
  const failing: Job<unknown> = {
    name: 'test.fail',
    run: async () => {
      if (fails) throw new Error('550 aino@example.org is unknown')
    },
  }
  await enqueue(db.app, 'test.fail')
  expect(await runDueJobs(db, [failing], {})).toEqual(['test.fail Error'])
  const kept = await db.app.query(
    'select last_error, attempts, run_at > now() as later from graphile_worker._private_jobs',
  )
  expect(kept.rows).toEqual([{ last_error: expect.stringContaining('Error'), attempts: 1, later: true }])
  expect(JSON.stringify(kept.rows)).not.toContain('aino')
  fails = false
  await forgiveFaults(db)
  expect(await runDueJobs(db, [failing], {})).toEqual([])
  expect(await waiting()).toBe(0)
})

test('a worker notices at once, takes up what a killed one had taken, and waits for the job in progress when it is stopped', async () => {
  await enqueue(db.app, 'test.slow')
  await db.admin.query(
    `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-that-was-killed'`,
  )
  const began = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  let ended = false
  const slow: Job<unknown> = {
    name: 'test.slow',
    run: async (_program, _ids, stopping) => {
      began.resolve()
      await new Promise(stopped => stopping.addEventListener('abort', stopped))
      await mayEnd.promise
      ended = true
    },
  }
  const worker = startWorker({ database: db, jobs: [slow], program: {}, log: () => {} })
  await began.promise
  const stopped = worker.stop()
  mayEnd.resolve()
  await stopped
  expect(ended).toBe(true)
  expect(await waiting()).toBe(0)
})

test('jobs of one name follow each other without a pause', async () => {
  const worker = startWorker({ database: db, jobs: [note], program: {}, log: () => {} })
  const people = Array.from({ length: 40 }, newId)
  for (const person of people) await enqueue(db.app, 'test.note', { person })
  await vi.waitFor(() => expect(done).toHaveLength(40), 20_000) // at one a look around it would be minutes
  await worker.stop()
  expect(done.splice(0)).toEqual(people.map(person => ({ person })))
})

test('of two servers one works; when it ends the other goes on', async () => {
  const first = startWorker({ database: db, jobs: [note], program: {}, log: () => {} })
  await enqueue(db.app, 'test.note', { version: 1 })
  await vi.waitFor(() => expect(done).toHaveLength(1), 10_000)
  const second = startWorker({ database: db, jobs: [note], program: {}, log: () => {} })
  await first.stop()
  await enqueue(db.app, 'test.note', { version: 2 })
  await vi.waitFor(() => expect(done).toHaveLength(2), 15_000)
  await second.stop()
  done.splice(0)
})

test('a purpose sees and enqueues nothing', async () => {
  for (const sql of ['select * from graphile_worker.jobs', `select graphile_worker.add_job('test.note')`])
    await expect(db.purpose('care').query(sql)).rejects.toMatchObject({ code: '42501' })
})

test('the application uses the queue and does not own it', async () => {
  await prepareQueue(db)
  const owners = await db.app.query(
    `select distinct pg_get_userbyid(relowner)::text as owner from pg_class where relnamespace = 'graphile_worker'::regnamespace`,
  )
  expect(owners.rows).toEqual([{ owner: db.roles.owner }])
  await expect(db.app.query('drop table graphile_worker._private_jobs')).rejects.toMatchObject({ code: '42501' })
})
