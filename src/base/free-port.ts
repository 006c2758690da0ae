/** Ports of this machine on which nobody listens, at least not when it was asked. */

import { createServer } from 'node:net'

/** Any of them. */
export const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => found(port))
    })
  })

/** Whether nobody listens on that port of this machine itself. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise(answer => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)))
  })
