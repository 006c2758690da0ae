/** Signing in with password or passkey, and back to the screen that was asked for; the second step comes when it is asked for. */

import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { Frame } from '../../web/frame.tsx'
import { speakFurther, useText } from '../../web/language.ts'
import { lazyScreen } from '../../web/lazy-screen.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import { nextStep } from './second-factor-asks.web.ts'

const SecondStep = lazyScreen(() => import('./second-step.web.tsx'), 'SecondStep', speakFurther)

export function SignIn() {
  const say = useText()
  const router = useRouter()
  const client = useQueryClient()
  const { back } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const step = useQuery(nextStep)
  const setUp = useQuery({ queryKey: ['set-up'], queryFn: () => ask<{ needed: boolean }>('/set-up') })
  const enter = async () => {
    client.clear()
    await router.navigate({ href: back ?? '/', replace: true })
  }
  const signingIn = useWriting({
    mutationFn: () => ask('/sign-in', { method: 'POST', body: { email, password } }),
    onSuccess: async () => {
      const { next } = await client.fetchQuery({ ...nextStep, staleTime: 0 })
      if (next === 'password') await enter()
    },
  })
  const showing = useWriting({
    mutationFn: async () => {
      await speakFurther()
      const { signInByPasskey } = await import('./browser-passkey.web.ts')
      await signInByPasskey()
    },
    onSuccess: () => enter(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signingIn.mutate()
  }
  if (setUp.data?.needed)
    return (
      <Frame title={say('ui.set-up.title')}>
        <Text>{say('ui.set-up.needs-link')}</Text>
      </Frame>
    )
  if (step.data !== undefined && step.data.next !== 'password') return <SecondStep />
  return (
    <Frame title={say('ui.sign-in.title')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={signingIn.error ?? showing.error} />
          <TextInput
            label={say('ui.sign-in.email')}
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordInput
            label={say('ui.sign-in.password')}
            autoComplete="current-password"
            required
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': say('ui.password.show') }}
          />
          <Button type="submit" loading={signingIn.isPending}>
            {say('ui.sign-in.act')}
          </Button>
          {step.data?.passkeys && 'PublicKeyCredential' in window && (
            <Button variant="default" loading={showing.isPending} onClick={() => showing.mutate()}>
              {say('ui.sign-in.passkey')}
            </Button>
          )}
          <Text size="sm" c="dimmed">
            {say('ui.sign-in.forgotten')}
          </Text>
        </Stack>
      </form>
    </Frame>
  )
}
