/** Somebody of the demonstration at work at a moment, as a request of theirs would have it. */

import { newId } from '../base/ids.ts'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { DemoProgram } from './year.ts'

interface At {
  readonly purpose: string
  /** As the ledgers write it. */
  readonly actor: string
  readonly at: Date
}

export async function atWork(program: DemoProgram, { purpose, actor, at }: At): Promise<PurposeAsk> {
  const published = await program.published()
  const requestId = newId()
  const id = actor.replace('staff:', '')
  return {
    ...{ purpose, published, requestId, lang: 'fi', address: '', headers: new Headers() },
    program: atThatTime(program, at),
    clock: { now: () => at },
    reader: program.database.purpose(purpose),
    token: program.sign({ actor, purpose, request: requestId }),
    asker: {
      kind: 'staff',
      id,
      actor,
      administrator: false,
      duties: [],
      purposes: [purpose],
      lang: 'fi',
      session: undefined,
    },
    setHeader: () => {},
    saw: () => {},
  }
}

/** The program with its clock at that moment. */
export const atThatTime = <Some extends DemoProgram>(program: Some, at: Date): Some => ({
  ...program,
  clock: { now: () => at },
})

export const daysAgo = ({ clock }: Pick<DemoProgram, 'clock'>, days: number): Date =>
  new Date(clock.now().getTime() - days * 86_400_000)

/** So many days ago, or to come where it is less than none, at that hour. */
export const atHour = (program: Pick<DemoProgram, 'clock'>, days: number, hour: number): Date =>
  momentInHelsinki(dateInHelsinki(daysAgo(program, days)), hour)
