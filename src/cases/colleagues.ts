/** Whoever owns a case or is called by a note may work for its purpose: nobody else could read it. */

import { staffWithDuties } from '../access/staff-recipient.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Colleagues } from './case-answers.ts'

const idsOf = ({ program, published, purpose }: PurposeAsk): Promise<readonly Id[]> =>
  staffWithDuties(
    program.database.app,
    published.duties.filter(({ purposes }) => purposes.includes(purpose)).map(({ id }) => id),
  )

/** Staff by id, those who have left too. */
export async function staffNames(
  { program }: Pick<PurposeAsk, 'program'>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, Colleagues['staff'][number]>> {
  const { rows } = await program.database.app.query<{ id: Id; name: string }>(
    'select id, name from access.staff where id = any ($1::uuid[]) order by name, id',
    [ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** Those who may work for the purpose of the request, by name. */
export const colleaguesOf = async (ask: PurposeAsk): Promise<Colleagues['staff']> => [
  ...(await staffNames(ask, await idsOf(ask))).values(),
]

export async function refuseStrangers(ask: PurposeAsk, staff: readonly Id[]): Promise<void> {
  if (staff.length === 0) return
  const known = await idsOf(ask)
  if (staff.some(id => !known.includes(id)))
    throw new Refused('cases.no-such-colleague', 'invalid', {}, { field: 'staff' })
}
