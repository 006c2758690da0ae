/** For how many days a connection lets recordings of its calls be kept, however they came. */

import { z } from 'zod'

export const recordingDays = z
  .int()
  .min(1)
  .max(3650)
  .optional()
  .describe('So many days at most is a recording kept, however long the notice keeps its call')
