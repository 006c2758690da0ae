/** Cases as the screens ask for them; a step makes every screen ask anew. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type {
  CaseAnswer,
  CaseList,
  CaseSearch,
  CaseTerms,
  Colleagues,
  NewCase,
  NewCaseStep,
  NewTerms,
} from './case-answers.ts'

export type Search = Omit<CaseSearch, 'after' | 'limit'>

export const useCases = (search: Search) => usePages<CaseList>('/cases/search', search)

export const useCasesOf = (person: string, when: boolean) =>
  useAnswer<CaseList>('/cases/search', { body: { person, view: 'all', limit: 20 }, when })

export const useCase = (id: string) => useAnswer<CaseAnswer>(`/cases/${id}`)

export const useColleagues = () => useAnswer<Colleagues>('/cases/colleagues')

export function useOpening() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewCase) => write<{ id: string }>('POST', '/cases', body) })
}

export function useStep(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (body: { readonly step: NewCaseStep; readonly expected: string | null }) =>
      write<void>('POST', `/cases/${id}/steps`, body),
  })
}

const terms = ['case-terms']

export const useTerms = () =>
  useQuery({ queryKey: terms, queryFn: ({ signal }) => ask<CaseTerms>('/cases/terms', { signal }) })

export function useNewTerms() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: NewTerms) => ask<void>('/cases/terms', { method: 'PUT', body }),
    onSettled: () => client.invalidateQueries({ queryKey: terms }),
  })
}
