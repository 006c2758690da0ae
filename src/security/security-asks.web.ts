/** What the screen of security asks of the register and tells it. */

import { useQuery } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { FindingList, OwnSignIns, TriedAnswer } from './finding-answers.ts'

export const useFindings = (open: boolean) => usePages<FindingList>('/security/findings/search', { open })

export const useTried = () => useAnswer<TriedAnswer>('/security/tried')

/** Throws a `Refusal`. */
export function useReview() {
  const { write } = useRegister()
  return (id: string, remark: string) => write<void>('POST', `/security/findings/${id}/review`, { remark })
}

export const useOwnSignIns = () =>
  useQuery({
    queryKey: ['own-sign-ins'],
    queryFn: ({ signal }) => ask<OwnSignIns>('/me/sign-ins', { signal }),
  })
