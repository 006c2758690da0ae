/** One arrival: why it was not written and what to do about it, what it said, whom it may be about, and its steps. */

import { Alert, Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import type { ArrivalDetails } from './arrival-answers.ts'
import { useArrival, useChoice, useReplay } from './arrival-asks.web.ts'
import { About, StateBadge } from './arrivals.web.tsx'
import { TakeBack } from './take-back.web.tsx'

export function Arrival() {
  const say = useText()
  const { arrival: id = '' } = useParams({ strict: false })
  const found = useArrival(id)
  const one = found.data
  return (
    <Page
      title={one ? [one.name, one.reference].filter(Boolean).join(' ') : say('ui.arrivals.one')}
      windowTitle={say('ui.arrivals.one')}
      beside={one && <StateBadge state={one.state} />}
      width="reading"
    >
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={240} aria-hidden />}
      {one && <Details one={one} />}
    </Page>
  )
}

function Details({ one }: { one: ArrivalDetails }) {
  const say = useText()
  return (
    <Stack gap="md">
      <Text c="dimmed">
        {[one.topic, moment(one.at)].join(' · ')}
        <br />
        {say('ui.arrivals.notice-version', { version: one.noticeVersion })}
      </Text>
      {one.person && (
        <div>
          <About one={one} />
        </div>
      )}
      {one.reason && <Reason one={one} reason={one.reason} />}
      {one.candidates.length > 0 && <Choice one={one} />}
      {one.state !== 'accepted' && chosenByHand.includes(one.reason?.key ?? '') && <SenderChoice one={one} />}
      {one.content && <Content content={one.content} />}
      <Text size="sm" c="dimmed">
        {one.keptUntil ? say('ui.arrivals.kept-until', { date: date(one.keptUntil) }) : say('ui.arrivals.gone')}
      </Text>
      {one.keptUntil && (one.state === 'written' || one.state === 'waiting') && <TakeBack id={one.id} />}
      <Steps one={one} />
    </Stack>
  )
}

function Reason({ one, reason }: { one: ArrivalDetails; reason: NonNullable<ArrivalDetails['reason']> }) {
  const say = useText()
  const replaying = useReplay()
  const open = one.state === 'refused' || one.state === 'waiting' || reason.key === 'taken-back'
  return (
    <Alert color={one.state === 'refused' ? 'brick' : 'gray'} variant="light">
      {reason.text}
      <ProblemNotice error={replaying.error} />
      {open && (
        <Group mt="sm" gap="xs">
          {reason.mend && (
            <Button size="compact-sm" renderRoot={props => <Link {...props} to={reason.mend ?? '/'} />}>
              {say('ui.arrivals.mend')}
            </Button>
          )}
          {one.keptUntil && (
            <Button
              size="compact-sm"
              variant="default"
              loading={replaying.isPending}
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={() =>
                replaying.mutate(one.id, {
                  onSuccess: ({ replayed }) => tell(say('ui.arrivals.replayed', { count: count(replayed) })),
                })
              }
            >
              {say('ui.arrivals.replay')}
            </Button>
          )}
        </Group>
      )}
    </Alert>
  )
}

function Choice({ one }: { one: ArrivalDetails }) {
  const say = useText()
  const choosing = useChoice(one.id)
  const choose = (person: string | null) =>
    choosing.mutate(person, { onSuccess: () => tell(say('ui.arrivals.chosen')) })
  return (
    <section aria-labelledby="arrival-choice">
      <Title order={2} id="arrival-choice">
        {say('ui.arrivals.choose')}
      </Title>
      <Text c="dimmed" mb="xs">
        {say('ui.arrivals.choose-why')}
      </Text>
      <ProblemNotice error={choosing.error} />
      <Table>
        <Table.Tbody>
          {one.candidates.map(({ id, name, email, phone }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={560}>
                <Link to="/customers/$person" params={{ person: id }} className="row-link any-name">
                  {name ?? say('ui.informings.nameless')}
                </Link>
                <Text size="sm" c="dimmed" className="any-name">
                  {[email, phone].filter(Boolean).join(', ')}
                </Text>
              </Table.Th>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  disabled={choosing.isPending}
                  aria-label={`${say('ui.arrivals.choose-this')}: ${name ?? ''}`}
                  onClick={() => choose(id)}
                >
                  {say('ui.arrivals.choose-this')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button mt="sm" variant="default" disabled={choosing.isPending} onClick={() => choose(null)}>
        {say('ui.arrivals.choose-new')}
      </Button>
    </section>
  )
}

const neverNew = ['arrivals.sender-unknown', 'arrivals.newcomer-not-declared']
const chosenByHand = [...neverNew, 'arrivals.unknown-sender', 'taken-back']

/** The sender tells no address, or one that is nobody's, or it was somebody else's: staff find who it is; with an address it may be somebody new. */
function SenderChoice({ one }: { one: ArrivalDetails }) {
  const say = useText()
  const choosing = useChoice(one.id)
  const [person, setPerson] = useState<string | null>(null)
  return (
    <section aria-labelledby="arrival-choice">
      <Title order={2} id="arrival-choice">
        {say('ui.arrivals.choose')}
      </Title>
      <ProblemNotice error={choosing.error} />
      <PersonChoice
        label={say('ui.arrivals.whose')}
        description={say('ui.arrivals.whose-why')}
        value={person}
        change={setPerson}
      />
      <Button
        mt="sm"
        disabled={person === null}
        loading={choosing.isPending}
        onClick={() => choosing.mutate(person, { onSuccess: () => tell(say('ui.arrivals.chosen')) })}
      >
        {say('ui.arrivals.choose-this')}
      </Button>
      {!neverNew.includes(one.reason?.key ?? '') && (
        <Button
          mt="sm"
          ml="xs"
          variant="default"
          disabled={choosing.isPending}
          onClick={() => choosing.mutate(null, { onSuccess: () => tell(say('ui.arrivals.chosen')) })}
        >
          {say('ui.arrivals.choose-new')}
        </Button>
      )}
    </section>
  )
}

function Content({ content }: { content: NonNullable<ArrivalDetails['content']> }) {
  const say = useText()
  const groups = [{ category: say('ui.arrivals.who'), values: content.who }, ...content.rows]
  return (
    <section aria-labelledby="arrival-content">
      <Title order={2} id="arrival-content">
        {say('ui.arrivals.content')}
      </Title>
      {groups
        .filter(({ values }) => values.length > 0)
        .map(({ category, values }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one arrival never change places
          <div key={n}>
            <Title order={3} size="h5" mt="sm" mb={4}>
              {category}
            </Title>
            <dl className="arrival-facts">
              {values.map(({ label, value }) => (
                <div key={label} style={{ display: 'contents' }}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
    </section>
  )
}

function Steps({ one }: { one: ArrivalDetails }) {
  const say = useText()
  return (
    <section aria-labelledby="arrival-steps">
      <Title order={2} id="arrival-steps" mb={4}>
        {say('ui.arrivals.steps')}
      </Title>
      <ol className="arrival-steps">
        {one.steps.map(({ at, by, did, left, why }) => (
          <li key={`${at}${did}`}>
            <Text>
              {say(`ui.arrivals.did.${did}` as 'ui.arrivals.did.written')} · {whoIs(by, say)} · {moment(at)}
            </Text>
            {why && (
              <Text size="sm" c="dimmed">
                {say(`ui.arrivals.undo.why.${why}`)}
              </Text>
            )}
            {left.length > 0 && (
              <Text size="sm" c="dimmed">
                {say('ui.arrivals.left', { what: left.join(', ') })}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
