/** A letter is not kept longer than its words are, and no file longer than its letter. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { removeOthers } from '../files/sealed-folder.ts'
import { enqueue } from '../jobs/job.ts'
import { attachmentFolder } from './attachment-file.ts'

/** Its name stands in 0012-mailbox.sql too. */
export const clearing = 'mailbox.clear'
export const tidying = 'mailbox.tidy'

export async function clearLetters(app: Pool, home: string): Promise<void> {
  await removeOthers(
    home,
    attachmentFolder,
    async () => (await app.query<{ id: Id }>('select * from mailbox.tidy() as id')).rows,
  )
}

/** For every start. */
export const resumeTidying = (app: Pool): Promise<void> => enqueue(app, tidying, {}, { key: tidying })
