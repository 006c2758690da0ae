/** The log is one JSON object a line, and holds nobody's personal data: routes by their pattern, never an address as it was asked. */

import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from './arrival.ts'
import type { Log, Program } from './program.ts'

export const logTo =
  (stream: { write(text: string): unknown }): Log =>
  line =>
    stream.write(`${JSON.stringify(line)}\n`)

/** One line for every request. Times are milliseconds of the process, not of the settable clock. */
export function logRequests(program: Program): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const began = performance.now()
    await next()
    program.log({
      at: program.clock.now().toISOString(),
      request: context.get('arrival').requestId,
      method: context.req.method,
      route: context.get('routePath') ?? 'none',
      status: context.res.status,
      ms: Math.round((performance.now() - began) * 10) / 10,
    })
  }
}

/** A fault for the log: the kind of error and where in the code, never its message, which may repeat a value. */
export function logFault(program: Program, requestId: string, error: unknown): void {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const name = error instanceof Error ? error.name : typeof error
  program.log({ at: program.clock.now().toISOString(), request: requestId, fault: name, code, where: whereOf(error) })
}

/** The lines of the stack that are calls, without the message above them. */
function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const calls = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return calls
    .slice(0, 6)
    .map(line => line.trim())
    .join(' < ')
}
