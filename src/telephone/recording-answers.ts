/** Every field that leaves the server about recordings of calls; the sound itself leaves only when it is asked for. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

export const recordings = z.object({
  recordings: z.array(
    z.object({
      id: z.uuid(),
      call: z.uuid().describe('Its row of service-events'),
      name: z.string(),
      bytes: z.int(),
      at: z.iso.datetime({ offset: true }),
      by: actor,
      keptUntil: z.iso
        .date()
        .nullable()
        .describe(
          'As its call by the notice, or sooner by its connection; null while the end of the call is not known',
        ),
    }),
  ),
})
export type RecordingList = z.infer<typeof recordings>
