/** Forms as the screens ask for them; what is being built is tried out on the server as it is typed, and changes nothing there. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { langNow } from '../../web/language.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import type { ArrivalList } from '../arrivals/arrival-answers.ts'
import type { FormContent } from './content.ts'
import type { FormDetails, FormList, FormOffer, FormPreview, FormResults, NewFormBody } from './form-answers.ts'

export const useForms = () => useAnswer<FormList>('/forms')
export const useForm = (id: string) => useAnswer<FormDetails>(`/forms/${id}`)
export const useResults = (id: string) => useAnswer<FormResults>(`/forms/${id}/results`)
export const useOffer = (source: string) => useAnswer<FormOffer>(`/forms/offer/${source}`, { when: source !== '' })

/** What came by one form, newest first. */
export const useFormArrivals = (connection: string) =>
  usePages<ArrivalList>('/arrivals/search', { connection, limit: 20 })

export function usePreview(source: string, content: FormContent, lang: FormContent['languages'][number]) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  const body = { source, content, lang }
  return useQuery({
    queryKey: ['form-preview', purpose?.id, langNow(), body],
    queryFn: ({ signal }) => ask<FormPreview>('/forms/preview', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}

/** The verbs of forms; each throws a `Refusal`. */
export function useFormVerbs() {
  const { write } = useRegister()
  return {
    make: (body: NewFormBody) => write<{ id: string }>('POST', '/forms', body),
    change: (id: string, content: FormContent, version: number) =>
      write<{ version: number }>('PUT', `/forms/${id}`, { content, version }),
    open: (id: string, open: boolean, until: string | null) => write<void>('PUT', `/forms/${id}/open`, { open, until }),
  }
}
