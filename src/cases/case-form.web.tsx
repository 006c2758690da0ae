/** The form in which feedback, a complaint or a question is written down, with its source and the moment in which it came. */

import { Button, Group, NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { SourceChoice, sourcesFor, useSource } from '../register/source-choice.web.tsx'
import { kinds } from './case-answers.ts'
import { useOpening } from './case-asks.web.ts'

/** The moment as a field of date and time takes it, in the clock of this machine. */
const localNow = (): string => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** `person`: whose it is, where that is known; otherwise they are found by name. */
export function CaseForm({ person, close }: { person?: string; close?: () => void }) {
  const say = useText()
  const router = useRouter()
  const opening = useOpening()
  const scope = useScope().data
  const feedback = scope?.categories.find(({ id }) => id === 'feedback')
  const sources = sourcesFor(scope?.sources ?? [], feedback ? [feedback] : [])
  const source = useSource(sources)
  const [kind, setKind] = useState<(typeof kinds)[number]>('complaint')
  const [content, setContent] = useState('')
  const [received, setReceived] = useState(localNow())
  const [whose, setWhose] = useState<string | null>(person ?? null)
  const errors = opening.error === null ? [] : problemOf(opening.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!source.isGiven()) return
    const receivedAt = new Date(received === '' ? localNow() : received).toISOString()
    opening.mutate(
      { person: whose ?? '', kind, content, receivedAt, source: source.source },
      {
        onSuccess: async ({ id }) => {
          tell(say('ui.cases.recorded'))
          await router.navigate({ to: '/cases/$case', params: { case: id } })
        },
      },
    )
  }
  /** Whoever has somebody on the telephone writes and sends without leaving the keys. */
  const sendByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
  }
  return (
    <form noValidate onSubmit={submit} onKeyDown={sendByKey}>
      <Stack gap="md">
        <ProblemNotice error={opening.error} />
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <NativeSelect
            label={say('ui.cases.kind-label')}
            autoFocus
            data={kinds.map(value => ({ value, label: say(`ui.cases.kind.${value}`) }))}
            value={kind}
            onChange={({ currentTarget }) => setKind(kinds.find(one => one === currentTarget.value) ?? 'complaint')}
          />
          <TextInput
            type="datetime-local"
            label={say('ui.cases.received')}
            required
            max={localNow()}
            value={received}
            onChange={({ currentTarget }) => setReceived(currentTarget.value)}
            error={errorAt('receivedAt')}
          />
          <SourceChoice {...source} sources={sources} error={errorAt('source')} />
        </SimpleGrid>
        {person === undefined && (
          <PersonChoice
            label={say('ui.cases.customer')}
            description={errorAt('person') ?? say('ui.cases.customer-why')}
            value={whose}
            change={setWhose}
          />
        )}
        <Textarea
          label={say('ui.cases.content')}
          required
          autosize
          minRows={4}
          maxLength={8000}
          value={content}
          onChange={({ currentTarget }) => setContent(currentTarget.value)}
          error={errorAt('content')}
        />
        <Group>
          <Button type="submit" loading={opening.isPending}>
            {say('ui.cases.new')}
          </Button>
          {close ? (
            <Button variant="default" onClick={close}>
              {say('ui.cancel')}
            </Button>
          ) : (
            <Button variant="default" renderRoot={props => <Link {...props} to="/cases" />}>
              {say('ui.cancel')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
