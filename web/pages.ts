/** A list of the register for the purpose in force, a page at a time; what is on the screen stays until the new answer is there. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { langNow } from './language.ts'
import { useRegister, useWorkingFor } from './purpose.tsx'

/** Asks `path` with `body`, and with where the page before ended as `after`. */
export function usePages<Page extends { readonly next: string | null }>(path: string, body: object) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), path, body],
    queryFn: ({ pageParam, signal }) =>
      ask<Page>(path, { method: 'POST', body: pageParam === null ? body : { ...body, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    placeholderData: keepPreviousData,
  })
}
