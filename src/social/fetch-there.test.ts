/** What a sender's service answers is read no further than it may be long, and why nothing was fetched is told without what was said. */

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refused } from '../base/errors.ts'
import { fetchThere } from './fetch-there.ts'

let written = 0
const answers: Readonly<Record<string, (answer: ServerResponse) => void>> = {
  '/lead': answer => void answer.end('{"id":1}'),
  '/refused': answer => void answer.writeHead(403).end('Aino Virtanen'),
  '/announced': answer => void answer.writeHead(200, { 'content-length': 1_000_000 }).flushHeaders(),
  '/endless': answer => {
    const more = () => {
      while (!answer.destroyed && answer.write(Buffer.alloc(64_000, 32))) written += 64_000
      if (!answer.destroyed) answer.once('drain', more)
    }
    more()
  },
  '/broken': answer => void answer.write('{', () => answer.destroy()),
}
const server = createServer((request, answer) => answers[request.url ?? '']?.(answer))
beforeAll(() => new Promise<void>(done => server.listen(0, '127.0.0.1', done)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const fetched = (path: string) =>
  fetchThere(new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`), 'token')

test('an answer is its JSON', async () => expect(await fetched('/lead')).toEqual({ id: 1 }))

test.each([
  ['/refused', 403],
  ['/announced', 'size'],
  ['/endless', 'size'],
  ['/broken', 'unreachable'],
])('%s: why not', async (path, why) => {
  const fault = await fetched(path).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(Refused)
  expect(fault).toMatchObject({ key: 'arrivals.not-fetched', args: { why } })
  expect(written).toBeLessThan(8_000_000) // what lies in the buffers of both ends
})

test('without a token nobody is asked, and the reason is a token that the connection lacks', async () => {
  const fault = await fetchThere(new URL('http://127.0.0.1:1/'), '').catch(found => found)
  expect(fault).toMatchObject({ key: 'arrivals.no-token' })
})
