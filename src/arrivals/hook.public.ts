/** The address of a connection: what is signed is kept and answered at once, and what is not is told no more than that. */

import type { Hook } from '../http/hook.ts'
import type { Door } from './receive.ts'

/** A page of an order is some kilobytes. */
const maxBytes = 1_000_000

export const hookDoor = (door: Door): Hook => ({
  path: '/hooks/:kind/:hook',
  maxBytes,
  allowance: { burst: 20_000, millisecondsEach: 4 },
  handle: async ({ headers }, { method, params, query, body }) => {
    await door.receive(params.kind ?? '', params.hook ?? '', { method, headers, query, body })
    return new Response(null, { status: 200 })
  },
})
