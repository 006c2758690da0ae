/** Who has won, whose prize may go on, and who has entered. */

import { Anchor, Button, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import type { RaffleDetails } from './raffle-answers.ts'
import { useAct, useEntries } from './raffle-asks.web.ts'

export function Drawn({ raffle }: { raffle: RaffleDetails }) {
  const say = useText()
  const [passing, setPassing] = useState<number | undefined>(undefined)
  return (
    <section aria-labelledby="drawn">
      <Title order={2} size="h4" id="drawn" mb="xs">
        {say('ui.raffles.drawn')}
      </Title>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.raffles.place')}</Table.Th>
            <Table.Th>{say('ui.raffles.winner')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.raffles.token')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {raffle.drawn.map(({ place, token, person, passed, published }) => (
            <Table.Tr key={place}>
              <Table.Td className="figures">{place}</Table.Td>
              <Table.Td>
                {person ? (
                  <Anchor
                    className="any-name"
                    renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: person.id }} />}
                  >
                    {person.name ?? say('ui.raffles.without-name')}
                  </Anchor>
                ) : (
                  <Text c="dimmed">{say('ui.raffles.out-of-sight')}</Text>
                )}
                {passed && <Text size="sm">{say(`ui.raffles.passed.${passed}`)}</Text>}
                {!passed && (
                  <Text size="sm" c="dimmed">
                    {published ? say('ui.raffles.named', { name: published }) : say('ui.raffles.not-named')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td visibleFrom="sm" className="raffle-hash">
                {token}
              </Table.Td>
              <Table.Td>
                {!passed && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${say('ui.raffles.pass')}: ${place}`}
                    onClick={() => setPassing(place)}
                  >
                    {say('ui.raffles.pass')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {passing !== undefined && <PassOn id={raffle.id} place={passing} close={() => setPassing(undefined)} />}
    </section>
  )
}

function PassOn({ id, place, close }: { id: string; place: number; close: () => void }) {
  const say = useText()
  const act = useAct(id)
  const [why, setWhy] = useState<'not-reached' | 'declined'>('not-reached')
  return (
    <Dialog close={close} title={say('ui.raffles.pass')}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          act.mutate(
            { did: 'passed', place, why },
            {
              onSuccess: () => {
                tell(say('ui.raffles.did.passed'))
                close()
              },
            },
          )
        }}
      >
        <Stack gap="sm">
          <Text>{say('ui.raffles.pass-why')}</Text>
          <NativeSelect
            label={say('ui.raffles.reason')}
            value={why}
            data={(['not-reached', 'declined'] as const).map(value => ({
              value,
              label: say(`ui.raffles.passed.${value}`),
            }))}
            onChange={({ currentTarget }) => setWhy(currentTarget.value === 'declined' ? 'declined' : 'not-reached')}
          />
          <ProblemNotice error={act.error} />
          <DialogButtons send={say('ui.raffles.pass')} sending={act.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

export function Entries({ raffle }: { raffle: RaffleDetails }) {
  const say = useText()
  const found = useEntries(raffle.id)
  const [adding, setAdding] = useState(false)
  return (
    <section aria-labelledby="entries">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="entries">
          {say('ui.raffles.entries')}
        </Title>
        {(raffle.state === 'open' || raffle.state === 'ended') && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {say('ui.raffles.add')}
          </Button>
        )}
      </Group>
      {adding && <AddEntry id={raffle.id} close={() => setAdding(false)} />}
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.entries)}
        height={160}
        none={<NothingYet title={say('ui.raffles.nobody')}>{say('ui.raffles.nobody-why')}</NothingYet>}
      >
        {rows => (
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.raffles.entrant')}</Table.Th>
                <Table.Th>{say('ui.raffles.entered')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.raffles.token')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ row, person, entered, token }) => (
                <Table.Tr key={row}>
                  <Table.Th scope="row" fw={560}>
                    <Link to="/customers/$person" params={{ person: person.id }} className="row-link any-name">
                      {person.name ?? say('ui.raffles.without-name')}
                    </Link>
                  </Table.Th>
                  <Table.Td className="figures">{entered && moment(entered)}</Table.Td>
                  <Table.Td visibleFrom="sm" className="raffle-hash">
                    {token}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </LoadedList>
    </section>
  )
}

/** An entry that came on paper, of a customer of the register. */
function AddEntry({ id, close }: { id: string; close: () => void }) {
  const say = useText()
  const act = useAct(id)
  const [person, setPerson] = useState<string | null>(null)
  return (
    <Dialog close={close} title={say('ui.raffles.add')}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (person === null) return
          act.mutate(
            { did: 'entries', person },
            {
              onSuccess: () => {
                tell(say('ui.raffles.did.entries'))
                close()
              },
            },
          )
        }}
      >
        <Stack gap="sm">
          <PersonChoice
            label={say('ui.raffles.entrant')}
            description={say('ui.raffles.add-why')}
            value={person}
            change={setPerson}
          />
          <ProblemNotice error={act.error} />
          <DialogButtons send={say('ui.raffles.add')} sending={act.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
