/** What a comparison asks of the API: the versions and drafts to choose from, and the differences. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAccount } from '../../web/account.ts'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import type { DraftList } from '../drafts/draft-answers.ts'
import { useOldNotice, useReading } from '../drafts/old-notice-asks.web.ts'
import type { TextLang } from '../texts/texts.ts'
import { type SideName, sideOf } from './compare-address.web.ts'
import type { ComparisonAnswer, VersionList } from './compare-answers.ts'
import { asNoticeYaml, type Pasted, type Place, usePasted } from './pasted.web.ts'

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

/** The draft of the old notice that was read last in this window. */
export function useReadDraft(): Pasted | undefined {
  const [old] = useOldNotice()
  const draft = useReading(old).data?.draft
  return draft === undefined ? undefined : { text: draft, given: old.asked }
}

/** What stands at a place of the comparison: a name that the server knows, or a text; undefined while there is none. */
function useSide(place: Place, name: SideName | undefined) {
  const [pasted] = usePasted(place)
  const read = useReadDraft()
  if (name === 'pasted') return pasted.given === 0 ? undefined : { text: pasted.text, key: `pasted ${pasted.given}` }
  if (name === 'read') return read && { text: read.text, key: `read ${read.given}` }
  return name === undefined ? undefined : { name, key: name }
}

/** The differences and the redline; sentences are in the language of the screen. */
export function useComparison(a: SideName | undefined, b: SideName | undefined, lang: TextLang) {
  const [before, after] = [useSide('a', a), useSide('b', b)]
  const asked = async (side: typeof before, signal: AbortSignal): Promise<object> =>
    side?.text === undefined ? sideOf(side?.name ?? '') : { kind: 'text', text: await asNoticeYaml(side.text, signal) }
  return useQuery({
    queryKey: ['notice-diff', langNow(), lang, before?.key ?? null, after?.key ?? null],
    queryFn: async ({ signal }) => {
      const [left, right] = await Promise.all([asked(before, signal), asked(after, signal)])
      return ask<ComparisonAnswer>('/notice/diff', {
        method: 'POST',
        body: { before: left, after: right, lang },
        signal,
      })
    },
    enabled: before !== undefined && after !== undefined,
    placeholderData: keepPreviousData,
  })
}
