/** Who must be told from where their data came, by which day; noting it takes one choice. */

import { Badge, Button, NativeSelect, SegmentedControl, Stack, Table, Text, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { InformingAnswer } from './arrival-answers.ts'
import { useInformingLetters, useInformings, useNoteInformed } from './arrival-asks.web.ts'
import { ways } from './ways.ts'
import './arrivals.css'

export function Informings() {
  const say = useText()
  const [settled, setSettled] = useState(false)
  const [noting, setNoting] = useState<InformingAnswer | undefined>(undefined)
  const found = useInformings(settled)
  const all = found.data?.pages.flatMap(page => page.informings) ?? []
  return (
    <Page title={say('ui.informings.title')}>
      <Text c="dimmed" maw={640} mb="sm">
        {say('ui.informings.why')}
      </Text>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.informings.which')}
        value={settled ? 'settled' : 'open'}
        data={(['open', 'settled'] as const).map(value => ({ value, label: say(`ui.informings.${value}`) }))}
        onChange={value => setSettled(value === 'settled')}
      />
      <LoadedList
        query={found}
        rows={all}
        height={200}
        none={
          <NothingYet title={say(settled ? 'ui.informings.none-settled' : 'ui.informings.none')}>
            {say('ui.informings.none-why')}
          </NothingYet>
        }
      >
        {rows => (
          <>
            <InformingTable all={rows} note={setNoting} />
            {!settled && <Letters ids={rows.map(({ id }) => id).slice(0, 500)} />}
          </>
        )}
      </LoadedList>
      {noting && <Note one={noting} close={() => setNoting(undefined)} />}
    </Page>
  )
}

function InformingTable({ all, note }: { all: readonly InformingAnswer[]; note: (one: InformingAnswer) => void }) {
  const say = useText()
  return (
    <Table verticalSpacing={7}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.informings.by')}</Table.Th>
          <Table.Th>{say('ui.informings.person')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.informings.obtained')}</Table.Th>
          <Table.Th aria-label={say('ui.informings.note')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map(one => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <span className="figures">{date(one.informBy)}</span>
              {one.daysLeft !== null && <Left days={one.daysLeft} />}
            </Table.Td>
            <Table.Th scope="row" fw={560}>
              <Link to="/customers/$person" params={{ person: one.person.id }} className="row-link any-name">
                {one.person.name ?? say('ui.informings.nameless')}
              </Link>
              <Text size="sm" c="dimmed">
                {one.source}
              </Text>
            </Table.Th>
            <Table.Td visibleFrom="sm" className="figures">
              {date(one.obtained)}
            </Table.Td>
            <Table.Td ta="right">
              {one.toldAt === null ? (
                <Button size="compact-sm" onClick={() => note(one)}>
                  {say('ui.informings.note')}
                </Button>
              ) : (
                <Badge variant="light" color="pine" tt="none" title={moment(one.toldAt)}>
                  {say(`ui.informings.how.${ways.find(way => way === one.how) ?? 'email'}`)}
                </Badge>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** Letters to those on the page, to be posted; that they were is noted one by one, as anything else is. */
function Letters({ ids }: { ids: readonly string[] }) {
  const say = useText()
  const printing = useInformingLetters()
  const made = printing.data
  return (
    <Stack gap="xs" mt="md" align="flex-start">
      <ProblemNotice error={printing.error} />
      <Button variant="default" loading={printing.isPending} onClick={() => printing.mutate(ids)}>
        {say('ui.informings.letters')}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {made
          ? say('ui.informings.letters-made', { letters: count(made.letters), without: count(made.without) })
          : say('ui.informings.letters-why')}
      </Text>
    </Stack>
  )
}

function Left({ days }: { days: number }) {
  const say = useText()
  return (
    <Text size="sm" c="dimmed" className="informing-due" data-late={days < 0 || undefined}>
      {days < 0
        ? say('ui.informings.late', { count: -days, number: count(-days) })
        : say('ui.informings.left', { count: days, number: count(days) })}
    </Text>
  )
}

function Note({ one, close }: { one: InformingAnswer; close: () => void }) {
  const say = useText()
  const noting = useNoteInformed()
  const [how, setHow] = useState<(typeof ways)[number]>('email')
  const [reason, setReason] = useState('')
  const problem = noting.error === null ? undefined : problemOf(noting.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    noting.mutate(
      { id: one.id, how, ...(how === 'not-possible' && { reason }) },
      {
        onSuccess: () => {
          tell(say('ui.informings.noted'))
          close()
        },
      },
    )
  }
  return (
    <Dialog close={close} title={say('ui.informings.note')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={noting.error} />
          <NativeSelect
            label={say('ui.informings.how-label')}
            data-autofocus
            data={ways.map(value => ({ value, label: say(`ui.informings.how.${value}`) }))}
            value={how}
            onChange={({ currentTarget }) => setHow(ways.find(way => way === currentTarget.value) ?? 'email')}
          />
          {how === 'not-possible' && (
            <Textarea
              label={say('ui.informings.reason')}
              required
              autosize
              minRows={2}
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
              error={problem?.errors.find(({ field }) => field === 'reason')?.message}
            />
          )}
          <DialogButtons send={say('ui.informings.note')} sending={noting.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
