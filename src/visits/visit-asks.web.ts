/** Visits as the screen asks for them; how many there are just now is asked for again by itself. */

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { useWriting } from '../../web/writing.ts'
import type { LiveAnswer, VisitReport } from './report-answers.ts'

/** What is shown: so many days until today, and only what these say. */
export interface Shown {
  readonly days: number
  readonly only: Readonly<Partial<Record<FilterName, string>>>
}

export const filterNames = ['site', 'path', 'source', 'referrer', 'campaign', 'device'] as const
export type FilterName = (typeof filterNames)[number]

const key = ['visits'] as const

/** In milliseconds. */
const often = 15_000

export function useVisits({ days, only }: Shown) {
  const from = new Date(Date.now() - (days - 1) * 86_400_000)
  const query = new URLSearchParams({
    from: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(from),
    ...only,
  })
  return useQuery({
    queryKey: [...key, String(query)],
    queryFn: ({ signal }) => ask<VisitReport>(`/visits?${query}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export const useLive = () =>
  useQuery({
    queryKey: [...key, 'live'],
    queryFn: ({ signal }) => ask<LiveAnswer>('/visits/live', { signal }),
    refetchInterval: often,
  })

export function useGoals() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: key })
  return {
    add: useWriting({
      mutationFn: (body: {
        readonly name: string
        readonly steps: readonly { kind: 'page' | 'event'; is: string }[]
      }) => ask<{ id: string }>('/visits/goals', { method: 'POST', body }),
      onSettled,
    }),
    remove: useWriting({
      mutationFn: (id: string) => ask<void>(`/visits/goals/${id}`, { method: 'DELETE' }),
      onSettled,
    }),
  }
}
