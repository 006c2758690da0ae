/** What is told of a person on their timeline, one line a kind, in the order in which staff choose from them. */

import { merges } from './duplicates/timeline.ts'
import { changes, permits } from './register/timeline-changes.ts'
import { activities, contacts, orders } from './register/timeline-rows.ts'
import { sent } from './register/timeline-sent.ts'
import type { TimelineSource } from './register/timeline-source.ts'
import { requestSteps } from './rights/timeline.ts'
import { taskTurns } from './tasks/timeline.ts'

export const timelineSources: readonly TimelineSource[] = [
  contacts,
  orders,
  activities,
  taskTurns,
  permits,
  sent,
  requestSteps,
  merges,
  changes,
]
