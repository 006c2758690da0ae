/** The second half of a sign-in: a code, a recovery code or a passkey, or the first second factor where one is required. */

import { Button, Checkbox, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { Frame } from '../../web/frame.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import { signInByPasskey } from './browser-passkey.web.ts'
import { CodeField, Enrol, RecoveryCodes } from './factor-forms.web.tsx'
import { type NextStep, nextStep, useOwnFactors } from './second-factor-asks.web.ts'

export function SecondStep() {
  const client = useQueryClient()
  const router = useRouter()
  const { back } = useSearch({ from: '/sign-in' })
  const { data: step } = useQuery({ ...nextStep, staleTime: Number.POSITIVE_INFINITY })
  const enter = async () => {
    client.clear()
    await router.navigate({ href: back ?? '/', replace: true })
  }
  if (step === undefined) return null
  return step.next === 'enrolment' ? <FirstFactor enter={enter} /> : <Prove step={step} enter={enter} />
}

function Prove({ step, enter }: { step: NextStep; enter: () => Promise<void> }) {
  const say = useText()
  const [code, setCode] = useState('')
  const [trust, setTrust] = useState(false)
  const [byRecovery, setByRecovery] = useState(!step.by.includes('code'))
  const proving = useWriting({
    mutationFn: () => ask('/sign-in/code', { method: 'POST', body: { code, trust } }),
    onSuccess: enter,
  })
  const showing = useWriting({ mutationFn: signInByPasskey, onSuccess: enter })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    proving.mutate()
  }
  return (
    <Frame title={say('ui.second-factor.step-title')}>
      <Stack gap="sm">
        <ProblemNotice error={proving.error ?? showing.error} />
        {step.by.includes('passkey') && (
          <Button
            variant={step.by.includes('code') ? 'default' : 'filled'}
            loading={showing.isPending}
            onClick={() => showing.mutate()}
          >
            {say('ui.sign-in.passkey')}
          </Button>
        )}
        <form noValidate onSubmit={submit}>
          <Stack gap="sm">
            {byRecovery ? (
              <TextInput
                label={say('ui.second-factor.step-recovery')}
                description={say('ui.second-factor.step-recovery-why')}
                autoComplete="off"
                required
                value={code}
                onChange={({ currentTarget }) => setCode(currentTarget.value)}
              />
            ) : (
              <CodeField code={code} change={setCode} />
            )}
            {step.mayTrust && !byRecovery && (
              <Checkbox
                label={say('ui.second-factor.step-trust')}
                description={say('ui.second-factor.step-trust-why')}
                checked={trust}
                onChange={({ currentTarget }) => setTrust(currentTarget.checked)}
              />
            )}
            <Button type="submit" loading={proving.isPending}>
              {say('ui.second-factor.confirm')}
            </Button>
          </Stack>
        </form>
        {step.by.includes('code') && (
          <Button
            variant="subtle"
            onClick={() => {
              setCode('')
              setByRecovery(!byRecovery)
            }}
          >
            {say(byRecovery ? 'ui.second-factor.step-use-code' : 'ui.second-factor.step-use-recovery')}
          </Button>
        )}
        <Anew />
        <Text size="sm" c="dimmed">
          {say('ui.second-factor.step-lost')}
        </Text>
      </Stack>
    </Frame>
  )
}

function FirstFactor({ enter }: { enter: () => Promise<void> }) {
  const say = useText()
  const own = useOwnFactors()
  const [codes, setCodes] = useState<readonly string[] | undefined>(undefined)
  if (codes !== undefined)
    return (
      <Frame title={say('ui.second-factor.codes-title')}>
        <RecoveryCodes codes={codes} close={() => void enter()} />
      </Frame>
    )
  return (
    <Frame title={say('ui.second-factor.enrol-title')}>
      <Stack gap="sm">
        <ProblemNotice error={own.error} retry={() => void own.refetch()} />
        {own.data && (
          <Enrol
            passkeysPossible={own.data.passkeysPossible}
            done={({ recoveryCodes }) => (recoveryCodes === null ? void enter() : setCodes(recoveryCodes))}
          />
        )}
        <Anew />
      </Stack>
    </Frame>
  )
}

/** Back to the password, as somebody else. */
function Anew() {
  const say = useText()
  const client = useQueryClient()
  const leaving = useWriting({
    mutationFn: () => ask('/sign-in', { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: nextStep.queryKey }),
  })
  return (
    <>
      <ProblemNotice error={leaving.error} />
      <Button variant="subtle" color="gray" loading={leaving.isPending} onClick={() => leaving.mutate()}>
        {say('ui.second-factor.step-again')}
      </Button>
    </>
  )
}
