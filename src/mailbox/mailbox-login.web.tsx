/** How a mailbox is opened: by a password, or by a service where its user signs in and gives the permission. */

import { Checkbox, NativeSelect, PasswordInput, Text, TextInput } from '@mantine/core'
import { useText } from '../../web/language.ts'
import type { NewMailboxBody } from './mailbox-answers.ts'

type SignIn = NonNullable<NewMailboxBody['place']['signIn']>
type Service = SignIn['service']

/** What each service is asked for beside its name; in the form every field is there. */
const fieldsOf = {
  password: [],
  microsoft: ['clientId', 'tenant'],
  google: ['clientId'],
  other: ['clientId', 'authorize', 'token', 'scope'],
} as const
const labels = {
  clientId: 'ui.mailboxes.client-id',
  tenant: 'ui.mailboxes.tenant',
  authorize: 'ui.mailboxes.authorize',
  token: 'ui.mailboxes.token',
  scope: 'ui.mailboxes.scope',
} as const
const servers: Partial<Record<Service, string>> = { microsoft: 'outlook.office365.com', google: 'imap.gmail.com' }

export interface Login {
  readonly by: 'password' | Service
  readonly clientId: string
  readonly tenant: string
  readonly authorize: string
  readonly token: string
  readonly scope: string
  readonly sends: boolean
}

export const loginOf = (signIn: SignIn | undefined): Login => ({
  ...{ clientId: '', tenant: '', authorize: '', token: '', scope: '' },
  ...signIn,
  sends: signIn?.sends ?? false,
  by: signIn?.service ?? 'password',
})

export function signInOf({ by: service, clientId, tenant, authorize, token, scope, sends }: Login): SignIn | undefined {
  if (service === 'password') return undefined
  const told = { clientId, ...(sends && { sends }) }
  if (service === 'microsoft') return { service, ...told, tenant }
  return service === 'google' ? { service, ...told } : { service, ...told, authorize, token, scope }
}

interface LoginFieldsProps {
  readonly login: Login
  /** With the server of the service, where it has but one. */
  readonly change: (login: Login, host?: string) => void
  readonly password: string
  readonly setPassword: (password: string) => void
  /** Something is kept already. */
  readonly isKept: boolean
  /** The address to which the service sends the browser back. */
  readonly back: string
  readonly errorAt: (field: string) => string | undefined
}

export function LoginFields({ login, change, password, setPassword, isKept, back, errorAt }: LoginFieldsProps) {
  const say = useText()
  const byPassword = login.by === 'password'
  return (
    <>
      <NativeSelect
        label={say('ui.mailboxes.opens-by')}
        data={(['password', 'microsoft', 'google', 'other'] as const).map(value => ({
          value,
          label: say(`ui.mailboxes.opens-by-${value}`),
        }))}
        value={login.by}
        onChange={({ currentTarget: { value } }) => {
          const by = value === 'microsoft' || value === 'google' || value === 'other' ? value : 'password'
          change({ ...login, by }, by === 'password' ? undefined : servers[by])
        }}
      />
      {!byPassword && (
        <Text size="sm">
          {say('ui.mailboxes.register')} <code className="mailbox-back">{back}</code>
        </Text>
      )}
      {fieldsOf[login.by].map(field => (
        <TextInput
          key={field}
          label={say(labels[field])}
          required
          autoComplete="off"
          spellCheck={false}
          value={login[field]}
          onChange={({ currentTarget }) => change({ ...login, [field]: currentTarget.value })}
          error={errorAt(`signIn.${field}`)}
        />
      ))}
      {!byPassword && (
        <Checkbox
          label={say('ui.mailboxes.sends')}
          description={say('ui.mailboxes.sends-why')}
          checked={login.sends}
          onChange={({ currentTarget }) => change({ ...login, sends: currentTarget.checked })}
        />
      )}
      <PasswordInput
        label={say(byPassword ? 'ui.mailboxes.password' : 'ui.mailboxes.client-secret')}
        description={say(
          isKept
            ? byPassword
              ? 'ui.mailboxes.password-kept'
              : 'ui.mailboxes.secret-kept'
            : byPassword
              ? 'ui.mailboxes.password-why'
              : 'ui.mailboxes.secret-why',
        )}
        required={!isKept}
        autoComplete="new-password"
        value={password}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        error={errorAt('password') ?? errorAt('secret')}
      />
    </>
  )
}
