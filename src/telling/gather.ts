/** Everybody whom a change concerns gets their row and their message, some at a time, so that a kill between two parts loses and repeats nothing. */

import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { concernedAfter } from './concerned.ts'
import type { Publication } from './publication.ts'
import { rightsPool } from './to-tell.ts'
import { tellThese } from './told.ts'

export type Gathering = Pick<Program, 'clock' | 'database' | 'published'>

/** Persons of one transaction. */
const part = 1000

/** From the person after `from` on; false when it was told to stop before the last one. */
export async function gatherAll(
  program: Gathering,
  { id, concerns }: Publication,
  from: Id | null,
  stopping: AbortSignal,
): Promise<boolean> {
  const { clock, database } = program
  const rights = await rightsPool(program)
  for (let after = from; ; ) {
    if (stopping.aborted) return false
    const persons = await concernedAfter(rights, concerns, after, part)
    const last = persons.at(-1)
    if (last === undefined) return true
    await transaction(database.app, async client => {
      await tellThese(client, id, persons, clock.now())
      await client.query('update notice.publication set gathered_to = $2 where id = $1', [id, last])
    })
    after = last
  }
}
