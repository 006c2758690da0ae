/** The questions of the screening: each answered yes or no with its reason, and below them what the rule makes of the answers. */

import {
  Alert,
  Button,
  Checkbox,
  Fieldset,
  Group,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { date } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Said } from './revised.web.tsx'
import type { ScreeningAnswer, ScreeningRequest } from './screening-answers.ts'
import {
  criteria,
  listed,
  neededByRule,
  type Question,
  questions,
  type ScreeningAnswers,
} from './screening-questions.ts'

/** What is being written: some questions may have no answer yet. */
export interface Screened {
  readonly answers: Partial<ScreeningAnswers>
  readonly overruled: string | null
  readonly conclusion: string
  readonly assessment: { readonly on: string; readonly reference: string } | null
  readonly review: string
}

const isComplete = (answers: Partial<ScreeningAnswers>): answers is ScreeningAnswers =>
  questions.every(one => answers[one] !== undefined)

/** Every part in words, for telling two of them apart. */
export const screeningInWords = (
  say: Say,
  { answers, overruled, conclusion, assessment, review }: Screened,
): readonly Said[] => [
  ...questions.map((one): Said => {
    const answer = answers[one]
    const words = answer ? [say(`ui.value.${answer.yes ? 'yes' : 'no'}`), answer.reason].filter(Boolean).join('. ') : ''
    return [say(`ui.screening.question.${one}`), words]
  }),
  [say('ui.screening.column.overruled'), overruled ?? ''],
  [say('ui.screening.conclusion'), conclusion],
  [say('ui.screening.column.assessment'), assessment ? `${date(assessment.on)}, ${assessment.reference}` : ''],
  [say('ui.screening.column.review'), date(review)],
]

interface ScreeningFormProps {
  readonly value: Screened
  readonly change: (value: Screened) => void
  readonly save: (screened: Omit<ScreeningRequest, 'version' | 'expected'>) => Promise<void>
  readonly hints: ScreeningAnswer['hints']
  readonly today: string
  readonly error: unknown
  readonly isSaving: boolean
  readonly meanwhile: ReactNode
}

