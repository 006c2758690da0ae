/** The next step of a request: only those whose turn it is, each with what the law wants written down of it. */

import { Button, Fieldset, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { channels, grounds, type NewStep, outcomes, proofs, type RequestAnswer, type Step } from './request-answers.ts'
import { useStep } from './request-asks.web.ts'

/** Everything that any of the steps asks for, as it is chosen or typed. */
interface Typed {
  readonly reason: string
  readonly proof: (typeof proofs)[number]
  readonly ground: (typeof grounds)[number]
  readonly outcome: (typeof outcomes)[number]
  readonly channel: (typeof channels)[number]
  readonly person: string | null
  /** Which way of proof, when it is no usual one. */
  readonly other: string
}

const stepOf = (kind: Step, { reason, proof, ground, outcome, channel, person, other }: Typed): NewStep['step'] => {
  const which = proof === 'other' && other !== '' ? { other } : {}
  switch (kind) {
    case 'identity-asked':
      return { kind, reason, proof, ...which }
    case 'extended':
    case 'refusal-returned':
      return { kind, reason }
    case 'identity-proved':
      return { kind, proof, ...which }
    case 'refusal-proposed':
      return { kind, ground, reason }
    case 'answered':
      return { kind, outcome, channel }
    case 'person-found':
      return { kind, person: person ?? '' }
    case 'refusal-approved':
    case 'withdrawn':
      return { kind }
  }
}

const inOrder: readonly Step[] = [
  'answered',
  'refusal-approved',
  'identity-proved',
  'identity-asked',
  'person-found',
  'extended',
  'refusal-proposed',
  'refusal-returned',
  'withdrawn',
]
const withReason: readonly Step[] = ['identity-asked', 'extended', 'refusal-proposed', 'refusal-returned']

export function NextStep({ request }: { request: RequestAnswer }) {
  const say = useText()
  const taking = useStep(request.id)
  const turns = inOrder.filter(step => request.turns.includes(step))
  const [chosen, setChosen] = useState<Step | undefined>(undefined)
  const kind = turns.find(step => step === chosen) ?? turns[0] ?? 'withdrawn'
  const refused = request.state === 'refused'
  const possible = outcomes.filter(one => (one === 'refused' || one === 'partly') === refused)
  const [typed, setTyped] = useState<Typed>({
    reason: '',
    proof: 'known-address',
    ground: 'conditions-not-met',
    outcome: possible[0] ?? 'granted',
    channel: request.channel,
    person: request.person,
    other: '',
  })
  const change = (part: Partial<Typed>) => setTyped(now => ({ ...now, ...part }))
  const errors = taking.error === null ? [] : problemOf(taking.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === `step.${field}`)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    taking.mutate(
      { step: stepOf(kind, typed), expected: request.step },
      { onSuccess: () => tell(say(`ui.requests.did.${kind}`)) },
    )
  }
  return (
    <form noValidate onSubmit={submit}>
      <Fieldset legend={say('ui.requests.next')}>
        <Stack gap="sm">
          <ProblemNotice error={taking.error} />
          <NativeSelect
            label={say('ui.requests.step')}
            data={turns.map(value => ({ value, label: say(`ui.requests.do.${value}`) }))}
            value={kind}
            onChange={({ currentTarget }) => setChosen(turns.find(step => step === currentTarget.value))}
          />
          <Text size="sm" c="dimmed">
            {say(`ui.requests.do-why.${kind}`)}
          </Text>
          {kind === 'person-found' && (
            <PersonChoice
              label={say('ui.requests.customer')}
              description={say('ui.requests.customer-why')}
              value={typed.person}
              change={person => change({ person })}
            />
          )}
          {(kind === 'identity-proved' || kind === 'identity-asked') && (
            <NativeSelect
              label={say(kind === 'identity-asked' ? 'ui.requests.proof.ask' : 'ui.requests.proof.label')}
              data={proofs.map(value => ({ value, label: say(`ui.requests.proof.${value}`) }))}
              value={typed.proof}
              onChange={({ currentTarget }) =>
                change({ proof: proofs.find(one => one === currentTarget.value) ?? 'known-address' })
              }
            />
          )}
          {(kind === 'identity-proved' || kind === 'identity-asked') && typed.proof === 'other' && (
            <TextInput
              label={say('ui.requests.proof.which')}
              required
              maxLength={300}
              value={typed.other}
              onChange={({ currentTarget }) => change({ other: currentTarget.value })}
              error={errorAt('other')}
            />
          )}
          {kind === 'refusal-proposed' && (
            <NativeSelect
              label={say('ui.requests.ground.label')}
              data={grounds.map(value => ({ value, label: say(`ui.requests.ground.${value}`) }))}
              value={typed.ground}
              onChange={({ currentTarget }) =>
                change({ ground: grounds.find(one => one === currentTarget.value) ?? 'conditions-not-met' })
              }
            />
          )}
          {kind === 'answered' && (
            <>
              <NativeSelect
                label={say('ui.requests.outcome.label')}
                data={possible.map(value => ({ value, label: say(`ui.requests.outcome.${value}`) }))}
                value={typed.outcome}
                onChange={({ currentTarget }) =>
                  change({ outcome: possible.find(one => one === currentTarget.value) ?? 'granted' })
                }
              />
              <NativeSelect
                label={say('ui.requests.answered-by')}
                data={channels.map(value => ({ value, label: say(`ui.requests.by.${value}`) }))}
                value={typed.channel}
                onChange={({ currentTarget }) =>
                  change({ channel: channels.find(one => one === currentTarget.value) ?? 'email' })
                }
              />
            </>
          )}
          {withReason.includes(kind) && (
            <Textarea
              label={say('ui.requests.reason')}
              required
              autosize
              minRows={2}
              maxLength={2000}
              value={typed.reason}
              onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
              error={errorAt('reason')}
            />
          )}
          <div>
            <Button type="submit" loading={taking.isPending}>
              {say(`ui.requests.do.${kind}`)}
            </Button>
          </div>
        </Stack>
      </Fieldset>
    </form>
  )
}
