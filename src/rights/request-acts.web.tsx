/** What the right asks for is done from its request: each act says beforehand what it does, and what cannot be taken back says so. */

import { Checkbox, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { useScope } from '../../web/purpose.tsx'
import { restrictionGrounds } from './act-answers.ts'
import { ActForm, useAct } from './act-form.web.tsx'
import { Correction, Supplement } from './correction.web.tsx'
import { Erasure } from './erasure.web.tsx'
import { type Act, acts, channels, type RequestAnswer } from './request-answers.ts'

/** The acts whose turn it is. */
export function RequestActs({ request }: { request: RequestAnswer }) {
  const possible = acts.filter(act => request.turns.includes(act))
  return possible.map(act => <One key={act} act={act} request={request} />)
}

function One({ act, request }: { act: Act; request: RequestAnswer }) {
  switch (act) {
    case 'corrected':
      return request.person && <Correction request={request} person={request.person} />
    case 'supplemented':
      return request.person && <Supplement request={request} />
    case 'erased':
      return request.person && <Erasure request={request} />
    case 'objected':
      return request.person && <Objection request={request} />
    case 'consent-withdrawn':
      return request.person && <Withdrawal request={request} />
    case 'restricted':
      return request.person && <Restriction request={request} />
    case 'lifting-told':
      return <TellLift request={request} />
    case 'lifted':
      return <Lift request={request} />
  }
}

function Objection({ request }: { request: RequestAnswer }) {
  const say = useText()
  const scope = useScope()
  const sending = useAct(request, 'objected', 'objection')
  const [to, setTo] = useState('direct-marketing')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const uses = (scope.data?.categories ?? []).flatMap(category => category.uses)
  const purposes = uses.filter(
    ({ basis, purpose }, at) =>
      basis === 'interest' && uses.findIndex(one => one.purpose === purpose && one.basis === 'interest') === at,
  )
  const submit = () =>
    sending.mutate({ objection: to === 'interest' ? { to, purposes: chosen } : { to: 'direct-marketing' } })
  return (
    <ActForm act="objected" error={sending.error} sending={sending.isPending} submit={submit}>
      <Radio.Group label={say('ui.requests.act.objected.to')} value={to} onChange={setTo}>
        <Stack gap="xs" mt="xs">
          <Radio value="direct-marketing" label={say('ui.requests.act.objected.direct-marketing')} />
          <Radio value="interest" label={say('ui.requests.act.objected.interest')} />
        </Stack>
      </Radio.Group>
      {to === 'interest' && (
        <Checkbox.Group label={say('ui.requests.act.objected.purposes')} value={[...chosen]} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {purposes.map(({ purpose, name }) => (
              <Checkbox key={purpose} value={purpose} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </ActForm>
  )
}

function Withdrawal({ request }: { request: RequestAnswer }) {
  const sending = useAct(request, 'consent-withdrawn', 'withdrawal')
  return (
    <ActForm
      act="consent-withdrawn"
      error={sending.error}
      sending={sending.isPending}
      submit={() => sending.mutate({ purposes: 'all' })}
    />
  )
}

function Restriction({ request }: { request: RequestAnswer }) {
  const say = useText()
  const sending = useAct(request, 'restricted', 'restriction')
  const [ground, setGround] = useState<string>(request.kind === 'objection' ? 'objection' : 'accuracy')
  return (
    <ActForm
      act="restricted"
      error={sending.error}
      sending={sending.isPending}
      submit={() => sending.mutate({ ground })}
    >
      <NativeSelect
        label={say('ui.requests.act.restricted.ground')}
        data={restrictionGrounds.map(value => ({ value, label: say(`ui.requests.act.restricted.grounds.${value}`) }))}
        value={ground}
        onChange={({ currentTarget }) => setGround(currentTarget.value)}
      />
    </ActForm>
  )
}

function TellLift({ request }: { request: RequestAnswer }) {
  const say = useText()
  const sending = useAct(request, 'lifting-told', 'restriction/telling')
  const [channel, setChannel] = useState<string>(request.channel)
  return (
    <ActForm
      act="lifting-told"
      error={sending.error}
      sending={sending.isPending}
      submit={() => sending.mutate({ channel })}
    >
      <NativeSelect
        label={say('ui.requests.answered-by')}
        data={channels.map(value => ({ value, label: say(`ui.requests.by.${value}`) }))}
        value={channel}
        onChange={({ currentTarget }) => setChannel(currentTarget.value)}
      />
    </ActForm>
  )
}

function Lift({ request }: { request: RequestAnswer }) {
  const say = useText()
  const sending = useAct(request, 'lifted', 'restriction/lift')
  const [reason, setReason] = useState('')
  return (
    <ActForm act="lifted" error={sending.error} sending={sending.isPending} submit={() => sending.mutate({ reason })}>
      <Textarea
        label={say('ui.requests.reason')}
        required
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActForm>
  )
}
