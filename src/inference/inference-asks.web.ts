/** Rules as the screens ask for them; a preview that nobody waits for any more is broken off. */

import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { usePagesOf } from '../../web/pages.ts'
import { purposeQuery, useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { NewRule, PersonInferences, Preview, Previewing, Quality, RuleDetails, RuleList } from './rule-answers.ts'

export const useRules = () => usePagesOf<RuleList>('/inference-rules')
export const useRule = (id: string) => useAnswer<RuleDetails>(`/inference-rules/${id}`)
export const useQuality = (id: string) => useAnswer<Quality>(`/inference-rules/${id}/quality`)
export const useInferencesOf = (person: string, when: boolean) =>
  useAnswer<PersonInferences>(`/persons/${person}/inferences`, { when })

const pause = 400 // milliseconds without a change, before it is tried

/** What the rule would infer; undefined while it is not whole. What was tried before stays until the new answer is there. */
export function usePreview(asked: Previewing | undefined) {
  const { purpose } = useWorkingFor()
  const [body] = useDebouncedValue(asked, pause)
  return useQuery({
    ...purposeQuery<Preview>(purpose?.id ?? '', '/inference-rules/preview', body),
    enabled: purpose !== undefined && body !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** Saves a new rule, or the next version of one that was seen. Answers its id. */
export function useSaving(seen: Pick<RuleDetails, 'id' | 'version'> | undefined) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (draft: NewRule) => {
      if (seen === undefined) return (await write<{ id: string }>('POST', '/inference-rules', draft)).id
      await write<void>('POST', `/inference-rules/${seen.id}/versions`, { ...draft, expected: seen.version })
      return seen.id
    },
  })
}

interface Contesting {
  readonly row: string
  readonly which: 'one' | 'all'
  readonly channel: string
  readonly words: string
}

/** Writes down that the person contested an inference. Answers the request that it is. */
export function useContesting(person: string) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (contested: Contesting) =>
      write<{ request: string }>('POST', `/persons/${person}/contests`, { category: 'inferences', ...contested }),
  })
}
