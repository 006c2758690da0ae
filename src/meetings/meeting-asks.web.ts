/** What the screens of meetings ask of the register and tell it. */

import { saveFile } from '../../web/ask.ts'
import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { ChangedMeeting, MeetingList, NewMeeting } from './meeting-answers.ts'

export const useMeetings = (narrowed: { readonly person?: string; readonly mine?: 'true' }) =>
  usePagesOf<MeetingList>('/arranged-meetings', narrowed)

export const useFeed = () => useAnswer<{ readonly madeAt: string | null }>('/calendar-feed')

/** The verbs; each throws a `Refusal`. */
export function useMeetingVerbs() {
  const { ask, write } = useRegister()
  return {
    arrange: (person: string, meeting: NewMeeting) =>
      write<{ id: string }>('POST', `/persons/${person}/meetings`, meeting),
    change: (id: string, changed: ChangedMeeting) => write<void>('PUT', `/arranged-meetings/${id}`, changed),
    callOff: (id: string, expected: number) => write<void>('POST', `/arranged-meetings/${id}/called-off`, { expected }),
    save: async (id: string) => {
      const { name, calendar } = await ask<{ name: string; calendar: string }>(`/arranged-meetings/${id}/calendar`)
      saveFile(new Blob([calendar], { type: 'text/calendar' }), name)
    },
    makeFeed: () => write<{ url: string }>('POST', '/calendar-feed'),
    endFeed: () => write<void>('DELETE', '/calendar-feed'),
  }
}
