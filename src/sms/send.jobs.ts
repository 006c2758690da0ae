/** What waits is handed to the gateway, tried again for a while, and asked after until it is known whether the telephone had it. */

import { enqueue, type Job } from '../jobs/job.ts'
import type { Taken } from './gateway.ts'
import { accepted, nextDue, putBack, settle, type TextMessage, takeNext, texting, unclaimed } from './outbox.ts'
import type { Texting, TextKind } from './text-kind.ts'

const second = 1000
/** After the n-th try that the gateway did not take, in seconds: who waits for a code does not wait for long. */
const tries = [10, 30, 120, 300]
/** After it was taken: when the gateway is asked what became of it, in seconds. */
const asks = [15, 60, 300, 3600]

/** Without SMS_URL everything goes on waiting. */
export const sendTexts = (kinds: readonly TextKind[]): Job<Texting> => ({
  name: texting,
  run: async (program, _ids, stopping) => {
    const { sms, clock, database } = program
    if (!sms.configured) return
    while (!stopping.aborted) {
      const message = await takeNext(database.app, clock.now())
      if (!message) break
      await (message.reference === null
        ? sendOne(program, kinds, message)
        : askAfter(program, message, message.reference))
    }
    const next = await nextDue(database.app)
    if (next) await enqueue(database.app, texting, {}, { at: next, key: texting })
  },
})

const later = ({ clock }: Texting, seconds: number): Date => new Date(clock.now().getTime() + seconds * second)

async function sendOne(program: Texting, kinds: readonly TextKind[], message: TextMessage): Promise<void> {
  const { app } = program.database
  const kind = kinds.find(one => one.kind === message.kind)
  if (!kind) throw new Error(`nobody writes text messages of the kind ${message.kind}`)
  const written = await kind.write(program, message.about, message.person)
  if (!written) {
    await settle(app, message.id, 'not-needed', program.clock.now())
    return
  }
  // A try of which no answer came, because either side was gone by then: the gateway says whether it has the message.
  const before = message.attempts > 1 ? await program.sms.sentSince(written.to, written.body, message.queued) : []
  const had = before.length > 0 ? await unclaimed(app, before) : undefined
  const answer: Taken = had ? { outcome: 'accepted', reference: had } : await program.sms.send(written.to, written.body)
  if (answer.outcome === 'accepted') {
    await accepted(app, message.id, answer.reference, later(program, asks[0] ?? 0))
    return
  }
  const wait = tries[message.attempts - 1]
  if (answer.outcome === 'refused' || wait === undefined) {
    await settle(app, message.id, 'failed', program.clock.now(), answer.why)
    return
  }
  await putBack(app, message.id, later(program, wait), answer.why)
}

async function askAfter(program: Texting, { id, attempts }: TextMessage, reference: string): Promise<void> {
  const { app } = program.database
  const delivery = await program.sms.deliveryOf(reference)
  const wait = asks[attempts]
  if (delivery !== 'under-way') await settle(app, id, delivery, program.clock.now())
  else if (wait === undefined) await settle(app, id, 'unknown', program.clock.now())
  else await putBack(app, id, later(program, wait), null)
}
