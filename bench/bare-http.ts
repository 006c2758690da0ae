/** What Node's HTTP can take at all: a server that reads the body and answers 204, in a thread of its own. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'

const server = createServer((request, answer) => {
  request.resume().on('end', () => answer.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
