/** The browser looks at the websites every week and when it is asked; what was chosen goes when its time is over; what was seen is added up, and pages of joined visitors become rows of their persons. */

import type { Settings } from '../base/settings.ts'
import type { Program } from '../http/program.ts'
import type { Job } from '../jobs/job.ts'
import { checkNow } from '../promises/schedule.ts'
import { websites } from '../promises/website.ts'
import { addUp, tidyCounts } from './adding-up.ts'
import { tidyChoices } from './choice.ts'
import { reckonGoals } from './goals.ts'
import { findBrowser, type Inspecting, inspect as look } from './inspect.ts'
import { type Inspection, inspectInAWeek, inspecting, keepInspection } from './inspection.ts'
import { takePages } from './joined.ts'
import { tidyKnown } from './known.ts'
import { addingUp } from './steps.ts'

export type Looking = Pick<Program, 'clock' | 'database' | 'log' | 'published'> & {
  readonly settings: Pick<Settings, 'url' | 'chromium'>
}

/** `mayReach` as `Inspecting` has it. The promises are asked anew afterwards. */
export const inspect = (mayReach?: Inspecting['mayReach']): Job<Looking> => ({
  name: inspecting,
  run: async ({ clock, database: { app }, log, published, settings }, _ids, stopping) => {
    const began = clock.now()
    await inspectInAWeek(app, began)
    await tidyChoices(app, began)
    await tidyCounts(app, began)
    await tidyKnown(app, began)
    const addresses = (await websites(app))?.addresses ?? []
    if (addresses.length === 0) return
    const executable = findBrowser(settings.chromium)
    const seen: Omit<Inspection, 'at'> =
      executable === undefined
        ? { pages: 0, fault: 'no-browser', found: [] }
        : await look({
            addresses,
            own: settings.url,
            executable,
            stopping,
            now: began,
            ...(mayReach && { mayReach }),
          }).then(
            told => ({ ...told, fault: null }),
            (fault: unknown) => {
              // The message may hold an address of the controller's site, and nobody's.
              log({ event: 'visits.inspection-failed', reason: fault instanceof Error ? fault.name : '' })
              return { pages: 0, fault: 'site-away', found: [] }
            },
          )
    if (stopping.aborted) return
    await keepInspection(app, { ...seen, began, ended: clock.now(), version: (await published()).version })
    await checkNow(app, clock.now())
  },
})

/** Within a minute of whatever was seen. */
export const addUpVisits: Job<Pick<Program, 'clock' | 'database'>> = {
  name: addingUp,
  run: async ({ clock, database: { app } }, _ids, stopping) => {
    await addUp(app)
    await reckonGoals(app, clock.now(), stopping)
  },
}

/** Its name stands in 0020-joined-visits.sql too. */
export const join: Job<Pick<Program, 'clock' | 'database' | 'published' | 'sign'>> = {
  name: 'visits.join',
  run: (program, _ids, stopping) => takePages(program, stopping),
}
