/** The server before any route: every request gets its id, its log line and, when refused, problem details. */

import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Refused } from '../base/errors.ts'
import { arrive, type HttpEnv } from './arrival.ts'
import { countRequests, metricsOf, serveHealth } from './health.ts'
import { logFault, logRequests } from './log.ts'
import { type Problem, problemOf } from './problem.ts'
import type { Program } from './program.ts'
import { noteRefusals } from './refusals.ts'
import { sameSiteOnly } from './same-site.ts'
import { securityHeaders } from './security-headers.ts'

/** An empty server on which app.ts mounts its routes. */
export function openKit(program: Program): OpenAPIHono<HttpEnv> {
  const hono = new OpenAPIHono<HttpEnv>()
  hono.use(async (context, next) => {
    context.set('arrival', arrive(context))
    await next()
  })
  const metrics = metricsOf(program)
  hono.use(logRequests(program), countRequests(metrics))
  hono.use(noteRefusals(program))
  hono.use(securityHeaders(program.url))
  hono.use(sameSiteOnly)
  hono.notFound(context => refuse(context, problemOf(new Refused('http.no-such-page', 'absent'), ...asked(context))))
  hono.onError((error, context) => {
    const problem = problemOf(error, ...asked(context))
    if (problem.status === 500) logFault(program, problem.instance, error)
    return refuse(context, problem)
  })
  serveHealth(hono, program, metrics.print)
  return hono
}

const asked = (context: Context<HttpEnv>) => {
  const { lang, requestId } = context.get('arrival')
  return [lang, requestId] as const
}

const refuse = (context: Context<HttpEnv>, problem: Problem): Response =>
  context.body(JSON.stringify(problem), problem.status, { 'content-type': 'application/problem+json' })
