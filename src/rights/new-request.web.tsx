/** A request that came by any channel is written down as it was made, with the moment from which the law counts. */

import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { channels, type NewRequest, rights } from './request-answers.ts'
import { useRecording } from './request-asks.web.ts'
import { OtherPurpose } from './requests.web.tsx'

/** The moment as a field of date and time takes it, in the clock of this machine. */
const localNow = (): string => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function RecordRequest() {
  const scope = useScope()
  return scope.data?.seesAll === false ? <OtherPurpose /> : <RequestForm />
}

function RequestForm() {
  const say = useText()
  const router = useRouter()
  const recording = useRecording()
  const [request, setRequest] = useState<Omit<NewRequest, 'receivedAt'>>({
    kind: 'access',
    channel: 'email',
    requester: '',
    asked: '',
  })
  const [received, setReceived] = useState(localNow())
  const change = (part: Partial<NewRequest>) => setRequest(now => ({ ...now, ...part }))
  const errors = recording.error === null ? [] : problemOf(recording.error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    recording.mutate(
      { ...request, receivedAt: new Date(received === '' ? localNow() : received).toISOString() },
      {
        onSuccess: async ({ id }) => {
          tell(say('ui.requests.recorded'))
          await router.navigate({ to: '/requests/$request', params: { request: id } })
        },
      },
    )
  }
  /** Whoever has somebody on the telephone writes and sends without leaving the keys. */
  const sendByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
  }
  return (
    <Page title={say('ui.requests.record')} width="reading">
      <form noValidate onSubmit={submit} onKeyDown={sendByKey}>
        <Stack gap="md">
          <Text c="dimmed">{say('ui.requests.record-why')}</Text>
          <ProblemNotice error={recording.error} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NativeSelect
              label={say('ui.requests.right')}
              data-autofocus
              autoFocus
              data={rights.map(value => ({ value, label: say(`ui.requests.kind.${value}`) }))}
              value={request.kind}
              onChange={({ currentTarget }) =>
                change({ kind: rights.find(one => one === currentTarget.value) ?? 'access' })
              }
            />
            <NativeSelect
              label={say('ui.requests.channel')}
              data={channels.map(value => ({ value, label: say(`ui.requests.by.${value}`) }))}
              value={request.channel}
              onChange={({ currentTarget }) =>
                change({ channel: channels.find(one => one === currentTarget.value) ?? 'email' })
              }
            />
            <TextInput
              type="datetime-local"
              label={say('ui.requests.received')}
              description={say('ui.requests.received-why')}
              required
              max={localNow()}
              value={received}
              onChange={({ currentTarget }) => setReceived(currentTarget.value)}
              error={errorAt('receivedAt')}
            />
            <TextInput
              label={say('ui.requests.requester')}
              description={say('ui.requests.requester-why')}
              required
              maxLength={300}
              value={request.requester}
              onChange={({ currentTarget }) => change({ requester: currentTarget.value })}
              error={errorAt('requester')}
            />
          </SimpleGrid>
          <PersonChoice
            label={say('ui.requests.customer')}
            description={say('ui.requests.customer-why')}
            value={request.person ?? null}
            change={person => change({ person: person ?? undefined })}
          />
          <Textarea
            label={say('ui.requests.asked')}
            description={say('ui.requests.asked-why')}
            required
            autosize
            minRows={4}
            maxLength={4000}
            value={request.asked}
            onChange={({ currentTarget }) => change({ asked: currentTarget.value })}
            error={errorAt('asked')}
          />
          <Group>
            <Button type="submit" loading={recording.isPending}>
              {say('ui.requests.record')}
            </Button>
            <Button variant="default" renderRoot={props => <Link {...props} to="/requests" />}>
              {say('ui.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
