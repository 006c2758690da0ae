/** Raffles as the screens ask for them; after each act what is shown is asked again. */

import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { langNow } from '../../web/language.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import type { EntryList, NewRaffleBody, RaffleDetails, RaffleList } from './raffle-answers.ts'

/** A page at a time. */
function useByPages<Page extends { readonly next: string | null }>(path: string) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), path],
    queryFn: ({ pageParam, signal }) => ask<Page>(pageParam === null ? path : `${path}?after=${pageParam}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
  })
}

export const useRaffles = () => useByPages<RaffleList>('/raffles')
export const useEntries = (id: string) => useByPages<EntryList>(`/raffles/${id}/entries`)
export const useRaffle = (id: string) => useAnswer<RaffleDetails>(`/raffles/${id}`)

export function useMaking() {
  const { write } = useRegister()
  return useMutation({ mutationFn: (body: NewRaffleBody) => write<{ id: string }>('POST', '/raffles', body) })
}

export type Act =
  | { readonly did: 'closing' | 'draw' | 'cancelled' }
  | { readonly did: 'passed'; readonly place: number; readonly why: 'not-reached' | 'declined' }
  | { readonly did: 'entries'; readonly person: string }

export function useAct(id: string) {
  const { write } = useRegister()
  return useMutation({
    mutationFn: ({ did, ...body }: Act) =>
      write<void>('POST', `/raffles/${id}/${did}`, Object.keys(body).length === 0 ? undefined : body),
  })
}
