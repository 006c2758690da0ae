/** A restriction holds at once and for every purpose but that of rights, and is lifted only after the person was told (Art. 18). */

import type { restrictionGrounds } from './act-answers.ts'
import { type Acting, act, record, type Upon } from './acting.ts'
import { noteRecipients } from './recipients-told.ts'
import type { NewRequest } from './request-answers.ts'

const letters = { accuracy: 'a', unlawful: 'b', claims: 'c', objection: 'd' } as const

export const restrict = (ask: Acting, upon: Upon, ground: (typeof restrictionGrounds)[number]): Promise<void> =>
  act(ask, upon, { kind: 'restricted', details: { restriction: ground } }, async (client, { person }) => {
    const wording = `(EU) 2016/679, 18(1)(${letters[ground]})`
    // Whom to tell is asked of what was disclosed, which the rights purpose goes on seeing.
    await noteRecipients(client, ask, upon.request, 'restricted', categoriesHeld(ask))
    await record(client, ask, upon.request, person, { kind: 'restriction', givenAt: ask.clock.now(), wording })
  })

/** Notes that the person has been told that it will be lifted, and how (Art. 18(3)). */
export const tellBeforeLifting = (ask: Acting, upon: Upon, channel: NewRequest['channel']): Promise<void> =>
  act(ask, upon, { kind: 'lifting-told', details: { channel } }, async () => {})

/** Lifts what was set upon this request. Where another request restricts the person too, they stay restricted. */
export const liftRestriction = (ask: Acting, upon: Upon, reason: string): Promise<void> =>
  act(ask, upon, { kind: 'lifted', details: { reason } }, async (client, { person }) => {
    const { rows } = await client.query<{ otherwise: boolean }>(
      'select rights.is_restricted_otherwise($1, $2) as otherwise',
      [ask.token, upon.request],
    )
    if (rows[0]?.otherwise !== false) return
    const now = ask.clock.now()
    await record(client, ask, upon.request, person, { kind: 'restriction', givenAt: now, withdrawnAt: now })
  })

/** Of the notice: a restriction is of everything. */
const categoriesHeld = ({ published: { notice } }: Acting): readonly string[] =>
  (notice?.categories ?? []).filter(({ stored }) => stored === 'table').map(({ id }) => id)
