/** The questions of a survey in their order, each with what may be answered and when it is asked at all. */

import { ActionIcon, Button, Checkbox, Chip, Group, NativeSelect, NumberInput, Stack, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { langNow, useText } from '../../web/language.ts'
import { WordsField } from '../forms/words-field.web.tsx'
import { type Choice, type Content, type Question, questionKinds, valuesOf, wordsIn } from './content.ts'

interface QuestionsProps {
  readonly content: Content
  readonly change: (content: Content) => void
  /** What is amiss at a place of the content. */
  readonly errorAt: (field: string) => string | undefined
}

/** The first id of a letter and a number that none of them has. */
function freeId(letter: string, taken: readonly { readonly id: string }[]): string {
  let n = taken.length + 1
  while (taken.some(({ id }) => id === `${letter}${n}`)) n++
  return `${letter}${n}`
}

const emptyChoices = (): Choice[] => ['o1', 'o2'].map(id => ({ id, text: {} }))

const emptyQuestion = (questions: readonly Question[]): Question => ({
  id: freeId('q', questions),
  kind: 'single',
  text: {},
  hint: {},
  required: false,
  options: emptyChoices(),
  rows: [],
  most: 5,
  low: {},
  high: {},
  when: [],
})

export function SurveyQuestions({ content, change, errorAt }: QuestionsProps) {
  const say = useText()
  const { questions } = content
  const put = (questions: Question[]) => change({ ...content, questions })
  const move = (from: number, to: number) => {
    const asked = questions[from]
    if (asked) put(questions.toSpliced(from, 1).toSpliced(to, 0, asked))
  }
  return (
    <Stack gap="sm">
      {questions.map((asked, n) => (
        <QuestionPart
          key={asked.id}
          asked={asked}
          number={n + 1}
          content={content}
          change={changed => put(questions.with(n, changed))}
          remove={() => put(questions.toSpliced(n, 1))}
          up={n > 0 ? () => move(n, n - 1) : undefined}
          down={n < questions.length - 1 ? () => move(n, n + 1) : undefined}
          errorAt={part => errorAt(part === '' ? `questions.${n}` : `questions.${n}.${part}`)}
        />
      ))}
      {errorAt('questions') && (
        <Text size="sm" c="red" role="alert">
          {errorAt('questions')}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => put([...questions, emptyQuestion(questions)])}
        >
          {say('ui.surveys.add-question')}
        </Button>
      </Group>
    </Stack>
  )
}

interface PartProps {
  readonly asked: Question
  readonly number: number
  readonly content: Content
  readonly change: (asked: Question) => void
  readonly remove: () => void
  readonly up: (() => void) | undefined
  readonly down: (() => void) | undefined
  readonly errorAt: (part: string) => string | undefined
}

function QuestionPart(part: PartProps) {
  const { asked, number, content, change, remove, up, down, errorAt } = part
  const say = useText()
  const name = say('ui.surveys.question', { number })
  const act = (label: string, icon: ReactNode, does: (() => void) | undefined) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`${label}: ${name}`}
      disabled={does === undefined}
      onClick={does}
    >
      {icon}
    </ActionIcon>
  )
  const words = (of: 'text' | 'hint' | 'low' | 'high', label: string) => (
    <WordsField
      label={label}
      langs={content.languages}
      words={asked[of]}
      change={changed => change({ ...asked, [of]: changed })}
      errorAt={lang => errorAt(`${of}.${lang}`)}
    />
  )
  const hasOptions = asked.kind === 'single' || asked.kind === 'multiple' || asked.kind === 'matrix'
  return (
    <section className="form-field" aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={560}>{name}</Text>
        <Group gap={2} wrap="nowrap">
          {act(say('ui.surveys.up'), <IconArrowUp size={16} aria-hidden />, up)}
          {act(say('ui.surveys.down'), <IconArrowDown size={16} aria-hidden />, down)}
          {act(say('ui.surveys.remove'), <IconTrash size={16} aria-hidden />, remove)}
        </Group>
      </Group>
      {errorAt('') && (
        <Text size="sm" c="red" role="alert">
          {errorAt('')}
        </Text>
      )}
      <Stack gap="sm" mt={4}>
        <Group gap="md" align="end">
          <NativeSelect
            size="xs"
            label={say('ui.surveys.kind-label')}
            value={asked.kind}
            data={questionKinds.map(value => ({ value, label: say(`ui.surveys.kind.${value}`) }))}
            onChange={({ currentTarget }) => {
              const kind = questionKinds.find(one => one === currentTarget.value) ?? asked.kind
              const rows = kind === 'matrix' && asked.rows.length === 0 ? [{ id: 'r1', text: {} }] : asked.rows
              change({ ...asked, kind, rows, options: asked.options.length === 0 ? emptyChoices() : asked.options })
            }}
          />
          {asked.kind === 'scale' && (
            <NumberInput
              size="xs"
              w={110}
              label={say('ui.surveys.most')}
              min={3}
              max={10}
              value={asked.most}
              onChange={value => change({ ...asked, most: Math.min(10, Math.max(3, Number(value) || 5)) })}
            />
          )}
          <Checkbox
            label={say('ui.surveys.required')}
            checked={asked.required}
            onChange={({ currentTarget }) => change({ ...asked, required: currentTarget.checked })}
          />
        </Group>
        {words('text', say('ui.surveys.words.text'))}
        {words('hint', say('ui.surveys.words.hint'))}
        {(asked.kind === 'scale' || asked.kind === 'nps') && (
          <>
            {words('low', say('ui.surveys.words.low'))}
            {words('high', say('ui.surveys.words.high'))}
          </>
        )}
        {asked.kind === 'matrix' && <Choices {...part} of="rows" />}
        {hasOptions && <Choices {...part} of="options" />}
        <Conditions {...part} />
      </Stack>
    </section>
  )
}

