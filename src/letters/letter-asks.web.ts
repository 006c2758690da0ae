/** Letters as the screens ask for them; a preview that nobody waits for any more is broken off. */

import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { refusalFrom, unreachable } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { usePagesOf } from '../../web/pages.ts'
import { purposeQuery, useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { TextLang } from '../texts/texts.ts'
import type { Content } from './content.ts'
import type { LetterDetails, LetterFields, LetterList, NewImage, Preview, Previewing } from './letter-answers.ts'

export const useLetters = () => usePagesOf<LetterList>('/letters')
export const useLetter = (id: string) => useAnswer<LetterDetails>(`/letters/${id}`)
export const useLetterFields = () => useAnswer<LetterFields>('/letters/fields')

const pause = 400 // milliseconds without a change, before it is drawn

/** What would be sent; what was drawn before stays until the new is there. */
export function usePreview(asked: Previewing) {
  const { purpose } = useWorkingFor()
  const [body] = useDebouncedValue(asked, pause)
  return useQuery({
    ...purposeQuery<Preview>(purpose?.id ?? '', '/letters/preview', body),
    enabled: purpose !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0, // each is another letter, and may be somebody's
  })
}

export interface Draft {
  readonly name: string
  readonly content: Content
}

interface SavedLetter {
  readonly id: string
  readonly revision: string
}

/** Saves a new letter, or the next revision of one that was seen. */
export function useSaving(seen: Pick<LetterDetails, 'id' | 'n'> | undefined) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (draft: Draft) =>
      seen === undefined
        ? write<SavedLetter>('POST', '/letters', draft)
        : write<SavedLetter>('POST', `/letters/${seen.id}/revisions`, { ...draft, expected: seen.n }),
  })
}

export function useTrial() {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: ({ revision, lang }: { revision: string; lang: TextLang }) =>
      ask<void>(`/letters/revisions/${revision}/test`, { method: 'POST', body: { lang } }),
  })
}

const widest = 1144 // twice the sheet, for dense screens

/** A picture as a letter takes it: no wider than is seen, and upright; what it cannot be made into is sent as it is and judged there. */
async function fitting(file: File): Promise<Blob> {
  if (file.type === 'image/gif') return file
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (!bitmap) return file
  const isKept = bitmap.width <= widest && file.type === 'image/png'
  const width = Math.min(widest, bitmap.width)
  const canvas = new OffscreenCanvas(width, Math.max(1, Math.round((bitmap.height * width) / bitmap.width)))
  if (!isKept) canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png'
  return isKept ? file : canvas.convertToBlob({ type, quality: 0.85 })
}

export function usePicture() {
  const { purpose } = useWorkingFor()
  return useWriting({
    mutationFn: async (file: File): Promise<NewImage> => {
      const body = await fitting(file)
      const response = await fetch('/api/v1/letters/images', {
        method: 'POST',
        headers: {
          'Accept-Language': langNow(),
          Purpose: purpose?.id ?? '',
          'file-name': encodeURIComponent(file.name.slice(-60)),
          'Content-Type': 'application/octet-stream',
        },
        body,
      }).catch(() => {
        throw unreachable()
      })
      if (!response.ok) throw await refusalFrom(response)
      return response.json()
    },
  })
}
