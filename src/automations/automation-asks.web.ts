/** Automations as the screens ask for them. */

import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { LetterList } from '../letters/letter-answers.ts'
import type { AutomationDetails, AutomationList, NewAutomation, PersonAutomations, Turn } from './automation-answers.ts'

export const useAutomations = () => usePagesOf<AutomationList>('/automations')
export const useAutomation = (id: string) => useAnswer<AutomationDetails>(`/automations/${id}`)
export const useAutomationsOf = (person: string) => useAnswer<PersonAutomations>(`/persons/${person}/automations`)
export const useLetterChoices = () => useAnswer<LetterList>('/letters?limit=200')

/** Saves a new draft, or changes one that was seen. Answers its id. */
export function useSaving(seen: Pick<AutomationDetails, 'id' | 'turn'> | undefined) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (automation: NewAutomation) => {
      if (seen === undefined) return (await write<{ id: string }>('POST', '/automations', automation)).id
      await write<void>('PUT', `/automations/${seen.id}`, { ...automation, expected: seen.turn })
      return seen.id
    },
  })
}

export function useTurning({ id, turn }: Pick<AutomationDetails, 'id' | 'turn'>) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (told: Omit<Turn, 'expected'>) =>
      write<void>('POST', `/automations/${id}/turns`, { ...told, expected: turn }),
  })
}

export function useTakingOut(person: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (id: string) => write<void>('DELETE', `/persons/${person}/automations/${id}`) })
}
