/** Whom the controller has to tell of what was done, one by one: told, or why not (Art. 19). */

import { Badge, Button, Group, NativeSelect, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import { knownBy, type recipientNotice } from './act-answers.ts'

type Notice = z.infer<typeof recipientNotice>

export function Recipients({ request }: { request: string }) {
  const say = useText()
  const { data, error } = useAnswer<{ recipients: readonly Notice[] }>(`/requests/${request}/recipients`)
  const [telling, setTelling] = useState<Notice | undefined>(undefined)
  if (error) return <ProblemNotice error={error} />
  if (!data || data.recipients.length === 0) return null
  return (
    <section aria-labelledby="recipients">
      <Title order={2} id="recipients" mb="xs">
        {say('ui.requests.recipients.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('ui.requests.recipients.why')}
      </Text>
      <ul className="request-steps">
        {data.recipients.map(one => (
          <li key={one.id}>
            <Group gap="sm" justify="space-between">
              <div>
                <Text className="any-name">{one.recipient}</Text>
                <Text size="sm" c="dimmed">
                  {say(`ui.requests.did.${one.act}`)}
                  {one.at && `, ${moment(one.at)}`}
                </Text>
                {one.reason && <Text size="sm">{one.reason}</Text>}
                {one.knownBy && (
                  <Text size="sm" c="dimmed">
                    {say('ui.requests.recipients.by-itself', { address: one.address ?? '' })}
                  </Text>
                )}
              </div>
              <Group gap="xs">
                <Badge variant="light" color={one.state === 'untold' || one.state === 'failed' ? 'amber' : 'gray'}>
                  {say(`ui.requests.recipients.state.${one.state}`)}
                </Badge>
                {(one.state === 'sent' || one.state === 'by-hand') && <Confirm request={request} notice={one} />}
                {(one.state === 'untold' || one.state === 'failed') && (
                  <Button size="compact-sm" variant="default" onClick={() => setTelling(one)}>
                    {say('ui.requests.recipients.tell')}
                  </Button>
                )}
              </Group>
            </Group>
          </li>
        ))}
      </ul>
      {telling && <Tell request={request} notice={telling} close={() => setTelling(undefined)} />}
    </section>
  )
}

/** The recipient has answered that they did it. */
function Confirm({ request, notice }: { request: string; notice: Notice }) {
  const say = useText()
  const { write } = useRegister()
  const confirming = useWriting({
    mutationFn: () => write<void>('POST', `/requests/${request}/recipients/${notice.id}`, { how: 'confirmed' }),
  })
  return (
    <>
      <ProblemNotice error={confirming.error} />
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={say('ui.requests.recipients.confirm-of', { name: notice.recipient })}
        loading={confirming.isPending}
        onClick={() => confirming.mutate()}
      >
        {say('ui.requests.recipients.confirm')}
      </Button>
    </>
  )
}

const ways = ['email', 'by-hand', 'had-none', 'impossible', 'disproportionate'] as const

function Tell({ request, notice, close }: { request: string; notice: Notice; close: () => void }) {
  const say = useText()
  const { write } = useRegister()
  const [how, setHow] = useState<(typeof ways)[number]>('email')
  const [address, setAddress] = useState(notice.address ?? '')
  const [whom, setWhom] = useState('')
  const [reason, setReason] = useState('')
  const [known, setKnown] = useState<Notice['knownBy']>(notice.knownBy)
  const sending = useWriting({
    mutationFn: (body: object) => write<void>('POST', `/requests/${request}/recipients/${notice.id}`, body),
    onSuccess: close,
  })
  const body =
    how === 'email'
      ? { how, address, whom, fromNowOn: known }
      : how === 'by-hand' || how === 'had-none'
        ? { how }
        : { how, reason }
  return (
    <Dialog title={say('ui.requests.recipients.tell-title', { name: notice.recipient })} close={close}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          sending.mutate(body)
        }}
      >
        <Stack gap="sm">
          <ProblemNotice error={sending.error} />
          <NativeSelect
            label={say('ui.requests.recipients.how')}
            data={ways.map(value => ({ value, label: say(`ui.requests.recipients.ways.${value}`) }))}
            value={how}
            onChange={({ currentTarget }) => setHow(ways.find(one => one === currentTarget.value) ?? 'email')}
          />
          {how === 'email' && (
            <>
              <TextInput
                type="email"
                required
                label={say('ui.requests.recipients.address')}
                value={address}
                onChange={({ currentTarget }) => setAddress(currentTarget.value)}
              />
              <TextInput
                required
                label={say('ui.requests.recipients.whom')}
                description={say('ui.requests.recipients.whom-why')}
                maxLength={500}
                value={whom}
                onChange={({ currentTarget }) => setWhom(currentTarget.value)}
              />
              <NativeSelect
                label={say('ui.requests.recipients.from-now-on')}
                description={say('ui.requests.recipients.from-now-on-why')}
                data={[
                  { value: '', label: say('ui.requests.recipients.by-hand-each') },
                  ...knownBy.map(value => ({ value, label: say(`ui.requests.recipients.known-by.${value}`) })),
                ]}
                value={known ?? ''}
                onChange={({ currentTarget }) => setKnown(knownBy.find(one => one === currentTarget.value) ?? null)}
              />
            </>
          )}
          {(how === 'impossible' || how === 'disproportionate') && (
            <Textarea
              required
              autosize
              minRows={2}
              maxLength={500}
              label={say('ui.requests.reason')}
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
          )}
          <DialogButtons send={say('ui.requests.recipients.send')} sending={sending.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
