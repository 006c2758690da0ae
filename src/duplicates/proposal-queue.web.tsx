/** The queue: the pairs on the left, the one in hand side by side, and keys for going on, merging and leaving apart. */

import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { useWriting } from '../../web/writing.ts'
import type { ProposalAnswer } from './duplicates-answers.ts'
import { useDuplicateVerbs, useProposals } from './duplicates-asks.web.ts'
import { VerdictBadge } from './evidence.web.tsx'
import { ProposalCompared } from './proposal-compared.web.tsx'

const every = ['certain', 'likely', 'possible'] as const
const keyOf = ({ a, b }: ProposalAnswer): string => `${a.id} ${b.id}`

export function ProposalQueue({ state }: { state: 'open' | 'dismissed' }) {
  const say = useText()
  const found = useProposals({ state, verdicts: every })
  const pairs = (found.data?.pages ?? []).flatMap(({ proposals }) => proposals)
  const [at, setAt] = useState(0)
  const [last, setLast] = useState<string | undefined>(undefined)
  const place = Math.min(at, pairs.length - 1)
  const inHand = pairs[place]
  const go = (to: number) => {
    if (to >= pairs.length && found.hasNextPage) void found.fetchNextPage()
    setAt(Math.max(0, Math.min(to, pairs.length - 1)))
  }
  useShortcut('j', 'ui.duplicates.keys.next', () => go(place + 1))
  useShortcut('k', 'ui.duplicates.keys.previous', () => go(place - 1))
  if (found.error) return <ProblemNotice error={found.error} retry={() => void found.refetch()} />
  if (found.isPending) return <Skeleton height={320} aria-hidden />
  const undo = last !== undefined && <UndoLast merge={last} done={() => setLast(undefined)} />
  if (inHand === undefined)
    return (
      <NothingYet title={say(`ui.duplicates.none-${state}`)} step={undo}>
        {say(`ui.duplicates.none-${state}-why`)}
      </NothingYet>
    )
  return (
    <div className="duplicates-columns">
      <nav aria-label={say('ui.duplicates.list')}>
        {undo}
        <ul className="duplicates-list">
          {pairs.map((pair, index) => (
            <li key={keyOf(pair)}>
              <button type="button" aria-current={index === place} onClick={() => setAt(index)}>
                <span className="any-name">{pair.a.name ?? say('ui.person.nameless')}</span>
                <span className="any-name">{pair.b.name ?? say('ui.person.nameless')}</span>
                <VerdictBadge verdict={pair.verdict} />
              </button>
            </li>
          ))}
        </ul>
        {found.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {say('ui.duplicates.more')}
          </Button>
        )}
      </nav>
      <ProposalCompared key={keyOf(inHand)} pair={inHand} state={state} hasMerged={setLast} />
    </div>
  )
}

/** The merge that was made last can be taken back from the next pair, too. */
function UndoLast({ merge, done }: { merge: string; done: () => void }) {
  const say = useText()
  const { part } = useDuplicateVerbs()
  const undoing = useWriting({ mutationFn: () => part(merge), onSuccess: done })
  return (
    <>
      <ProblemNotice error={undoing.error} />
      <Button variant="subtle" size="xs" loading={undoing.isPending} onClick={() => undoing.mutate()}>
        {say('ui.duplicates.undo-last')}
      </Button>
    </>
  )
}
