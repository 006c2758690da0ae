/** A short word of what was done, read out politely and gone by itself; what shows it is fetched with the first word. */

import { useSyncExternalStore } from 'react'
import { say } from './language.ts'

let told = false
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether anything has been told yet. */
export const useTold = (): boolean => useSyncExternalStore(subscribe, () => told)

export function tell(message: string): void {
  void import('@mantine/notifications').then(({ notifications }) => {
    told = true
    for (const listener of listeners) listener()
    notifications.show({
      message,
      role: 'status',
      autoClose: 6000,
      withBorder: true,
      closeButtonProps: { 'aria-label': say('ui.close') },
    })
  })
}
