/** Measurement 1: one person's name, read for a purpose with its look on record, beside a bare prepared read of the same row. */

import { openLookLog } from '../src/access/look.ts'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import type { BenchRegister } from './register.ts'
import { someVisible } from './register.ts'
import { type Comparison, compare, spread } from './rounds.ts'

const columns = 'given_name, family_name'

/** Ratios at `width` readers at once; every counted look is proved to be in the log afterwards. */
export async function pointRead(register: BenchRegister, width: number, calls = 6_000): Promise<readonly Comparison[]> {
  const { database, bare, notice } = register
  const persons = await someVisible(register, 5_000)
  const person = (call: number): string => persons[(call * 7919) % persons.length] ?? ''
  const reader = database.purpose('customer-care')
  const log = openLookLog(database.app, systemClock)
  const before = await looks(register)
  let read = 0

  const request = newId() // every request has an id, logged or not
  const look = (personId: string) => ({
    at: systemClock.now(),
    actor: 'staff:bench',
    purpose: 'customer-care',
    personId,
    operation: 'read',
    categories: ['identity'],
    requestId: request,
    noticeVersion: notice,
  })
  const forPurpose = async (call: number) => {
    const id = person(call)
    read++
    const [{ rows }] = await Promise.all([
      reader.query({
        name: 'bench-identity',
        text: `select ${columns} from register.identity where person_id = $1`,
        values: [id],
      }),
      log.record([look(id)]),
    ])
    if (rows.length !== 1) throw new Error('a person that the purpose sees was not read')
  }
  const unprotected = (call: number) =>
    bare.query({
      name: 'bare-identity',
      text: `select ${columns} from bare.identity where person_id = $1`,
      values: [person(call)],
    })
  /** What others do: a role and a setting for each request, and the log in the same transaction. */
  const inFiveStatements = async (call: number) => {
    const client = await bare.connect()
    try {
      await client.query('begin')
      await client.query(`set local role "${database.roles.purpose('customer-care')}"`)
      await client.query(`select set_config('app.actor', 'staff:bench', true)`)
      await client.query({
        name: 'bench-identity',
        text: `select ${columns} from register.identity where person_id = $1`,
        values: [person(call)],
      })
      await client.query('commit')
    } finally {
      client.release()
    }
  }

  const bareRead = { name: 'bare prepared read', run: () => spread(calls, width, unprotected) }
  const results = [
    await compare(
      { name: 'read for a purpose, look on record', run: () => spread(calls, width, forPurpose) },
      bareRead,
    ),
    await compare(
      { name: 'set role in five statements, no log', run: () => spread(calls, width, inFiveStatements) },
      bareRead,
      3,
    ),
  ]
  await log.close()
  const logged = (await looks(register)) - before
  if (logged !== read) throw new Error(`${read} reads, but ${logged} looks are on record`)
  return results
}

async function looks({ bare }: BenchRegister): Promise<number> {
  const { rows } = await bare.query<{ count: string }>('select count(*)::text as count from access.look')
  return Number(rows[0]?.count)
}
