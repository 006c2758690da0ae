/** Arrivals and connections as the screens ask for them; what is tried again is asked for until it is settled. */

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask, saveFile } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { sendFile } from '../import/import-asks.web.ts'
import type {
  ArrivalAnswer,
  ArrivalDetails,
  ArrivalList,
  ConnectionList,
  InformingLetters,
  InformingList,
  NewConnectionBody,
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
  return useMutation({
    mutationFn: (id: string | null) =>
      write<{ replayed: number }>('POST', id === null ? '/arrivals/replay' : `/arrivals/${id}/replay`),
  })
}

export function useChoice(id: string) {
  const { write } = useRegister()
  return useMutation({
    mutationFn: (person: string | null) => write<void>('PUT', `/arrivals/${id}/person`, { person }),
  })
}

export const useInformings = (settled: boolean) => usePages<InformingList>('/informings/search', { settled })

export function useNoteInformed() {
  const { write } = useRegister()
  return useMutation({
    mutationFn: ({
      id,
      ...body
    }: {
      readonly id: string
      readonly how: string
      readonly reason?: string | undefined
    }) => write<void>('POST', `/informings/${id}`, body),
  })
}

/** The letters of these as one PDF, saved to the disk; answers how many there are, and who has no postal address. */
export const useInformingLetters = () => {
  const { ask: asking } = useRegister()
  return useMutation({
    mutationFn: async (informings: readonly string[]) => {
      const made = await asking<InformingLetters>('/informings/letters', { method: 'POST', body: { informings } })
      if (made.pdf !== null) {
        const bytes = Uint8Array.from(atob(made.pdf), letter => letter.charCodeAt(0))
        saveFile(new Blob([bytes], { type: 'application/pdf' }), made.name)
      }
      return made
    },
  })
}

/** An export of orders: looked through first, then handed in. */
export const useOrdersFile = ({ id, purpose }: { readonly id: string; readonly purpose: string }) =>
  useMutation({
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
  return useMutation({
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
