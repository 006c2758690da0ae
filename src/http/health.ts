/** Whoever watches the server learns whether it lives, whether it can answer, and how much it does; nothing about anybody. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from './arrival.ts'
import type { Program } from './program.ts'

const bounds = [5, 25, 100, 500, 2500] as const

interface Series {
  count: number
  sum: number
  readonly within: number[]
}

/** Counts every request by method, route pattern and status. */
export function openMetrics(): { readonly count: MiddlewareHandler<HttpEnv>; readonly print: () => string } {
  const requests = new Map<string, Series>()
  return {
    count: async (context, next) => {
      const began = performance.now()
      await next()
      const ms = performance.now() - began
      const labels = `method="${context.req.method}",route="${context.get('routePath') ?? 'none'}",status="${context.res.status}"`
      const series = requests.get(labels) ?? { count: 0, sum: 0, within: bounds.map(() => 0) }
      series.count += 1
      series.sum += ms
      bounds.forEach((bound, index) => {
        if (ms <= bound) series.within[index] = (series.within[index] ?? 0) + 1
      })
      requests.set(labels, series)
    },
    print: () => {
      const lines = [...requests].flatMap(([labels, { count, sum, within }]) => [
        ...bounds.map((bound, index) => `seloste_request_ms_bucket{${labels},le="${bound}"} ${within[index]}`),
        `seloste_request_ms_bucket{${labels},le="+Inf"} ${count}`,
        `seloste_request_ms_sum{${labels}} ${Math.round(sum)}`,
        `seloste_request_ms_count{${labels}} ${count}`,
      ])
      const { rss } = process.memoryUsage()
      return [
        '# TYPE seloste_request_ms histogram',
        ...lines,
        '# TYPE seloste_memory_bytes gauge',
        `seloste_memory_bytes ${rss}`,
        '# TYPE seloste_uptime_seconds gauge',
        `seloste_uptime_seconds ${Math.round(process.uptime())}`,
        '',
      ].join('\n')
    },
  }
}

/** /healthz: the process answers. /readyz: the database does, and a notice is published. /metrics: for Prometheus. */
export function serveHealth(hono: OpenAPIHono<HttpEnv>, program: Program, print: () => string): void {
  hono.get('/healthz', context => {
    context.set('routePath', '/healthz')
    return context.text('ok')
  })
  hono.get('/readyz', async context => {
    context.set('routePath', '/readyz')
    const ready = await isReady(program)
    return ready ? context.text('ready') : context.text('not ready', 503)
  })
  hono.get('/metrics', context => {
    context.set('routePath', '/metrics')
    return context.body(print(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
}

async function isReady(program: Program): Promise<boolean> {
  try {
    const { rows } = await program.database.app.query<{ published: boolean }>(
      'select exists (select from notice.version) as published',
    )
    return rows[0]?.published === true
  } catch {
    return false
  }
}
