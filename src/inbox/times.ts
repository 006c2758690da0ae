/** How long customers wait for an answer, by week and channel: minutes on the clock, of the whole purpose and of no member of staff. */

import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Channel, Times } from './inbox-answers.ts'

interface Row {
  readonly week: string
  readonly channel: Channel
  readonly conversations: number
  readonly first_median: number | null
  readonly first_most: number | null
  readonly answers: number
  readonly wait_median: number | null
}

/** The last `weeks` weeks, this one the last. */
export async function readTimes(ask: PurposeAsk, weeks: number): Promise<Times> {
  const from = momentInHelsinki(daysAfter(dateInHelsinki(ask.clock.now()), -7 * weeks), 0)
  const { rows } = await ask.reader.query<Row>(
    'select week::text, channel, conversations, first_median, first_most, answers, wait_median from inbox.times($1, $2)',
    [ask.token, from],
  )
  return {
    weeks: rows.map(({ first_median, first_most, wait_median, ...row }) => ({
      ...row,
      firstMedian: first_median,
      firstMost: first_most,
      waitMedian: wait_median,
    })),
  }
}
