/** Who am I to this server: the asker's own name, duties and purposes. */

import { z } from '@hono/zod-openapi'
import { plainRoute } from '../http/route.ts'

const named = z.object({ id: z.string(), name: z.record(z.string(), z.string()) })

export const show = plainRoute({
  method: 'get',
  path: '/me',
  summary: 'access.me',
  answer: z.object({
    kind: z.enum(['staff', 'key']),
    id: z.uuid(),
    administrator: z.boolean(),
    duties: z.array(named),
    /** `tint` is the purpose's place in the notice: screens give it a colour of their own. */
    purposes: z.array(named.extend({ explanation: z.record(z.string(), z.string()), tint: z.number().int() })),
  }),
  handler: async ({ asker, program }) => {
    const { purposes, duties } = await program.published()
    return {
      kind: asker.kind,
      id: asker.id,
      administrator: asker.administrator,
      duties: duties.filter(({ id }) => asker.duties.includes(id)),
      purposes: purposes.map((purpose, tint) => ({ ...purpose, tint })).filter(({ id }) => asker.purposes.includes(id)),
    }
  },
})
