/** Mailboxes that are read: each says whether it can be, since when it cannot and what to do; added, tried, paused. */

import { Alert, Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { MailboxAnswer, MailboxList } from './mailbox-answers.ts'
import { useBeginningSignIn, useKeepingMailbox, useMailboxes, useTryingMailbox } from './mailbox-asks.web.ts'
import { MailboxForm } from './mailbox-form.web.tsx'
import { useReturnFromService } from './mailbox-return.web.ts'
import './mailbox.css'

/** From here on it is told that a mailbox fills, in percent. */
const nearlyFull = 90

export function Mailboxes() {
  const say = useText()
  const [open, setOpen] = useState<MailboxAnswer | 'new' | undefined>(undefined)
  const found = useMailboxes()
  const returning = useReturnFromService()
  const add = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setOpen('new')}>
      {say('ui.mailboxes.add')}
    </Button>
  )
  return (
    <Page title={say('ui.mailboxes.title')} acts={add}>
      <Text c="dimmed" maw={680} mb="sm">
        {say('ui.mailboxes.why')}
      </Text>
      <ProblemNotice error={returning.error} />
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={200} aria-hidden />}
      {found.data?.mailboxes.length === 0 && (
        <NothingYet title={say('ui.mailboxes.none')}>{say('ui.mailboxes.none-why')}</NothingYet>
      )}
      {found.data?.mailboxes.map(one => (
        <Mailbox key={one.id} one={one} all={found.data} open={setOpen} />
      ))}
      {open !== undefined && found.data && (
        <MailboxForm all={found.data} one={open === 'new' ? undefined : open} close={() => setOpen(undefined)} />
      )}
    </Page>
  )
}

const stateOf = ({ pausedAt, asksSignIn, trouble, readAt }: MailboxAnswer) =>
  pausedAt !== null ? 'paused' : asksSignIn ? 'asks' : trouble !== null ? 'trouble' : readAt === null ? 'begins' : 'on'
const colors = { on: 'pine', begins: 'gray', paused: 'amber', asks: 'amber', trouble: 'brick' } as const

interface MailboxProps {
  readonly one: MailboxAnswer
  readonly all: MailboxList
  readonly open: (one: MailboxAnswer) => void
}

function Mailbox({ one, all, open }: MailboxProps) {
  const say = useText()
  const keeping = useKeepingMailbox()
  const trying = useTryingMailbox()
  const beginning = useBeginningSignIn()
  const state = stateOf(one)
  const nameOf = (list: MailboxList['purposes'], id: string) => list.find(found => found.id === id)?.name ?? id
  const facts = [
    [say('ui.mailboxes.host'), `${one.place.host}:${one.place.port}`],
    [say('ui.mailboxes.user'), one.place.user],
    [say('ui.mailboxes.folder'), one.place.folder],
    [say('ui.mailboxes.purpose'), nameOf(all.purposes, one.purpose)],
    [say('ui.mailboxes.last'), one.lastAt ? moment(one.lastAt) : say('ui.mailboxes.never')],
    [say('ui.mailboxes.read-at'), one.readAt ? moment(one.readAt) : say('ui.mailboxes.never')],
  ] as const
  const act = (label: string, does: () => void, loading = false) => (
    <Button size="compact-sm" variant="default" aria-label={`${label}: ${one.name}`} loading={loading} onClick={does}>
      {label}
    </Button>
  )
  return (
    <section className="mailbox" aria-labelledby={`mailbox-${one.id}`}>
      <Group gap="sm" align="baseline" mb={4}>
        <Title order={2} size="h4" id={`mailbox-${one.id}`} className="any-name">
          {one.name}
        </Title>
        <Badge variant="light" color={colors[state]} tt="none">
          {say(`ui.mailboxes.state.${state}`)}
        </Badge>
      </Group>
      {state === 'asks' && (
        <Alert color="amber" variant="light" mb="sm">
          {say('ui.mailboxes.asks')}
        </Alert>
      )}
      {state === 'trouble' && one.trouble && (
        <Alert color="brick" variant="light" mb="sm">
          {one.trouble.text}
          <Text size="sm" c="dimmed">
            {say('ui.mailboxes.since', { since: moment(one.trouble.since) })}
          </Text>
        </Alert>
      )}
      {one.filled !== null && one.filled >= nearlyFull && (
        <Alert color="amber" variant="light" mb="sm">
          {say('ui.mailboxes.full', { filled: count(one.filled) })}
        </Alert>
      )}
      <dl className="mailbox-facts">
        {facts.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm">{say('ui.mailboxes.counts', { written: count(one.written), refused: count(one.refused) })}</Text>
      <ProblemNotice error={keeping.error ?? trying.error ?? beginning.error} />
      <Group gap="xs" mt="xs">
        {one.place.signIn &&
          act(
            say(one.asksSignIn ? 'ui.mailboxes.sign-in' : 'ui.mailboxes.sign-in-again'),
            () => beginning.mutate(one.id),
            beginning.isPending,
          )}
        {act(say('ui.mailboxes.change'), () => open(one))}
        {!one.asksSignIn &&
          act(
            say('ui.mailboxes.try'),
            () =>
              trying.mutate(
                { place: one.place, id: one.id },
                { onSuccess: ({ messages }) => tell(say('ui.mailboxes.tried', { count: count(messages) })) },
              ),
            trying.isPending,
          )}
        {act(say(one.pausedAt ? 'ui.mailboxes.resume' : 'ui.mailboxes.pause'), () =>
          keeping.mutate({ did: 'pause', id: one.id, paused: one.pausedAt === null }),
        )}
      </Group>
    </section>
  )
}
