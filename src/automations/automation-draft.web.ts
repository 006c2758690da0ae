/** An automation while it is put together: every field is there, whatever a step does. */

import type { AutomationDetails, NewAutomation } from './automation-answers.ts'
import type { PlanStep } from './plan.ts'

export interface StepDraft {
  /** Of the screen alone. */
  readonly key: string
  readonly n: number
  readonly unit: 'hours' | 'days'
  /** Empty: at any hour. */
  readonly hour: string
  readonly does: 'letter' | 'task'
  readonly letter: string
  readonly task: string
}

export interface Draft {
  readonly name: string
  readonly kind: NewAutomation['kind']
  readonly when: string
  /** Empty: nothing ends it before its steps are done. */
  readonly until: string
  readonly only: boolean
  readonly present: boolean
  /** 0: never again. */
  readonly again: number
  readonly steps: readonly StepDraft[]
}

export const stepDraft = (letter = ''): StepDraft => ({
  key: crypto.randomUUID(),
  n: 1,
  unit: 'days',
  hour: '',
  does: letter === '' ? 'task' : 'letter',
  letter,
  task: '',
})

export function draftOf(seen: AutomationDetails | undefined, segment: string, letter: string | undefined): Draft {
  if (!seen) {
    const first = { ...stepDraft(letter), n: 0, unit: 'hours' as const }
    return {
      name: '',
      kind: 'marketing',
      when: segment,
      until: '',
      only: true,
      present: false,
      again: 0,
      steps: [first],
    }
  }
  const { name, kind, plan } = seen
  return {
    ...{ name, kind, when: plan.when, until: plan.until ?? '', only: plan.only, present: plan.present },
    again: plan.again?.days ?? 0,
    steps: plan.steps.map(({ after, hour, does }) => ({
      ...stepDraft(letter),
      ...after,
      hour: hour === undefined ? '' : String(hour),
      ...('letter' in does ? { does: 'letter', letter: does.letter } : { does: 'task', task: does.task }),
    })),
  }
}

export const stepOf = ({ n, unit, hour, does, letter, task }: StepDraft): PlanStep => ({
  after: { n, unit },
  ...(hour !== '' && { hour: Number(hour) }),
  does: does === 'letter' ? { letter } : { task },
})
