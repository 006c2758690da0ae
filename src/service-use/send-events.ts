/** Events are sent batch by batch, each signed when it leaves; what was sent before counts once, so whatever failed is sent again from the start. */

import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import { mostEvents, type ServiceEvent, serviceDelivery } from './service.ts'

const patience = 30_000 // milliseconds
/** So often a receiver that has too much to do is asked again, in seconds. */
const waits = [1, 5, 15, 30, 60]

export interface Receiver {
  readonly address: URL
  readonly secret: string
  readonly clock: Clock
  readonly wait: (seconds: number) => Promise<void>
}

/** Answers how many were received. Refuses (`service-use.not-sent`) with the number of those that were received before the fault. */
export async function sendEvents(receiver: Receiver, events: readonly ServiceEvent[]): Promise<number> {
  for (let sent = 0; sent < events.length; sent += mostEvents) {
    const why = await sendBatch(receiver, events.slice(sent, sent + mostEvents))
    if (why !== undefined) throw new Refused('service-use.not-sent', 'unavailable', { sent, why })
  }
  return events.length
}

/** Why it was not received; undefined when it was. */
async function sendBatch({ address, secret, clock, wait }: Receiver, batch: readonly ServiceEvent[]) {
  for (const seconds of [...waits, undefined]) {
    const { headers, body } = serviceDelivery(secret, batch, clock.now())
    let status: number
    try {
      const signal = AbortSignal.timeout(patience)
      const answer = await fetch(address, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
        redirect: 'error',
        signal,
      })
      await answer.body?.cancel()
      status = answer.status
    } catch {
      return 'unreachable' // a fault may repeat the address
    }
    if (status === 200) return undefined
    if ((status !== 429 && status !== 503) || seconds === undefined) return String(status)
    await wait(seconds)
  }
  return 'busy'
}
