/** An answer is read, and asked for leave again, when it is sent: what was undone or prohibited meanwhile does not go. */

import { rightsPurpose } from '../mail/recipient.ts'
import { lookToSend, reachOf } from '../register/address.ts'
import { categoryIfAny, scopeFor } from '../register/scope.ts'
import type { TextKind } from '../sms/text-kind.ts'

/** What it is about is the row of `service-events` that holds its words; sms.queue_reply queues it. */
export const replyText: TextKind = {
  kind: 'messages.reply',
  write: async (program, about, person) => {
    const published = await program.published()
    const purpose = rightsPurpose(published)
    const reader = program.database.purpose(purpose)
    const token = () => program.sign({ actor: 'system', purpose, request: about })
    const events = categoryIfAny(await scopeFor({ purpose, published, program }), 'service-events')
    if (events === undefined) return undefined // the notice keeps no such thing any more
    await lookToSend(program, person, about)
    const { addresses } = await reachOf(program, person)
    const reached = addresses.find(({ way, isUnsure }) => way === 'sms' && !isUnsure)
    const { rows } = await reader.query<{ content: string | null; purpose: string }>(
      `select e.content, c.purpose from ${events.table} e
       cross join lateral (select h.purpose from register.history($1, $2, 'service-events', $3) h order by h.id desc limit 1) c
       where e.person_id = $2 and e.id = $3`,
      [token(), person, about],
    )
    const [event] = rows
    if (!reached || !event?.content) return undefined
    const asked = await reader.query<{ why: string | null }>(
      'select permissions.why_not_answer($1, $2, $3, $4, $5) as why',
      [token(), person, event.purpose, 'sms', reached.address],
    )
    return asked.rows[0]?.why === null ? { to: reached.address, body: event.content } : undefined
  },
}
