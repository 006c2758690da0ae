/** One line and Ctrl + Enter: a call or a meeting is on record, and what is to be done because of it is a task. */

import { Button, Checkbox, FileButton, Group, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import type { Held } from './held.ts'
import type { Interaction, Logged } from './log.ts'

interface LogDialogProps {
  readonly kinds: readonly Held[]
  /** About whom; null: to be sought here. */
  readonly person: string | null
  readonly close: () => void
}

export function LogDialog({ kinds, person, close }: LogDialogProps) {
  const say = useText()
  const { write } = useRegister()
  const [whom, setWhom] = useState(person)
  const [kind, setKind] = useState<Held>(kinds[0] ?? 'call')
  const [direction, setDirection] = useState<'in' | 'out'>('in')
  const [subject, setSubject] = useState('')
  const [outcome, setOutcome] = useState('')
  const [occurred, setOccurred] = useState('') // empty: now
  const [followsUp, setFollowsUp] = useState(false)
  const [task, setTask] = useState('')
  const [due, setDue] = useState('')
  const saving = useWriting({
    mutationFn: () => {
      const body: Interaction = {
        kind,
        subject,
        ...(kind === 'call' && { direction }),
        ...(occurred !== '' && { occurred: new Date(occurred).toISOString() }),
        ...(outcome.trim() !== '' && { outcome }),
        ...(followsUp && { followUp: { title: task.trim() || subject, due: due || null } }),
      }
      return write<Logged>('POST', `/persons/${whom}/interactions`, body)
    },
    onSuccess: ({ masked }) => {
      tell(say(masked ? 'ui.log.saved-masked' : `ui.log.saved-${kind}`))
      close()
    },
  })
  const bringing = useWriting({
    mutationFn: async (file: File) =>
      write<{ meetings: number }>('POST', '/meetings', { calendar: decoded(await file.arrayBuffer()) }),
    onSuccess: ({ meetings }) => {
      tell(say('ui.log.brought', { count: meetings }))
      close()
    },
  })
  const isWhole = whom !== null && subject.trim() !== ''
  const save = (event?: FormEvent) => {
    event?.preventDefault()
    if (isWhole && !saving.isPending) saving.mutate()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event)
  }
  return (
    <Dialog title={say('ui.log.title')} close={close}>
      <form onSubmit={save} onKeyDown={onKey}>
        {person === null && (
          <PersonChoice
            label={say('ui.log.whom')}
            description={say('ui.log.whom-why')}
            value={whom}
            change={setWhom}
            first
          />
        )}
        <Group gap="sm" my="sm">
          {kinds.length > 1 && (
            <SegmentedControl
              aria-label={say('ui.log.kind')}
              value={kind}
              data={kinds.map(value => ({ value, label: say(`ui.log.${value}`) }))}
              onChange={value => setKind(value)}
            />
          )}
          {kind === 'call' && (
            <SegmentedControl
              aria-label={say('ui.log.direction')}
              value={direction}
              data={(['in', 'out'] as const).map(value => ({ value, label: say(`ui.log.${value}`) }))}
              onChange={value => setDirection(value)}
            />
          )}
        </Group>
        <TextInput
          label={say('ui.log.subject')}
          value={subject}
          onChange={({ currentTarget }) => setSubject(currentTarget.value)}
          maxLength={300}
          required
          {...(person === null ? {} : { 'data-autofocus': true })}
        />
        <Textarea
          label={say('ui.log.outcome')}
          value={outcome}
          onChange={({ currentTarget }) => setOutcome(currentTarget.value)}
          autosize
          minRows={1}
          maxRows={8}
          mt="xs"
        />
        <TextInput
          type="datetime-local"
          label={say('ui.log.occurred')}
          description={say('ui.log.occurred-why')}
          value={occurred}
          onChange={({ currentTarget }) => setOccurred(currentTarget.value)}
          mt="xs"
        />
        <Checkbox
          label={say('ui.log.follow-up')}
          checked={followsUp}
          onChange={({ currentTarget }) => setFollowsUp(currentTarget.checked)}
          mt="sm"
        />
        {followsUp && (
          <Group gap="sm" mt="xs" align="end">
            <TextInput
              label={say('ui.log.task')}
              placeholder={subject}
              value={task}
              onChange={({ currentTarget }) => setTask(currentTarget.value)}
              maxLength={300}
              style={{ flex: 1 }}
            />
            <TextInput
              type="date"
              label={say('ui.tasks.due')}
              value={due}
              onChange={({ currentTarget }) => setDue(currentTarget.value)}
            />
          </Group>
        )}
        <ProblemNotice error={saving.error ?? bringing.error} />
        <Text size="sm" c="dimmed" mt="sm">
          {say('ui.log.keys')}
        </Text>
        <DialogButtons send={say('ui.log.save')} sending={saving.isPending} close={close} />
        {kinds.includes('meeting') && (
          <FileButton accept=".ics,text/calendar" onChange={file => file && bringing.mutate(file)}>
            {props => (
              <Button {...props} variant="subtle" size="compact-sm" mt="sm" px={0} loading={bringing.isPending}>
                {say('ui.log.bring')}
              </Button>
            )}
          </FileButton>
        )}
      </form>
    </Dialog>
  )
}

/** As the standard has it, else as old programs wrote it. */
function decoded(file: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return new TextDecoder('windows-1252').decode(file)
  }
}
