/** A pasted notice stays in this window's memory while its draft is mended, and goes with the session; the server keeps nothing of it. */

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import type { ToldFinding } from '../notice/notice-answers.ts'
import type { ReadAnswer } from '../notice/read-answers.ts'
import type { Read } from '../notice/read-view.ts'

export interface OldNotice {
  readonly text: string
  /** How many times it has been read; 0 before the first. */
  readonly asked: number
  /** The draft that was made of this reading. */
  readonly draft?: string
}

const key = ['old-notice'] as const
const none: OldNotice = { text: '', asked: 0 }

export function useOldNotice(): readonly [OldNotice, (old: OldNotice) => void] {
  const client = useQueryClient()
  const { data } = useQuery<OldNotice>({ queryKey: key, queryFn: skipToken, gcTime: Number.POSITIVE_INFINITY })
  return [data ?? none, old => client.setQueryData(key, old)]
}

/** What the screen shows of the answer. */
export type OldReading = Read & Pick<ReadAnswer, 'language' | 'draft'> & { readonly findings: readonly ToldFinding[] }

export const useReading = ({ text, asked }: OldNotice) =>
  useQuery({
    queryKey: ['old-notice-read', langNow(), asked],
    queryFn: ({ signal }) => ask<OldReading>('/notice/read', { method: 'POST', body: { text }, signal }),
    enabled: asked > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
