/** Who must be told from where their data came, by which day; noting it takes one choice. */

import { Badge, Button, Group, NativeSelect, SegmentedControl, Stack, Table, Text, Textarea } from '@mantine/core'
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
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import type { InformingAnswer } from './arrival-answers.ts'
import {
  useInformingLetters,
  useInformings,
  useNoteInformed,
  usePosted,
  useSendInformings,
} from './informing-asks.web.ts'
import { type Which, ways, which } from './ways.ts'
import './arrivals.css'

export function Informings() {
  const say = useText()
  const seesAll = useScope().data?.seesAll === true
  const [shown, setShown] = useState<Which>('open')
  const [noting, setNoting] = useState<InformingAnswer | undefined>(undefined)
  const found = useInformings(shown)
  const all = found.data?.pages.flatMap(page => page.informings) ?? []
  return (
    <Page title={say('ui.informings.title')}>
      <Text c="dimmed" maw={640} mb="sm">
        {say('ui.informings.why')}
      </Text>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.informings.which')}
        value={shown}
        data={which.map(value => ({ value, label: say(`ui.informings.${value}`) }))}
        onChange={value => setShown(which.find(one => one === value) ?? 'open')}
      />
      <LoadedList
        query={found}
        rows={all}
        height={200}
        none={
          <NothingYet title={say(shown === 'open' ? 'ui.informings.none' : `ui.informings.none-${shown}`)}>
            {say('ui.informings.none-why')}
          </NothingYet>
        }
      >
        {rows => (
          <>
            <InformingTable all={rows} note={setNoting} />
            {shown === 'open' && seesAll && <Messages sends={found.data?.pages[0]?.sends ?? true} />}
            {shown !== 'settled' && seesAll && <Letters key={shown} all={rows} />}
            {shown !== 'settled' && !seesAll && (
              <Text size="sm" c="dimmed" mt="md" maw={640}>
                {say('ui.informings.whose')}
              </Text>
            )}
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
              {one.toldAt === null && one.mail !== null && (
                <Text size="sm" c="dimmed">
                  {say(`ui.informings.mail.${one.mail}`)}
                </Text>
              )}
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
                <Button size="compact-sm" variant="default" onClick={() => note(one)}>
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

/** To everybody at once: who has no address, or whose message comes back, is found under those to be told by post. */
function Messages({ sends }: { sends: boolean }) {
  const say = useText()
  const sending = useSendInformings()
  const queued = sending.data?.queued
  return (
    <Stack gap="xs" mt="md" align="flex-start">
      <ProblemNotice error={sending.error} />
      <Button loading={sending.isPending} onClick={() => sending.mutate()}>
        {say('ui.informings.send')}
      </Button>
      <Text size="sm" c="dimmed" role="status" maw={640}>
        {queued === undefined
          ? say('ui.informings.send-why')
          : say('ui.informings.queued', { count: queued, number: count(queued) })}
        {!sends && ` ${say('ui.informings.not-configured')}`}
      </Text>
    </Stack>
  )
}

/** Letters to those on the page to whom no message is on its way; they are told when the letters have been posted. */
function Letters({ all }: { all: readonly InformingAnswer[] }) {
  const say = useText()
  const printing = useInformingLetters()
  const posting = usePosted()
  const ids = all.flatMap(({ id, mail }) => (mail === 'waiting' ? [] : [id])).slice(0, 500)
  const made = printing.data
  const posted = () =>
    posting.mutate(made?.printed ?? [], {
      onSuccess: () => {
        printing.reset()
        tell(say('ui.informings.posted-noted'))
      },
    })
  return (
    <Stack gap="xs" mt="md" align="flex-start">
      <ProblemNotice error={printing.error ?? posting.error} />
      <Group gap="sm">
        <Button
          variant="default"
          disabled={ids.length === 0}
          loading={printing.isPending}
          onClick={() => printing.mutate(ids)}
        >
          {say('ui.informings.letters')}
        </Button>
        {made !== undefined && made.printed.length > 0 && (
          <Button variant="default" loading={posting.isPending} onClick={posted}>
            {say('ui.informings.mark-posted')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {made
          ? say('ui.informings.letters-made', { letters: count(made.printed.length), without: count(made.without) })
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
        : days === 0
          ? say('ui.requests.today')
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
