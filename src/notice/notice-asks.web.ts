/** The notice as the screen asks for it: a published version, or a text that is checked as it is written and kept nowhere. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import type { TextLang } from '../texts/texts.ts'
import type { CheckAnswer, NoticeAnswer } from './notice-answers.ts'

/** The version in force unless one is named. Findings are in the language of the screen. */
export function usePublishedNotice(lang: TextLang, version: number | undefined) {
  const which = version === undefined ? '' : `&version=${version}`
  return useQuery({
    queryKey: ['notice', langNow(), lang, version ?? null],
    queryFn: ({ signal }) => ask<NoticeAnswer>(`/notice?lang=${lang}${which}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** What check says of a text; nothing is asked of an empty one. */
export function useTrial(source: string, lang: TextLang) {
  return useQuery({
    queryKey: ['notice-check', langNow(), lang, source],
    queryFn: ({ signal }) => ask<CheckAnswer>('/notice/check', { method: 'POST', body: { source, lang }, signal }),
    enabled: source.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
}
