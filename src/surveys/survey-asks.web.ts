/** Surveys as the screens ask for them; after each act what is shown is asked again. */

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { saveAnswered } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ContentBody } from './content.ts'
import type {
  FreeTexts,
  NewSurveyBody,
  ResultsFile,
  SurveyDetails,
  SurveyList,
  SurveyPreview,
  SurveyResults,
} from './survey-answers.ts'

export const useSurveys = () => usePagesOf<SurveyList>('/surveys')
export const useSurvey = (id: string) => useAnswer<SurveyDetails>(`/surveys/${id}`)

/** What a filter adds to an address. */
export interface Chosen {
  readonly question: string
  readonly is: string
}
const queryOf = (chosen: (Partial<Chosen> & { readonly format?: string }) | undefined): string =>
  chosen ? `?${new URLSearchParams({ ...chosen })}` : ''

export const useResults = (id: string, chosen: Chosen | undefined) =>
  useAnswer<SurveyResults>(`/surveys/${id}/results${queryOf(chosen)}`)

/** Free answers to one question, a page after the other. */
export function useTexts(id: string, question: string) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), 'survey-texts', id, question],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ question, limit: '20', ...(pageParam && { after: pageParam }) })
      return ask<FreeTexts>(`/surveys/${id}/texts?${query}`, { signal })
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

export function usePreview(content: ContentBody, lang: 'fi' | 'sv' | 'en', keeps: SurveyDetails['keeps']) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  const body = { content, lang, keeps }
  return useQuery({
    queryKey: ['survey-preview', purpose?.id, langNow(), body],
    queryFn: ({ signal }) => ask<SurveyPreview>('/surveys/preview', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}

export function useMaking() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewSurveyBody) => write<{ id: string }>('POST', '/surveys', body) })
}

export function useChanging(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (body: { readonly content: ContentBody; readonly expected: number }) =>
      write<void>('POST', `/surveys/${id}/revisions`, body),
  })
}

export type Act =
  | { readonly did: 'opening'; readonly segment: string | null; readonly closes: string }
  | { readonly did: 'closing' | 'reminders' }

export function useAct(id: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: ({ did, ...body }: Act) =>
      write<{ reminded?: number } | undefined>(
        'POST',
        `/surveys/${id}/${did}`,
        Object.keys(body).length === 0 ? undefined : body,
      ),
  })
}

export function useFile(id: string, chosen: Chosen | undefined) {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: async (format: 'csv' | 'xlsx') =>
      saveAnswered(await ask<ResultsFile>(`/surveys/${id}/file${queryOf({ ...chosen, format })}`)),
  })
}
