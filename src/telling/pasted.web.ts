/** A notice that somebody pasted for comparison stays in this window's memory; one that is no notice.yaml is read first, as an old notice is. */

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'

export type Place = 'a' | 'b'

export interface Pasted {
  readonly text: string
  /** How many times a text has been given here; 0 before the first. */
  readonly given: number
}

const none: Pasted = { text: '', given: 0 }
const keyOf = (place: Place) => ['pasted-notice', place] as const

/** The text that stands at a place of the comparison, and the way to put another there. */
export function usePasted(place: Place): readonly [Pasted, (text: string) => void] {
  const client = useQueryClient()
  const { data = none } = useQuery<Pasted>({
    queryKey: keyOf(place),
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return [data, text => client.setQueryData<Pasted>(keyOf(place), { text, given: data.given + 1 })]
}

/** Both texts change places. */
export function useSwapPasted(): () => void {
  const client = useQueryClient()
  return () => {
    const [a = none, b = none] = (['a', 'b'] as const).map(place => client.getQueryData<Pasted>(keyOf(place)))
    client.setQueryData<Pasted>(keyOf('a'), { ...b, given: a.given + 1 })
    client.setQueryData<Pasted>(keyOf('b'), { ...a, given: b.given + 1 })
  }
}

/** A text in the notice language: its first key is on a line of its own. */
export const isNoticeYaml = (text: string): boolean => /^\uFEFF?notice[ \t]*:/m.test(text)

/** The text as notice.yaml: another one is read by rules, and the draft of what it says stands for it. */
export async function asNoticeYaml(text: string, signal: AbortSignal): Promise<string> {
  if (isNoticeYaml(text)) return text
  return (await ask<{ readonly draft: string }>('/notice/read', { method: 'POST', body: { text }, signal })).draft
}
