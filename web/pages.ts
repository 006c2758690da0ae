/** A list of the register for the purpose in force, a page at a time; what is on the screen stays until the new answer is there. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Question } from './ask.ts'
import { langNow } from './language.ts'
import { useRegister, useWorkingFor } from './purpose.tsx'

interface Page {
  readonly next: string | null
}

function useEachPage<Answer extends Page>(
  key: readonly unknown[],
  asked: (after: string | undefined) => readonly [path: string, question: Omit<Question, 'purpose'>],
) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), ...key],
    queryFn: ({ pageParam, signal }) => {
      const [path, question] = asked(pageParam ?? undefined)
      return ask<Answer>(path, { ...question, signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    placeholderData: keepPreviousData,
  })
}

/** Asks `path` with `body`, and with where the page before ended as `after`. */
export const usePages = <Answer extends Page>(path: string, body: object) =>
  useEachPage<Answer>([path, body], after => [path, { method: 'POST', body: after ? { ...body, after } : body }])

/** The same of a list that is no search: what narrows it stands in the query, and what is undefined does not. */
export const usePagesOf = <Answer extends Page>(
  path: string,
  narrowed: Readonly<Record<string, string | undefined>> = {},
) =>
  useEachPage<Answer>([path, narrowed], after => {
    const said = Object.entries({ ...narrowed, after }).flatMap(([name, value]) => (value ? [[name, value]] : []))
    return [said.length === 0 ? path : `${path}?${new URLSearchParams(said)}`, {}]
  })
