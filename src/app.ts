/** The contents page: every route and command, with its purpose and duty on the same line. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import * as me from './access/me.api.ts'
import type { HttpEnv } from './http/arrival.ts'
import { openKit } from './http/kit.ts'
import { mounter } from './http/mount.ts'
import type { Program } from './http/program.ts'

/** The whole server as one fetch handler. */
export function openApp(program: Program): OpenAPIHono<HttpEnv> {
  const hono = openKit(program)
  const mount = mounter(hono, program)

  mount(me.show, { purpose: 'none', duty: 'any' })

  return hono
}
