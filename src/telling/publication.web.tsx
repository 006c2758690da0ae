/** One publication: how many have been told, who is left and why, what can be done about it, and when it takes effect. */

import { Alert, Button, Group, List, Progress, Skeleton, Stack, Text, Textarea, Title } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { Letters } from './letters.web.tsx'
import { usePublication, usePublications, usePublicationVerb } from './publication-asks.web.ts'
import { OutboxState, StateBadge, whyKey } from './publications.web.tsx'
import type { PublicationAnswer } from './telling-answers.ts'
import './telling.css'

const route = getRouteApi('/signed-in/publications/$publication')

export function Publication() {
  const say = useText()
  const { publication: id } = route.useParams()
  const found = usePublication(id)
  const list = usePublications().data
  return (
    <Page title={say('ui.publications.one')} beside={found.data && <StateBadge state={found.data.state} />}>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={320} aria-hidden />}
      {list && <OutboxState list={list} />}
      {found.data && <Told shown={found.data} />}
    </Page>
  )
}

function Told({ shown }: { shown: PublicationAnswer }) {
  const say = useText()
  const { administrator } = useAccount()
  const { progress, state, must } = shown
  return (
    <Stack gap="lg" className="publication">
      <div>
        <Text>
          {say(`ui.publications.happens.${state}`, { date: date(shown.effective), version: shown.version ?? '' })}
        </Text>
        <Text size="sm" c="dimmed">
          {[shown.decidedBy, moment(shown.decidedAt)].filter(Boolean).join(', ')}
        </Text>
        {shown.soonerBecause && <Text size="sm">{say('ui.publications.sooner', { reason: shown.soonerBecause })}</Text>}
        {shown.untoldBecause && <Text size="sm">{say('ui.publications.untold', { reason: shown.untoldBecause })}</Text>}
      </div>
      {shown.waits && <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={shown.waits.text} />}
      {shown.why && <Alert color="brick" icon={<IconInfoCircle aria-hidden />} title={shown.why.text} />}
      {must !== 'nothing' && <HowFar shown={shown} />}
      {progress.failed > 0 && <Failed shown={shown} mayAct={administrator && state === 'scheduled'} />}
      {progress.letters > 0 && <Letters publication={shown.id} letters={progress.letters} />}
      {administrator && state === 'scheduled' && <Verbs shown={shown} />}
    </Stack>
  )
}

function HowFar({ shown: { progress, gatheredAt, state } }: { shown: PublicationAnswer }) {
  const say = useText()
  const { total, told, waiting, failed, letters, toldByLetter } = progress
  const label = say('ui.publications.told-persons', { count: total, told: count(told), total: count(total) })
  return (
    <section aria-labelledby="how-far">
      <Title order={2} id="how-far" mb="xs">
        {label}
      </Title>
      <Progress.Root size="lg" className="how-far">
        <Progress.Section value={total === 0 ? 0 : (100 * told) / total} color="pine" aria-labelledby="how-far" />
      </Progress.Root>
      <List mt="xs" aria-live="polite">
        {state === 'scheduled' && gatheredAt === null && <List.Item>{say('ui.publications.gathering')}</List.Item>}
        {waiting > 0 && (
          <List.Item>{say('ui.publications.waiting', { count: waiting, number: count(waiting) })}</List.Item>
        )}
        {letters > 0 && (
          <List.Item>{say('ui.publications.letters', { count: letters, number: count(letters) })}</List.Item>
        )}
        {failed > 0 && <List.Item>{say('ui.publications.failed', { count: failed, number: count(failed) })}</List.Item>}
        {toldByLetter > 0 && (
          <List.Item>
            {say('ui.publications.by-letter', { count: toldByLetter, number: count(toldByLetter) })}
          </List.Item>
        )}
      </List>
    </section>
  )
}

