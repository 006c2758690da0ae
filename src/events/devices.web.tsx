/** Tablets at the stand: each let in by a link that is shown once, ends by itself, and can be ended at once. */

import { Badge, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import { tell } from '../../web/tell.ts'
import type { EventDetails } from './event-answers.ts'
import { useLettingIn, useShuttingOut } from './event-asks.web.ts'

export function Devices({ event }: { event: EventDetails }) {
  const say = useText()
  const shutting = useShuttingOut(event.id)
  const [making, setMaking] = useState(false)
  const [link, setLink] = useState<string | undefined>(undefined)
  return (
    <section aria-labelledby="devices">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="devices">
          {say('ui.events.devices')}
        </Title>
        <Button size="compact-sm" variant="default" onClick={() => setMaking(true)}>
          {say('ui.events.let-in')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" maw={680} mb="xs">
        {say('ui.events.devices-why')}
      </Text>
      <ProblemNotice error={shutting.error} />
      {event.devices.length > 0 && (
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.events.device')}</Table.Th>
              <Table.Th>{say('ui.events.until')}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {event.devices.map(({ id, name, expiresAt, works }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={560} className="any-name">
                  {name}
                </Table.Th>
                <Table.Td className="figures">{moment(expiresAt)}</Table.Td>
                <Table.Td>
                  {works ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${say('ui.events.shut-out')}: ${name}`}
                      onClick={() => shutting.mutate(id, { onSuccess: () => tell(say('ui.events.shut')) })}
                    >
                      {say('ui.events.shut-out')}
                    </Button>
                  ) : (
                    <Badge variant="light" color="gray" tt="none">
                      {say('ui.events.device-ended')}
                    </Badge>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {making && <LetIn id={event.id} close={() => setMaking(false)} done={setLink} />}
      <ShownOnce
        title={say('ui.events.link-title')}
        why={say('ui.events.link-why')}
        label={say('ui.events.link-title')}
        secret={link}
        close={() => setLink(undefined)}
      />
    </section>
  )
}

interface LetInProps {
  readonly id: string
  readonly close: () => void
  readonly done: (link: string) => void
}

function LetIn({ id, close, done }: LetInProps) {
  const say = useText()
  const letting = useLettingIn(id)
  const [name, setName] = useState('')
  const [hours, setHours] = useState('12')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    letting.mutate(
      { name, hours: Number(hours) },
      {
        onSuccess: ({ link }) => {
          close()
          done(link)
        },
      },
    )
  }
  return (
    <Dialog close={close} title={say('ui.events.let-in')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={say('ui.events.device')}
            description={say('ui.events.device-why')}
            required
            data-autofocus
            maxLength={80}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label={say('ui.events.hours')}
            required
            inputMode="numeric"
            maw={160}
            value={hours}
            onChange={({ currentTarget }) => setHours(currentTarget.value)}
          />
          <ProblemNotice error={letting.error} />
          <DialogButtons send={say('ui.events.let-in')} sending={letting.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
