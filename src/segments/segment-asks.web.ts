/** Segments as the screens ask for them; a count that nobody waits for any more is broken off. */

import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { usePagesOf } from '../../web/pages.ts'
import { purposeQuery, useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ListedPerson } from '../register/answers.ts'
import type { Counted, Counting, SegmentDetails, SegmentList, SegmentWords } from './segment-answers.ts'

export const useSegments = () => usePagesOf<SegmentList>('/segments')
export const useSegment = (id: string) => useAnswer<SegmentDetails>(`/segments/${id}`)
export const useWords = () => useAnswer<SegmentWords>('/segments/words')
export const useMembers = (id: string) =>
  usePagesOf<{ readonly persons: readonly ListedPerson[]; readonly next: string | null }>(`/segments/${id}/members`)

const pause = 300 // milliseconds without a change, before it is counted

/** How many match; what was counted before stays on the screen until the new number is there. */
export function useCount(asked: Counting) {
  const { purpose } = useWorkingFor()
  const [body] = useDebouncedValue(asked, pause)
  return useQuery({
    ...purposeQuery<Counted>(purpose?.id ?? '', '/segments/count', body),
    enabled: purpose !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

export interface Draft {
  readonly name: string
  readonly condition: Counted['condition']
  readonly why?: string
}

/** Saves a new segment, or the next version of one that was seen. Answers its id. */
export function useSaving(seen: Pick<SegmentDetails, 'id' | 'version'> | undefined) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (draft: Draft) => {
      if (seen === undefined) return (await write<{ id: string }>('POST', '/segments', draft)).id
      await write<void>('POST', `/segments/${seen.id}/versions`, { ...draft, expected: seen.version })
      return seen.id
    },
  })
}
