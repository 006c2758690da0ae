/** All persons whom a purpose sees are compared with each other: it may be cut anywhere and begins anew, and proposals come in whole. */

import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { enqueue } from '../jobs/job.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import type { Outcome, Told } from './comparing.ts'
import type { Described } from './find.ts'
import { everybody, maySeeDuplicates, somePeople } from './people.ts'

export type Comparing = Pick<Program, 'clock' | 'database' | 'published' | 'sign'>

export interface Run {
  readonly id: Id
  readonly purpose: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** How much of it is done, from 0 to 1. */
  readonly share: number
  readonly persons: number | null
  readonly proposed: number | null
  readonly why: string | null
}

export const compareJob = 'duplicates.compare'

/** Asks for a comparison; the one that is going on, when there is one. Refuses a purpose that does not see any name. */
export async function askToCompare(program: Comparing, purpose: string, by: string): Promise<Id> {
  await comparedScope(program, purpose)
  const { app } = program.database
  const { rows } = await app.query<{ id: Id }>(
    `insert into duplicates.run (id, purpose, started_at, started_by) values ($1, $2, $3, $4)
      on conflict (purpose) where ended_at is null do nothing returning id`,
    [newId(), purpose, program.clock.now(), by],
  )
  const id = rows[0]?.id ?? (await lastRun(program, purpose))?.id
  if (id === undefined) throw new Refused('duplicates.no-run', 'absent')
  await enqueue(app, compareJob, { run: id }, { key: `${compareJob} ${id}` })
  return id
}

/** What the purpose sees; refuses one that may not compare. */
async function comparedScope(program: Comparing, purpose: string): Promise<PurposeScope> {
  const scope = await scopeFor({ purpose, published: await program.published(), program })
  if (!maySeeDuplicates(scope)) throw new Refused('duplicates.no-names', 'forbidden', { purpose })
  return scope
}

const columns = `id, purpose, started_at as "startedAt", ended_at as "endedAt", share, persons, proposed, why`

/** The latest comparison of the purpose. */
export async function lastRun({ database }: Pick<Comparing, 'database'>, purpose: string): Promise<Run | undefined> {
  const { rows } = await database.app.query<Run>(
    `select ${columns} from duplicates.run where purpose = $1 order by id desc limit 1`,
    [purpose],
  )
  return rows[0]
}

export async function findRun({ database }: Pick<Comparing, 'database'>, id: Id): Promise<Run | undefined> {
  const { rows } = await database.app.query<Run>(`select ${columns} from duplicates.run where id = $1`, [id])
  return rows[0]
}

/** Does a comparison that was asked for; undefined when it was told to stop before the end, or had ended. */
export async function compareAll(program: Comparing, id: Id, stopping: AbortSignal): Promise<number | undefined> {
  const run = await findRun(program, id)
  if (run === undefined || run.endedAt !== null) return undefined
  const reached = newId() // what changes from here on is compared later
  try {
    const scope = await comparedScope(program, run.purpose)
    const outcome = await inThread(program, scope, run, stopping)
    if (outcome === undefined) return undefined
    for (let from = 0; from < outcome.pairs.length; from += portion) {
      if (stopping.aborted) return undefined
      await propose(program, scope, run, outcome.pairs.slice(from, from + portion))
      await note(program, run, 0.9 + (0.1 * from) / outcome.pairs.length)
    }
    await reader(program, run).query('select duplicates.sweep($1, $2)', [tokenOf(program, run.purpose), run.id])
    await program.database.app.query(
      `update duplicates.run set ended_at = $2, share = 1, reached = $3, persons = $4, proposed = $5, model = $6 where id = $1`,
      [run.id, program.clock.now(), reached, outcome.persons, outcome.pairs.length, outcome.model],
    )
    return outcome.pairs.length
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault
    await program.database.app.query('update duplicates.run set ended_at = $2, why = $3 where id = $1', [
      run.id,
      program.clock.now(),
      fault.key,
    ])
    return undefined
  }
}

const portion = 500 // pairs
const system = 'system'
const reader = ({ database }: Comparing, { purpose }: Pick<Run, 'purpose'>) => database.purpose(purpose)

/** Holds for five minutes: a comparison may take longer. */
export const tokenOf = ({ sign }: Pick<Comparing, 'sign'>, purpose: string): string =>
  sign({ actor: system, purpose, request: newId() })

const note = (program: Comparing, { id }: Pick<Run, 'id'>, share: number) =>
  program.database.app.query('update duplicates.run set share = $2 where id = $1', [id, Math.min(share, 0.99)])

async function inThread(
  program: Comparing,
  scope: PurposeScope,
  run: Run,
  stopping: AbortSignal,
): Promise<Outcome | undefined> {
  const thread = new Worker(new URL('./comparing.ts', import.meta.url))
  const answered = new Promise<Outcome>((done, fail) => {
    thread.once('message', done)
    thread.once('error', fail)
  })
  answered.catch(() => {}) // told by whoever awaits it below
  try {
    const tell = (told: Told) => thread.postMessage(told)
    let read = 0
    for await (const people of everybody(reader(program, run), scope)) {
      if (stopping.aborted) return undefined
      tell({ people })
      read += people.length
      await note(program, run, 0.3 * (1 - 1 / (1 + read / 50_000)))
    }
    tell({ end: true })
    const stopped = new Promise<undefined>(done =>
      stopping.addEventListener('abort', () => done(undefined), { once: true }),
    )
    return await Promise.race([answered, stopped])
  } finally {
    await thread.terminate()
  }
}

/** Keeps proposals with what tells whether one of the two has changed since. */
export async function propose(
  program: Comparing,
  scope: PurposeScope,
  run: Pick<Run, 'id' | 'purpose'>,
  pairs: readonly Described[],
): Promise<void> {
  if (pairs.length === 0) return
  const people = await somePeople(reader(program, run), scope, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))])
  const marks = new Map(people.map(({ id, ...person }) => [id, JSON.stringify(person)]))
  const found = pairs.map(pair => ({
    ...pair,
    compared: markOf([pair.a, pair.b].sort().map(id => marks.get(id) ?? '')),
  }))
  await reader(program, run).query('select duplicates.propose($1, $2, $3, $4)', [
    tokenOf(program, run.purpose),
    run.id,
    JSON.stringify(found),
    program.clock.now(),
  ])
}

const markOf = (marks: readonly string[]): string =>
  createHash('sha256').update(marks.join('\n')).digest('base64url').slice(0, 22)
