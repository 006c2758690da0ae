/** What a person does at their own page is a request of theirs, recorded before anything is done upon it; a receipt of it follows by e-mail. */

import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { queueMessages } from '../mail/outbox.ts'
import { findRequest, type Request, recordRequest, takeStep } from '../rights/request.ts'
import type { NewRequest } from '../rights/request-answers.ts'
import { text } from '../texts/texts.ts'
import { receipt } from './receipt-message.ts'
import type { Self } from './session.ts'

/** What is asked, and what is done upon it at once; without that the desk does it. */
interface Asking {
  readonly kind: NewRequest['kind']
  /** In the person's words, or in those that stood beside the button. */
  readonly asked: string
  readonly atOnce?: (request: Id) => Promise<unknown>
  /** Whether that is all there is to do; otherwise the desk goes on. */
  readonly isDone?: boolean
}

/**
 * Records the request, does what can be done at once, and answers it when that is all. Answers the request. What fails at once stays
 * on the board of the desk, so that nothing that was asked is lost.
 */
export async function askFor(self: Self, { kind, asked, atOnce, isDone = false }: Asking): Promise<Id> {
  const { ask: as, person } = self
  const at = as.clock.now()
  as.saw([person], `my.${kind}`, [])
  await self.recorded()
  const receivedAt = at.toISOString()
  const requester = text(as.lang, 'my.requester')
  const request = await recordRequest(as, { kind, person, channel: 'own-page', receivedAt, requester, asked })
  await atOnce?.(request)
  if (isDone) await answered(self, request)
  await transaction(as.program.database.app, client =>
    queueMessages(client, { kind: receipt.kind, about: request, persons: [person], at }),
  )
  return request
}

async function answered({ ask: as }: Self, request: Id): Promise<void> {
  const { step } = await findRequest(as, request)
  await takeStep(as, request, {
    step: { kind: 'answered', outcome: 'granted', channel: 'own-page' },
    expected: step,
  })
}

/** A request of this person; of anybody else's it is as if it were not there. */
export async function ownRequest({ ask: as, person }: Self, request: Id): Promise<Request | undefined> {
  if (!isId(request)) return undefined
  const found = await findRequest(as, request).catch(noneIfAbsent)
  return found?.person === person ? found : undefined
}

function noneIfAbsent(error: unknown): undefined {
  if (error instanceof Refused && error.kind === 'absent') return undefined
  throw error
}
