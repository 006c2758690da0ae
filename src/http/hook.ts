/** A door for messages of other programs: their bytes as they came, up to a limit, and an answer before anything is made of them. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { HttpEnv } from './arrival.ts'
import type { OpenAsk } from './ask.ts'
import { limited } from './body.ts'
import { openAskOf } from './mount.ts'
import type { Program } from './program.ts'
import { type Allowance, rateLimit } from './rate-limit.ts'

export interface Posted {
  readonly method: 'GET' | 'POST'
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The query as it was written, with its `?`; empty without one. */
  readonly search: string
  readonly body: Uint8Array
}

/** Named once in app.ts: `hook(arrivals.door(adapters))`. Its parameters, its query and its body reach no log. */
export interface Hook {
  readonly path: string
  readonly maxBytes: number
  /** By address: a shop sends thousands in a minute when it is the season. */
  readonly allowance: Allowance
  readonly handle: (ask: OpenAsk, posted: Posted) => Promise<Response>
}

/** The function with which app.ts puts such doors on `hono`. */
export const hookMounter =
  (hono: OpenAPIHono<HttpEnv>, program: Program): ((hook: Hook) => void) =>
  ({ path, maxBytes, allowance, handle }) => {
    const count = rateLimit(allowance, program.clock)
    hono.on(['GET', 'POST'], path, async context => {
      context.set('routePath', path)
      const ask = openAskOf(context, program)
      const { allowed, resetSeconds } = count(ask.address)
      if (!allowed) {
        context.header('retry-after', String(resetSeconds))
        throw new Refused('http.too-many', 'limited', { seconds: resetSeconds })
      }
      const body = new Uint8Array(await new Response(limited(context.req.raw, maxBytes)).arrayBuffer())
      const method = context.req.method === 'GET' ? 'GET' : 'POST'
      const { searchParams: query, search } = new URL(context.req.url)
      return handle(ask, { method, params: context.req.param(), query, search, body })
    })
  }
