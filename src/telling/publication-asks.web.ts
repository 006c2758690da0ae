/** Publications as the screens ask for them; what is under way is asked again by itself. */

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { LetterList, PlanAnswer, PublicationAnswer, PublicationList } from './telling-answers.ts'

const listKey = ['publications'] as const
const path = '/notice/publications'

/** In milliseconds: how often a page that is looked at asks how far telling has come. */
const often = 3000

export const usePublications = () =>
  useQuery({
    queryKey: [...listKey, langNow()],
    queryFn: ({ signal }) => ask<PublicationList>(path, { signal }),
    refetchInterval: often * 3,
  })

export const usePublication = (id: string) =>
  useQuery({
    queryKey: [...listKey, id, langNow()],
    queryFn: ({ signal }) => ask<PublicationAnswer>(`${path}/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'scheduled' ? often : false),
  })

/** What publishing the draft as it stands would ask for. */
export const usePlan = (draft: string, effective: string | undefined) =>
  useQuery({
    queryKey: ['publication-plan', draft, effective ?? null, langNow()],
    queryFn: async ({ signal }) => {
      const { revision } = await ask<{ revision: number }>(`/drafts/${draft}`, { signal })
      return ask<PlanAnswer>(`${path}/plan`, { method: 'POST', body: { draft, revision, effective }, signal })
    },
    gcTime: 0,
    placeholderData: keepPreviousData,
  })

/** A verb of one publication, or the decision itself; everything that is shown of them is asked again. */
export function usePublicationVerb<Body, Answer = void>(verb: (body: Body) => string) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: Body) => ask<Answer>(`${path}${verb(body)}`, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export const useLetters = (id: string, when: boolean) => {
  const { purpose } = useWorkingFor()
  const register = useRegister()
  return useQuery({
    queryKey: ['register', purpose?.id, 'letters', id],
    queryFn: ({ signal }) => register.ask<LetterList>(`${path}/${id}/letters`, { method: 'POST', body: {}, signal }),
    enabled: when && purpose !== undefined,
  })
}

export const lettersPath = (id: string, verb: 'print' | 'sent'): string => `${path}/${id}/letters/${verb}`
