/** What staff tell of a connection: who sends, for what, from where, and what stands in the sender's checkout. */

import { Fieldset, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { ConnectionAnswer, ConnectionList } from './arrival-answers.ts'
import { useConnecting } from './arrival-asks.web.ts'

interface FormProps {
  readonly all: ConnectionList
  /** Undefined: a new one. */
  readonly one: ConnectionAnswer | undefined
  readonly close: () => void
  readonly done: (secret: string | null) => void
}

/** Settings as they are typed: a part is told when its purpose is chosen. */
interface Typed {
  readonly permit: Readonly<Record<'purpose' | 'wording' | 'place' | 'lang', string>>
  readonly purchase: Readonly<Record<'purpose' | 'wording' | 'productGroup', string>>
  readonly verifyToken: string
  readonly version: string
  readonly formId: string
  readonly consentField: string
  readonly consentQuestion: string
  readonly consentAnswer: string
  readonly permitField: string
  readonly refusalField: string
  readonly withdrawnWord: string
  readonly ordersOf: string
  readonly announcement: string
}

const nothing: Typed = {
  permit: { purpose: '', wording: '', place: '', lang: 'fi' },
  purchase: { purpose: '', wording: '', productGroup: '' },
  verifyToken: '',
  version: '',
  formId: '',
  consentField: '',
  consentQuestion: '',
  consentAnswer: '',
  permitField: '',
  refusalField: '',
  withdrawnWord: '',
  ordersOf: '',
  announcement: '',
}

const settingsOf = (typed: Typed, known: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(typed).filter(
      ([name, value]) => known.includes(name) && (typeof value === 'string' ? value.trim() : value.purpose) !== '',
    ),
  )

const langs = [
  { value: 'fi', label: 'suomi' },
  { value: 'sv', label: 'svenska' },
  { value: 'en', label: 'English' },
]

/** From where a sender of this kind usually tells, where the notice has it; staff may choose another. */
function usualSource({ sources }: ConnectionList, kind: string): string {
  const others: Readonly<Record<string, string>> = {
    twilio: 'sms',
    'sms-gateway': 'sms',
    'twilio-voice': 'phone',
    telephone: 'phone',
    calendar: 'meetings',
    meta: 'social-media',
    'google-leads': 'social-media',
    linkedin: 'social-media',
    service: 'service',
  }
  const usual = others[kind] ?? 'shop'
  return sources.find(({ id }) => id === usual)?.id ?? sources[0]?.id ?? ''
}

export function ConnectionForm({ all, one, close, done }: FormProps) {
  const say = useText()
  const connecting = useConnecting()
  const [kind, setKind] = useState(one?.kind ?? all.kinds[0]?.kind ?? '')
  const [name, setName] = useState(one?.name ?? '')
  const [purpose, setPurpose] = useState(one?.purpose ?? all.purposes[0]?.id ?? '')
  const [source, setSource] = useState(one?.source ?? usualSource(all, kind))
  const [keepDays, setKeepDays] = useState(String(one?.keepDays ?? 14))
  const [secret, setSecret] = useState('')
  const [token, setToken] = useState('')
  const [typed, setTyped] = useState<Typed>({ ...nothing, ...(one?.settings as Partial<Typed> | undefined) })
  const about = all.kinds.find(found => found.kind === kind)
  const errors = connecting.error === null ? [] : problemOf(connecting.error).errors
  const errorAt = (field: string) => errors.find(found => found.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const told = {
      name,
      purpose,
      source,
      keepDays: Number(keepDays),
      settings: settingsOf(typed, about?.settings ?? []),
      ...(token.trim() !== '' && { token }),
    }
    const made = { ...told, kind, ...(about?.secret === 'pasted' && { secret }) }
    connecting.mutate(one ? { did: 'change', id: one.id, body: told } : { did: 'add', body: made }, {
      onSuccess: answered => {
        tell(say('ui.connections.saved'))
        done(answered)
      },
    })
  }
  return (
    <Dialog close={close} title={say(one ? 'ui.connections.change' : 'ui.connections.add')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={connecting.error} />
          {!one && (
            <NativeSelect
              label={say('ui.connections.kind-label')}
              data-autofocus
              data={all.kinds.map(({ kind: value }) => ({
                value,
                label: say(`ui.connections.kind.${value}` as 'ui.connections.kind.stripe'),
              }))}
              value={kind}
              onChange={({ currentTarget: { value } }) => {
                setKind(value)
                setSource(usualSource(all, value))
              }}
            />
          )}
          <TextInput
            label={say('ui.connections.name')}
            description={say('ui.connections.name-why')}
            required
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errorAt('name')}
          />
          <NativeSelect
            label={say('ui.connections.purpose')}
            description={say('ui.connections.purpose-why')}
            data={all.purposes.map(({ id: value, name: label }) => ({ value, label }))}
            value={purpose}
            onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
            error={errorAt('purpose')}
          />
          <NativeSelect
            label={say('ui.connections.source')}
            data={all.sources.map(({ id: value, name: label }) => ({ value, label }))}
            value={source}
            onChange={({ currentTarget }) => setSource(currentTarget.value)}
            error={errorAt('source')}
          />
          <TextInput
            type="number"
            min={1}
            max={30}
            label={say('ui.connections.keep-days')}
            value={keepDays}
            onChange={({ currentTarget }) => setKeepDays(currentTarget.value)}
            error={errorAt('keepDays')}
          />
          {!one && about?.secret === 'pasted' && (
            <Textarea
              label={say('ui.connections.secret')}
              description={say('ui.connections.secret-why')}
              required
              autosize
              autoComplete="off"
              spellCheck={false}
              value={secret}
              onChange={({ currentTarget }) => setSecret(currentTarget.value)}
              error={errorAt('secret')}
            />
          )}
          {about?.fetches && (
            <Textarea
              label={say('ui.connections.token')}
              description={say(one?.hasToken ? 'ui.connections.token-kept' : 'ui.connections.token-why')}
              autosize
              autoComplete="off"
              spellCheck={false}
              value={token}
              onChange={({ currentTarget }) => setToken(currentTarget.value)}
              error={errorAt('token')}
            />
          )}
          <Settings all={all} known={about?.settings ?? []} typed={typed} change={setTyped} errorAt={errorAt} />
          <DialogButtons
            send={say(one ? 'ui.connections.save' : 'ui.connections.add')}
            sending={connecting.isPending}
            close={close}
          />
        </Stack>
      </form>
    </Dialog>
  )
}

interface SettingsProps {
  readonly all: ConnectionList
  readonly known: readonly string[]
  readonly typed: Typed
  readonly change: (typed: Typed) => void
  readonly errorAt: (field: string) => string | undefined
}

function Settings({ all, known, typed, change, errorAt }: SettingsProps) {
  const say = useText()
  const { permit, purchase } = typed
  const word = (field: Exclude<keyof Typed, 'permit' | 'purchase' | 'ordersOf'>, label: string, why?: string) =>
    known.includes(field) && (
      <TextInput
        label={label}
        description={why}
        value={typed[field]}
        onChange={({ currentTarget }) => change({ ...typed, [field]: currentTarget.value })}
        error={errorAt(`settings.${field}`)}
      />
    )
  const shops = all.connections.filter(({ kind }) => kind !== 'paytrail')
  return (
    <>
      {known.includes('ordersOf') && (
        <NativeSelect
          label={say('ui.connections.orders-of')}
          data={[
            { value: '', label: say('ui.connections.orders-of-none') },
            ...shops.map(({ id: value, name: label }) => ({ value, label })),
          ]}
          value={typed.ordersOf}
          onChange={({ currentTarget }) => change({ ...typed, ordersOf: currentTarget.value })}
        />
      )}
      {word('verifyToken', say('ui.connections.verify-token'), say('ui.connections.verify-token-why'))}
      {word('version', say('ui.connections.version'), say('ui.connections.version-why'))}
      {word('announcement', say('ui.connections.announcement'), say('ui.connections.announcement-why'))}
      {known.includes('permit') && (
        <Fieldset legend={say('ui.connections.permit-part')}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {say('ui.connections.permit-part-why')}
            </Text>
            <NativeSelect
              label={say('ui.connections.permit-purpose')}
              data={[
                { value: '', label: say('ui.connections.no-permit') },
                ...all.purposes
                  .filter(({ asksConsent }) => asksConsent)
                  .map(({ id: value, name: label }) => ({ value, label })),
              ]}
              value={permit.purpose}
              onChange={({ currentTarget }) =>
                change({ ...typed, permit: { ...permit, purpose: currentTarget.value } })
              }
            />
            {permit.purpose !== '' && (
              <>
                <Textarea
                  label={say('ui.connections.permit-wording')}
                  required
                  autosize
                  value={permit.wording}
                  onChange={({ currentTarget }) =>
                    change({ ...typed, permit: { ...permit, wording: currentTarget.value } })
                  }
                  error={errorAt('settings.permit.wording')}
                />
                <TextInput
                  label={say('ui.connections.permit-place')}
                  required
                  value={permit.place}
                  onChange={({ currentTarget }) =>
                    change({ ...typed, permit: { ...permit, place: currentTarget.value } })
                  }
                  error={errorAt('settings.permit.place')}
                />
                <NativeSelect
                  label={say('ui.connections.permit-lang')}
                  data={langs}
                  value={permit.lang}
                  onChange={({ currentTarget }) =>
                    change({ ...typed, permit: { ...permit, lang: currentTarget.value } })
                  }
                />
                {word('permitField', say('ui.connections.permit-field'))}
                {word('formId', say('ui.connections.form-id'))}
                {word('consentField', say('ui.connections.consent-field'))}
                {word('consentQuestion', say('ui.connections.consent-question'))}
                {word('consentAnswer', say('ui.connections.consent-answer'))}
              </>
            )}
          </Stack>
        </Fieldset>
      )}
      {known.includes('purchase') && all.purposes.some(({ takesPurchase }) => takesPurchase) && (
        <Fieldset legend={say('ui.connections.purchase-part')}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {say('ui.connections.purchase-part-why')}
            </Text>
            <NativeSelect
              label={say('ui.connections.permit-purpose')}
              data={[
                { value: '', label: say('ui.connections.no-purchase') },
                ...all.purposes
                  .filter(({ takesPurchase }) => takesPurchase)
                  .map(({ id: value, name: label }) => ({ value, label })),
              ]}
              value={purchase.purpose}
              onChange={({ currentTarget }) =>
                change({ ...typed, purchase: { ...purchase, purpose: currentTarget.value } })
              }
            />
            {purchase.purpose !== '' && (
              <>
                <Textarea
                  label={say('ui.connections.purchase-wording')}
                  required
                  autosize
                  value={purchase.wording}
                  onChange={({ currentTarget }) =>
                    change({ ...typed, purchase: { ...purchase, wording: currentTarget.value } })
                  }
                  error={errorAt('settings.purchase.wording')}
                />
                <TextInput
                  label={say('ui.connections.purchase-group')}
                  required
                  value={purchase.productGroup}
                  onChange={({ currentTarget }) =>
                    change({ ...typed, purchase: { ...purchase, productGroup: currentTarget.value } })
                  }
                  error={errorAt('settings.purchase.productGroup')}
                />
              </>
            )}
          </Stack>
        </Fieldset>
      )}
      {word('refusalField', say('ui.connections.refusal-field'))}
      {word('withdrawnWord', say('ui.connections.withdrawn-word'))}
    </>
  )
}
