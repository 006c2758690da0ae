/** The chat of the website as its screen asks for it, and what is done of one talk. */

import { useAnswer, useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { DoorAnswer } from './chat-answers.ts'

export const useDoor = () => useAnswer<DoorAnswer>('/chats/door')

export function useOpening() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (open: boolean) => write<void>('PUT', '/chats/door', { open }) })
}

/** Whose a nameless talk is. */
export function useJoining(talk: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (person: string) => write<void>('PUT', `/chats/${talk}/person`, { person }) })
}

export function useEnding(talk: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: () => write<void>('POST', `/chats/${talk}/end`) })
}
