/** Who asks is asked only on reasonable doubt, by a way that gathers nothing new; what was shown is forgotten with the decision, and nobody's identity code or document is taken. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import type { Actor } from '../register/answers.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import type { NewStep } from './request-answers.ts'

/** Refuses a personal identity code in any of the texts; `fields` by the names by which the asker sent them. */
export function refuseIdentityCodes(fields: Readonly<Record<string, string | undefined>>): void {
  for (const [field, words] of Object.entries(fields))
    if (words !== undefined && maskIdentityCodes(words).found > 0)
      throw new Refused('rights.identity-code', 'invalid', {}, { field })
}

/** As one asks for it in Finnish, Swedish and English. */
const document =
  /(?<!\p{L})((passi|passin|passia|passista|pass)(?!\p{L})|passikopi|passkopi|henkilökort|henkilötodist|henkilöllisyystodist|ajokort|identitetskort|id-kort|körkort|legitimation|passport|identity card|id card|driving licen)/iu

/** What is written of a step holds no identity code; a way that is none of the usual is told; no document is asked for (Art. 5(1)(c)). */
export function checkStep(step: NewStep['step']): void {
  if ('reason' in step) refuseIdentityCodes({ 'step.reason': step.reason })
  if (step.kind !== 'identity-asked' && step.kind !== 'identity-proved') return
  refuseIdentityCodes({ 'step.other': step.other })
  if (step.proof === 'other' && step.other === undefined)
    throw new Refused('rights.other-proof', 'invalid', {}, { field: 'step.other' })
  if (step.kind === 'identity-asked' && document.test(`${step.reason} ${step.other ?? ''}`))
    throw new Refused('rights.no-document', 'invalid', {}, { field: 'step.reason' })
}

export interface Evidence {
  readonly at: string
  readonly by: Actor
  readonly words: string
}

/** Notes what somebody showed, while it is not decided. Refuses when nothing was asked of them. */
export async function noteEvidence(ask: PurposeAsk, request: Id, words: string): Promise<void> {
  refuseIdentityCodes({ words })
  await ask.reader.query('select rights.note_evidence($1, $2, $3, $4)', [ask.token, request, words, ask.clock.now()])
}

/** What was shown and is not decided on yet. */
export async function evidenceOf(ask: PurposeAsk, request: Id): Promise<readonly Evidence[]> {
  const { rows } = await ask.reader.query<{ at: Date; by: string; words: string }>(
    'select at, by, words from rights.evidence_of($1, $2)',
    [ask.token, request],
  )
  const name = await nameActors(
    ask,
    rows.map(({ by }) => by),
  )
  return rows.map(({ at, by, words }) => ({ at: at.toISOString(), by: name(by), words }))
}
