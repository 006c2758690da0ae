/** An inference that a person contests goes with every other of its category, and none is made of them again: the database refuses it. */

import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { quoteName } from '../notice/sql-text.ts'
import { snakeCase } from '../notice/vocabulary.ts'
import { readCard } from '../register/card.ts'
import { sourceOfRequests } from '../rights/acting.ts'
import type { Self } from './session.ts'

/** Whether the category is one of inferences. */
export const isContestable = ({ ask: { published } }: Self, category: string): boolean =>
  published.notice?.categories.some(
    ({ id, origin, stored }) => id === category && origin === 'inferred' && stored === 'table',
  ) ?? false

/** Removes what was inferred, each row with its change row, and keeps from now on that nothing more may be. */
export async function contest({ ask, person }: Self, request: Id, category: string): Promise<void> {
  const { categories } = await readCard(ask, person)
  const rows = categories.find(({ id }) => id === category)?.rows ?? []
  await transaction(ask.reader, async client => {
    await client.query('select my.contest($1, $2, $3, $4)', [ask.token, person, category, ask.clock.now()])
    for (const { id } of rows)
      await client.query(
        `select register.${quoteName(`write_${snakeCase(category)}`)}($1, $2, $3, $4, $5, null, null)`,
        [ask.token, sourceOfRequests, request, person, id],
      )
  })
}
