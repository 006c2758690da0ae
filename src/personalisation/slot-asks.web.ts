/** Slots as the screens ask for them. */

import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { NewSlot, PersonSlots, SlotDetails, SlotList } from './slot-answers.ts'

export const useSlots = () => usePagesOf<SlotList>('/slots')
export const useSlot = (id: string) => useAnswer<SlotDetails>(`/slots/${id}`)
export const useSlotsOf = (person: string, when: boolean) =>
  useAnswer<PersonSlots>(`/persons/${person}/slots`, { when })

/** Saves a new slot, or the next version of one that was seen. Answers its id. */
export function useSaving(seen: Pick<SlotDetails, 'id' | 'version'> | undefined) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (draft: NewSlot) => {
      if (seen === undefined) return (await write<{ id: string }>('POST', '/slots', draft)).id
      await write<void>('POST', `/slots/${seen.id}/versions`, { ...draft, expected: seen.version })
      return seen.id
    },
  })
}
