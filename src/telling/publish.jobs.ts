/** On its day a publication takes effect, unless somebody has not been told, another version came in between, or the register refuses it. */

import type { ClientBase } from 'pg'
import { Refused } from '../base/errors.ts'
import { midnightInHelsinki } from '../base/time.ts'
import type { Database } from '../database/pools.ts'
import { publishNotice } from '../database/publish.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { gatherAll } from './gather.jobs.ts'
import { findPublication, type KeptRefusal, type Publication, publishing } from './publication.ts'
import { progressOf, untold } from './told.ts'

export type Publishing = Pick<Program, 'clock' | 'published'> & { readonly database: Database }

export const publish: Job<Publishing> = {
  name: publishing,
  run: async (program, { publication: id }, stopping) => {
    const { database, clock } = program
    const publication = await findPublication(database.app, String(id))
    if (publication.state !== 'scheduled') return
    const day = midnightInHelsinki(publication.effective)
    if (clock.now() < day) return enqueue(database.app, publishing, { publication: publication.id }, { at: day })
    if (publication.must !== 'nothing') {
      // Whoever came while the others were being told is told too, on the day itself.
      if (!(await gatherAll(program, publication, null, stopping)))
        return enqueue(database.app, publishing, { publication: publication.id })
      const waits = await untoldOf(program, publication)
      if (waits) return wait(program, publication, waits)
    }
    await takeEffect(program, publication)
  },
}

/** Why it must wait: somebody has not been told, and nobody has said why it may take effect all the same. */
async function untoldOf({ database }: Publishing, { id, untoldBecause }: Publication) {
  if (untoldBecause !== null) return undefined
  const progress = await progressOf(database.app, id)
  if (untold(progress) === 0) return undefined
  return { key: 'telling.untold', args: { persons: untold(progress) } }
}

/** It is tried again when somebody has been told, and each hour. */
async function wait({ database, clock }: Publishing, { id }: Publication, waits: KeptRefusal): Promise<void> {
  const next = new Date(clock.now().getTime() + 3_600_000)
  await transaction(database.app, async client => {
    await client.query('update notice.publication set waits = $2 where id = $1', [id, waits])
    await enqueue(client, publishing, { publication: id }, { at: next, key: `${publishing} ${id}` })
  })
}

/** The version and its publication are written in one transaction. A refusal that cannot pass is kept as the end of it. */
export async function takeEffect({ database, clock }: Publishing, publication: Publication): Promise<number> {
  const { id, source, base, decidedBy } = publication
  try {
    const { version } = await publishNotice(database, {
      source,
      by: decidedBy,
      clock,
      base,
      within: (owner, number) => settle(owner, publication, number, clock.now()),
    })
    return version
  } catch (fault) {
    if (!(fault instanceof Refused) || fault.kind === 'unavailable') throw fault
    const why: KeptRefusal = { key: fault.key, args: fault.args }
    await database.app.query(
      `update notice.publication set state = 'refused', settled_at = $2, settled_by = 'system', why = $3, waits = null
       where id = $1 and state = 'scheduled'`,
      [id, clock.now(), why],
    )
    throw fault
  }
}

async function settle(owner: ClientBase, { id }: Publication, version: number, at: Date): Promise<void> {
  const { rowCount } = await owner.query(
    `update notice.publication set state = 'published', version = $2, settled_at = $3, settled_by = 'system', waits = null
     where id = $1 and state = 'scheduled'`,
    [id, version, at],
  )
  // Cancelled in the meantime: then the version is not made either.
  if (rowCount === 0) throw new Refused('telling.not-scheduled', 'conflict')
}
