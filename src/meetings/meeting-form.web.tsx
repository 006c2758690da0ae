/** A meeting gets its time, its place and its subject in one form; whoever was invited before is told of what changes. */

import { Checkbox, SimpleGrid, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import type { Meeting } from './meeting-answers.ts'
import { useMeetingVerbs } from './meeting-asks.web.ts'

interface MeetingFormProps {
  readonly close: () => void
  /** With whom; of one that is changed it stays. */
  readonly person: string
  readonly meeting?: Meeting
}

/** As a field of date and time takes it, in the clock of this machine. */
function local(at: string): string {
  const moment = new Date(at)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
const lengthOf = ({ starts, ends }: Meeting): number => (Date.parse(ends) - Date.parse(starts)) / 60_000

export function MeetingForm({ close, person, meeting }: MeetingFormProps) {
  const say = useText()
  const { arrange, change } = useMeetingVerbs()
  const [starts, setStarts] = useState(meeting ? local(meeting.starts) : '')
  const [minutes, setMinutes] = useState(String(meeting ? lengthOf(meeting) : 60))
  const [place, setPlace] = useState(meeting?.place ?? '')
  const [subject, setSubject] = useState('')
  const [invite, setInvite] = useState(true)
  const saving = useWriting({
    mutationFn: async () => {
      const time = {
        starts: new Date(starts).toISOString(),
        minutes: Number(minutes),
        place: place.trim() === '' ? null : place.trim(),
      }
      if (meeting) await change(meeting.id, { ...time, expected: meeting.sequence })
      else await arrange(person, { ...time, subject, invite })
    },
    onSuccess: () => {
      tell(say('ui.meetings.saved'))
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (starts !== '' && !saving.isPending) saving.mutate()
  }
  const title = meeting ? say('ui.meetings.change', { name: meeting.subject ?? '' }) : say('ui.meetings.arrange')
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={submit}>
        {!meeting && (
          <TextInput
            label={say('ui.meetings.subject')}
            required
            maxLength={300}
            value={subject}
            onChange={({ currentTarget }) => setSubject(currentTarget.value)}
            data-autofocus
          />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs">
          <TextInput
            type="datetime-local"
            label={say('ui.meetings.starts')}
            required
            value={starts}
            onChange={({ currentTarget }) => setStarts(currentTarget.value)}
          />
          <TextInput
            type="number"
            min={5}
            max={1440}
            label={say('ui.meetings.minutes')}
            required
            value={minutes}
            onChange={({ currentTarget }) => setMinutes(currentTarget.value)}
          />
        </SimpleGrid>
        <TextInput
          mt="xs"
          label={say('ui.meetings.place')}
          maxLength={300}
          value={place}
          onChange={({ currentTarget }) => setPlace(currentTarget.value)}
        />
        {!meeting && (
          <Checkbox
            mt="md"
            label={say('ui.meetings.invite')}
            description={say('ui.meetings.invite-why')}
            checked={invite}
            onChange={({ currentTarget }) => setInvite(currentTarget.checked)}
          />
        )}
        <ProblemNotice error={saving.error} />
        <DialogButtons send={say('ui.meetings.save')} sending={saving.isPending} close={close} />
      </form>
    </Dialog>
  )
}