/** Options or lines, one after the other. */
function Choices({ asked, content, change, errorAt, of }: PartProps & { of: 'options' | 'rows' }) {
  const say = useText()
  const choices = asked[of]
  const put = (changed: Choice[]) => change({ ...asked, [of]: changed })
  return (
    <Stack gap="xs">
      {choices.map((one, n) => (
        <Group key={one.id} gap={4} wrap="nowrap" align="end">
          <div className="survey-choice">
            <WordsField
              label={say(`ui.surveys.${of}`, { number: n + 1 })}
              langs={content.languages}
              words={one.text}
              change={text => put(choices.with(n, { ...one, text }))}
              errorAt={lang => errorAt(`${of}.${n}.text.${lang}`)}
            />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            mb={4}
            aria-label={`${say('ui.surveys.remove')}: ${say(`ui.surveys.${of}`, { number: n + 1 })}`}
            onClick={() => put(choices.toSpliced(n, 1))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {errorAt(of) && (
        <Text size="sm" c="red" role="alert">
          {errorAt(of)}
        </Text>
      )}
      <Group>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => put([...choices, { id: freeId(of === 'rows' ? 'r' : 'o', choices), text: {} }])}
        >
          {say(`ui.surveys.add-${of}`)}
        </Button>
      </Group>
    </Stack>
  )
}

/** One condition a question before it: asked when that was answered by one of the chosen values. */
function Conditions({ asked, content, change, errorAt }: PartProps) {
  const say = useText()
  const { questions } = content
  const nameOf = ({ id, text }: Question) => wordsIn(text, content, langNow()) || id
  const before = questions
    .slice(0, questions.indexOf(asked))
    .filter(({ kind, id }) => kind !== 'text' && kind !== 'matrix' && !asked.when.some(one => one.question === id))
  const put = (when: Question['when']) => change({ ...asked, when })
  return (
    <Stack gap={6}>
      {asked.when.map(({ question, is }, n) => {
        const of = questions.find(({ id }) => id === question)
        const label = say('ui.surveys.when', { question: of ? nameOf(of) : question })
        return (
          <Group key={question} gap="xs" role="group" aria-label={label}>
            <Text size="sm" className="any-name">
              {label}
            </Text>
            <Chip.Group
              multiple
              value={is}
              onChange={chosen =>
                put(chosen.length === 0 ? asked.when.toSpliced(n, 1) : asked.when.with(n, { question, is: chosen }))
              }
            >
              {(of ? valuesOf(of) : is).map(value => {
                const option = of?.options.find(({ id }) => id === value)
                return (
                  <Chip key={value} size="xs" value={value}>
                    {option ? wordsIn(option.text, content, langNow()) || value : value}
                  </Chip>
                )
              })}
            </Chip.Group>
          </Group>
        )
      })}
      {errorAt('when') && (
        <Text size="sm" c="red" role="alert">
          {errorAt('when')}
        </Text>
      )}
      {before.length > 0 && (
        <NativeSelect
          size="xs"
          maw={420}
          label={say('ui.surveys.add-when')}
          value=""
          data={[
            { value: '', label: say('ui.surveys.always') },
            ...before.map(one => ({ value: one.id, label: nameOf(one) })),
          ]}
          onChange={({ currentTarget }) => {
            const of = before.find(({ id }) => id === currentTarget.value)
            const [first] = of ? valuesOf(of) : []
            if (of && first !== undefined) put([...asked.when, { question: of.id, is: [first] }])
          }}
        />
      )}
    </Stack>
  )
}
