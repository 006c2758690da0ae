/** The next step of a case: only those whose turn it is, each with what those who read it later must know. */

import { Button, Checkbox, Fieldset, MultiSelect, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import type { Card } from '../register/answers.ts'
import { channels, rights } from '../rights/request-answers.ts'
import { type CaseAnswer, type NewCaseStep, ways } from './case-answers.ts'
import { useColleagues, useStep } from './case-asks.web.ts'

type Kind = NewCaseStep['kind']

const inOrder: readonly Kind[] = [
  'answered',
  'noted',
  'waiting',
  'open',
  'closed',
  'reopened',
  'assigned',
  'due-moved',
  'order-linked',
  'request-made',
]
const states: readonly Kind[] = ['answered', 'waiting', 'open', 'closed', 'reopened']
const withWords: readonly Kind[] = ['answered', 'noted', 'waiting', 'closed', 'reopened', 'due-moved']

/** Everything that any of the steps asks for, as it is chosen or typed. */
interface Typed {
  readonly words: string
  readonly by: (typeof ways)[number]
  readonly disagrees: boolean
  readonly mentions: readonly string[]
  readonly owner: string
  readonly due: string
  readonly order: string
  readonly right: (typeof rights)[number]
  readonly channel: (typeof channels)[number]
}

function stepOf(kind: Kind, typed: Typed): NewCaseStep {
  const { words, by, disagrees, mentions, owner, due, order, right, channel } = typed
  switch (kind) {
    case 'answered':
      return { kind, words, by, disagrees }
    case 'noted':
      return { kind, words, mentions: [...mentions] }
    case 'closed':
      return { kind, ...(words.trim() !== '' && { words }) }
    case 'waiting':
    case 'reopened':
      return { kind, words }
    case 'due-moved':
      return { kind, words, due }
    case 'assigned':
      return { kind, owner: owner === '' ? null : owner }
    case 'order-linked':
      return { kind, order: order === '' ? null : order }
    case 'request-made':
      return { kind, right, channel }
    case 'open':
      return { kind }
  }
}

const nothingTyped = ({ owner, due, order }: CaseAnswer): Typed => ({
  words: '',
  by: 'email',
  disagrees: false,
  mentions: [],
  owner: owner?.id ?? '',
  due,
  order: order?.id ?? '',
  right: 'access',
  channel: 'email',
})

export function NextStep({ shown }: { shown: CaseAnswer }) {
  const say = useText()
  const taking = useStep(shown.id)
  const seesOrders = useScope().data?.categories.some(({ id }) => id === 'orders') ?? false
  const isAsked = shown.steps.some(({ kind }) => kind === 'request-made')
  const possible = inOrder.filter(kind => {
    if (states.includes(kind)) return shown.turns.some(turn => turn === kind)
    if (kind === 'order-linked') return seesOrders
    return kind !== 'request-made' || !isAsked
  })
  const [chosen, setChosen] = useState<Kind | undefined>(undefined)
  const kind = possible.find(one => one === chosen) ?? possible[0] ?? 'noted'
  const [typed, setTyped] = useState(() => nothingTyped(shown))
  const change = (part: Partial<Typed>) => setTyped(now => ({ ...now, ...part }))
  const errors = taking.error === null ? [] : problemOf(taking.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === `step.${field}`)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const step = stepOf(kind, typed)
    taking.mutate({ step, expected: shown.step }, { onSuccess: () => begin(say(`ui.cases.do.${kind}`)) })
  }
  /** After a conflict, what was typed stays, to be sent again when the other's step has been read. */
  const begin = (done: string) => {
    tell(done)
    setChosen(undefined)
    setTyped(nothingTyped(shown))
  }
  const sendByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
  }
  return (
    <form noValidate onSubmit={submit} onKeyDown={sendByKey}>
      <Fieldset legend={say('ui.cases.next')}>
        <Stack gap="sm">
          <ProblemNotice error={taking.error} />
          <NativeSelect
            label={say('ui.cases.step')}
            description={say(`ui.cases.do-why.${kind}`)}
            data={possible.map(value => ({ value, label: say(`ui.cases.do.${value}`) }))}
            value={kind}
            onChange={({ currentTarget }) => setChosen(possible.find(one => one === currentTarget.value))}
          />
          <StepFields kind={kind} shown={shown} typed={typed} change={change} errorAt={errorAt} />
          <Button type="submit" loading={taking.isPending} w="fit-content">
            {say(`ui.cases.do.${kind}`)}
          </Button>
        </Stack>
      </Fieldset>
    </form>
  )
}

