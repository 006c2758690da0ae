/** An anonymous answer is written only together with others, in an order of chance, and nothing leads from it back to whoever gave it. */

import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'
import { transaction } from '../database/transaction.ts'
import { readSealed, removeSealed, writeSealed } from '../files/sealed-file.ts'
import { enqueue } from '../jobs/job.ts'
import type { Answers } from './content.ts'
import { jobNames, type Survey } from './survey.ts'
import { leastTold } from './withhold.ts'

/** Where it is kept: the login of the program, and the home whose files hold the keys of bags. */
export interface Keeping {
  readonly app: Pool
  readonly home: string
}

/** This many are written together at least, and as many stay behind with whoever comes next. */
const together = leastTold
/** All that waits has this length in bytes, so that no length tells whose it is. */
const padded = 16_384

const keyPlace = (home: string, bag: Id) => ({ home, folder: 'survey-bags', id: bag })

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const makeKey = (home: string, bag: Id): Promise<number> => writeSealed(keyPlace(home, bag), once(randomBytes(32)))

/** Undefined when the key is not there: of a bag of another home, from a backup. */
async function keyOf(home: string, bag: Id): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of readSealed(keyPlace(home, bag))) pieces.push(piece)
  } catch (fault) {
    if (fault instanceof Refused && fault.key === 'files.gone') return undefined
    throw fault
  }
  return Buffer.concat(pieces)
}

/** Refuses (`surveys.too-long`) what would not be of the one length. */
function paddedCells(answers: Answers): Buffer {
  const cells = Buffer.from(JSON.stringify([...answers]))
  if (cells.length > padded) throw new Refused('surveys.too-long', 'invalid')
  return Buffer.concat([cells, Buffer.alloc(padded - cells.length, ' ')])
}

interface Bag {
  readonly bag: Id
  readonly key: Buffer
  readonly former: Id | null
}

/**
 * Locks the survey's bag: of two who answer at once the second waits. The first answer of all makes it. What was sealed with a key that is
 * not there (the register was restored from a backup, in which there are no such keys) is of no use, and a new one is begun.
 */
async function lockBag(client: ClientBase, home: string, survey: Id): Promise<Bag> {
  await client.query('select from surveys.survey where id = $1 for no key update', [survey])
  const { rows } = await client.query<Omit<Bag, 'key'>>('select bag, former from surveys.bag where survey_id = $1', [
    survey,
  ])
  const [found] = rows
  const key = found && (await keyOf(home, found.bag))
  if (found && key) return { ...found, key }
  const bag = randomUUID()
  await makeKey(home, bag)
  await client.query('delete from surveys.pooled where survey_id = $1', [survey])
  await client.query(
    'insert into surveys.bag (survey_id, bag) values ($1, $2) on conflict (survey_id) do update set bag = $2, former = null',
    [survey, bag],
  )
  const made = await keyOf(home, bag)
  if (made === undefined) throw new Refused('files.gone', 'unavailable')
  return { bag, key: made, former: null }
}

/**
 * Puts an answer with those that wait. `invited`: whose invitation it uses up, in the same transaction, so that of an invitation one answer
 * is kept. Answers false when that was used before, or the survey has been closed meanwhile.
 */
export async function putAnonymous(
  { app, home }: Keeping,
  survey: Pick<Survey, 'id'>,
  answers: Answers,
  { invited, at }: { readonly invited: Id | undefined; readonly at: Date },
): Promise<boolean> {
  const content = paddedCells(answers)
  return transaction(app, async client => {
    const { bag, key } = await lockBag(client, home, survey.id)
    const open = await client.query(
      'select from surveys.survey where id = $1 and closed_at is null and closes_at > $2',
      [survey.id, at],
    )
    if (open.rowCount === 0) return false
    if (invited !== undefined) {
      const { rowCount } = await client.query(
        'update surveys.invitation set answered = true where survey_id = $1 and person_id = $2 and not answered',
        [survey.id, invited],
      )
      if (rowCount === 0) return false
    }
    await pool(client, survey.id, seal(key, bag, content))
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from surveys.pooled where survey_id = $1',
      [survey.id],
    )
    if ((rows[0]?.n ?? 0) >= 2 * together)
      await enqueue(client, jobNames.writing, { survey: survey.id }, { key: `${jobNames.writing} ${survey.id}` })
    return true
  })
}

/** In an order that nobody can foresee (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = randomInt(at + 1)
    const moved = mixed[at] as Item
    mixed[at] = mixed[other] as Item
    mixed[other] = moved
  }
  return mixed
}

const pool = (client: ClientBase, survey: Id, sealed: Buffer): Promise<unknown> =>
  client.query('insert into surveys.pooled (id, survey_id, sealed) values ($1, $2, $3)', [randomUUID(), survey, sealed])

/**
 * Writes of what waits all but five, chosen by chance; these are sealed anew with another key, and the key that they had goes. When the
 * survey is over, all, and what `over` does in the same transaction; of fewer than five that there are in all nothing is kept. Done twice,
 * it does no harm.
 */
export async function writeTogether(
  { app, home }: Keeping,
  survey: Id,
  over?: (client: ClientBase) => Promise<void>,
): Promise<void> {
  const former = await transaction(app, async client => {
    const { bag, key, former } = await lockBag(client, home, survey)
    if (former) await removeSealed(keyPlace(home, former)) // a server was killed before it could
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from surveys.pooled where survey_id = $1', [
      survey,
    ])
    if (!over && rows.length < 2 * together) return undefined
    const opened = shuffled(rows.map(({ sealed }) => unseal(key, bag, sealed)))
    const staying = over ? [] : opened.slice(0, together)
    const written = opened.slice(staying.length)
    await client.query('delete from surveys.pooled where survey_id = $1', [survey])
    if (written.length >= together) await write(client, survey, written)
    const next = randomUUID()
    if (staying.length > 0) {
      await makeKey(home, next)
      const nextKey = await keyOf(home, next)
      if (nextKey === undefined) throw new Refused('files.gone', 'unavailable')
      for (const cells of staying) await pool(client, survey, seal(nextKey, next, cells))
    }
    await over?.(client)
    await client.query('update surveys.bag set bag = $2, former = $3 where survey_id = $1', [survey, next, bag])
    return bag
  })
  if (former === undefined) return
  await removeSealed(keyPlace(home, former))
  await app.query('update surveys.bag set former = null where survey_id = $1 and former = $2', [survey, former])
}

const write = (client: ClientBase, survey: Id, cells: readonly Buffer[]): Promise<unknown> =>
  client.query(
    `insert into surveys.answer (id, survey_id, cells) select i.id, $1, i.cells
     from unnest($2::uuid[], $3::jsonb[]) with ordinality as i (id, cells, n) order by i.n`,
    [survey, cells.map(() => randomUUID()), cells.map(one => one.toString().trimEnd())],
  )

/** How many have answered: those written and those that wait. */
export async function countAnonymous(app: Pool, survey: Id): Promise<number> {
  const { rows } = await app.query<{ n: number }>(
    `select (select count(*) from surveys.answer where survey_id = $1)::int + (select count(*) from surveys.pooled where survey_id = $1)::int as n`,
    [survey],
  )
  return rows[0]?.n ?? 0
}