function Failed({ shown: { id, progress }, mayAct }: { shown: PublicationAnswer; mayAct: boolean }) {
  const say = useText()
  const trying = usePublicationVerb<{ by: 'email' | 'letter' }, { persons: number }>(() => `/${id}/retry`)
  const again = (by: 'email' | 'letter') =>
    trying.mutate(
      { by },
      {
        onSuccess: ({ persons }) =>
          tell(say(`ui.publications.again.${by}`, { count: persons, number: count(persons) })),
      },
    )
  const { failed } = progress
  return (
    <section aria-labelledby="failed">
      <Title order={2} id="failed" mb="xs">
        {say('ui.publications.failed', { count: failed, number: count(failed) })}
      </Title>
      <List>
        {progress.reasons.map(({ why, persons }) => (
          <List.Item
            key={why}
          >{`${count(persons)}: ${say(whyKey(why), { number: why.split(' ')[1] ?? '' })}`}</List.Item>
        ))}
      </List>
      <ProblemNotice error={trying.error} />
      {mayAct && (
        <Group mt="sm">
          <Button variant="default" loading={trying.isPending} onClick={() => again('email')}>
            {say('ui.publications.retry', { count: failed, number: count(failed) })}
          </Button>
          <Button variant="default" loading={trying.isPending} onClick={() => again('letter')}>
            {say('ui.publications.to-letters', { count: failed, number: count(failed) })}
          </Button>
        </Group>
      )}
    </section>
  )
}

function Verbs({ shown }: { shown: PublicationAnswer }) {
  const say = useText()
  const [asked, setAsked] = useState<'cancel' | 'release' | undefined>(undefined)
  const { waiting, failed, letters } = shown.progress
  const left = waiting + failed + letters
  return (
    <Group>
      <Button variant="default" color="brick" onClick={() => setAsked('cancel')}>
        {say('ui.publications.cancel')}
      </Button>
      {left > 0 && shown.untoldBecause === null && (
        <Button variant="default" onClick={() => setAsked('release')}>
          {say('ui.publications.release')}
        </Button>
      )}
      {asked === 'cancel' && <Cancel shown={shown} close={() => setAsked(undefined)} />}
      {asked === 'release' && <Release shown={shown} left={left} close={() => setAsked(undefined)} />}
    </Group>
  )
}

interface DialogProps {
  readonly shown: PublicationAnswer
  readonly close: () => void
}

function Cancel({ shown: { id, progress, effective }, close }: DialogProps) {
  const say = useText()
  const cancelling = usePublicationVerb<void>(() => `/${id}/cancel`)
  const send = (event: FormEvent) => {
    event.preventDefault()
    cancelling.mutate(undefined, { onSuccess: close })
  }
  return (
    <Dialog title={say('ui.publications.cancel')} close={close}>
      <form onSubmit={send}>
        <Text mb="sm">
          {say(progress.told === 0 ? 'ui.publications.cancel-nobody' : 'ui.publications.cancel-why', {
            count: progress.told,
            number: count(progress.told),
            date: date(effective),
          })}
        </Text>
        <ProblemNotice error={cancelling.error} />
        <DialogButtons send={say('ui.publications.cancel')} sending={cancelling.isPending} close={close} />
      </form>
    </Dialog>
  )
}

function Release({ shown: { id }, left, close }: DialogProps & { left: number }) {
  const say = useText()
  const [because, setBecause] = useState('')
  const releasing = usePublicationVerb<{ because: string }>(() => `/${id}/release`)
  const send = (event: FormEvent) => {
    event.preventDefault()
    releasing.mutate({ because }, { onSuccess: close })
  }
  return (
    <Dialog title={say('ui.publications.release')} close={close}>
      <form onSubmit={send}>
        <Text mb="sm">{say('ui.publications.release-why', { count: left, number: count(left) })}</Text>
        <Textarea
          label={say('ui.publications.because')}
          value={because}
          onChange={({ currentTarget }) => setBecause(currentTarget.value)}
          required
          autosize
          minRows={3}
          maxLength={2000}
          data-autofocus
        />
        <ProblemNotice error={releasing.error} />
        <DialogButtons
          send={say('ui.publications.release-do', { count: left, number: count(left) })}
          sending={releasing.isPending}
          close={close}
        />
      </form>
    </Dialog>
  )
}
