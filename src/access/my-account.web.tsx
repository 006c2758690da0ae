/** What a signed-in person may see and change of themself: duties and purposes, password, second factors, the browsers that are signed in. */

import { Badge, Button, Group, List, PasswordInput, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { inOwnLanguage, useAccount } from '../../web/account.ts'
import { ask, problemOf } from '../../web/ask.ts'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { OwnSignIns } from '../security/own-sign-ins.web.tsx'
import { browserName } from './browser-name.web.ts'
import { NewPassword } from './password-field.web.tsx'
import { SecondFactor } from './second-factor.web.tsx'

export function MyAccount() {
  const say = useText()
  const account = useAccount()
  return (
    <Page title={say('ui.account.title')} width="reading">
      <Stack gap="xl">
        <section>
          <Text fw={600} className="any-name">
            {account.name}
          </Text>
          <Text c="dimmed" className="any-name">
            {account.email}
          </Text>
        </section>
        <section aria-labelledby="purposes">
          <Title order={2} id="purposes">
            {say('ui.account.purposes')}
          </Title>
          <Text c="dimmed" mb="xs">
            {account.purposes.length > 0 ? say('ui.account.purposes-why') : say('ui.account.no-purposes')}
          </Text>
          <Group gap={6} mb="xs">
            {account.duties.map(duty => (
              <Badge key={duty.id} variant="light" tt="none" size="lg">
                {inOwnLanguage(duty.name)}
              </Badge>
            ))}
            {account.administrator && (
              <Badge variant="outline" tt="none" size="lg">
                {say('ui.staff.administrator')}
              </Badge>
            )}
          </Group>
          <List spacing={4}>
            {account.purposes.map(purpose => (
              <List.Item key={purpose.id}>
                {inOwnLanguage(purpose.name)}
                <Text component="span" size="sm" c="dimmed" display="block">
                  {inOwnLanguage(purpose.explanation)}
                </Text>
              </List.Item>
            ))}
          </List>
        </section>
        <Sessions />
        <OwnSignIns />
        <SecondFactor />
        <ChangePassword />
      </Stack>
    </Page>
  )
}

interface Session {
  readonly id: string
  readonly browser: string | null
  readonly startedAt: string
  readonly lastUsedAt: string
  readonly current: boolean
}

function Sessions() {
  const say = useText()
  const client = useQueryClient()
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => ask<{ sessions: readonly Session[] }>('/me/sessions', { signal }),
  })
  const ending = useWriting({
    mutationFn: (id: string) => ask(`/me/sessions/${id}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sessions'] })
      tell(say('ui.account.session-ended'))
    },
  })
  return (
    <section aria-labelledby="sessions">
      <Title order={2} id="sessions">
        {say('ui.account.sessions')}
      </Title>
      <Text c="dimmed">{say('ui.account.sessions-why')}</Text>
      <ProblemNotice error={sessions.error ?? ending.error} retry={() => void sessions.refetch()} />
      {sessions.isPending && <Skeleton height={80} aria-hidden />}
      {sessions.data && (
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.account.browser')}</Table.Th>
                <Table.Th>{say('ui.account.started')}</Table.Th>
                <Table.Th>{say('ui.account.last-used')}</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">{say('ui.acts')}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sessions.data.sessions.map(session => (
                <Table.Tr key={session.id}>
                  <Table.Td>{browserName(session.browser) ?? say('ui.account.unknown-browser')}</Table.Td>
                  <Table.Td className="figures">{moment(session.startedAt)}</Table.Td>
                  <Table.Td className="figures">{moment(session.lastUsedAt)}</Table.Td>
                  <Table.Td>
                    {session.current ? (
                      <Text size="sm">{say('ui.account.this-browser')}</Text>
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={ending.isPending && ending.variables === session.id}
                        onClick={() => ending.mutate(session.id)}
                      >
                        {say('ui.account.end-session')}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  )
}

function ChangePassword() {
  const say = useText()
  const { email } = useAccount()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const changing = useWriting({
    mutationFn: () => ask('/me/password', { method: 'POST', body: { current, password } }),
    onSuccess: () => {
      setCurrent('')
      setPassword('')
      tell(say('ui.password.changed'))
    },
  })
  const problem = changing.error === null ? undefined : problemOf(changing.error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    changing.mutate()
  }
  return (
    <section aria-labelledby="password">
      <Title order={2} id="password" mb="xs">
        {say('ui.password.change')}
      </Title>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          <ProblemNotice error={changing.error} />
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label={say('ui.password.current')}
            autoComplete="current-password"
            required
            value={current}
            onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
            error={errorAt('current')}
            visibilityToggleButtonProps={{ 'aria-label': say('ui.password.show') }}
          />
          <NewPassword value={password} change={setPassword} error={errorAt('password')} />
          <Group>
            <Button type="submit" loading={changing.isPending}>
              {say('ui.password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  )
}
