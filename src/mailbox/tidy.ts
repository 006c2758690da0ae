/** A letter is not kept longer than its words are, and no file longer than its letter. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { enqueue } from '../jobs/job.ts'
import { removeAttachments } from './attachment-file.ts'

/** Its name stands in 0012-mailbox.sql too. */
export const clearing = 'mailbox.clear'
export const tidying = 'mailbox.tidy'

export async function clearLetters(app: Pool, home: string): Promise<void> {
  const { rows } = await app.query<{ id: Id }>('select * from mailbox.tidy() as id')
  await removeAttachments(home, new Set(rows.map(({ id }) => id)))
}

/** For every start. */
export const resumeTidying = (app: Pool): Promise<void> => enqueue(app, tidying, {}, { key: tidying })
