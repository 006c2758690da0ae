/** Of a chat: who the visitor says they are, whose it is as staff know it, and that it is over. */

import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useEnding, useJoining } from '../chat/chat-asks.web.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import type { Conversation } from './inbox-answers.ts'

interface TalkProps {
  readonly talk: NonNullable<Conversation['talk']>
  readonly isKnown: boolean
  readonly mayWrite: boolean
}

export function Talk({ talk: { id, email, joined, ended }, isKnown, mayWrite }: TalkProps) {
  const say = useText()
  const ending = useEnding(id)
  const about = isKnown
    ? joined
      ? 'ui.chats.joined'
      : 'ui.chats.not-shown'
    : email === null
      ? 'ui.chats.nameless-why'
      : 'ui.chats.unknown-why'
  return (
    <Stack gap="xs" align="start">
      <Text size="sm">{say(about)}</Text>
      {email !== null && !isKnown && (
        <Text size="sm" className="any-name">
          {email}
        </Text>
      )}
      {!isKnown && email === null && mayWrite && <Joining talk={id} />}
      <ProblemNotice error={ending.error} />
      {ended ? (
        <Text c="dimmed">{say('ui.chats.ended-why')}</Text>
      ) : (
        mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            loading={ending.isPending}
            onClick={() => ending.mutate(undefined, { onSuccess: () => tell(say('ui.chats.ended-why')) })}
          >
            {say('ui.chats.end')}
          </Button>
        )
      )}
    </Stack>
  )
}

/** It is on record who told. */
function Joining({ talk }: { talk: string }) {
  const say = useText()
  const joining = useJoining(talk)
  const [person, setPerson] = useState<string | null>(null)
  return (
    <Stack gap="xs" align="start">
      <PersonChoice
        label={say('ui.chats.join')}
        description={say('ui.chats.join-why')}
        value={person}
        change={setPerson}
      />
      <ProblemNotice error={joining.error} />
      <Button
        size="compact-sm"
        variant="default"
        disabled={person === null}
        loading={joining.isPending}
        onClick={() => person !== null && joining.mutate(person)}
      >
        {say('ui.chats.join-this')}
      </Button>
    </Stack>
  )
}
