/** Every minute whoever has come into a segment begins, and every step whose time has come is taken. */

import type { Job } from '../jobs/job.ts'
import type { Keeping } from '../segments/members.ts'
import { automationsOn } from './automation.ts'
import { passThrough } from './pass.ts'
import { passing, wakeAutomations } from './wake.ts'

const pace = 60_000 // milliseconds between two passages

export const passAutomations: Job<Keeping> = {
  name: passing,
  run: async (program, _ids, stopping) => {
    const { app } = program.database
    for (const automation of await automationsOn(app)) {
      if (stopping.aborted) break
      await passThrough(program, automation, stopping)
    }
    await wakeAutomations(app, new Date(program.clock.now().getTime() + pace))
  },
}
