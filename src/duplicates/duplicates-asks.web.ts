/** What the duplicates' screens ask and do; while a comparison goes on they ask every second how far it is. */

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { langNow } from '../../web/language.ts'
import { purposeQuery, useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import type {
  BulkAnswer,
  DuplicatesOverview,
  MergesAnswer,
  ProposalAnswer,
  ProposalsAnswer,
} from './duplicates-answers.ts'

export type Verdict = ProposalAnswer['verdict']

export const isGoing = (overview: DuplicatesOverview | undefined): boolean =>
  overview?.run !== null && overview?.run.endedAt === null

export function useDuplicates() {
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  const found = useQuery({
    ...purposeQuery<DuplicatesOverview>(purpose?.id ?? '', '/duplicates'),
    enabled: purpose !== undefined,
    refetchInterval: ({ state }) => (isGoing(state.data) ? 1000 : false),
  })
  const going = isGoing(found.data)
  const before = useRef(going)
  useEffect(() => {
    const ended = before.current && !going
    before.current = going
    // There are other proposals now than the screen remembers.
    if (ended) void client.invalidateQueries({ queryKey: ['register'] })
  }, [going, client])
  return found
}

export interface Wanted {
  readonly state: 'open' | 'dismissed'
  readonly verdicts: readonly Verdict[]
}

const page = 25 // pairs

export function useProposals({ state, verdicts }: Wanted) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), '/duplicates/search', state, verdicts],
    queryFn: ({ pageParam, signal }) =>
      ask<ProposalsAnswer>('/duplicates/search', {
        method: 'POST',
        body: { state, verdicts, limit: page, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
}

/** Open proposals that one person is in. */
export const useProposalsOf = (person: string) =>
  useAnswer<ProposalsAnswer>('/duplicates/search', { body: { person, limit: 5 } })

export const useMergesOf = (person: string) => useAnswer<MergesAnswer>(`/persons/${person}/merges`)

export interface Pair {
  readonly kept: string
  readonly lost: string
}

/** The verbs; each throws a `Refusal`. */
export function useDuplicateVerbs() {
  const { write } = useRegister()
  return {
    compare: () => write<{ id: string }>('POST', '/duplicates/runs'),
    merge: (pair: Pair & { readonly chosen?: Readonly<Record<string, readonly string[]>> }) =>
      write<{ merge: string }>('POST', '/duplicates/merges', pair),
    mergeMany: (pairs: readonly Pair[]) => write<BulkAnswer>('POST', '/duplicates/merges/many', { pairs }),
    part: (merge: string) => write<{ person: string }>('POST', `/duplicates/merges/${merge}/undo`),
    dismiss: (a: string, b: string, dismissed: boolean) =>
      write<void>('POST', '/duplicates/dismissals', { a, b, dismissed }),
  }
}
