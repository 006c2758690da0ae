/** What is refused at any door is told to whoever watches for attacks, by the pattern of its route and without what was asked. */

import type { Context, MiddlewareHandler } from 'hono'
import type { HttpEnv } from './arrival.ts'
import type { Attempt, Program } from './program.ts'

/** Whether the path of a route has a part that nobody can know but whom it was given to. */
export const hasSecret = (path: string): boolean => /:(secret|token|hook)\b/.test(path)

export const noteRefusals =
  ({ noteAttempt }: Pick<Program, 'noteAttempt'>): MiddlewareHandler<HttpEnv> =>
  async (context, next) => {
    await next()
    const what = refusedAs(context)
    if (what !== undefined)
      noteAttempt({ what, address: context.get('arrival').address, door: context.get('routePath') ?? '' })
  }

function refusedAs(
  context: Context<HttpEnv>,
): Extract<Attempt['what'], 'limited' | 'missed' | 'unknown-key'> | undefined {
  const { status } = context.res
  if (status === 429) return 'limited'
  if (status === 401 && /^Bearer /i.test(context.req.header('authorization') ?? '')) return 'unknown-key'
  if (status === 404 && hasSecret(context.get('routePath') ?? '')) return 'missed'
  return undefined
}
