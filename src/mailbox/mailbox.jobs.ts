/** What follows from a mail is done in the queue, again after a kill; letters whose row is gone, and files of nobody, go every hour. */

import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { followMail } from './follow.ts'
import type { Following } from './following.ts'
import { clearing, clearLetters, tidying } from './tidy.ts'

/** `kinds`: whatever is sent by e-mail, so that its capability hears when it came back. Its name stands in 0012-mailbox.sql too. */
export const follow = (kinds: readonly MessageKind[]): Job<Following> => ({
  name: 'mailbox.follow',
  run: async (program, { arrival }) => followMail(program, kinds, String(arrival)),
})

export const clear: Job<Pick<Program, 'database' | 'home'>> = {
  name: clearing,
  run: ({ database, home }) => clearLetters(database.app, home),
}

export const tidy: Job<Pick<Program, 'clock' | 'database' | 'home'>> = {
  name: tidying,
  run: async ({ clock, database: { app }, home }) => {
    await clearLetters(app, home)
    await enqueue(app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}