export function ScreeningForm({ value, change, save, hints, today, error, isSaving, meanwhile }: ScreeningFormProps) {
  const say = useText()
  const [why, setWhy] = useState('')
  const { answers, overruled, conclusion, assessment, review } = value
  const errors = error === null || error === undefined ? [] : problemOf(error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const open = questions.filter(one => answers[one] === undefined).length
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isComplete(answers)) return
    const needed = neededByRule(answers) !== (overruled !== null)
    save({ answers: { ...answers }, needed, overruled, conclusion, assessment, review, why }).then(
      () => setWhy(''),
      () => undefined, // told below
    )
  }
  const part = (title: 'nine' | 'listed', of: readonly Question[]) => (
    <Fieldset legend={say(`ui.screening.${title}`)}>
      <Text size="sm" c="dimmed" mb="sm">
        {say(`ui.screening.${title}-why`)}
      </Text>
      <Stack gap="lg">
        {of.map(one => (
          <QuestionField
            key={one}
            question={one}
            hints={hints.filter(({ question }) => question === one).map(({ words }) => words)}
            answer={answers[one]}
            change={answer => change({ ...value, answers: { ...answers, [one]: answer } })}
            error={errorAt(`answers.${one}.reason`)}
          />
        ))}
      </Stack>
    </Fieldset>
  )
  return (
    <form noValidate onSubmit={submit} className="balancing-form">
      {part('nine', criteria)}
      {part('listed', listed)}
      <Fieldset legend={say('ui.screening.column.outcome')}>
        <Stack gap="sm">
          <Outcome answers={answers} open={open} />
          <Checkbox
            label={say('ui.screening.otherwise')}
            checked={overruled !== null}
            onChange={({ currentTarget }) => change({ ...value, overruled: currentTarget.checked ? '' : null })}
          />
          {overruled !== null && (
            <Textarea
              label={say('ui.screening.column.overruled')}
              required
              autosize
              minRows={2}
              value={overruled}
              onChange={({ currentTarget }) => change({ ...value, overruled: currentTarget.value })}
              error={errorAt('overruled')}
            />
          )}
          <Textarea
            label={say('ui.screening.conclusion')}
            description={say('ui.screening.conclusion-why')}
            required
            autosize
            minRows={3}
            value={conclusion}
            onChange={({ currentTarget }) => change({ ...value, conclusion: currentTarget.value })}
            error={errorAt('conclusion')}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              type="date"
              label={say('ui.screening.assessed')}
              description={say('ui.screening.assessed-why')}
              max={today}
              value={assessment?.on ?? ''}
              onChange={({ currentTarget: { value: on } }) =>
                change({ ...value, assessment: on === '' ? null : { on, reference: assessment?.reference ?? '' } })
              }
              error={errorAt('assessment.on')}
            />
            {assessment && (
              <TextInput
                label={say('ui.screening.assessed-where')}
                description=" "
                required
                value={assessment.reference}
                onChange={({ currentTarget }) =>
                  change({ ...value, assessment: { ...assessment, reference: currentTarget.value } })
                }
                error={errorAt('assessment.reference')}
              />
            )}
          </SimpleGrid>
          <TextInput
            type="date"
            className="day"
            label={say('ui.screening.column.review')}
            required
            value={review}
            onChange={({ currentTarget }) => change({ ...value, review: currentTarget.value })}
            error={errorAt('review')}
          />
          <Text size="sm" c="dimmed">
            {say('ui.screening.review-why')}
          </Text>
          <TextInput
            label={say('ui.accountability.why')}
            description={say('ui.accountability.why-why')}
            required
            maxLength={2000}
            value={why}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
            error={errorAt('why')}
          />
        </Stack>
      </Fieldset>
      {meanwhile}
      <ProblemNotice error={error} />
      <Group>
        <Button type="submit" loading={isSaving} disabled={open > 0 || meanwhile !== undefined}>
          {say('ui.screening.save')}
        </Button>
      </Group>
    </form>
  )
}

/** What the rule says of the answers, read out as it changes. */
function Outcome({ answers, open }: { answers: Partial<ScreeningAnswers>; open: number }) {
  const say = useText()
  const met = criteria.filter(one => answers[one]?.yes).length
  return (
    <div aria-live="polite">
      {isComplete(answers) ? (
        <Alert
          color={neededByRule(answers) ? 'amber' : 'pine'}
          title={say(`ui.screening.rule-${neededByRule(answers) ? 'needed' : 'not-needed'}`, { count: met })}
        />
      ) : (
        <Text>{say('ui.screening.unanswered', { count: open })}</Text>
      )}
    </div>
  )
}

interface QuestionFieldProps {
  readonly question: Question
  readonly hints: readonly string[]
  readonly answer: ScreeningAnswers[Question] | undefined
  readonly change: (answer: ScreeningAnswers[Question]) => void
  readonly error: string | undefined
}

function QuestionField({ question, hints, answer, change, error }: QuestionFieldProps) {
  const say = useText()
  const reason = answer?.reason ?? ''
  return (
    <div>
      <Radio.Group
        label={say(`ui.screening.question.${question}`)}
        description={hints.join(' ') || undefined}
        value={answer === undefined ? '' : answer.yes ? 'yes' : 'no'}
        onChange={value => change({ yes: value === 'yes', reason })}
      >
        <Group mt={4}>
          <Radio value="yes" label={say('ui.value.yes')} />
          <Radio value="no" label={say('ui.value.no')} />
        </Group>
      </Radio.Group>
      {answer !== undefined && (
        <Textarea
          mt={6}
          label={say('ui.screening.reason')}
          aria-label={`${say(`ui.screening.question.${question}`)} ${say('ui.screening.reason')}`}
          required={answer.yes}
          autosize
          minRows={1}
          value={reason}
          onChange={({ currentTarget }) => change({ ...answer, reason: currentTarget.value })}
          error={error}
        />
      )}
    </div>
  )
}
