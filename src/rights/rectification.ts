/** A value is corrected as any other change is, with the request as its source; what completes it stands beside it (Art. 16). */

import type { Id } from '../base/ids.ts'
import type { Values } from '../register/answers.ts'
import { addRowIn, changeRowIn } from '../register/persons.ts'
import { type Acting, act, sourceOfRequests, type Upon } from './acting.ts'
import { noteRecipients } from './recipients-told.ts'
import { takeUp } from './suppression.ts'

/** Only the columns that change. Without a row the values become a new one. */
export interface Correction {
  readonly category: string
  readonly row?: { readonly id: Id /** The row's last change that was seen. */; readonly expected: Id } | undefined
  readonly values: Values
  /** The person writes it themselves: an address that they once had erased is theirs to give again. */
  readonly byThemselves?: boolean
}

/** Corrects or adds a value of the request's person. Recipients are to be told (Art. 19). Answers the row. */
export const correct = (ask: Acting, upon: Upon, { category, row, values, byThemselves }: Correction): Promise<Id> =>
  act(ask, upon, { kind: 'corrected', details: { category } }, async (client, { person }) => {
    const from = { source: sourceOfRequests, reference: upon.request, values }
    if (byThemselves && category === 'contact-points') {
      const address = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
      const back = {
        email: address('email'),
        phone: address('phone'),
        person,
        act: 'own-page',
        reason: upon.request,
      } as const
      await takeUp({ token: ask.token, reader: client, clock: ask.clock }, back)
    }
    const written =
      row === undefined
        ? await addRowIn(client, ask, person, category, from)
        : await changeRowIn(client, ask, person, { ...from, category, row: row.id, expected: row.expected })
    await noteRecipients(client, ask, upon.request, 'corrected', [category])
    return written
  })

/** Keeps a statement by which the person completes what is held of them in the category. */
export const supplement = (
  ask: Acting,
  upon: Upon,
  { category, words }: { readonly category: string; readonly words: string },
): Promise<void> =>
  act(ask, upon, { kind: 'supplemented', details: { category } }, async client => {
    await client.query('select rights.supplement($1, $2, $3, $4, $5)', [
      ask.token,
      upon.request,
      category,
      words,
      ask.clock.now(),
    ])
    await noteRecipients(client, ask, upon.request, 'corrected', [category])
  })
