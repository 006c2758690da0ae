/** Requests for rights as the screens ask for them; a step makes every screen ask anew. */

import { useMutation } from '@tanstack/react-query'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { NewRequest, NewStep, RequestAnswer, RequestList } from './request-answers.ts'

export const useRequests = (settled: boolean) => usePages<RequestList>('/requests/search', { settled })

export const useRequest = (id: string) => useAnswer<RequestAnswer>(`/requests/${id}`)

export function useRecording() {
  const { write } = useRegister()
  return useMutation({ mutationFn: (body: NewRequest) => write<{ id: string }>('POST', '/requests', body) })
}

export function useStep(id: string) {
  const { write } = useRegister()
  return useMutation({ mutationFn: (body: NewStep) => write<void>('POST', `/requests/${id}/steps`, body) })
}
