/** The questions of a balancing test in their three steps, and the decision, which is made when each has an answer. */

import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { problemOf } from '../../web/ask.ts'
import { date } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { TestRequest } from './accountability-answers.ts'
import { outcomes, type Question, questions, type Step, steps } from './balancing-questions.ts'
import type { Said } from './revised.web.tsx'

export type Answered = Pick<TestRequest, 'answers' | 'decision'>

/** A test in words, part by part. */
export const testInWords = (say: Say, { answers, decision }: Answered): readonly Said[] => [
  ...questions.map((one): Said => [say(`ui.balancing.question.${one}`), answers[one] ?? '']),
  [say('ui.balancing.column.outcome'), say(`ui.balancing.outcome.${decision?.outcome ?? 'none'}`)],
  [say('ui.balancing.column.approved-by'), decision?.approvedBy ?? ''],
  [say('ui.balancing.column.approved'), decision ? date(decision.approved) : ''],
  [say('ui.balancing.column.valid-until'), decision ? date(decision.validUntil) : ''],
]

interface BalancingFormProps {
  readonly value: Answered
  readonly change: (value: Answered) => void
  readonly save: (why: string) => Promise<void>
  readonly error: unknown
  readonly isSaving: boolean
  /** YYYY-MM-DD, by the register's clock. */
  readonly today: string
  /** What somebody else has saved since. */
  readonly meanwhile: ReactNode
}

const stepIds: readonly Step[] = ['purpose', 'necessity', 'balance']

export function BalancingForm({ value, change, save, error, isSaving, today, meanwhile }: BalancingFormProps) {
  const say = useText()
  const [why, setWhy] = useState('')
  const errors = error === null || error === undefined ? [] : problemOf(error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(why).then(
      () => setWhy(''),
      () => undefined, // told below
    )
  }
  const answer = (question: Question, words: string) =>
    change({ ...value, answers: { ...value.answers, [question]: words } })
  return (
    <form onSubmit={submit} className="balancing-form">
      {stepIds.map(step => (
        <fieldset key={step} className="accountability-fields">
          <legend>{say(`ui.balancing.step.${step}`)}</legend>
          <Stack gap="md">
            {steps[step].map(question => (
              <Textarea
                key={question}
                label={say(`ui.balancing.question.${question}`)}
                autosize
                minRows={2}
                maxLength={10_000}
                value={value.answers[question] ?? ''}
                onChange={({ currentTarget }) => answer(question, currentTarget.value)}
                error={errorAt(`answers.${question}`)}
              />
            ))}
          </Stack>
        </fieldset>
      ))}
      <DecisionFields value={value} change={change} errorAt={errorAt} today={today} />
      <Textarea
        label={say('ui.accountability.why')}
        description={say('ui.accountability.why-why')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={why}
        onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        error={errorAt('why')}
      />
      <ProblemNotice error={error} />
      {meanwhile}
      <Group mt="md">
        <Button type="submit" loading={isSaving} disabled={meanwhile !== undefined}>
          {say(value.decision ? 'ui.balancing.save' : 'ui.balancing.save-unfinished')}
        </Button>
      </Group>
    </form>
  )
}

interface DecisionFieldsProps extends Pick<BalancingFormProps, 'value' | 'change' | 'today'> {
  readonly errorAt: (field: string) => string | undefined
}

function DecisionFields({ value, change, errorAt, today }: DecisionFieldsProps) {
  const say = useText()
  const { name } = useAccount()
  const { decision } = value
  const decide = (chosen: string) => {
    const outcome = outcomes.find(one => one === chosen)
    if (!outcome) return change({ ...value, decision: null })
    change({
      ...value,
      decision: decision
        ? { ...decision, outcome }
        : { outcome, approvedBy: name, approved: today, validUntil: aYearAfter(today) },
    })
  }
  const set = (changed: Partial<NonNullable<typeof decision>>) =>
    decision && change({ ...value, decision: { ...decision, ...changed } })
  return (
    <fieldset className="accountability-fields">
      <legend>{say('ui.balancing.decision')}</legend>
      <Radio.Group
        aria-label={say('ui.balancing.decision')}
        value={decision?.outcome ?? 'none'}
        onChange={decide}
        error={errorAt('decision.outcome')}
      >
        <Stack gap="xs">
          {[...outcomes, 'none' as const].map(one => (
            <Radio key={one} value={one} label={say(`ui.balancing.outcome.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {decision && (
        <Group align="flex-start" gap="md" mt="md">
          <TextInput
            label={say('ui.balancing.column.approved-by')}
            required
            maxLength={300}
            value={decision.approvedBy}
            onChange={({ currentTarget }) => set({ approvedBy: currentTarget.value })}
            error={errorAt('decision.approvedBy')}
          />
          <TextInput
            type="date"
            label={say('ui.balancing.column.approved')}
            required
            max={today}
            value={decision.approved}
            onChange={({ currentTarget }) => set({ approved: currentTarget.value })}
            error={errorAt('decision.approved')}
            className="day"
          />
          <TextInput
            type="date"
            label={say('ui.balancing.column.valid-until')}
            description={say('ui.balancing.valid-why')}
            required
            value={decision.validUntil}
            onChange={({ currentTarget }) => set({ validUntil: currentTarget.value })}
            error={errorAt('decision.validUntil')}
            className="day"
          />
        </Group>
      )}
    </fieldset>
  )
}

/** 29 February becomes 28 February. */
function aYearAfter(day: string): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year + 1, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + 1, month - 1, Math.min(dayOfMonth, last))).toISOString().slice(0, 10)
}
