/** Where a mailbox is, for what its letters are taken, and whether it opens – before anything is believed. */

import { Alert, Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { MailboxAnswer, MailboxList } from './mailbox-answers.ts'
import { type Told, useKeepingMailbox, useTryingMailbox } from './mailbox-asks.web.ts'
import { LoginFields, loginOf, signInOf } from './mailbox-login.web.tsx'

interface FormProps {
  readonly all: MailboxList
  /** Undefined: a new one. */
  readonly one: MailboxAnswer | undefined
  readonly close: () => void
}

const ports = { tls: '993', starttls: '143', none: '143' } as const
type Security = keyof typeof ports
const securities: readonly Security[] = ['tls', 'starttls', 'none']
const kinds = ['service-events', 'feedback'] as const

export function MailboxForm({ all, one, close }: FormProps) {
  const say = useText()
  const keeping = useKeepingMailbox()
  const trying = useTryingMailbox()
  const first = (list: MailboxList['purposes'], wanted: string) =>
    list.find(({ id }) => id === wanted)?.id ?? list[0]?.id ?? ''
  const [name, setName] = useState(one?.name ?? '')
  const [purpose, setPurpose] = useState(one?.purpose ?? first(all.purposes, 'customer-care'))
  const [source, setSource] = useState(one?.source ?? first(all.sources, 'email'))
  const [keepDays, setKeepDays] = useState(String(one?.keepDays ?? 14))
  const [password, setPassword] = useState('')
  const [login, setLogin] = useState(loginOf(one?.place.signIn))
  const [place, setPlace] = useState({
    host: one?.place.host ?? '',
    port: String(one?.place.port ?? 993),
    security: one?.place.security ?? ('tls' as Security),
    user: one?.place.user ?? '',
    folder: one?.place.folder ?? 'INBOX',
    address: one?.place.address ?? '',
    as: one?.place.as ?? kinds[0],
    fromBeginning: one?.place.fromBeginning ?? false,
    marksRead: one?.place.marksRead ?? false,
  })
  const error = keeping.error ?? trying.error
  const errors = error === null ? [] : problemOf(error).errors
  const errorAt = (field: string) =>
    errors.find(found => found.field === field || found.field === `place.${field}`)?.message
  const told = (): Told => ({
    ...{ name, purpose, source },
    keepDays: Number(keepDays),
    place: { ...place, port: Number(place.port), address: place.address.trim() || undefined, signIn: signInOf(login) },
    ...(password !== '' && { password }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    trying.reset()
    keeping.mutate(one ? { did: 'change', id: one.id, body: told() } : { did: 'add', body: told() }, {
      onSuccess: () => {
        tell(say('ui.mailboxes.saved'))
        close()
      },
    })
  }
  const attempt = () => {
    keeping.reset()
    const { place: where, password: secret } = told()
    trying.mutate({ place: where, ...(secret !== undefined && { password: secret }), ...(one && { id: one.id }) })
  }
  const words = (field: 'host' | 'user' | 'folder', label: string) => (
    <TextInput
      label={label}
      required
      autoComplete="off"
      spellCheck={false}
      value={place[field]}
      onChange={({ currentTarget }) => setPlace({ ...place, [field]: currentTarget.value })}
      error={errorAt(field)}
    />
  )
  return (
    <Dialog close={close} title={say(one ? 'ui.mailboxes.change' : 'ui.mailboxes.add')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={error} />
          <TextInput
            label={say('ui.mailboxes.name')}
            description={say('ui.mailboxes.name-why')}
            required
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errorAt('name')}
          />
          {words('host', say('ui.mailboxes.host'))}
          <Group grow align="start">
            <NativeSelect
              label={say('ui.mailboxes.security')}
              data={securities.map(value => ({ value, label: say(`ui.mailboxes.security-${value}`) }))}
              value={place.security}
              onChange={({ currentTarget }) => {
                const security = securities.find(known => known === currentTarget.value) ?? 'tls'
                setPlace({ ...place, security, port: ports[security] })
              }}
              error={errorAt('security')}
            />
            <TextInput
              label={say('ui.mailboxes.port')}
              inputMode="numeric"
              value={place.port}
              onChange={({ currentTarget }) => setPlace({ ...place, port: currentTarget.value })}
              error={errorAt('port')}
            />
          </Group>
          {words('user', say('ui.mailboxes.user'))}
          <LoginFields
            login={login}
            change={(changed, host) => {
              setLogin(changed)
              if (host !== undefined) setPlace({ ...place, host, port: ports.tls, security: 'tls' })
            }}
            password={password}
            setPassword={setPassword}
            isKept={one !== undefined}
            back={all.back}
            errorAt={errorAt}
          />
          {words('folder', say('ui.mailboxes.folder'))}
          <TextInput
            label={say('ui.mailboxes.address')}
            description={say('ui.mailboxes.address-why')}
            type="email"
            autoComplete="off"
            value={place.address}
            onChange={({ currentTarget }) => setPlace({ ...place, address: currentTarget.value })}
            error={errorAt('address')}
          />
          <NativeSelect
            label={say('ui.mailboxes.purpose')}
            description={say('ui.mailboxes.purpose-why')}
            data={all.purposes.map(({ id: value, name: label }) => ({ value, label }))}
            value={purpose}
            onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
          />
          <NativeSelect
            label={say('ui.mailboxes.source')}
            data={all.sources.map(({ id: value, name: label }) => ({ value, label }))}
            value={source}
            onChange={({ currentTarget }) => setSource(currentTarget.value)}
          />
          <NativeSelect
            label={say('ui.mailboxes.as')}
            data={kinds.map(value => ({ value, label: say(`ui.mailboxes.as-${value}`) }))}
            value={place.as}
            onChange={({ currentTarget }) =>
              setPlace({ ...place, as: kinds.find(kind => kind === currentTarget.value) ?? kinds[0] })
            }
          />
          <TextInput
            label={say('ui.mailboxes.keep-days')}
            inputMode="numeric"
            value={keepDays}
            onChange={({ currentTarget }) => setKeepDays(currentTarget.value)}
            error={errorAt('keepDays')}
          />
          {one === undefined && (
            <Checkbox
              label={say('ui.mailboxes.from-beginning')}
              checked={place.fromBeginning}
              onChange={({ currentTarget }) => setPlace({ ...place, fromBeginning: currentTarget.checked })}
            />
          )}
          <Checkbox
            label={say('ui.mailboxes.marks-read')}
            checked={place.marksRead}
            onChange={({ currentTarget }) => setPlace({ ...place, marksRead: currentTarget.checked })}
          />
          {trying.data && (
            <Alert color="pine" variant="light" role="status">
              {say('ui.mailboxes.tried', { count: count(trying.data.messages) })}
            </Alert>
          )}
          {login.by === 'password' && (
            <Group>
              <Button variant="default" loading={trying.isPending} onClick={attempt}>
                {say('ui.mailboxes.try')}
              </Button>
            </Group>
          )}
          <DialogButtons
            send={say(one ? 'ui.mailboxes.save' : 'ui.mailboxes.add')}
            sending={keeping.isPending}
            close={close}
          />
        </Stack>
      </form>
    </Dialog>
  )
}
