/** Retention as the screens ask for it; what is under way is asked again by itself. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ComingAnswer, OverviewAnswer, RunAnswer, RunDetail } from './retention-answers.ts'

export type Unit = 'week' | 'month'

const path = '/retention'
const key = ['retention'] as const

/** In milliseconds: how often a page that is looked at asks how far a passage has come. */
const often = 2000

export const useOverview = () =>
  useQuery({
    queryKey: [...key, langNow()],
    queryFn: ({ signal }) => ask<OverviewAnswer>(path, { signal }),
    refetchInterval: often,
  })

/** `of`: the passage that reckoned it; another one means another calendar. */
export const useCalendar = (unit: Unit, of: string | undefined) =>
  useQuery({
    queryKey: [...key, 'calendar', unit, of, langNow()],
    queryFn: ({ signal }) => ask<ComingAnswer>(`${path}/calendar?unit=${unit}`, { signal }),
    enabled: of !== undefined,
  })

export const useRuns = () =>
  useQuery({
    queryKey: [...key, 'runs'],
    queryFn: ({ signal }) => ask<{ runs: readonly RunAnswer[] }>(`${path}/runs?limit=50`, { signal }),
  })

export const useRun = (id: string) =>
  useQuery({
    queryKey: [...key, 'runs', id, langNow()],
    queryFn: ({ signal }) => ask<RunDetail>(`${path}/runs/${id}`, { signal }),
  })

/** Begins a dry run, tells or takes back a fiscal year: whatever is shown of retention is asked again. */
export function useRetentionVerb<Body>(method: 'POST' | 'DELETE', to: (body: Body) => string) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: Body) => ask<void>(`${path}${to(body)}`, { method, ...(method === 'POST' && { body }) }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** Places, reviews or ends a hold, for the purpose in force. */
export function useHoldVerb<Body>(to: string, then: () => void) {
  const register = useRegister()
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: Body) => register.write<void>('POST', `${path}/holds${to}`, body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: key })
      then()
    },
  })
}
