/** The steps by which a second factor is made, in a dialog of one's own account as before one is let in. */

import { Button, Code, CopyButton, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ask, problemOf, saveFile } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import { makePasskey } from './browser-passkey.web.ts'
import { QrCode } from './qr-code.web.tsx'
import { type FirstCodes, type NewAuthenticator, useFactorVerb } from './second-factor-asks.web.ts'

interface ConfirmProps {
  readonly act: string
  readonly verb: (password: string) => Promise<unknown>
  readonly done: () => void
  readonly danger?: boolean
  readonly children?: ReactNode
}

/** What is done to one's own factors is confirmed with the password: somebody else may sit at an open browser. */
export function WithPassword({ act, verb, done, danger = false, children }: ConfirmProps) {
  const say = useText()
  const [password, setPassword] = useState('')
  const doing = useFactorVerb(verb, done)
  const wrong = doing.error === null ? undefined : problemOf(doing.error).errors.find(one => one.field === 'password')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    doing.mutate(password)
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        {children}
        <Text>{say('ui.second-factor.password-why')}</Text>
        {wrong === undefined && <ProblemNotice error={doing.error} />}
        <PasswordInput
          label={say('ui.password.current')}
          autoComplete="current-password"
          required
          data-autofocus
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          error={wrong?.message}
          visibilityToggleButtonProps={{ 'aria-label': say('ui.password.show') }}
        />
        <Group>
          <Button type="submit" loading={doing.isPending} {...(danger && { color: 'brick' })}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export const startAuthenticator = (password: string | undefined) =>
  ask<NewAuthenticator>('/me/authenticator', { method: 'POST', body: password === undefined ? {} : { password } })

/** The picture, the key to type, and the code that confirms that the app has it. */
export function ConfirmAuthenticator({
  made: { secret, address },
  done,
}: {
  made: NewAuthenticator
  done: (codes: FirstCodes) => void
}) {
  const say = useText()
  const [code, setCode] = useState('')
  const confirming = useFactorVerb(
    () => ask<FirstCodes>('/me/authenticator/confirm', { method: 'POST', body: { code } }),
    done,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirming.mutate(undefined)
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <Text>{say('ui.second-factor.scan')}</Text>
        <QrCode text={address} label={say('ui.second-factor.picture')} />
        <Text>{say('ui.second-factor.secret')}</Text>
        <Code className="any-name">{secret.replace(/.{4}(?=.)/g, '$& ')}</Code>
        <ProblemNotice error={confirming.error} />
        <CodeField code={code} change={setCode} why={say('ui.second-factor.code-why')} />
        <Group>
          <Button type="submit" loading={confirming.isPending}>
            {say('ui.second-factor.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export function CodeField({ code, change, why }: { code: string; change: (code: string) => void; why?: string }) {
  const say = useText()
  return (
    <TextInput
      label={say('ui.second-factor.code')}
      description={why}
      inputMode="numeric"
      autoComplete="one-time-code"
      required
      data-autofocus
      autoFocus
      value={code}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}

/** Names a passkey and has the browser make it; `password` is asked of whoever is signed in. */
export function NewPasskey({ asksPassword, done }: { asksPassword: boolean; done: (codes: FirstCodes) => void }) {
  const say = useText()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const making = useFactorVerb(() => makePasskey(name, asksPassword ? password : undefined), done)
  const problem = making.error === null ? undefined : problemOf(making.error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    making.mutate(undefined)
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        <Text>{say('ui.second-factor.passkeys-why')}</Text>
        <ProblemNotice error={making.error} />
        <TextInput
          label={say('ui.second-factor.passkey-name')}
          description={say('ui.second-factor.passkey-name-why')}
          required
          data-autofocus
          autoFocus
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={errorAt('name')}
        />
        {asksPassword && (
          <PasswordInput
            label={say('ui.password.current')}
            description={say('ui.second-factor.password-why')}
            autoComplete="current-password"
            required
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            error={errorAt('password')}
            visibilityToggleButtonProps={{ 'aria-label': say('ui.password.show') }}
          />
        )}
        <Group>
          <Button type="submit" loading={making.isPending} disabled={name.trim() === ''}>
            {say('ui.second-factor.passkey-make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The codes, once: to copy, to keep in a file, and away. */
export function RecoveryCodes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const say = useText()
  const text = codes.join('\n')
  return (
    <Stack gap="sm">
      <Text>{say('ui.second-factor.codes-once')}</Text>
      <ol className="recovery-codes">
        {codes.map(code => (
          <li key={code}>
            <Code>{code}</Code>
          </li>
        ))}
      </ol>
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {say(copied ? 'ui.shown-once.copied' : 'ui.shown-once.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          onClick={() => saveFile(new Blob([`${text}\n`]), `${say('ui.second-factor.codes-file')}.txt`)}
        >
          {say('ui.second-factor.codes-save')}
        </Button>
        <Button onClick={close}>{say('ui.second-factor.codes-kept')}</Button>
      </Group>
    </Stack>
  )
}

/** The first factor of somebody who is not in before they have one. */
export function Enrol({ passkeysPossible, done }: { passkeysPossible: boolean; done: (codes: FirstCodes) => void }) {
  const say = useText()
  const [byPasskey, setByPasskey] = useState(false)
  const starting = useWriting({ mutationFn: () => startAuthenticator(undefined) })
  if (starting.data) return <ConfirmAuthenticator made={starting.data} done={done} />
  if (byPasskey) return <NewPasskey asksPassword={false} done={done} />
  return (
    <Stack gap="sm">
      <Text>{say('ui.second-factor.enrol-why')}</Text>
      <ProblemNotice error={starting.error} />
      <Text c="dimmed">{say('ui.second-factor.app-why')}</Text>
      <Button loading={starting.isPending} onClick={() => starting.mutate()}>
        {say('ui.second-factor.app-add')}
      </Button>
      {passkeysPossible && (
        <>
          <Text c="dimmed">{say('ui.second-factor.passkeys-why')}</Text>
          <Button variant="default" onClick={() => setByPasskey(true)}>
            {say('ui.second-factor.passkey-add')}
          </Button>
        </>
      )}
    </Stack>
  )
}
