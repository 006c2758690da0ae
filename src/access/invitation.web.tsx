/** An invited person chooses a password and is let in; a link that no longer works says so and what to do. */

import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ask, problemOf } from '../../web/ask.ts'
import { Frame } from '../../web/frame.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import { useLinkToken } from './link-token.web.ts'
import { NewPassword } from './password-field.web.tsx'

export function Invitation() {
  const say = useText()
  const router = useRouter()
  const client = useQueryClient()
  const token = useLinkToken()
  const [password, setPassword] = useState('')
  const invited = useQuery({
    queryKey: ['invitation'],
    queryFn: () => ask<{ name: string; email: string }>('/invitation/read', { method: 'POST', body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const accepting = useWriting({
    mutationFn: () => ask('/invitation/accept', { method: 'POST', body: { token, password } }),
    onSuccess: async () => {
      client.clear()
      await router.navigate({ to: '/', replace: true })
    },
  })
  const problem = accepting.error === null ? undefined : problemOf(accepting.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    accepting.mutate()
  }
  const shut = shutBy(invited.error ?? accepting.error)
  if (shut !== undefined) return <Shut why={shut} />
  return (
    <Frame title={say('ui.invitation.title')}>
      <ProblemNotice error={invited.error} retry={() => void invited.refetch()} />
      {invited.isPending && <Skeleton height={120} aria-hidden />}
      {invited.data && (
        <form noValidate onSubmit={submit}>
          <Stack gap="sm">
            <Text className="any-name">{say('ui.invitation.welcome', { name: invited.data.name })}</Text>
            <Text c="dimmed" className="any-name">
              {say('ui.invitation.user-name', { email: invited.data.email })}
            </Text>
            <ProblemNotice error={accepting.error} />
            <input type="hidden" name="username" autoComplete="username" value={invited.data.email} readOnly />
            <NewPassword
              value={password}
              change={setPassword}
              error={problem?.errors.find(({ field }) => field === 'password')?.message}
            />
            <Button type="submit" loading={accepting.isPending}>
              {say('ui.invitation.act')}
            </Button>
          </Stack>
        </form>
      )}
    </Frame>
  )
}

const reasons = ['accepted', 'withdrawn', 'expired', 'unknown'] as const
type Reason = (typeof reasons)[number]

/** Why the link lets nobody in; undefined when it is something else that went wrong. */
const shutBy = (error: Error | null): Reason | undefined =>
  error === null ? undefined : reasons.find(reason => problemOf(error).key === `access.invitation-${reason}`)

/** What became of the invitation is the title; below it, what to do now. */
function Shut({ why }: { why: Reason }) {
  const say = useText()
  return (
    <Frame title={say(`ui.shut-link.${why}`)}>
      <Text role="alert">{say(`ui.shut-link.${why}-then`)}</Text>
      <Text mt="md">
        <Anchor component={Link} to="/sign-in">
          {say('ui.sign-in.title')}
        </Anchor>
      </Text>
    </Frame>
  )
}
