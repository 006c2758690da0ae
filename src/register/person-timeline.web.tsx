/** The whole timeline of the person: by day, by kind, one sentence a thing that happened; what was done in one go is one line that opens. */

import { Button, Chip, Group, Skeleton, Text, Title } from '@mantine/core'
import {
  IconArrowsJoin,
  IconBolt,
  IconFileImport,
  IconMail,
  IconMessageQuestion,
  IconPencil,
  IconPhone,
  IconShieldCheck,
  IconShoppingBag,
  IconTimelineEvent,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { clock, date } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister, useScope, useWorkingFor } from '../../web/purpose.tsx'
import { whoIs } from '../../web/who.ts'
import type { Change, Timeline, TimelineLine } from './answers.ts'
import { ChangeFields, Undo } from './change-words.web.tsx'
import { timelinePath } from './person-asks.web.ts'
import type { Scope } from './scope-answer.ts'
import { foldBursts } from './timeline-bursts.ts'

/** Of the kinds that the register knows; another capability's has the common one. */
const icons: Readonly<Record<string, typeof IconPhone>> = {
  contact: IconPhone,
  order: IconShoppingBag,
  activity: IconBolt,
  permit: IconShieldCheck,
  message: IconMail,
  request: IconMessageQuestion,
  merge: IconArrowsJoin,
  change: IconPencil,
}

type Burst = readonly TimelineLine[]

/** Bursts under the day on which they ended, days newest first. */
export function byDay(
  bursts: readonly Burst[],
): readonly { readonly day: string; readonly bursts: readonly Burst[] }[] {
  const days = new Map<string, Burst[]>()
  for (const burst of bursts) {
    const day = date(burst[0]?.at ?? '')
    days.set(day, [...(days.get(day) ?? []), burst])
  }
  return [...days].map(([day, own]) => ({ day, bursts: own }))
}

export function PersonTimeline({ person }: { person: string }) {
  const say = useText()
  const scope = useScope().data
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  const [kinds, setKinds] = useState<string[]>([])
  const timeline = useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), 'timeline', person, kinds],
    queryFn: ({ pageParam, signal }) => ask<Timeline>(timelinePath(person, kinds, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    placeholderData: shown => shown,
  })
  const lines = timeline.data?.pages.flatMap(page => page.lines) ?? []
  const possible = timeline.data?.pages[0]?.kinds ?? []
  return (
    <section className="panel" aria-labelledby="timeline">
      <Title order={2} id="timeline">
        {say('ui.timeline.title')}
      </Title>
      {possible.length > 1 && (
        <Chip.Group multiple value={kinds} onChange={setKinds}>
          <Group gap={6} mt={6} role="group" aria-label={say('ui.timeline.show')}>
            {possible.map(({ id, name }) => (
              <Chip key={id} value={id} size="xs" variant="outline">
                {name}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      <ProblemNotice error={timeline.error} retry={() => void timeline.refetch()} />
      {timeline.isPending && <Skeleton height={160} mt="sm" aria-hidden />}
      {timeline.data && lines.length === 0 && (
        <Text c="dimmed" mt="xs">
          {say(kinds.length > 0 ? 'ui.timeline.none-such' : 'ui.timeline.none')}
        </Text>
      )}
      {byDay(foldBursts(lines)).map(({ day, bursts }) => (
        <div key={day}>
          <Title order={3} className="timeline-day figures">
            {day}
          </Title>
          <ol className="timeline">
            {bursts.map(burst => (
              <BurstLine key={`${burst[0]?.id}${burst[0]?.at}`} person={person} burst={burst} scope={scope} />
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

interface OfPerson {
  readonly person: string
  readonly scope: Scope | undefined
}

/** What stands at midnight was told by its day alone. */
const timeOf = (at: string): string | undefined => (clock(at, 'en') === '0:00' ? undefined : clock(at))

function BurstLine({ burst, ...of }: OfPerson & { burst: Burst }) {
  const say = useText()
  const [newest, ...others] = burst
  if (!newest) return null
  const changes = burst.flatMap(line => line.changes)
  const IconOf = (changes[0]?.import ?? null) === null ? (icons[newest.kind] ?? IconTimelineEvent) : IconFileImport
  const aside = [timeOf(newest.at), newest.source && say('ui.timeline.source', { source: newest.source.name })].filter(
    part => part,
  )
  const told = (
    <>
      <IconOf size={17} stroke={1.6} aria-hidden />
      <span className="any-name">{others.length === 0 ? newest.sentence : folded(burst, of.scope, say)}</span>
      {aside.length > 0 && <span className="quiet figures"> · {aside.join(' · ')}</span>}
    </>
  )
  return (
    <li>
      {changes.length === 0 ? (
        <div className="timeline-line">
          {told}
          {newest.opens !== null && (
            <>
              {' '}
              <Link to={newest.opens}>{say('ui.timeline.open')}</Link>
            </>
          )}
        </div>
      ) : (
        <details>
          <summary>{told}</summary>
          {burst.map(line => (
            <Opened key={`${line.id}${line.at}`} line={line} alone={others.length === 0} {...of} />
          ))}
        </details>
      )}
      {others.length === 0 && newest.more !== null && (
        <Text size="sm" className="timeline-more any-name">
          {newest.more}
        </Text>
      )}
    </li>
  )
}

/** "Pirkko teki 5 muutosta: Nimi, Yhteystiedot"; that the person came to the register is told before what came with them. */
function folded(burst: Burst, scope: Scope | undefined, say: ReturnType<typeof useText>): string {
  const [newest] = burst
  const who = newest ? whoIs(newest.by, say) : ''
  if (newest?.kind !== 'change') return say('ui.timeline.folded', { who, count: burst.length })
  const names = burst
    .flatMap(line => line.changes)
    .flatMap(({ category }) => scope?.categories.find(({ id }) => id === category)?.name ?? [])
  const opening = burst.find(({ changes }) => changes.some(({ category }) => category === 'person'))
  const made = opening?.sentence ?? say('ui.timeline.changes', { who, count: burst.length })
  return names.length === 0 ? made : `${made}: ${[...new Set(names)].join(', ')}`
}

function Opened({ line, alone, person, scope }: OfPerson & { line: TimelineLine; alone: boolean }) {
  return (
    <div className="timeline-change">
      {!alone && line.kind !== 'change' && <Text size="sm">{line.sentence}</Text>}
      {line.changes.map(change => (
        <div key={change.id}>
          {change.said === null ? <ChangeFields change={change} scope={scope} /> : <Said change={change} />}
          {scope?.categories.find(({ id }) => id === change.category)?.mayWrite && (
            <Undo person={person} change={change} />
          )}
        </div>
      ))}
    </div>
  )
}

/** A statement with its day, and the words that it was given in. */
function Said({ change }: { change: Change }) {
  const say = useText()
  const value = (column: string) => change.fields.find(field => field.column === column)?.after
  const [given, withdrawn] = ['given', 'withdrawn'].map(value)
  return (
    <>
      <Text>{change.said}</Text>
      {typeof given === 'string' && <Text size="sm">{say('ui.timeline.given', { at: date(given) })}</Text>}
      {typeof withdrawn === 'string' && <Text size="sm">{say('ui.timeline.withdrawn', { at: date(withdrawn) })}</Text>}
    </>
  )
}
