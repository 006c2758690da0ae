/** One event: its page, who takes part, and who was there, marked by the keyboard alone. */

import { Alert, Anchor, Button, Checkbox, Group, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { Devices } from './devices.web.tsx'
import type { EventDetails } from './event-answers.ts'
import { useAdding, useEvent, useMarking, useParticipants } from './event-asks.web.ts'
import { EventState } from './events.web.tsx'
import './events.css'

export function EventScreen() {
  const say = useText()
  const { event: id = '' } = useParams({ strict: false })
  const found = useEvent(id)
  return (
    <Page
      title={found.data?.name ?? say('ui.events.one')}
      windowTitle={say('ui.events.one')}
      beside={found.data && <EventState hasEnded={found.data.hasEnded} />}
    >
      <Loaded query={found} height={300}>
        {event => (
          <Stack gap="lg">
            <Facts event={event} />
            <Participants id={event.id} />
            <Devices event={event} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ event }: { event: EventDetails }) {
  const say = useText()
  const rows = [
    [say('ui.events.when'), `${moment(event.starts)} – ${moment(event.ends)}`],
    [say('ui.events.place'), event.place],
    [say('ui.events.participants-count'), count(event.participants)],
  ] as const
  return (
    <section aria-label={say('ui.events.facts')}>
      {event.refused > 0 && (
        <Alert color="amber" mb="md" title={say('ui.events.refused', { count: event.refused })}>
          <Link to="/arrivals">{say('ui.events.mend')}</Link>
        </Alert>
      )}
      <dl className="event-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
        <div>
          <dt>{say('ui.events.page')}</dt>
          <dd>
            <Anchor href={event.address} target="_blank" rel="noreferrer" className="event-address">
              {event.address}
            </Anchor>
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Up and down go from box to box; the space bar marks. */
function fromBoxToBox(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
  const next = boxes[boxes.findIndex(box => box.matches(':focus')) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

function Participants({ id }: { id: string }) {
  const say = useText()
  const found = useParticipants(id)
  const marking = useMarking(id)
  const [adding, setAdding] = useState(false)
  return (
    <section aria-labelledby="participants">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="participants">
          {say('ui.events.participants')}
        </Title>
        <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
          {say('ui.events.add')}
        </Button>
      </Group>
      {adding && <AddParticipant id={id} close={() => setAdding(false)} />}
      <ProblemNotice error={marking.error} />
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.participants)}
        height={160}
        none={<NothingYet title={say('ui.events.nobody')}>{say('ui.events.nobody-why')}</NothingYet>}
      >
        {rows => (
          <>
            <Text size="sm" c="dimmed" mb={4}>
              {say('ui.events.by-keyboard')}
            </Text>
            <Table verticalSpacing="xs" onKeyDown={fromBoxToBox}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{say('ui.events.attended')}</Table.Th>
                  <Table.Th>{say('ui.events.participant')}</Table.Th>
                  <Table.Th visibleFrom="sm">{say('ui.events.entered')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(({ row, person, entered, attended }) => (
                  <Table.Tr key={row}>
                    <Table.Td>
                      <Checkbox
                        aria-label={`${say('ui.events.attended')}: ${person.name ?? say('ui.events.without-name')}`}
                        checked={attended}
                        onChange={({ currentTarget }) => marking.mutate({ row, attended: currentTarget.checked })}
                      />
                    </Table.Td>
                    <Table.Th scope="row" fw={560}>
                      <Anchor
                        className="any-name"
                        renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: person.id }} />}
                      >
                        {person.name ?? say('ui.events.without-name')}
                      </Anchor>
                    </Table.Th>
                    <Table.Td visibleFrom="sm" className="figures">
                      {entered && moment(entered)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )}
      </LoadedList>
    </section>
  )
}

function AddParticipant({ id, close }: { id: string; close: () => void }) {
  const say = useText()
  const adding = useAdding(id)
  const [person, setPerson] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (person === null) return
    adding.mutate(person, {
      onSuccess: () => {
        tell(say('ui.events.added'))
        close()
      },
    })
  }
  return (
    <Dialog close={close} title={say('ui.events.add')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <PersonChoice
            label={say('ui.events.participant')}
            description={say('ui.events.add-why')}
            value={person}
            change={setPerson}
          />
          <ProblemNotice error={adding.error} />
          <DialogButtons send={say('ui.events.add')} sending={adding.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
