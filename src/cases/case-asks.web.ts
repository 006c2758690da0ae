/** Cases as the screens ask for them; a step makes every screen ask anew. */

import { useMutation } from '@tanstack/react-query'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { CaseAnswer, CaseList, CaseSearch, Colleagues, NewCase, NewCaseStep } from './case-answers.ts'

export type Search = Omit<CaseSearch, 'after' | 'limit'>

export const useCases = (search: Search) => usePages<CaseList>('/cases/search', search)

export const useCasesOf = (person: string, when: boolean) =>
  useAnswer<CaseList>('/cases/search', { body: { person, view: 'all', limit: 20 }, when })

export const useCase = (id: string) => useAnswer<CaseAnswer>(`/cases/${id}`)

export const useColleagues = () => useAnswer<Colleagues>('/cases/colleagues')

export function useOpening() {
  const { write } = useRegister()
  return useMutation({ mutationFn: (body: NewCase) => write<{ id: string }>('POST', '/cases', body) })
}

export function useStep(id: string) {
  const { write } = useRegister()
  return useMutation({
    mutationFn: (body: { readonly step: NewCaseStep; readonly expected: string | null }) =>
      write<void>('POST', `/cases/${id}/steps`, body),
  })
}
