/** Events as the screens ask for them; after each act what is shown is asked again. */

import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { EventDetails, EventList, NewEventBody, ParticipantList } from './event-answers.ts'

export const useEvents = () => usePagesOf<EventList>('/events')
export const useParticipants = (id: string) => usePagesOf<ParticipantList>(`/events/${id}/participants`)
export const useEvent = (id: string) => useAnswer<EventDetails>(`/events/${id}`)

export function useMaking() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewEventBody) => write<{ id: string }>('POST', '/events', body) })
}

export function useAdding(id: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (person: string) => write<void>('POST', `/events/${id}/participants`, { person }) })
}

export function useMarking(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: ({ row, attended }: { readonly row: string; readonly attended: boolean }) =>
      write<void>('PUT', `/events/${id}/participants/${row}`, { attended }),
  })
}

export function useLettingIn(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (body: { readonly name: string; readonly hours: number }) =>
      write<{ link: string }>('POST', `/events/${id}/devices`, body),
  })
}

export function useShuttingOut(id: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (device: string) => write<void>('DELETE', `/events/${id}/devices/${device}`) })
}
