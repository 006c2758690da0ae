/** What a contract says is written down in a form drawn from the category of the notice: what the notice does not keep is not asked. */

import { Button, Group, NativeSelect, SimpleGrid } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { ValueInput } from '../../web/value-input.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Values } from '../register/answers.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import type { AgreementAnswer, NewAgreement } from './agreement-answers.ts'
import { useAgreementVerbs, useContracts } from './agreement-asks.web.ts'

interface TermsFormProps {
  readonly kept: Values
  readonly error: unknown
  readonly sending: boolean
  readonly send: (terms: Values, state: string) => void
  readonly cancel?: (() => void) | undefined
  readonly isNew?: boolean
  readonly before?: React.ReactNode
}

/** `send` gets what was typed. */
function TermsForm({ kept, error, sending, send, cancel, isNew = false, before }: TermsFormProps) {
  const say = useText()
  const { category, column } = useContracts()
  const [typed, setTyped] = useState<Values>({})
  const [state, setState] = useState('draft')
  const errors = error === null ? [] : problemOf(error).errors
  const errorAt = (name: string) => errors.find(({ field }) => field.endsWith(`.${name}`))?.message
  const columns = (category?.fields ?? []).flatMap(field => field.columns).filter(({ name }) => name !== 'state')
  const beginnings = column('state')?.codes?.filter(({ code }) => ['draft', 'signed', 'in-force'].includes(code)) ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!sending) send(typed, state)
  }
  return (
    <form noValidate onSubmit={submit}>
      <ProblemNotice error={error} />
      {before}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs" mt="sm">
        {isNew && beginnings.length > 0 && (
          <NativeSelect
            label={say('ui.agreements.state-now')}
            data={beginnings.map(({ code, name }) => ({ value: code, label: name }))}
            value={state}
            onChange={({ currentTarget }) => setState(currentTarget.value)}
          />
        )}
        {columns.map(one => (
          <ValueInput
            key={one.name}
            column={one}
            value={typed[one.name] ?? (one.name in typed ? null : (kept[one.name] ?? null))}
            change={value => setTyped(now => ({ ...now, [one.name]: value }))}
            error={errorAt(one.name)}
          />
        ))}
      </SimpleGrid>
      <Group mt="md">
        <Button type="submit" loading={sending}>
          {say('ui.agreements.save')}
        </Button>
        {cancel && (
          <Button variant="default" onClick={cancel}>
            {say('ui.cancel')}
          </Button>
        )}
      </Group>
    </form>
  )
}

/** `person`: whose it is, where that is known; otherwise they are found by name. */
export function NewAgreementForm({ person, close }: { person?: string; close?: () => void }) {
  const say = useText()
  const router = useRouter()
  const { record } = useAgreementVerbs()
  const [whose, setWhose] = useState<string | null>(person ?? null)
  const recording = useWriting({
    // The server says of each value whether it can be read.
    mutationFn: (agreement: { terms: Values; state: string }) =>
      record({ person: whose ?? '', ...agreement } as NewAgreement),
    onSuccess: async ({ id }) => {
      tell(say('ui.agreements.saved'))
      await router.navigate({ to: '/agreements/$agreement', params: { agreement: id } })
    },
  })
  return (
    <TermsForm
      kept={{}}
      isNew
      error={recording.error}
      sending={recording.isPending}
      send={(terms, state) => recording.mutate({ terms, state })}
      cancel={close}
      before={
        person === undefined && (
          <PersonChoice
            label={say('ui.agreements.customer')}
            description={say('ui.agreements.customer-why')}
            value={whose}
            change={setWhose}
          />
        )
      }
    />
  )
}

export function ChangeTerms({ agreement, close }: { agreement: AgreementAnswer; close: () => void }) {
  const { change } = useAgreementVerbs()
  const changing = useWriting({
    mutationFn: (terms: Values) => change(agreement.id, { expected: agreement.change, terms }),
    onSuccess: close,
  })
  return (
    <TermsForm
      kept={agreement.values}
      error={changing.error}
      sending={changing.isPending}
      send={terms => (Object.keys(terms).length === 0 ? close() : changing.mutate(terms))}
      cancel={close}
    />
  )
}
