/** What has been changed about the person, newest first; what one person did within ten minutes is one line that opens. */

import { Button, Skeleton, Text, Title } from '@mantine/core'
import { IconFileImport, IconPlugConnected, IconRobot, IconUser, IconUserEdit } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { clock, date } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister, useScope, useWorkingFor } from '../../web/purpose.tsx'
import { whoIs } from '../../web/who.ts'
import type { Burst, Timeline } from './answers.ts'
import { ChangeFields, Undo } from './change-words.web.tsx'
import { timelinePath } from './person-asks.web.ts'
import type { Scope } from './scope-answer.ts'

const icons = { staff: IconUserEdit, key: IconPlugConnected, person: IconUser, system: IconRobot }

/** Bursts under the day on which they ended, days newest first. */
export function byDay(
  bursts: readonly Burst[],
): readonly { readonly day: string; readonly bursts: readonly Burst[] }[] {
  const days = new Map<string, Burst[]>()
  for (const burst of bursts) {
    const day = date(burst.to)
    days.set(day, [...(days.get(day) ?? []), burst])
  }
  return [...days].map(([day, own]) => ({ day, bursts: own }))
}

export function PersonTimeline({ person }: { person: string }) {
  const say = useText()
  const scope = useScope().data
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  const timeline = useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), 'timeline', person],
    queryFn: ({ pageParam, signal }) => ask<Timeline>(timelinePath(person, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
  })
  const days = byDay(timeline.data?.pages.flatMap(page => page.bursts) ?? [])
  return (
    <section className="panel" aria-labelledby="timeline">
      <Title order={2} id="timeline">
        {say('ui.timeline.title')}
      </Title>
      <ProblemNotice error={timeline.error} retry={() => void timeline.refetch()} />
      {timeline.isPending && <Skeleton height={160} mt="sm" aria-hidden />}
      {timeline.data && days.length === 0 && <Text c="dimmed">{say('ui.timeline.none')}</Text>}
      {days.map(({ day, bursts }) => (
        <div key={day}>
          <Title order={3} className="timeline-day figures">
            {day}
          </Title>
          <ol className="timeline">
            {bursts.map(burst => (
              <BurstLine key={`${burst.changes[0]?.id}`} person={person} burst={burst} scope={scope} />
            ))}
          </ol>
        </div>
      ))}
      {timeline.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={timeline.isFetchingNextPage}
          onClick={() => void timeline.fetchNextPage()}
        >
          {say('ui.timeline.older')}
        </Button>
      )}
    </section>
  )
}

function BurstLine({ person, burst, scope }: { person: string; burst: Burst; scope: Scope | undefined }) {
  const say = useText()
  const IconOf = burst.import === null ? icons[burst.by.kind] : IconFileImport
  const opened = burst.changes.some(({ category, did }) => category === 'person' && did === 'added')
  const names = [...new Set(burst.changes.map(({ category }) => category))]
    .filter(id => id !== 'person')
    .map(id => scope?.categories.find(category => category.id === id)?.name ?? id)
  const only = burst.changes.length === 1 ? burst.changes[0] : undefined
  const counted = only ? say(`ui.timeline.${only.did}`) : say('ui.timeline.changes', { count: burst.changes.length })
  const did = [opened ? say('ui.timeline.opened') : counted, names.join(', ')].filter(part => part !== '').join(': ')
  return (
    <li>
      <details>
        <summary>
          <IconOf size={17} stroke={1.6} aria-hidden />
          <span className="timeline-who">{whoIs(burst.by, say)}</span> {did}
          <span className="quiet figures">
            {' '}
            · {clock(burst.to)} · {say('ui.timeline.source', { source: burst.source.name })}
          </span>
        </summary>
        {burst.changes.map(change => (
          <div key={change.id} className="timeline-change">
            <ChangeFields change={change} scope={scope} />
            {scope?.categories.find(({ id }) => id === change.category)?.mayWrite && (
              <Undo person={person} change={change} />
            )}
          </div>
        ))}
      </details>
    </li>
  )
}
