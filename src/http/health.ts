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

interface Noted {
  readonly method: string
  /** Its pattern, never an address as it was asked. */
  readonly route: string
  readonly status: number
  readonly ms: number
}

interface Metrics {
  readonly note: (request: Noted) => void
  readonly print: () => string
}

const known = new WeakMap<Program, Metrics>()

/** What is counted of every request of a server, whichever door answered it: by method, route pattern and status. */
export function metricsOf(program: Program): Metrics {
  const metrics = known.get(program) ?? openMetrics()
  known.set(program, metrics)
  return metrics
}

function openMetrics(): Metrics {
  const requests = new Map<string, Series>()
  return {
    note: ({ method, route, status, ms }) => {
      const labels = `method="${method}",route="${route}",status="${status}"`
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

export const countRequests =
  ({ note }: Metrics): MiddlewareHandler<HttpEnv> =>
  async (context, next) => {
    const began = performance.now()
    await next()
    const route = context.get('routePath') ?? 'none'
    note({ method: context.req.method, route, status: context.res.status, ms: performance.now() - began })
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
