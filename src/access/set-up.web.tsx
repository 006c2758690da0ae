/** The first administrator comes in by the one-time link that the server printed. */

import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
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

export function SetUp() {
  const say = useText()
  const router = useRouter()
  const client = useQueryClient()
  const token = useLinkToken()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const settingUp = useWriting({
    mutationFn: () => ask('/set-up', { method: 'POST', body: { token, name, email, password } }),
    onSuccess: async () => {
      client.clear()
      await router.navigate({ to: '/', replace: true })
    },
  })
  const status = useQuery({ queryKey: ['set-up'], queryFn: () => ask<{ needed: boolean }>('/set-up') })
  const problem = settingUp.error === null ? undefined : problemOf(settingUp.error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    settingUp.mutate()
  }
  const isOpenNoMore = problem?.key === 'access.link-used' ? 'shut' : undefined
  const shut = status.data?.needed === false ? 'done' : isOpenNoMore
  if (shut !== undefined)
    return (
      <Frame title={say(`ui.shut-link.set-up-${shut}`)}>
        <Text role="alert">{say(`ui.shut-link.set-up-${shut}-then`)}</Text>
        <Text mt="md">
          <Anchor component={Link} to="/sign-in">
            {say('ui.sign-in.title')}
          </Anchor>
        </Text>
      </Frame>
    )
  if (token === '')
    return (
      <Frame title={say('ui.set-up.title')}>
        <Text>{say('ui.set-up.needs-link')}</Text>
      </Frame>
    )
  return (
    <Frame title={say('ui.set-up.title')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <Text>{say('ui.set-up.why')}</Text>
          <ProblemNotice error={settingUp.error} />
          <TextInput
            label={say('ui.staff.name')}
            autoComplete="name"
            required
            autoFocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errorAt('name')}
          />
          <TextInput
            label={say('ui.sign-in.email')}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            error={errorAt('email')}
          />
          <NewPassword value={password} change={setPassword} error={errorAt('password')} />
          <Button type="submit" loading={settingUp.isPending}>
            {say('ui.set-up.act')}
          </Button>
        </Stack>
      </form>
    </Frame>
  )
}
