/** Doors for other programs: each with its sender, its purpose and its source; added, tried, paused, given another secret. */

import { Badge, Button, CopyButton, Group, Skeleton, Stack, Text, Textarea, Title } from '@mantine/core'
import { IconCheck, IconCopy, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import { tell } from '../../web/tell.ts'
import type { ConnectionAnswer, ConnectionList } from './arrival-answers.ts'
import { useConnecting, useConnections } from './arrival-asks.web.ts'
import { ConnectionForm } from './connection-form.web.tsx'
import { ConnectionGuide } from './connection-guide.web.tsx'
import { OrdersFile } from './orders-file.web.tsx'
import './arrivals.css'

/** Forms and chats turn away for reasons of their own, told where they are. */
const toldOfTurnedAway = ['not-readable', 'not-signed', 'paused'] as const

type Open = { readonly form: ConnectionAnswer | 'new' } | { readonly rotate: ConnectionAnswer } | undefined

export function Connections() {
  const say = useText()
  const [open, setOpen] = useState<Open>(undefined)
  const [secret, setSecret] = useState<string | undefined>(undefined)
  const found = useConnections()
  const close = () => setOpen(undefined)
  const done = (made: string | null) => {
    close()
    if (made !== null) setSecret(made)
  }
  const add = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setOpen({ form: 'new' })}>
      {say('ui.connections.add')}
    </Button>
  )
  return (
    <Page title={say('ui.connections.title')} acts={add}>
      <Text c="dimmed" maw={680} mb="sm">
        {say('ui.connections.why')}
      </Text>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={200} aria-hidden />}
      {found.data?.connections.length === 0 && (
        <NothingYet title={say('ui.connections.none')}>{say('ui.connections.none-why')}</NothingYet>
      )}
      {found.data?.connections.map(one => (
        <Connection key={one.id} one={one} all={found.data} open={setOpen} />
      ))}
      {open && 'form' in open && found.data && (
        <ConnectionForm all={found.data} one={open.form === 'new' ? undefined : open.form} close={close} done={done} />
      )}
      {open && 'rotate' in open && <Rotate one={open.rotate} close={close} done={done} />}
      <ShownOnce
        title={say('ui.connections.secret-title')}
        why={say('ui.connections.secret-once')}
        label={say('ui.connections.secret-title')}
        secret={secret}
        close={() => setSecret(undefined)}
      />
    </Page>
  )
}

interface ConnectionProps {
  readonly one: ConnectionAnswer
  readonly all: ConnectionList
  readonly open: (what: Open) => void
}

function Connection({ one, all, open }: ConnectionProps) {
  const say = useText()
  const connecting = useConnecting()
  const nameOf = (list: readonly { readonly id: string; readonly name: string }[], id: string) =>
    list.find(found => found.id === id)?.name ?? id
  const facts = [
    [say('ui.connections.kind-label'), say(`ui.connections.kind.${one.kind}` as 'ui.connections.kind.stripe')],
    [say('ui.connections.purpose'), nameOf(all.purposes, one.purpose)],
    [say('ui.connections.source'), nameOf(all.sources, one.source)],
    [say('ui.connections.last'), one.lastAt ? moment(one.lastAt) : say('ui.connections.never')],
  ] as const
  return (
    <section className="connection" aria-labelledby={`connection-${one.id}`}>
      <Group gap="sm" align="baseline" mb={4}>
        <Title order={2} size="h4" id={`connection-${one.id}`} className="any-name">
          {one.name}
        </Title>
        <Badge variant="light" color={one.pausedAt ? 'amber' : 'pine'} tt="none">
          {say(one.pausedAt ? 'ui.connections.paused' : 'ui.connections.on')}
        </Badge>
      </Group>
      <dl className="arrival-facts">
        {facts.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt>{say('ui.connections.address')}</dt>
        <dd>
          <code className="connection-address">{one.address}</code>{' '}
          <CopyAddress address={one.address} name={one.name} />
        </dd>
      </dl>
      <Text size="sm">
        {say('ui.connections.counts', {
          written: count(one.written),
          refused: count(one.refused),
          waiting: count(one.waiting),
        })}
      </Text>
      {one.turnedAway > 0 && (
        <Text size="sm">
          {say('ui.connections.turned-away', { count: count(one.turnedAway) })}
          {toldOfTurnedAway
            .filter(why => why === one.turnedAwayWhy)
            .map(why => `. ${say(`ui.connections.turned-away-why.${why}`)}`)}
        </Text>
      )}
      {one.earlierUntil && (
        <Text size="sm" c="dimmed">
          {say('ui.connections.earlier-until', { date: moment(one.earlierUntil) })}
        </Text>
      )}
      <ConnectionGuide kind={one.kind} />
      <ProblemNotice error={connecting.error} />
      <Group gap="xs" mt="xs">
        <Act label={say('ui.connections.change')} of={one} act={() => open({ form: one })} />
        {one.canTest && (
          <Act
            label={say('ui.connections.test')}
            of={one}
            act={() =>
              connecting.mutate({ did: 'test', id: one.id }, { onSuccess: () => tell(say('ui.connections.tested')) })
            }
          />
        )}
        {one.takesFile && <OrdersFile one={one} />}
        <Act label={say('ui.connections.rotate')} of={one} act={() => open({ rotate: one })} />
        <Act
          label={say(one.pausedAt ? 'ui.connections.resume' : 'ui.connections.pause')}
          of={one}
          act={() =>
            connecting.mutate(
              { did: 'pause', id: one.id, paused: one.pausedAt === null },
              { onSuccess: () => tell(say(one.pausedAt ? 'ui.connections.resumed-now' : 'ui.connections.paused-now')) },
            )
          }
        />
      </Group>
    </section>
  )
}

const Act = ({ label, of, act }: { label: string; of: ConnectionAnswer; act: () => void }) => (
  <Button size="compact-sm" variant="default" aria-label={`${label}: ${of.name}`} onClick={act}>
    {label}
  </Button>
)

function CopyAddress({ address, name }: { address: string; name: string }) {
  const say = useText()
  return (
    <CopyButton value={address}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={copy}
          aria-label={`${say(copied ? 'ui.connections.copied' : 'ui.connections.copy')}: ${name}`}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {say(copied ? 'ui.connections.copied' : 'ui.connections.copy')}
        </Button>
      )}
    </CopyButton>
  )
}

interface RotateProps {
  readonly one: ConnectionAnswer
  readonly close: () => void
  readonly done: (secret: string | null) => void
}

function Rotate({ one, close, done }: RotateProps) {
  const say = useText()
  const connecting = useConnecting()
  const [pasted, setPasted] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    connecting.mutate(
      { did: 'rotate', id: one.id, secret: one.secret === 'pasted' ? pasted : undefined },
      {
        onSuccess: secret => {
          if (secret === null) tell(say('ui.connections.rotated'))
          done(secret)
        },
      },
    )
  }
  return (
    <Dialog close={close} title={say('ui.connections.rotate')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <Text>{say('ui.connections.rotate-why')}</Text>
          <ProblemNotice error={connecting.error} />
          {one.secret === 'pasted' && (
            <Textarea
              label={say('ui.connections.secret')}
              description={say('ui.connections.secret-why')}
              required
              data-autofocus
              autosize
              autoComplete="off"
              spellCheck={false}
              value={pasted}
              onChange={({ currentTarget }) => setPasted(currentTarget.value)}
            />
          )}
          <DialogButtons send={say('ui.connections.rotate')} sending={connecting.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
