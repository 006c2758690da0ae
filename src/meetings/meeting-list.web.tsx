/** Arranged meetings in a list: when, what, where, with whom; each is changed, called off, or taken into a calendar. */

import { Button, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Meeting } from './meeting-answers.ts'
import { useMeetingVerbs } from './meeting-asks.web.ts'
import { MeetingForm } from './meeting-form.web.tsx'
import './meetings.css'
import { useWriting } from '../../web/writing.ts'

/** `mayWrite`: this purpose may change them; `about`: tells with whom each is. */
export const Meetings = ({
  meetings,
  mayWrite,
  about,
}: {
  meetings: readonly Meeting[]
  mayWrite: boolean
  about: boolean
}) => (
  <ul className="meetings">
    {meetings.map(one => (
      <MeetingLine key={one.id} meeting={one} mayWrite={mayWrite} about={about} />
    ))}
  </ul>
)

function MeetingLine({ meeting, mayWrite, about }: { meeting: Meeting; mayWrite: boolean; about: boolean }) {
  const say = useText()
  const { save } = useMeetingVerbs()
  const [doing, setDoing] = useState<'change' | 'off' | undefined>(undefined)
  const saving = useWriting({ mutationFn: () => save(meeting.id) })
  const name = meeting.subject ?? say('ui.meetings.nameless')
  const acts = [
    { act: 'file' as const, run: () => saving.mutate() },
    ...(mayWrite ? (['change', 'off'] as const).map(act => ({ act, run: () => setDoing(act) })) : []),
  ]
  return (
    <li>
      <Text className="figures" fw={560}>
        {moment(meeting.starts)}
      </Text>
      <Text className="any-name">{name}</Text>
      <Text size="sm" c="dimmed" className="any-name" component="div">
        {about && (
          <>
            <Link to="/customers/$person" params={{ person: meeting.person.id }} className="row-link">
              {meeting.person.name ?? say('ui.person.nameless')}
            </Link>{' '}
          </>
        )}
        {[meeting.place, meeting.invited ? say('ui.meetings.invited') : null].filter(Boolean).join(' · ')}
      </Text>
      <ProblemNotice error={saving.error} />
      <Group gap="xs" mt={4}>
        {acts.map(({ act, run }) => (
          <Button
            key={act}
            variant="default"
            size="compact-sm"
            aria-label={say(`ui.meetings.${act}`, { name })}
            onClick={run}
          >
            {say(`ui.meetings.${act}-short`)}
          </Button>
        ))}
      </Group>
      {doing === 'change' && (
        <MeetingForm meeting={meeting} person={meeting.person.id} close={() => setDoing(undefined)} />
      )}
      {doing === 'off' && <CallOff meeting={meeting} name={name} close={() => setDoing(undefined)} />}
    </li>
  )
}

function CallOff({ meeting, name, close }: { meeting: Meeting; name: string; close: () => void }) {
  const say = useText()
  const { callOff } = useMeetingVerbs()
  const calling = useWriting({ mutationFn: () => callOff(meeting.id, meeting.sequence), onSuccess: close })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    calling.mutate()
  }
  return (
    <Dialog title={say('ui.meetings.off', { name })} close={close}>
      <form onSubmit={submit}>
        <Text>{say('ui.meetings.off-why')}</Text>
        <ProblemNotice error={calling.error} />
        <DialogButtons send={say('ui.meetings.off-short')} sending={calling.isPending} close={close} />
      </form>
    </Dialog>
  )
}
