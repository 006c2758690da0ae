/** A consent, a purchase that permits, or a prohibition is recorded as it was given: for what, how, when, from where, and in which words. */

import { Button, Group, NativeSelect, SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { usePersonVerbs } from '../register/person-asks.web.ts'
import type { Scope } from '../register/scope-answer.ts'
import { SourceChoice, useSource } from '../register/source-choice.web.tsx'
import type { Permissions } from './permission-answers.ts'

type Kind = 'objection' | 'consent' | 'similar-purchase'

const channels = ['email', 'sms', 'phone', 'post', 'social-media'] as const
const methods = ['phone', 'in-person', 'form', 'message', 'sale', 'double-opt-in'] as const
const ages = ['of-age', 'guardian', 'minor'] as const

interface StatementFormProps extends Pick<Permissions, 'purposes' | 'asksAge'> {
  readonly person: string
  readonly scope: Scope
  readonly done: () => void
}

const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(new Date())

/** Noon of the day, so that the date is the same everywhere; the present moment for today. */
const momentOf = (day: string): string =>
  day === today() ? new Date().toISOString() : new Date(`${day}T12:00:00`).toISOString()

/** Whoever hears it records it, be it of another's purpose: a prohibition told to the wrong desk holds all the same. */
export function StatementForm({ person, scope, purposes, asksAge, done }: StatementFormProps) {
  const say = useText()
  const { state } = usePersonVerbs(person)
  const sources = scope.sources.filter(({ kind }) => kind === 'person')
  const choice = useSource(sources)
  const [kind, setKind] = useState<Kind>('objection')
  const bought = kind === 'similar-purchase'
  const { similarPurchases } = scope
  const kinds: readonly Kind[] = [
    'objection',
    'consent',
    ...(similarPurchases.length > 0 ? ['similar-purchase' as const] : []),
  ]
  const offered = bought ? similarPurchases.map(({ purpose: id, name }) => ({ id, name })) : purposes
  const [chosen, setPurpose] = useState('marketing')
  const purpose = (offered.find(({ id }) => id === chosen) ?? offered[0])?.id ?? ''
  const accepting = similarPurchases.find(one => one.purpose === purpose)
  const reachable = channels.filter(one => !bought || accepting?.channels.includes(one))
  const [chosenChannel, setChannel] = useState<(typeof channels)[number] | undefined>(undefined)
  const channel = reachable.find(one => one === chosenChannel) ?? (bought ? reachable[0] : undefined)
  const [day, setDay] = useState(today())
  const [wording, setWording] = useState('')
  const [reference, setReference] = useState('')
  const [productGroup, setProductGroup] = useState('')
  const [method, setMethod] = useState<(typeof methods)[number] | undefined>(undefined)
  const [place, setPlace] = useState('')
  const [age, setAge] = useState<(typeof ages)[number] | undefined>(undefined)
  const recording = useWriting({
    mutationFn: () =>
      state({
        kind,
        purpose,
        givenAt: momentOf(day),
        source: choice.source,
        ...(channel && { channel }),
        ...(wording.trim() !== '' && { wording: wording.trim() }),
        ...(method && { method }),
        ...(place.trim() !== '' && { place: place.trim() }),
        ...(age && kind === 'consent' && { age }),
        ...(bought && { reference: reference.trim(), productGroup: productGroup.trim() }),
      }),
    onSuccess: () => {
      tell(say(`ui.statement.recorded.${kind}`))
      done()
    },
  })
  const problem = recording.error === null ? undefined : problemOf(recording.error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const [asked, setAsked] = useState(false)
  // Art. 7(1): of a consent it must be shown where it was given.
  const placeMissing = kind === 'consent' && place.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (choice.isGiven() && !placeMissing) recording.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="row-form">
      <ProblemNotice error={recording.error} />
      <SegmentedControl
        fullWidth
        mb="sm"
        aria-label={say('ui.statement.kind')}
        value={kind}
        data={kinds.map(value => ({ value, label: say(`ui.statement.${value}`) }))}
        onChange={value => setKind(kinds.find(one => one === value) ?? 'objection')}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="xs">
        <NativeSelect
          label={say('ui.statement.purpose')}
          data={offered.map(({ id, name }) => ({ value: id, label: name }))}
          value={purpose}
          onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
          error={errorAt('purpose')}
        />
        <NativeSelect
          label={say('ui.statement.channel')}
          data={[
            ...(bought ? [] : [{ value: '', label: say('ui.statement.every-channel') }]),
            ...reachable.map(value => ({ value, label: say(`ui.channel.${value}`) })),
          ]}
          value={channel ?? ''}
          onChange={({ currentTarget }) => setChannel(channels.find(one => one === currentTarget.value))}
          error={errorAt('channel')}
        />
        <TextInput
          type="date"
          label={say(bought ? 'ui.statement.bought' : 'ui.statement.given')}
          required
          max={today()}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
          error={errorAt('givenAt')}
        />
        <SourceChoice {...choice} sources={sources} error={errorAt('source')} />
        <NativeSelect
          label={say('ui.statement.method')}
          data={[
            { value: '', label: say('ui.statement.method-unsaid') },
            ...methods.map(value => ({ value, label: say(`ui.statement.methods.${value}`) })),
          ]}
          value={method ?? ''}
          onChange={({ currentTarget }) => setMethod(methods.find(one => one === currentTarget.value))}
        />
        <TextInput
          label={say('ui.statement.place')}
          required={kind === 'consent'}
          maxLength={300}
          value={place}
          onChange={({ currentTarget }) => setPlace(currentTarget.value)}
          error={asked && placeMissing ? say('ui.statement.place-missing') : errorAt('place')}
        />
        {asksAge && kind === 'consent' && (
          <NativeSelect
            label={say('ui.statement.age')}
            data={[
              { value: '', label: say('ui.statement.age-unsaid') },
              ...ages.map(value => ({ value, label: say(`ui.statement.ages.${value}`) })),
            ]}
            value={age ?? ''}
            onChange={({ currentTarget }) => setAge(ages.find(one => one === currentTarget.value))}
          />
        )}
        {bought && (
          <TextInput
            label={say('ui.statement.product-group')}
            required
            maxLength={200}
            value={productGroup}
            onChange={({ currentTarget }) => setProductGroup(currentTarget.value)}
            error={errorAt('productGroup')}
          />
        )}
        {bought && (
          <TextInput
            label={say('ui.statement.reference')}
            required
            maxLength={300}
            value={reference}
            onChange={({ currentTarget }) => setReference(currentTarget.value)}
            error={errorAt('reference')}
          />
        )}
      </SimpleGrid>
      <Textarea
        mt="xs"
        label={say(bought ? 'ui.statement.purchase' : 'ui.statement.wording')}
        description={say(bought ? 'ui.statement.purchase-why' : 'ui.statement.wording-why')}
        required={kind !== 'objection'}
        autosize
        minRows={2}
        value={wording}
        onChange={({ currentTarget }) => setWording(currentTarget.value)}
        error={errorAt('wording')}
      />
      <Group mt="sm" gap="xs">
        <Button type="submit" size="sm" color={kind === 'objection' ? 'brick' : 'pine'} loading={recording.isPending}>
          {say(`ui.statement.record-${kind}`)}
        </Button>
        <Button size="sm" variant="default" onClick={done}>
          {say('ui.cancel')}
        </Button>
      </Group>
    </form>
  )
}
