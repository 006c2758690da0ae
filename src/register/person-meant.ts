/** Another program says whom it means by our id or by an address, and learns nobody else from it. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { readEmail } from './email.ts'
import { type Asking, categoryIn, findFunction, scopeFor } from './scope.ts'

export const whoIsMeant = z.union([
  z.strictObject({ person: z.uuid() }),
  z.strictObject({ email: z.string().max(320).describe('As the service knows its user') }),
])

/** Null when the purpose sees nobody such. Refuses an address of several persons: it does not tell who asks. */
export const personMeant = (ask: Asking, meant: z.output<typeof whoIsMeant>): Promise<Id | null> =>
  'person' in meant ? ifSeen(ask, meant.person) : byEmail(ask, meant.email)

async function ifSeen({ reader }: Asking, person: Id): Promise<Id | null> {
  const { rowCount } = await reader.query('select from register.person where id = $1', [person])
  return rowCount === 0 ? null : person
}

async function byEmail(ask: Asking, email: string): Promise<Id | null> {
  const contacts = categoryIn(await scopeFor(ask), 'contact-points')
  const { rows } = await ask.reader.query<{ person: Id }>(
    `select distinct person from ${findFunction(contacts)}($1, 'email', 'equals', $2, 10) person`,
    [ask.token, readEmail(email).key],
  )
  if (rows.length > 1) throw new Refused('register.address-of-several', 'conflict', {}, { field: 'email' })
  return rows[0]?.person ?? null
}
