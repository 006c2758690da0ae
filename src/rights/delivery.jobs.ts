/** Packages that have expired, or whose request or person is gone, are removed from the home. */

import type { Program } from '../http/program.ts'
import type { Job } from '../jobs/job.ts'
import { clearing, endExpired } from './delivery.ts'
import { removePackages } from './delivery-file.ts'

export const clearPackages: Job<Pick<Program, 'clock' | 'home' | 'database'>> = {
  name: clearing,
  run: async ({ clock, home, database }) => removePackages(home, () => endExpired(database.app, clock.now())),
}
