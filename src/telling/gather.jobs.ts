/** When a publication has been decided, everybody whom it concerns is told; a server that is stopped goes on where it was. */

import { transaction } from '../database/transaction.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { type Gathering, gatherAll } from './gather.ts'
import { findPublication, gathering, publishWhatWaits } from './publication.ts'

export const gather: Job<Gathering> = {
  name: gathering,
  run: async (program, { publication: id }, stopping) => {
    const publication = await findPublication(program.database.app, String(id))
    if (publication.state !== 'scheduled') return
    const ended = await gatherAll(program, publication, publication.gatheredTo, stopping)
    await transaction(program.database.app, async client => {
      if (!ended) return enqueue(client, gathering, { publication: publication.id })
      await client.query('update notice.publication set gathered_at = $2 where id = $1', [
        publication.id,
        program.clock.now(),
      ])
      await publishWhatWaits(client, publication.id, program.clock.now())
    })
  },
}
