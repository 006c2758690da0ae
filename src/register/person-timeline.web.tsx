/** What has been changed about the person, newest first; what one person did within ten minutes is one line that opens. */

import { Button, Skeleton, Text, Title } from '@mantine/core'
import { IconFileImport, IconPlugConnected, IconRobot, IconUser, IconUserEdit } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { clock, date } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister, useScope, useWorkingFor } from '../../web/purpose.tsx'
import { whoIs } from '../../web/who.ts'
import type { Burst, Change, Timeline } from './answers.ts'
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
  const said = burst.changes.flatMap(change => change.said ?? [])
  const changes = burst.changes.filter(change => change.said === null)
  const names = [...new Set(changes.map(({ category }) => category))]
    .filter(id => id !== 'person')
    .map(id => scope?.categories.find(category => category.id === id)?.name ?? id)
  const only = changes.length === 1 ? changes[0] : undefined
  const counted = only ? say(`ui.timeline.${only.did}`) : say('ui.timeline.changes', { count: changes.length })
  const changed = [opened ? say('ui.timeline.opened') : counted, names.join(', ')]
    .filter(part => part !== '')
    .join(': ')
  const did = [
    ...(changes.length > 0 ? [changed] : []),
    ...(said.length > 0 ? [say('ui.timeline.said', { what: said.join('; ') })] : []),
  ].join('; ')
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
            {change.said === null ? <ChangeFields change={change} scope={scope} /> : <Said change={change} />}
            {scope?.categories.find(({ id }) => id === change.category)?.mayWrite && (
              <Undo person={person} change={change} />
            )}
          </div>
        ))}
      </details>
    </li>
  )
}

/** A statement with its day, and the words that it was given in. */
function Said({ change }: { change: Change }) {
  const say = useText()
  const value = (column: string) => change.fields.find(field => field.column === column)?.after
  const [given, withdrawn, wording] = ['given', 'withdrawn', 'wording'].map(value)
  return (
    <>
      <Text>{change.said}</Text>
      {typeof given === 'string' && <Text size="sm">{say('ui.timeline.given', { at: date(given) })}</Text>}
      {typeof withdrawn === 'string' && <Text size="sm">{say('ui.timeline.withdrawn', { at: date(withdrawn) })}</Text>}
      {typeof wording === 'string' && (
        <Text size="sm" c="dimmed" className="any-name">
          {wording}
        </Text>
      )}
    </>
  )
}