interface StepFieldsProps {
  readonly kind: Kind
  readonly shown: CaseAnswer
  readonly typed: Typed
  readonly change: (part: Partial<Typed>) => void
  readonly errorAt: (field: string) => string | undefined
}

/** What this step asks for, and nothing else. */
function StepFields({ kind, shown, typed, change, errorAt }: StepFieldsProps) {
  const say = useText()
  const wordsLabel = kind === 'answered' ? 'ui.cases.answer' : kind === 'noted' ? 'ui.cases.note' : 'ui.cases.why'
  return (
    <>
      {kind === 'answered' && (
        <NativeSelect
          label={say('ui.cases.by')}
          data={ways.map(value => ({ value, label: say(`ui.cases.way.${value}`) }))}
          value={typed.by}
          onChange={({ currentTarget }) => change({ by: ways.find(one => one === currentTarget.value) ?? 'email' })}
        />
      )}
      {kind === 'due-moved' && (
        <TextInput
          type="date"
          label={say('ui.cases.new-due')}
          required
          value={typed.due}
          onChange={({ currentTarget }) => change({ due: currentTarget.value })}
          error={errorAt('due')}
        />
      )}
      {withWords.includes(kind) && (
        <Textarea
          label={say(wordsLabel)}
          required={kind !== 'closed'}
          autosize
          minRows={kind === 'answered' ? 6 : 3}
          maxLength={kind === 'answered' || kind === 'noted' ? 8000 : 2000}
          value={typed.words}
          onChange={({ currentTarget }) => change({ words: currentTarget.value })}
          error={errorAt('words')}
        />
      )}
      {kind === 'answered' && shown.kind === 'complaint' && (
        <Checkbox
          label={say('ui.cases.disagrees')}
          checked={typed.disagrees}
          onChange={({ currentTarget }) => change({ disagrees: currentTarget.checked })}
        />
      )}
      {kind === 'noted' && <Mentions value={typed.mentions} change={mentions => change({ mentions })} />}
      {kind === 'assigned' && <OwnerChoice value={typed.owner} change={owner => change({ owner })} />}
      {kind === 'order-linked' && (
        <OrderChoice person={shown.person.id} value={typed.order} change={order => change({ order })} />
      )}
      {kind === 'request-made' && (
        <>
          <NativeSelect
            label={say('ui.cases.right')}
            data={rights.map(value => ({ value, label: say(`ui.requests.kind.${value}`) }))}
            value={typed.right}
            onChange={({ currentTarget }) =>
              change({ right: rights.find(one => one === currentTarget.value) ?? 'access' })
            }
          />
          <NativeSelect
            label={say('ui.cases.channel')}
            data={channels.map(value => ({ value, label: say(`ui.requests.by.${value}`) }))}
            value={typed.channel}
            onChange={({ currentTarget }) =>
              change({ channel: channels.find(one => one === currentTarget.value) ?? 'email' })
            }
          />
        </>
      )}
    </>
  )
}

function Mentions({ value, change }: { value: readonly string[]; change: (ids: readonly string[]) => void }) {
  const say = useText()
  const staff = useColleagues().data?.staff ?? []
  return (
    <MultiSelect
      label={say('ui.cases.mentions')}
      description={<Text span>{say('ui.cases.mentions-why')}</Text>}
      data={staff.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...value]}
      onChange={change}
    />
  )
}

interface ChoiceProps {
  readonly value: string
  readonly change: (id: string) => void
}

function OwnerChoice({ value, change }: ChoiceProps) {
  const say = useText()
  const staff = useColleagues().data?.staff ?? []
  return (
    <NativeSelect
      label={say('ui.cases.owner')}
      data={[
        { value: '', label: say('ui.cases.nobody') },
        ...staff.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}

/** The person's own orders; their card tells which there are. */
function OrderChoice({ person, value, change }: ChoiceProps & { readonly person: string }) {
  const say = useText()
  const card = useAnswer<Card>(`/persons/${person}`)
  const orders = card.data?.categories.find(({ id }) => id === 'orders')?.rows ?? []
  const named = (values: (typeof orders)[number]['values']): string =>
    [values.order_number, values.product].filter(part => typeof part === 'string').join(', ')
  return (
    <NativeSelect
      label={say('ui.cases.order')}
      data={[
        { value: '', label: say('ui.cases.no-order') },
        ...orders.map(({ id, values }) => ({ value: id, label: named(values) })),
      ]}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}
