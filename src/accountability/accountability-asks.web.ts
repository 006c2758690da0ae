/** What the screens of accountability ask for and save; after a save, and after a conflict, everything shown of it is asked again. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useWriting } from '../../web/writing.ts'

const root = '/accountability'

/** An answer below /accountability, in the language of the screen. */
export const useAccountability = <Answer>(path: string, when = true) =>
  useQuery({
    queryKey: ['accountability', path, langNow()],
    queryFn: ({ signal }) => ask<Answer>(root + path, { signal }),
    enabled: when,
  })

/** Saves something below /accountability. */
export function useSave<Body, Answer = void>(method: 'POST' | 'PUT', path: string) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: Body) => ask<Answer>(root + path, { method, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['accountability'] }),
  })
}
