/** What is told of a person on their timeline, one line a kind, in the order in which staff choose from them. */

import { agreementSteps } from './agreements/timeline.ts'
import { campaignsSent } from './campaigns/timeline.ts'
import { merges } from './duplicates/timeline.ts'
import { changes, permits } from './register/timeline-changes.ts'
import { activities, contacts, orders } from './register/timeline-rows.ts'
import { sent } from './register/timeline-sent.ts'
import type { TimelineSource } from './register/timeline-source.ts'
import { requestSteps } from './rights/timeline.ts'
import { salesSteps } from './sales/timeline.ts'
import { taskTurns } from './tasks/timeline.ts'
import { visits } from './visits/timeline.ts'

export const timelineSources: readonly TimelineSource[] = [
  contacts,
  orders,
  agreementSteps,
  salesSteps,
  activities,
  visits,
  taskTurns,
  permits,
  sent,
  campaignsSent,
  requestSteps,
  merges,
  changes,
]
