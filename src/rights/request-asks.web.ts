/** Requests for rights as the screens ask for them; a step makes every screen ask anew. */

import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { DeliveryList } from './delivery-answers.ts'
import type { EvidenceList } from './identity-answers.ts'
import type { NewRequest, NewStep, RequestAnswer, RequestList, RequestSearch } from './request-answers.ts'

export const useRequests = (search: RequestSearch) => usePages<RequestList>('/requests/search', search)

export const useRequest = (id: string) => useAnswer<RequestAnswer>(`/requests/${id}`)

export function useRecording() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewRequest) => write<{ id: string }>('POST', '/requests', body) })
}

export function useStep(id: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewStep) => write<void>('POST', `/requests/${id}/steps`, body) })
}

export const useDeliveries = (id: string) => useAnswer<DeliveryList>(`/requests/${id}/deliveries`)

export function useDelivering(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (codeBy: 'chosen' | 'sms') => write<{ id: string }>('POST', `/requests/${id}/deliveries`, { codeBy }),
  })
}

export function usePrinting(id: string) {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: () =>
      ask<{ letter: string; copy: string; name: string }>(`/requests/${id}/deliveries/print`, { method: 'POST' }),
  })
}

export const useEvidence = (id: string) => useAnswer<EvidenceList>(`/requests/${id}/evidence`)

export function useNoting(id: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (words: string) => write<void>('POST', `/requests/${id}/evidence`, { words }) })
}
