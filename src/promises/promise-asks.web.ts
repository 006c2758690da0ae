/** The promises as the screen asks for them; while a run is under way the list is asked again by itself. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useWriting } from '../../web/writing.ts'
import type { PromiseList } from './promise-answers.ts'

const listKey = ['promises'] as const

/** In milliseconds: how often the page asks whether the run that it asked for has ended. */
const often = 1500

/** The list, and a way to have everything checked now. */
export function usePromises() {
  const [asked, setAsked] = useState<string | undefined>(undefined)
  const list = useQuery({
    queryKey: [...listKey, langNow()],
    queryFn: ({ signal }) => ask<PromiseList>('/promises', { signal }),
    refetchInterval: ({ state }) => (runs(asked, state.data) ? often : false),
  })
  const run = useWriting({
    mutationFn: () => ask<{ asked: string }>('/promises/run', { method: 'POST' }),
    onSuccess: answer => {
      setAsked(answer.asked)
      return list.refetch()
    },
  })
  return { list, run, isRunning: run.isPending || runs(asked, list.data) }
}

const runs = (asked: string | undefined, list: PromiseList | undefined): boolean =>
  asked !== undefined && (list?.checkedAt ?? '') < asked

export function useShown() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: ({ id, shown }: { id: string; shown: boolean }) =>
      ask<void>(`/promises/${id}/public`, { method: 'PUT', body: { shown } }),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export function useWebsites() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (addresses: readonly string[]) =>
      ask<void>('/promises/websites', { method: 'PUT', body: { addresses } }),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}
