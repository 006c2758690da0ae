/** What a person contests to staff, on the telephone for instance, goes and stays away as if they had contested it at their own page. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { asRights } from '../rights/as-rights.ts'
import { findRequest, recordRequest, takeStep } from '../rights/request.ts'
import type { NewRequest } from '../rights/request-answers.ts'
import { text } from '../texts/texts.ts'
import { askedWords, contest, contestable } from './contest.ts'

interface Contested {
  readonly category: string
  readonly row: Id
  readonly which: 'one' | 'all'
  readonly channel: NewRequest['channel']
  /** The person's own, or none. */
  readonly words: string
}

/** A request of theirs that is answered at once. Answers it; refuses what the purpose of staff does not see (`my.no-inference`). */
export async function contestFor(
  ask: PurposeAsk,
  person: Id,
  { category, row, which, channel, words }: Contested,
): Promise<Id> {
  const found = await contestable({ ask, person }, category, row)
  if (!found) throw new Refused('my.no-inference', 'absent')
  const { asker, program, published, requestId, lang } = ask
  const rights = asRights(program, published, { actor: asker.actor, kind: asker.kind, request: requestId, lang })
  const as = { ...ask, ...rights, asker, program }
  const value = which === 'one' ? found.value : undefined
  const request = await recordRequest(as, {
    ...{ kind: 'objection', person, channel },
    receivedAt: ask.clock.now().toISOString(),
    requester: text(ask.lang, 'my.contest.requester'),
    asked: askedWords(ask.lang, value, words),
  })
  await contest({ ask: as, person }, request, category, value)
  const { step } = await findRequest(as, request)
  await takeStep(as, request, { step: { kind: 'answered', outcome: 'granted', channel }, expected: step })
  return request
}
