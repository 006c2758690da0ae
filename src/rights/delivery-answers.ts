/** What is answered about packages that were given: the fields of the API and of the screen. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const moment = z.iso.datetime({ offset: true })

export const delivering = z
  .object({
    codeBy: z
      .enum(['chosen', 'sms'])
      .default('chosen')
      .describe(
        'How the code comes: as the person chooses, or by text message alone to a number that was theirs before they asked',
      ),
  })
  .default({ codeBy: 'chosen' })

export const deliveryList = z.object({
  mayText: z.boolean().describe('Codes can go by text message here'),
  deliveries: z.array(
    z.object({
      id: z.uuid(),
      madeAt: moment,
      madeBy: actor,
      expiresAt: moment,
      endedAt: moment.nullable(),
      why: z.enum(['expired', 'withdrawn', 'replaced', 'gone']).nullable(),
      mail: z
        .enum(['queued', 'sending', 'sent', 'failed', 'no-address', 'not-needed', 'stopped'])
        .nullable()
        .describe('What became of the mail with the link'),
      fetched: z.array(z.object({ at: moment, format: z.enum(['pdf', 'json', 'csv', 'zip']) })),
    }),
  ),
})
export type DeliveryList = z.infer<typeof deliveryList>
