/** What a comparison asks of the API: the versions and drafts to choose from, and the differences. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAccount } from '../../web/account.ts'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import type { DraftList } from '../drafts/draft-answers.ts'
import type { TextLang } from '../texts/texts.ts'
import { type SideName, sideOf } from './compare-address.web.ts'
import type { ComparisonAnswer, VersionList } from './compare-answers.ts'

export const useVersions = () =>
  useQuery({
    queryKey: ['notice-versions', langNow()],
    queryFn: ({ signal }) => ask<VersionList>('/notice/versions?limit=200', { signal }),
  })

/** Drafts, for an administrator; others have none. */
export function useDraftChoices() {
  const { administrator } = useAccount()
  return useQuery({
    queryKey: ['drafts', 'choices'],
    queryFn: ({ signal }) => ask<DraftList>('/drafts', { signal }),
    enabled: administrator,
  })
}

/** The differences and the redline; sentences are in the language of the screen. */
export function useComparison(before: SideName | undefined, after: SideName | undefined, lang: TextLang) {
  return useQuery({
    queryKey: ['notice-diff', langNow(), lang, before ?? null, after ?? null],
    queryFn: ({ signal }) =>
      ask<ComparisonAnswer>('/notice/diff', {
        method: 'POST',
        body: { before: sideOf(before ?? ''), after: sideOf(after ?? ''), lang },
        signal,
      }),
    enabled: before !== undefined && after !== undefined,
    placeholderData: keepPreviousData,
  })
}
