/** Raffles as the screens ask for them; after each act what is shown is asked again. */

import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { EntryList, NewRaffleBody, RaffleDetails, RaffleList } from './raffle-answers.ts'

export const useRaffles = () => usePagesOf<RaffleList>('/raffles')
export const useEntries = (id: string) => usePagesOf<EntryList>(`/raffles/${id}/entries`)
export const useRaffle = (id: string) => useAnswer<RaffleDetails>(`/raffles/${id}`)

export function useMaking() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewRaffleBody) => write<{ id: string }>('POST', '/raffles', body) })
}

export type Act =
  | { readonly did: 'closing' | 'draw' | 'cancelled' }
  | { readonly did: 'passed'; readonly place: number; readonly why: 'not-reached' | 'declined' }
  | { readonly did: 'entries'; readonly person: string }

export function useAct(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: ({ did, ...body }: Act) =>
      write<void>('POST', `/raffles/${id}/${did}`, Object.keys(body).length === 0 ? undefined : body),
  })
}
