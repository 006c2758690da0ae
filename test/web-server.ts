/** A real web server on loopback that answers what a test tells it to. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WebAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

export interface WebServer {
  readonly url: string
  /** By the path with its query. */
  answer: (path: string) => WebAnswer
  close(): Promise<void>
}

export async function webServer(): Promise<WebServer> {
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body = '' } = web.answer(request.url ?? '')
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.writeHead(status).end(body)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const web: WebServer = {
    url: `http://127.0.0.1:${port}`,
    answer: () => ({}),
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return web
}
