/** Staff answer by text message: what is written to a customer stands on the customer's page, and goes only where nobody has prohibited it. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { addRowIn } from '../register/persons.ts'
import { type Asking, categoryIfAny, columnIfAny, scopeFor } from '../register/scope.ts'

type Replying = Asking & { readonly clock: Clock }

/**
 * Writes it on the customer's page and queues it, both or neither. Answers the row. Refuses a purpose to which the notice gives no place for it, a person
 * without a number (`messages.no-number`), and one who has prohibited text messages (`messages.prohibited`, `messages.restricted`).
 */
export async function reply(ask: Replying, person: Id, words: string): Promise<Id> {
  await numberToAnswer(ask, person)
  const at = ask.clock.now()
  const source = await sourceOf(ask)
  return transaction(ask.reader, async client => {
    const values = { kind: 'sms', direction: 'out', occurred: at.toISOString(), content: words }
    const row = await addRowIn(client, ask, person, 'service-events', { source, values })
    await client.query('select sms.queue_reply($1, $2, $3, $4)', [ask.token, person, row, at])
    return row
  })
}

/** The number that an answer would go to; refuses as `reply` does. */
export async function numberToAnswer(ask: Replying, person: Id): Promise<string> {
  const number = await numberOf(ask, person)
  await refuseProhibited(ask, person, number)
  return number
}

/** The number that is written to, in E.164: the primary one, else the oldest; none that is an organisation's or does not work. */
async function numberOf(ask: Replying, person: Id): Promise<string> {
  const points = categoryIfAny(await scopeFor(ask), 'contact-points')
  const has = (column: string) => columnIfAny(points, column) !== undefined
  if (!points || !has('phone')) throw new Refused('messages.no-number', 'invalid')
  const order = has('is_primary') ? 'is_primary desc nulls last, id' : 'id'
  const working = has('state') ? `and state is distinct from 'bounced'` : ''
  const { rows } = await ask.reader.query<{ phone: string }>(
    `select phone from ${points.table} where person_id = $1 and phone is not null ${working} order by ${order} limit 1`,
    [person],
  )
  if (!rows[0]) throw new Refused('messages.no-number', 'invalid')
  return rows[0].phone
}

async function refuseProhibited({ reader, token, purpose }: Replying, person: Id, number: string): Promise<void> {
  const { rows } = await reader.query<{ why: string | null }>(
    'select permissions.why_not_answer($1, $2, $3, $4, $5) as why',
    [token, person, purpose, 'sms', number],
  )
  const why = rows[0]?.why ?? null
  if (why === 'no-such-person') throw new Refused('register.person-absent', 'absent')
  if (why !== null) throw new Refused(why === 'restricted' ? 'messages.restricted' : 'messages.prohibited', 'forbidden')
}

/** From which source of the notice it is: text messages, where it declares them for what is written of service. */
async function sourceOf(ask: Replying): Promise<string> {
  const events = categoryIfAny(await scopeFor(ask), 'service-events')
  const source = ['sms', 'staff', 'phone'].find(one => events?.category.from.includes(one))
  if (!events?.mayWrite || source === undefined) throw new Refused('messages.no-place', 'forbidden')
  return source
}
