/** What came by the form is tied to the person whose address it is, if it is one; then it is answered, the same way whoever it was. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { refusalFrom } from '../database/refusal.ts'
import { transaction } from '../database/transaction.ts'
import type { Job } from '../jobs/job.ts'
import type { Sending } from '../mail/message-kind.ts'
import { preferenceLink } from '../permissions/link-message.ts'
import { acknowledging, writeOnce } from './acknowledgement.ts'
import { type Came, endWish, ownerOf, receiving, tieTo, whatCame, wishAsRequest } from './ask.ts'

export const receive: Job<Sending> = {
  name: receiving,
  run: async (program, { request, wish }) => {
    const id = String(request ?? wish)
    const came = await whatCame(program, id)
    if (came === undefined) return // settled, or done before a kill
    const person = await ownerOf(program, came.email, id)
    await (wish === undefined ? receiveRequest : receiveWish)(program, id, came, person)
  },
}

async function receiveRequest(program: Sending, request: Id, came: Came, person: Id | undefined): Promise<void> {
  if (person !== undefined && came.step === null) await tieTo(program, request, person).catch(ifTakenUp)
  await write(program, { kind: acknowledging, about: request, to: request, email: came.email })
}

/** Somebody of the staff took a step since: they know whose it is. */
function ifTakenUp(fault: unknown): void {
  const refused = refusalFrom(fault)
  if (!(refused instanceof Refused) || refused.kind !== 'conflict') throw fault
}

async function receiveWish(program: Sending, wish: Id, came: Came, person: Id | undefined): Promise<void> {
  if (person === undefined || !program.mail.configured) await wishAsRequest(program, came)
  else await write(program, { kind: preferenceLink.kind, about: wish, to: person, email: came.email })
  await endWish(program, wish)
}

async function write(
  { database, published, mail, clock }: Sending,
  message: { readonly kind: string; readonly about: Id; readonly to: Id; readonly email: string },
): Promise<void> {
  const { notice } = await published()
  if (notice === undefined) return
  await transaction(database.app, client =>
    writeOnce(client, notice, { ...message, hash: mail.hash(message.email), at: clock.now() }),
  )
}
