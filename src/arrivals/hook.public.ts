/** The address of a connection: what is signed is kept and answered at once, and what is not is told no more than that. */

import type { Hook } from '../http/hook.ts'
import type { Door } from './receive.ts'

/** A page of an order is some kilobytes. */
const maxBytes = 1_000_000

export const hookDoor = (door: Door): Hook => ({
  path: '/hooks/:kind/:hook',
  maxBytes,
  allowance: { burst: 20_000, millisecondsEach: 4 },
  handle: async ({ headers, program }, { method, params: { kind = '', hook = '' }, query, search, body }) => {
    const url = `${program.url}/hooks/${kind}/${hook}${search}` // as the sender was told it: a proxy may have changed the rest
    const answer = await door.receive(kind, hook, { method, headers, query, url, body })
    return new Response(answer?.body ?? null, {
      status: 200,
      headers: answer ? { 'content-type': `${answer.type}; charset=utf-8` } : {},
    })
  },
})
