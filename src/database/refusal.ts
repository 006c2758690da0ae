/** What the database refuses reaches the asker as Refused; its own messages may repeat a person's data and go no further. */

import pg from 'pg'
import { z } from 'zod'
import { type RefusalKind, Refused } from '../base/errors.ts'

const kinds = ['invalid', 'forbidden', 'unauthenticated', 'absent', 'conflict', 'limited', 'unavailable'] as const
const raised = z.object({
  message: z.string(),
  hint: z.enum(kinds satisfies readonly RefusalKind[]),
  detail: z
    .string()
    .transform(detail => z.record(z.string(), z.union([z.string(), z.number()])).parse(JSON.parse(detail))),
})

/** The refusal that a fault of the database means; anything else is returned as it came. */
export function refusalFrom(fault: unknown): unknown {
  if (!(fault instanceof pg.DatabaseError)) return fault
  switch (fault.code) {
    case 'SE001': {
      const { message, hint, detail } = raised.parse(fault)
      return new Refused(message, hint, detail)
    }
    case '23514': // check: a code that the notice does not list
      return new Refused('register.value-not-allowed', 'invalid', { rule: fault.constraint ?? '' })
    case '22P02': // not a number, a date, a boolean, an id
    case '22007':
    case '22008':
    case '22003':
      return new Refused('register.value-not-readable', 'invalid')
    case '42501': // a column or table that the purpose is not given
      return new Refused('register.not-given', 'forbidden')
    default:
      return fault
  }
}
