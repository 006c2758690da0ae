/** Cookies as the screen asks for them; while the pages are looked at the answer is asked for again by itself. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useWriting } from '../../web/writing.ts'
import type { CookieOverview, ProvedChoices } from './cookie-answers.ts'

/** As they come over the wire. */
type Answered<T> = {
  readonly [K in keyof T]: T[K] extends Date ? string : T[K] extends object | null ? Answered<T[K]> : T[K]
}
export type CookieScreen = Answered<CookieOverview>
export type ProofScreen = Answered<ProvedChoices>

/** How often the page asks whether the inspection has ended, in milliseconds. */
const often = 2000

export function useCookies() {
  const [asked, setAsked] = useState<string | undefined>(undefined)
  const isRunning = (data: CookieScreen | undefined) => asked !== undefined && (data?.inspection.last?.at ?? '') < asked
  const overview = useQuery({
    queryKey: ['cookies', langNow()],
    queryFn: ({ signal }) => ask<CookieScreen>('/cookies', { signal }),
    refetchInterval: ({ state }) => (isRunning(state.data) ? often : false),
  })
  const inspect = useWriting({
    mutationFn: () => ask<{ asked: string }>('/cookies/inspections', { method: 'POST' }),
    onSuccess: answer => {
      setAsked(answer.asked)
      return overview.refetch()
    },
  })
  return { overview, inspect, isInspecting: inspect.isPending || isRunning(overview.data) }
}

export const useProof = () =>
  useWriting({
    mutationFn: (visitor: string) => ask<ProofScreen>('/cookies/proof', { method: 'POST', body: { visitor } }),
  })
