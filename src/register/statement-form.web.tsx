/** A permit or a prohibition is recorded as the person gave it: for what, how, when, from where, and in which words. */

import { Button, Group, NativeSelect, SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWorkingFor } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { channels } from './channel-answer.web.ts'
import { usePersonVerbs } from './person-asks.web.ts'
import type { Scope } from './scope-answer.ts'
import { SourceChoice, useSource } from './source-choice.web.tsx'

const kinds = ['objection', 'consent'] as const

const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(new Date())

/** Noon of the day, so that the date is the same everywhere; the present moment for today. */
const momentOf = (day: string): string =>
  day === today() ? new Date().toISOString() : new Date(`${day}T12:00:00`).toISOString()

export function StatementForm({ person, scope, done }: { person: string; scope: Scope; done: () => void }) {
  const say = useText()
  const { purposes } = useWorkingFor()
  const { state } = usePersonVerbs(person)
  const sources = scope.sources.filter(({ kind }) => kind === 'person')
  const choice = useSource(sources)
  const [kind, setKind] = useState<(typeof kinds)[number]>('objection')
  const [purpose, setPurpose] = useState(purposes.find(({ id }) => id === 'marketing')?.id ?? purposes[0]?.id ?? '')
  const [channel, setChannel] = useState<(typeof channels)[number] | undefined>(undefined)
  const [day, setDay] = useState(today())
  const [wording, setWording] = useState('')
  const recording = useMutation({
    mutationFn: () =>
      state({
        kind,
        purpose,
        givenAt: momentOf(day),
        source: choice.source,
        ...(channel && { channel }),
        ...(wording.trim() !== '' && { wording: wording.trim() }),
      }),
    onSuccess: () => {
      tell(say(`ui.statement.recorded.${kind}`))
      done()
    },
  })
  const problem = recording.error === null ? undefined : problemOf(recording.error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (choice.isGiven()) recording.mutate()
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
          data={purposes.map(({ id, name }) => ({ value: id, label: inOwnLanguage(name) }))}
          value={purpose}
          onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
          error={errorAt('purpose')}
        />
        <NativeSelect
          label={say('ui.statement.channel')}
          data={[
            { value: '', label: say('ui.statement.every-channel') },
            ...channels.map(value => ({ value, label: say(`ui.channel.${value}`) })),
          ]}
          value={channel ?? ''}
          onChange={({ currentTarget }) => setChannel(channels.find(one => one === currentTarget.value))}
          error={errorAt('channel')}
        />
        <TextInput
          type="date"
          label={say('ui.statement.given')}
          required
          max={today()}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
          error={errorAt('givenAt')}
        />
        <SourceChoice {...choice} sources={sources} error={errorAt('source')} />
      </SimpleGrid>
      <Textarea
        mt="xs"
        label={say('ui.statement.wording')}
        description={say('ui.statement.wording-why')}
        required={kind === 'consent'}
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
