/** One's own second factors: what is in use, how to add and remove it, and how many recovery codes are left. */

import { Badge, Button, Group, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import {
  ConfirmAuthenticator,
  NewPasskey,
  RecoveryCodes,
  startAuthenticator,
  WithPassword,
} from './factor-forms.web.tsx'
import {
  type FirstCodes,
  type NewAuthenticator,
  type OwnFactors,
  type OwnPasskey,
  useFactorVerb,
  useOwnFactors,
} from './second-factor-asks.web.ts'

export function SecondFactor() {
  const say = useText()
  const own = useOwnFactors()
  const [codes, setCodes] = useState<readonly string[] | undefined>(undefined)
  return (
    <section aria-labelledby="second-factor">
      <Title order={2} id="second-factor">
        {say('ui.second-factor.title')}
      </Title>
      <Text c="dimmed">{say('ui.second-factor.why')}</Text>
      <ProblemNotice error={own.error} retry={() => void own.refetch()} />
      {own.isPending && <Skeleton height={120} mt="sm" aria-hidden />}
      {own.data && (
        <Stack gap="lg" mt="sm">
          {own.data.required && (
            <Text>{say(own.data.byNotice ? 'ui.second-factor.required-by-notice' : 'ui.second-factor.required')}</Text>
          )}
          <Authenticator own={own.data} made={setCodes} />
          <Passkeys own={own.data} made={setCodes} />
          {(own.data.authenticator || own.data.passkeys.length > 0) && <Codes own={own.data} made={setCodes} />}
        </Stack>
      )}
      {codes !== undefined && (
        <Dialog title={say('ui.second-factor.codes-title')} close={() => setCodes(undefined)}>
          <RecoveryCodes codes={codes} close={() => setCodes(undefined)} />
        </Dialog>
      )}
    </section>
  )
}

interface PartProps {
  readonly own: OwnFactors
  readonly made: (codes: readonly string[]) => void
}

function Authenticator({ own, made }: PartProps) {
  const say = useText()
  const [asked, setAsked] = useState<'add' | 'remove' | undefined>(undefined)
  const [fresh, setFresh] = useState<NewAuthenticator | undefined>(undefined)
  const close = () => {
    setAsked(undefined)
    setFresh(undefined)
  }
  const confirmed = ({ recoveryCodes }: FirstCodes) => {
    close()
    tell(say('ui.second-factor.on'))
    if (recoveryCodes !== null) made(recoveryCodes)
  }
  const verb = own.authenticator ? 'remove' : 'add'
  return (
    <div>
      <Group gap="sm">
        <Title order={3}>{say('ui.second-factor.app')}</Title>
        <Badge variant={own.authenticator ? 'light' : 'outline'} tt="none">
          {say(own.authenticator ? 'ui.second-factor.app-on' : 'ui.second-factor.app-off')}
        </Badge>
      </Group>
      <Text mb="xs">{say('ui.second-factor.app-why')}</Text>
      <Button variant="default" onClick={() => setAsked(verb)}>
        {say(`ui.second-factor.app-${verb}`)}
      </Button>
      {asked === 'add' && (
        <Dialog title={say('ui.second-factor.app-add')} close={close}>
          {fresh === undefined ? (
            <WithPassword
              act={say('ui.second-factor.go-on')}
              verb={async password => setFresh(await startAuthenticator(password))}
              done={() => {}}
            />
          ) : (
            <ConfirmAuthenticator made={fresh} done={confirmed} />
          )}
        </Dialog>
      )}
      {asked === 'remove' && (
        <Dialog title={say('ui.second-factor.app-remove')} close={close}>
          <WithPassword
            danger
            act={say('ui.second-factor.app-remove')}
            verb={password => ask('/me/authenticator/remove', { method: 'POST', body: { password } })}
            done={() => {
              close()
              tell(say('ui.second-factor.app-removed'))
            }}
          >
            <Text>{say('ui.second-factor.app-remove-follows')}</Text>
          </WithPassword>
        </Dialog>
      )}
    </div>
  )
}

function Passkeys({ own, made }: PartProps) {
  const say = useText()
  const [adding, setAdding] = useState(false)
  const added = ({ recoveryCodes }: FirstCodes) => {
    setAdding(false)
    tell(say('ui.second-factor.passkey-made'))
    if (recoveryCodes !== null) made(recoveryCodes)
  }
  return (
    <div>
      <Title order={3}>{say('ui.second-factor.passkeys')}</Title>
      <Text mb="xs">
        {say(own.passkeysPossible ? 'ui.second-factor.passkeys-why' : 'ui.second-factor.passkeys-impossible')}
      </Text>
      {own.passkeys.length > 0 && (
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table mb="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.second-factor.name')}</Table.Th>
                <Table.Th>{say('ui.second-factor.made')}</Table.Th>
                <Table.Th>{say('ui.second-factor.last-used')}</Table.Th>
                <Table.Th>
                  <span className="visually-hidden">{say('ui.acts')}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {own.passkeys.map(passkey => (
                <PasskeyRow key={passkey.id} passkey={passkey} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {own.passkeysPossible && (
        <Button variant="default" onClick={() => setAdding(true)}>
          {say('ui.second-factor.passkey-add')}
        </Button>
      )}
      {adding && (
        <Dialog title={say('ui.second-factor.passkey-add')} close={() => setAdding(false)}>
          <NewPasskey asksPassword done={added} />
        </Dialog>
      )}
    </div>
  )
}

function PasskeyRow({ passkey: { id, name, madeAt, lastUsedAt } }: { passkey: OwnPasskey }) {
  const say = useText()
  const [asked, setAsked] = useState<'rename' | 'remove' | undefined>(undefined)
  const [next, setNext] = useState(name)
  const close = () => setAsked(undefined)
  const renaming = useFactorVerb(
    () => ask<void>(`/me/passkeys/${id}`, { method: 'PATCH', body: { name: next } }),
    () => {
      close()
      tell(say('ui.second-factor.passkey-renamed'))
    },
  )
  const rename = (event: FormEvent) => {
    event.preventDefault()
    renaming.mutate(undefined)
  }
  return (
    <Table.Tr>
      <Table.Td className="any-name">{name}</Table.Td>
      <Table.Td className="figures">{date(madeAt)}</Table.Td>
      <Table.Td className="figures">
        {lastUsedAt === null ? say('ui.second-factor.never-used') : moment(lastUsedAt)}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          {(['rename', 'remove'] as const).map(act => (
            <Button
              key={act}
              size="compact-sm"
              variant="default"
              aria-label={say(`ui.second-factor.passkey-${act}-of`, { name })}
              onClick={() => setAsked(act)}
            >
              {say(`ui.second-factor.passkey-${act}`)}
            </Button>
          ))}
        </Group>
        {asked === 'rename' && (
          <Dialog title={say('ui.second-factor.passkey-rename')} close={close}>
            <form noValidate onSubmit={rename}>
              <Stack gap="sm">
                <ProblemNotice error={renaming.error} />
                <TextInput
                  label={say('ui.second-factor.passkey-name')}
                  required
                  data-autofocus
                  maxLength={100}
                  value={next}
                  onChange={({ currentTarget }) => setNext(currentTarget.value)}
                />
                <DialogButtons
                  send={say('ui.second-factor.passkey-rename')}
                  sending={renaming.isPending}
                  close={close}
                />
              </Stack>
            </form>
          </Dialog>
        )}
        {asked === 'remove' && (
          <Dialog title={say('ui.second-factor.passkey-remove-of', { name })} close={close}>
            <WithPassword
              danger
              act={say('ui.second-factor.passkey-remove')}
              verb={password => ask(`/me/passkeys/${id}/remove`, { method: 'POST', body: { password } })}
              done={() => {
                close()
                tell(say('ui.second-factor.passkey-removed'))
              }}
            >
              <Text>{say('ui.second-factor.passkey-remove-follows')}</Text>
            </WithPassword>
          </Dialog>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function Codes({ own, made }: PartProps) {
  const say = useText()
  const [asked, setAsked] = useState(false)
  return (
    <div>
      <Title order={3}>{say('ui.second-factor.codes')}</Title>
      <Text>{say('ui.second-factor.codes-why')}</Text>
      <Text mb="xs">{say('ui.second-factor.codes-left', { count: own.recoveryCodes })}</Text>
      <Button variant="default" onClick={() => setAsked(true)}>
        {say('ui.second-factor.codes-make')}
      </Button>
      {asked && (
        <Dialog title={say('ui.second-factor.codes-make')} close={() => setAsked(false)}>
          <WithPassword
            act={say('ui.second-factor.codes-make')}
            verb={async password => {
              const body = { password }
              const { recoveryCodes } = await ask<FirstCodes>('/me/recovery-codes', { method: 'POST', body })
              made(recoveryCodes ?? [])
            }}
            done={() => setAsked(false)}
          >
            <Text>{say('ui.second-factor.codes-make-follows')}</Text>
          </WithPassword>
        </Dialog>
      )}
    </div>
  )
}
