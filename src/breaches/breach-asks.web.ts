/** Breaches as the screens ask for them; whatever is written, everything that is shown of them is asked again. */

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useWriting } from '../../web/writing.ts'
import type { BreachAnswer, BreachList, NewFacts } from './breach-answers.ts'
import type { NewEntry } from './entry.ts'

const listKey = ['breaches'] as const

/** In milliseconds: somebody else may write too, and the clock runs. */
const often = 60_000

export const useBreaches = () =>
  useInfiniteQuery({
    queryKey: [...listKey, langNow()],
    queryFn: ({ pageParam, signal }) =>
      ask<BreachList>(`/breaches${pageParam === null ? '' : `?after=${pageParam}`}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    refetchInterval: often,
  })

export const useBreach = (id: string) =>
  useQuery({
    queryKey: [...listKey, id, langNow()],
    queryFn: ({ signal }) => ask<BreachAnswer>(`/breaches/${id}`, { signal }),
    refetchInterval: often,
  })

function usePosting<Body, Answer>(path: string) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: Body) => ask<Answer>(path, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export const useOpening = () => usePosting<{ facts: NewFacts; checked: boolean }, { id: string }>('/breaches')

export interface EntryBody {
  readonly entry: NewEntry
  readonly expected: number
  readonly why?: string | undefined
  readonly checked: boolean
}

export const useEntry = (id: string) => usePosting<EntryBody, void>(`/breaches/${id}/entries`)

/** The time, anew every minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
