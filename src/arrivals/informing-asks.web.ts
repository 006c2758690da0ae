/** Who is to be told from where their data came, as the screen asks for it; what is noted or sent shows at once. */

import { saveFile } from '../../web/ask.ts'
import { usePages } from '../../web/pages.ts'
import { useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { InformingLetters, InformingList } from './arrival-answers.ts'
import type { Which } from './ways.ts'

export const useInformings = (which: Which) => usePages<InformingList>('/informings/search', { which })

export function useNoteInformed() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: ({
      id,
      ...body
    }: {
      readonly id: string
      readonly how: string
      readonly reason?: string | undefined
    }) => write<void>('POST', `/informings/${id}`, body),
  })
}

/** A message to everybody who is to be told and has an address. */
export function useSendInformings() {
  const { write } = useRegister()
  return useWriting({ mutationFn: () => write<{ queued: number }>('POST', '/informings/send') })
}

/** The letters of these as one PDF, saved to the disk; answers whose they are, and how many have no postal address. */
export const useInformingLetters = () => {
  const { ask: asking } = useRegister()
  return useWriting({
    mutationFn: async (informings: readonly string[]) => {
      const made = await asking<InformingLetters>('/informings/letters', { method: 'POST', body: { informings } })
      if (made.pdf !== null) {
        const bytes = Uint8Array.from(atob(made.pdf), letter => letter.charCodeAt(0))
        saveFile(new Blob([bytes], { type: 'application/pdf' }), made.name)
      }
      return made
    },
  })
}

export function usePosted() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (informings: readonly string[]) =>
      write<{ noted: number }>('POST', '/informings/posted', { informings }),
  })
}
