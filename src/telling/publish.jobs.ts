/** On its day a publication takes effect, unless somebody has not been told, another version came in between, or the register refuses it. */

import { midnightInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { gatherAll } from './gather.ts'
import { findPublication, type KeptRefusal, type Publication, publishing } from './publication.ts'
import { type Publishing, takeEffect } from './take-effect.ts'
import { progressOf, untold } from './told.ts'

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
