/** What follows an entry and a draw: tokens are sent, and the register says who has won. */

import type { Program } from '../http/program.ts'
import type { Job } from '../jobs/job.ts'
import { confirmEntries, confirming } from './confirm.ts'
import { noting } from './drawing.ts'
import { noteWinners } from './note-winners.ts'

export const confirm: Job<Program> = {
  name: confirming,
  run: (program, ids) => confirmEntries(program, String(ids.raffle)),
}

export const note: Job<Program> = {
  name: noting,
  run: (program, ids) => noteWinners(program, String(ids.raffle)),
}
