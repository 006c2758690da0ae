/** A lead is written down with whom, whence and what about; what the notice does not keep is not asked. */

import { Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import { numberText, readNumber } from '../../web/number-text.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { SourceChoice, sourcesFor, useSource } from '../register/source-choice.web.tsx'
import { OtherPurpose } from './leads.web.tsx'
import { type ChangedLead, capacities, type LeadAnswer, type NewLead as NewLeadInput } from './sales-answers.ts'
import { useSales, useSalesVerbs } from './sales-asks.web.ts'

interface Typed {
  readonly subject: string
  readonly value: string
  readonly capacity: string
}

/** What was typed, as the API takes it; a value that is no number is told by the server. */
const readTyped = ({ subject, value, capacity }: Typed) => ({
  subject,
  value: readNumber(value, true) as number | null,
  capacity: capacities.find(one => one === capacity) ?? null,
})

function Fields({ typed, change }: { typed: Typed; change: (part: Partial<Typed>) => void }) {
  const say = useText()
  const { named } = useSales()
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs" mt="sm">
      <TextInput
        label={say('ui.leads.subject')}
        value={typed.subject}
        maxLength={300}
        required
        onChange={({ currentTarget }) => change({ subject: currentTarget.value })}
      />
      <TextInput
        label={say('ui.leads.value')}
        value={typed.value}
        inputMode="decimal"
        autoComplete="off"
        onChange={({ currentTarget }) => change({ value: currentTarget.value })}
      />
      <NativeSelect
        label={say('ui.leads.capacity')}
        description={say('ui.leads.capacity-why')}
        data={capacities.map(value => ({ value, label: named('capacity', value) }))}
        value={typed.capacity}
        onChange={({ currentTarget }) => change({ capacity: currentTarget.value })}
      />
    </SimpleGrid>
  )
}

export function NewLead() {
  const say = useText()
  const { known, category } = useSales()
  if (known && !category) return <OtherPurpose />
  return (
    <Page title={say('ui.leads.new')} width="reading">
      <NewLeadForm />
    </Page>
  )
}

/** `person`: who it is, where that is known; otherwise they are found by name. */
export function NewLeadForm({ person, close }: { person?: string; close?: () => void }) {
  const say = useText()
  const router = useRouter()
  const { record } = useSalesVerbs()
  const { category } = useSales()
  const { data: scope } = useScope()
  const sources = sourcesFor(scope?.sources ?? [], category ? [category] : [])
  const source = useSource(sources)
  const [whose, setWhose] = useState<string | null>(person ?? null)
  const [reference, setReference] = useState('')
  const [typed, setTyped] = useState<Typed>({ subject: '', value: '', capacity: 'consumer' })
  const recording = useWriting({
    mutationFn: (lead: NewLeadInput) => record(lead),
    onSuccess: async ({ id }) => {
      tell(say('ui.leads.saved'))
      await router.navigate({ to: '/leads/$lead', params: { lead: id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!source.isGiven() || recording.isPending) return
    recording.mutate({
      ...{ ...readTyped(typed), person: whose ?? '', source: source.source },
      ...(reference.trim() !== '' && { reference: reference.trim() }),
    })
  }
  return (
    <form noValidate onSubmit={submit}>
      <ProblemNotice error={recording.error} />
      {person === undefined && (
        <PersonChoice
          label={say('ui.leads.person')}
          description={say('ui.leads.person-why')}
          value={whose}
          change={setWhose}
        />
      )}
      <Fields typed={typed} change={part => setTyped(now => ({ ...now, ...part }))} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs" mt="sm">
        <SourceChoice sources={sources} {...source} />
        <TextInput
          label={say('ui.leads.reference')}
          value={reference}
          maxLength={300}
          onChange={({ currentTarget }) => setReference(currentTarget.value)}
        />
      </SimpleGrid>
      <Group mt="md">
        <Button type="submit" loading={recording.isPending}>
          {say('ui.leads.save')}
        </Button>
        {close && (
          <Button variant="default" onClick={close}>
            {say('ui.cancel')}
          </Button>
        )}
      </Group>
    </form>
  )
}

export function ChangeLead({ lead, close }: { lead: LeadAnswer; close: () => void }) {
  const say = useText()
  const { change } = useSalesVerbs()
  const [typed, setTyped] = useState<Typed>({
    subject: String(lead.values.subject ?? ''),
    value: numberText(lead.values.value ?? null, true),
    capacity: String(lead.values.capacity ?? 'consumer'),
  })
  const changing = useWriting({
    mutationFn: (changed: ChangedLead) => change(lead.id, changed),
    onSuccess: close,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!changing.isPending) changing.mutate({ ...readTyped(typed), expected: lead.change })
  }
  return (
    <form noValidate onSubmit={submit}>
      <ProblemNotice error={changing.error} />
      <Fields typed={typed} change={part => setTyped(now => ({ ...now, ...part }))} />
      <Group mt="md">
        <Button type="submit" loading={changing.isPending}>
          {say('ui.leads.save')}
        </Button>
        <Button variant="default" onClick={close}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </form>
  )
}
