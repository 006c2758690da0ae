/** What the screens of agreements to publish ask of the register and tell it. */

import { saveFile } from '../../web/ask.ts'
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
    removePaper: (id: string, paper: string) => write<void>('DELETE', `/testimonials/${id}/papers/${paper}`),
    end: (id: string, because: 'taken-back' | 'withdrawn') =>
      write<void>('POST', `/testimonials/${id}/ended`, { because }),
  }
}

/** `what`: a picture before it is sent, or a page of what was signed on paper. */
export function useAddingFile(id: string, what: 'photo' | 'papers', done: () => unknown) {
  const { purpose } = useWorkingFor()
  return useWriting({
    mutationFn: (file: File) =>
      sendFile<void>(`/testimonials/${id}/${what}`, {
        file,
        purpose: purpose?.id ?? '',
        signal: new AbortController().signal,
        sent: () => {},
      }),
    onSuccess: done,
  })
}

export function useSavingPaper(id: string) {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: async (paper: string) => {
      const file = await ask<{ name: string; base64: string }>(`/testimonials/${id}/papers/${paper}`)
      const bytes = Uint8Array.from(atob(file.base64), one => one.charCodeAt(0))
      // Never as what it says that it is: nothing of a stranger is opened in the browser.
      saveFile(new Blob([bytes], { type: 'application/octet-stream' }), file.name)
    },
  })
}
