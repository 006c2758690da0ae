/** The parts of accountability that are never finished: which purposes wait to be screened, and which breaches for a decision. */

import { useQuery } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { useAccountability } from './accountability-asks.web.ts'
import { AccountabilityPart } from './accountability-part.web.tsx'
import type { ScreeningList } from './screening-answers.ts'

const screeningFaults = ['not-assessed', 'missing', 'changed', 'due'] as const

export function Screenings() {
  const say = useText()
  const purposes = useAccountability<ScreeningList>('/screenings').data?.purposes
  if (!purposes) return null
  const line = (state: (typeof screeningFaults)[number] | 'holds') => {
    const number = purposes.filter(one => one.state === state).length
    const words = { state: say(`ui.screening.state.${state}`), count: count(number) }
    return number === 0 ? [] : [say('ui.accountability.in-state', words)]
  }
  return (
    <AccountabilityPart
      to="/accountability/screenings"
      title={say('ui.screening.title')}
      about={say('ui.screening.about')}
      facts={line('holds')}
      faults={screeningFaults.flatMap(line)}
    />
  )
}

/** What the answer of /breaches says of the clocks; its floor is above this one. */
interface Clocks {
  readonly breaches: readonly { readonly clock: { readonly state: 'running' | 'overdue' | 'kept' | 'late' } }[]
}

export function Breaches() {
  const say = useText()
  const breaches = useQuery({
    queryKey: ['breaches', 'clocks'],
    queryFn: ({ signal }) => ask<Clocks>('/breaches?limit=200', { signal }),
  }).data?.breaches
  if (!breaches) return null
  const line = (state: Clocks['breaches'][number]['clock']['state']) => {
    const number = breaches.filter(({ clock }) => clock.state === state).length
    const words = { state: say(`ui.breaches.clock.${state}`), count: count(number) }
    return number === 0 ? [] : [say('ui.accountability.in-state', words)]
  }
  return (
    <AccountabilityPart
      to="/breaches"
      title={say('ui.breaches.title')}
      about={say('ui.breaches.about')}
      facts={breaches.length === 0 ? [say('ui.breaches.none')] : [...line('kept'), ...line('late')]}
      faults={[...line('overdue'), ...line('running')]}
    />
  )
}
