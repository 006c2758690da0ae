/** Legal holds as the privacy desk sees them: why, how long, and the words that go on with one or end it. */

import { Button, Group, Skeleton, Table, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { ReasonField, UntilField } from './hold-fields.web.tsx'
import { PlaceHold } from './place-hold.web.tsx'
import type { HoldAnswer } from './retention-answers.ts'
import { useHoldVerb } from './retention-asks.web.ts'

export function Holds() {
  const say = useText()
  const seesAll = useScope().data?.seesAll === true
  const [asked, setAsked] = useState<'place' | { readonly verb: 'review' | 'end'; readonly hold: HoldAnswer }>()
  const found = useAnswer<{ holds: readonly HoldAnswer[] }>('/retention/holds', { when: seesAll })
  if (!seesAll) return <Text maw={640}>{say('ui.retention.holds-whose')}</Text>
  const close = () => setAsked(undefined)
  return (
    <section>
      <Group mb="md" align="center">
        <Button onClick={() => setAsked('place')}>{say('ui.retention.place')}</Button>
        <Text c="dimmed" maw={640}>
          {say('ui.retention.hold-why')}
        </Text>
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Skeleton height={160} aria-hidden />}
      {found.data?.holds.length === 0 && <Text>{say('ui.retention.no-holds')}</Text>}
      {found.data && found.data.holds.length > 0 && (
        <HoldTable holds={found.data.holds} ask={(verb, hold) => setAsked({ verb, hold })} />
      )}
      {asked === 'place' && <PlaceHold close={close} />}
      {typeof asked === 'object' && asked.verb === 'review' && <Review hold={asked.hold} close={close} />}
      {typeof asked === 'object' && asked.verb === 'end' && <End hold={asked.hold} close={close} />}
    </section>
  )
}

interface HoldTableProps {
  readonly holds: readonly HoldAnswer[]
  readonly ask: (verb: 'review' | 'end', hold: HoldAnswer) => void
}

function HoldTable({ holds, ask }: HoldTableProps) {
  const say = useText()
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.retention.reason')}</Table.Th>
            <Table.Th>{say('ui.retention.until')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.retention.placed-by')}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{say('ui.acts')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holds.map(hold => (
            <Table.Tr key={hold.id}>
              <Table.Td className="any-name">
                {hold.reason}
                <div className="quiet figures">
                  {say('ui.retention.persons-held', { count: hold.persons, number: count(hold.persons) })}
                </div>
              </Table.Td>
              <Table.Td className="figures">
                {date(hold.until)}
                {hold.overdue && <strong className="retention-overdue">{say('ui.retention.overdue')}</strong>}
              </Table.Td>
              <Table.Td visibleFrom="sm">{[hold.placedBy, date(hold.placedAt)].filter(Boolean).join(', ')}</Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end">
                  <Button variant="default" size="compact-sm" onClick={() => ask('review', hold)}>
                    {say('ui.retention.review')}
                  </Button>
                  <Button variant="default" size="compact-sm" onClick={() => ask('end', hold)}>
                    {say('ui.retention.end')}
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface HoldDialogProps {
  readonly hold: HoldAnswer
  readonly close: () => void
}

function Review({ hold, close }: HoldDialogProps) {
  const say = useText()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const reviewing = useHoldVerb<{ reason: string; until: string }>(`/${hold.id}/review`, () => {
    tell(say('ui.retention.reviewed'))
    close()
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    reviewing.mutate({ reason, until })
  }
  return (
    <Dialog title={say('ui.retention.review')} close={close}>
      <form onSubmit={send}>
        <Text mb="sm" className="any-name">
          {hold.reason}
        </Text>
        <ReasonField value={reason} change={setReason} />
        <UntilField value={until} change={setUntil} />
        <ProblemNotice error={reviewing.error} />
        <DialogButtons send={say('ui.retention.review')} sending={reviewing.isPending} close={close} />
      </form>
    </Dialog>
  )
}

function End({ hold, close }: HoldDialogProps) {
  const say = useText()
  const [reason, setReason] = useState('')
  const ending = useHoldVerb<{ reason: string }>(`/${hold.id}/end`, () => {
    tell(say('ui.retention.hold-ended'))
    close()
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    ending.mutate({ reason })
  }
  return (
    <Dialog title={say('ui.retention.end-title')} close={close}>
      <form onSubmit={send}>
        <Text mb="sm" className="any-name">
          {hold.reason}
        </Text>
        <Text mb="sm">{say('ui.retention.end-why')}</Text>
        <ReasonField value={reason} change={setReason} />
        <ProblemNotice error={ending.error} />
        <DialogButtons send={say('ui.retention.end-title')} sending={ending.isPending} close={close} />
      </form>
    </Dialog>
  )
}
