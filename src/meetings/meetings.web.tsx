/** Meetings to come, one's own or everybody's, and the link by which one's own calendar is read elsewhere. */

import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import { useWriting } from '../../web/writing.ts'
import { useFeed, useMeetings, useMeetingVerbs } from './meeting-asks.web.ts'
import { Meetings } from './meeting-list.web.tsx'

export function MeetingsScreen() {
  const say = useText()
  const { data } = useScope()
  const events = data?.categories.find(({ id }) => id === 'service-events')
  if (data && !events)
    return (
      <Page title={say('ui.meetings.title')}>
        <NothingYet title={say('ui.meetings.other-purpose')}>{say('ui.meetings.other-purpose-why')}</NothingYet>
      </Page>
    )
  return (
    <Page title={say('ui.meetings.title')} width="reading">
      <Coming mayWrite={events?.mayWrite === true} />
      <OwnCalendar />
    </Page>
  )
}

function Coming({ mayWrite }: { mayWrite: boolean }) {
  const say = useText()
  const [which, setWhich] = useState('mine')
  const found = useMeetings(which === 'mine' ? { mine: 'true' } : {})
  return (
    <>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.meetings.which')}
        value={which}
        data={(['mine', 'all'] as const).map(value => ({ value, label: say(`ui.meetings.${value}`) }))}
        onChange={setWhich}
      />
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.meetings)}
        height={240}
        none={<NothingYet title={say('ui.meetings.none')}>{say('ui.meetings.none-why')}</NothingYet>}
      >
        {meetings => <Meetings meetings={meetings} mayWrite={mayWrite} about />}
      </LoadedList>
    </>
  )
}

function OwnCalendar() {
  const say = useText()
  const feed = useFeed()
  const { makeFeed, endFeed } = useMeetingVerbs()
  const making = useWriting({ mutationFn: makeFeed })
  const ending = useWriting({ mutationFn: endFeed, onSuccess: () => making.reset() })
  const since = feed.data?.madeAt ?? null
  return (
    <section className="own-calendar" aria-labelledby="own-calendar">
      <Title order={2} id="own-calendar" mb="xs">
        {say('ui.meetings.feed')}
      </Title>
      <Text size="sm">{say('ui.meetings.feed-why')}</Text>
      <ProblemNotice error={making.error ?? ending.error ?? feed.error} />
      {since !== null && (
        <Text size="sm" c="dimmed" mt="sm">
          {say('ui.meetings.feed-since', { day: date(since) })}
        </Text>
      )}
      <Group mt="sm">
        <Button variant="default" size="compact-md" loading={making.isPending} onClick={() => making.mutate()}>
          {say(since === null ? 'ui.meetings.feed-make' : 'ui.meetings.feed-again')}
        </Button>
        {since !== null && (
          <Button variant="default" size="compact-md" loading={ending.isPending} onClick={() => ending.mutate()}>
            {say('ui.meetings.feed-end')}
          </Button>
        )}
      </Group>
      <ShownOnce
        title={say('ui.meetings.feed')}
        why={say('ui.meetings.feed-made')}
        label={say('ui.meetings.feed-link')}
        secret={making.data?.url}
        close={() => making.reset()}
      />
    </section>
  )
}
