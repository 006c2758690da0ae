/** What the screens of agreements to publish ask of the register and tell it. */

import { usePages } from '../../web/pages.ts'
import { useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import { sendFile } from '../import/import-asks.web.ts'
import type { NewPublication, PublicationList, PublicationSearch } from './publication-answers.ts'

export const usePublications = (search: PublicationSearch) => usePages<PublicationList>('/testimonials/search', search)

/** The verbs; each throws a `Refusal`. */
export function usePublicationVerbs() {
  const { write } = useRegister()
  return {
    draft: (publication: NewPublication) => write<{ id: string }>('POST', '/testimonials', publication),
    send: (id: string) => write<void>('POST', `/testimonials/${id}/asked`),
    signed: (id: string, name: string) => write<void>('POST', `/testimonials/${id}/signed`, { name }),
    end: (id: string, because: 'taken-back' | 'withdrawn') =>
      write<void>('POST', `/testimonials/${id}/ended`, { because }),
  }
}

export function useAddingPhoto(id: string, done: () => unknown) {
  const { purpose } = useWorkingFor()
  return useWriting({
    mutationFn: (file: File) =>
      sendFile<void>(`/testimonials/${id}/photo`, {
        file,
        purpose: purpose?.id ?? '',
        signal: new AbortController().signal,
        sent: () => {},
      }),
    onSuccess: done,
  })
}
