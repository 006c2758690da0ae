/** Arrivals and connections as the screens ask for them; what is tried again is asked for until it is settled. */

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import { sendFile } from '../import/import-asks.web.ts'
import type {
  ArrivalAnswer,
  ArrivalDetails,
  ArrivalList,
  ConnectionList,
  NewConnectionBody,
  TakenBackAnswer,
  TakenFile,
} from './arrival-answers.ts'

export type State = ArrivalAnswer['state']

/** A page at a time; asked anew while something is about to be written. */
export function useArrivals(state: State | undefined) {
  const { purpose } = useWorkingFor()
  const { ask: asking } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), '/arrivals', state ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      asking<ArrivalList>('/arrivals/search', {
        method: 'POST',
        body: { ...(state && { state }), ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    refetchInterval: ({ state: { data } }) => ((data?.pages[0]?.counts.accepted ?? 0) > 0 ? 2_000 : false),
  })
}

export const useArrival = (id: string) => useAnswer<ArrivalDetails>(`/arrivals/${id}`)

export function useReplay() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (id: string | null) =>
      write<{ replayed: number }>('POST', id === null ? '/arrivals/replay' : `/arrivals/${id}/replay`),
  })
}

export function useChoice(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (person: string | null) => write<void>('PUT', `/arrivals/${id}/person`, { person }),
  })
}

export type TakeBackWhy = NonNullable<ArrivalDetails['steps'][number]['why']>

/** What would go, asked when somebody wants to know; and the act. */
export const useBeforeTakingBack = (id: string) => useAnswer<TakenBackAnswer>(`/arrivals/${id}/undo`)

export function useTakingBack(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (why: TakeBackWhy) => write<TakenBackAnswer>('POST', `/arrivals/${id}/undo`, { why }),
  })
}

/** An export of orders: looked through first, then handed in. */
export const useOrdersFile = ({ id, purpose }: { readonly id: string; readonly purpose: string }) =>
  useWriting({
    mutationFn: ({ file, tries }: { readonly file: File; readonly tries: boolean }) =>
      sendFile<TakenFile>(`/connections/${id}/file?try=${tries}`, {
        file,
        purpose,
        signal: new AbortController().signal,
        sent: () => {},
      }),
  })

const connections = ['connections']

export const useConnections = () =>
  useQuery({ queryKey: connections, queryFn: ({ signal }) => ask<ConnectionList>('/connections', { signal }) })

type Asked =
  | { readonly did: 'add'; readonly body: NewConnectionBody }
  | { readonly did: 'change'; readonly id: string; readonly body: Omit<NewConnectionBody, 'kind' | 'secret'> }
  | { readonly did: 'rotate'; readonly id: string; readonly secret: string | undefined }
  | { readonly did: 'pause'; readonly id: string; readonly paused: boolean }
  | { readonly did: 'test'; readonly id: string }

/** Does one thing to a connection; answers its secret where one was made. */
export function useConnecting() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: async (asked: Asked): Promise<string | null> => {
      switch (asked.did) {
        case 'add':
          return (await ask<{ secret: string | null }>('/connections', { method: 'POST', body: asked.body })).secret
        case 'change':
          await ask(`/connections/${asked.id}`, { method: 'PUT', body: asked.body })
          return null
        case 'rotate': {
          const body = asked.secret === undefined ? {} : { secret: asked.secret }
          return (await ask<{ secret: string | null }>(`/connections/${asked.id}/secret`, { method: 'POST', body }))
            .secret
        }
        case 'pause':
          await ask(`/connections/${asked.id}/paused`, { method: 'PUT', body: { paused: asked.paused } })
          return null
        case 'test':
          await ask(`/connections/${asked.id}/test`, { method: 'POST' })
          return null
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: connections }),
  })
}
