/** On a person's page, where the notice gives recordings of calls: they are played, kept of a call whose caller was told, and removed. */

import { Button, Checkbox, FileButton, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { sendFile } from '../import/import-asks.web.ts'
import type { RecordingList } from './recording-answers.ts'

interface Call {
  readonly id: string
  readonly label: string
}

export function PersonRecordings({ card, scope }: PersonPart) {
  const events = scope.categories.find(({ id }) => id === 'service-events')
  if (!events?.fields.some(({ columns }) => columns.some(({ name }) => name === 'recording'))) return null
  const rows = card.categories.find(({ id }) => id === 'service-events')?.rows ?? []
  const calls = rows
    .filter(({ values }) => values.kind === 'call')
    .map(({ id, values: { occurred, subject } }) => ({
      id,
      label: [typeof occurred === 'string' ? moment(occurred) : '', typeof subject === 'string' ? subject : ''].join(
        ' ',
      ),
    }))
  return calls.length === 0 ? null : <Recordings person={card.id} calls={calls} mayWrite={events.mayWrite} />
}

function Recordings({ person, calls, mayWrite }: { person: string; calls: readonly Call[]; mayWrite: boolean }) {
  const say = useText()
  const { write } = useRegister()
  const found = useAnswer<RecordingList>(`/persons/${person}/recordings`)
  const removing = useWriting({
    mutationFn: (id: string) => write<void>('DELETE', `/persons/${person}/recordings/${id}`),
  })
  return (
    <section className="panel" aria-labelledby="person-recordings">
      <Title order={2} id="person-recordings">
        {say('ui.recordings.title')}
      </Title>
      <ProblemNotice error={found.error ?? removing.error} />
      <Stack gap="sm" mt="xs">
        {found.data?.recordings.map(one => (
          <div key={one.id} className="recording">
            <Text fw={560} className="any-name">
              {calls.find(({ id }) => id === one.call)?.label ?? one.name}
            </Text>
            <Text size="sm" c="dimmed">
              {one.keptUntil === null
                ? say('ui.recordings.kept-as-call')
                : say('ui.recordings.kept-until', { date: date(one.keptUntil) })}
            </Text>
            <Group gap="xs" mt={4}>
              <Playing person={person} id={one.id} name={one.name} />
              {mayWrite && (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  loading={removing.isPending}
                  aria-label={say('ui.recordings.remove', { name: one.name })}
                  onClick={() => removing.mutate(one.id)}
                >
                  {say('ui.recordings.removal')}
                </Button>
              )}
            </Group>
          </div>
        ))}
      </Stack>
      {mayWrite && <Adding person={person} calls={calls} />}
    </section>
  )
}

/** It is fetched when somebody asks to hear it: that they did is on record. */
function Playing({ person, id, name }: { person: string; id: string; name: string }) {
  const say = useText()
  const { ask } = useRegister()
  const [sound, setSound] = useState<string>()
  const opening = useWriting({
    mutationFn: () => ask<{ type: string; base64: string }>(`/persons/${person}/recordings/${id}`),
    onSuccess: ({ type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0))
      setSound(URL.createObjectURL(new Blob([bytes], { type })))
    },
  })
  useEffect(() => () => void (sound && URL.revokeObjectURL(sound)), [sound])
  if (sound)
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said
      <audio controls autoPlay src={sound} aria-label={name} />
    )
  return (
    <>
      <Button size="compact-sm" variant="default" loading={opening.isPending} onClick={() => opening.mutate()}>
        {say('ui.recordings.play')}
      </Button>
      <ProblemNotice error={opening.error} />
    </>
  )
}

function Adding({ person, calls }: { person: string; calls: readonly Call[] }) {
  const say = useText()
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  const [call, setCall] = useState(calls[0]?.id ?? '')
  const [told, setTold] = useState(false)
  const adding = useWriting({
    mutationFn: (file: File) =>
      sendFile<{ id: string }>(`/persons/${person}/calls/${call}/recording?told=yes`, {
        file,
        purpose: purpose?.id ?? '',
        signal: new AbortController().signal,
        sent: () => {},
      }),
    onSuccess: async () => {
      setTold(false)
      tell(say('ui.recordings.added'))
      await client.invalidateQueries({ queryKey: ['register'] })
    },
  })
  return (
    <Stack gap="xs" mt="md">
      <ProblemNotice error={adding.error} />
      <NativeSelect
        label={say('ui.recordings.call')}
        data={calls.map(({ id, label }) => ({ value: id, label }))}
        value={call}
        onChange={({ currentTarget }) => setCall(currentTarget.value)}
      />
      <Checkbox
        label={say('ui.recordings.told')}
        description={say('ui.recordings.told-why')}
        checked={told}
        onChange={({ currentTarget }) => setTold(currentTarget.checked)}
      />
      <FileButton accept=".mp3,.wav,.ogg,.m4a" onChange={file => file && adding.mutate(file)}>
        {props => (
          <Button {...props} variant="default" size="xs" w="fit-content" disabled={!told} loading={adding.isPending}>
            {say('ui.recordings.add')}
          </Button>
        )}
      </FileButton>
    </Stack>
  )
}
