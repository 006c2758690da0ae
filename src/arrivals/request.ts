/** A right that somebody asks for in a message is on the board of requests with its day, whether the message can be written or not. */

import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { lastDay, statutory } from '../base/time-limit.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import type { Asks, Facts } from './adapter.ts'
import { keysOf } from './who.ts'

/** Opens the request of an arrival, once. `at`: when it reached us (EDPB 01/2022: noticed or not). */
export async function openRequest(
  program: Pick<Program, 'clock' | 'database' | 'published' | 'sign'>,
  { id, at }: { readonly id: Id; readonly at: Date },
  { about }: Pick<Facts, 'about'>,
  { right, channel, requester, words }: Asks,
): Promise<void> {
  const purpose = rightsPurpose(await program.published())
  const { email, phone, name } = keysOf(about)
  const due = lastDay(dateInHelsinki(at), statutory.answerToRequest)
  const masked = (text: string, most: number) => maskIdentityCodes(text).text.slice(0, most)
  await program.database
    .purpose(purpose)
    .query('select arrivals.open_request($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      program.sign({ actor: 'system', purpose, request: newId() }),
      id,
      right,
      channel,
      due,
      masked(requester, 300),
      masked(words, 4000),
      { email: email?.key, phone, name },
      program.clock.now(),
    ])
}
