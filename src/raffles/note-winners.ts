/** In the register a winner's entry says that it won and what; done twice, it says the same. */

import { type Id, newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { scopeFor } from '../register/scope.ts'
import { winnersOf } from './naming.ts'
import { raffleById, wordsIn } from './raffle.ts'

export async function noteWinners(
  program: Pick<Program, 'database' | 'published' | 'sign' | 'clock' | 'url'>,
  id: Id,
): Promise<void> {
  const raffle = await raffleById(program.database.app, id)
  if (!raffle) return
  const { purpose, source, name } = raffle
  const scope = await scopeFor({ purpose, published: await program.published(), program })
  const place = scope.categories.find(({ category }) => category.id === 'participation')
  if (!place?.mayWrite) return
  const result = wordsIn(raffle, scope.notice.languages[0] ?? 'fi').prize
  for (const { person, row, result: said } of await winnersOf(program, raffle))
    if (said === null)
      await program.database
        .purpose(purpose)
        .query('select register.write_participation($1, $2, $3, $4, $5, $6, null)', [
          program.sign({ actor: 'system', purpose, request: newId() }),
          source,
          name,
          person,
          row,
          { result },
        ])
}
