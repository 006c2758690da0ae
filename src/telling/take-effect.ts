/** A version and the publication that it comes of are written in one transaction, or the publication says why not. */

import type { ClientBase } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Database } from '../database/pools.ts'
import { publishNotice } from '../database/publish.ts'
import type { Program } from '../http/program.ts'
import type { KeptRefusal, Publication } from './publication.ts'

export type Publishing = Pick<Program, 'clock' | 'published'> & { readonly database: Database }

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
