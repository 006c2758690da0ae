/** Sends requests over connections that stay open, one after another on each, and tells how long all took: over bare sockets and in a thread of its own, so that little is spent on the asking. */

import { once } from 'node:events'
import { connect } from 'node:net'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export interface Load {
  readonly port: number
  /** Whole requests as they travel. */
  readonly requests: readonly string[]
  /** Connections. */
  readonly width: number
}

export interface Loaded {
  readonly seconds: number
  /** Milliseconds of each request, in the order in which they ended. */
  readonly latencies: readonly number[]
}

/** Resolves when every request was answered with 204; any other answer is an error. */
export async function sendAll(load: Load): Promise<Loaded> {
  const worker = new Worker(new URL('./http-load.ts', import.meta.url), { workerData: load })
  const [told] = await once(worker, 'message') // an error in the thread rejects
  return told
}

function send({ port, requests, width }: Load): Promise<Loaded> {
  const latencies: number[] = []
  const began = performance.now()
  let next = 0
  const lane = () =>
    new Promise<void>((ended, failed) => {
      const socket = connect(port, '127.0.0.1')
      socket.setNoDelay(true)
      let sent = 0
      const go = () => {
        const request = requests[next++]
        if (request === undefined) {
          socket.end()
          return ended()
        }
        sent = performance.now()
        socket.write(request, 'latin1')
      }
      let got = ''
      socket.on('connect', go)
      socket.on('error', failed)
      socket.on('data', piece => {
        got += piece.toString('latin1')
        if (!got.endsWith('\r\n\r\n')) return
        if (!got.startsWith('HTTP/1.1 204')) return failed(new Error(got))
        got = ''
        latencies.push(performance.now() - sent)
        go()
      })
    })
  return Promise.all(Array.from({ length: width }, lane)).then(() => ({
    seconds: (performance.now() - began) / 1000,
    latencies,
  }))
}

if (!isMainThread && parentPort) parentPort.postMessage(await send(workerData))
