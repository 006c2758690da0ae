/** The next screen is fetched before this one is left: when the network is gone, what was typed stays where it is. */

import { useBlocker, useRouter } from '@tanstack/react-router'
import { type ReactNode, useCallback, useState } from 'react'
import { ProblemNotice } from './problem-notice.tsx'

interface Away {
  readonly error: unknown
  readonly to: string
}

const isReachable = (): Promise<boolean> =>
  fetch('/readyz').then(
    answer => answer.ok,
    () => false,
  )

/** The notice that the next screen could not be fetched, with the way to try again; nothing as long as all is well. */
export function NextScreen(): ReactNode {
  const router = useRouter()
  const [away, setAway] = useState<Away | undefined>(undefined)
  const routes: Readonly<Record<string, { options: { staticData?: { fetch?: () => Promise<void> } } }>> =
    router.routesById
  useBlocker({
    enableBeforeUnload: false,
    shouldBlockFn: useCallback(
      async ({ next }) => {
        try {
          await routes[next.routeId]?.options.staticData?.fetch?.()
          setAway(undefined)
          return false
        } catch (error) {
          // The server is there, but not this file: a newer version of the program has others.
          if (await isReachable()) window.location.assign(next.pathname)
          setAway({ error, to: next.pathname })
          return true
        }
      },
      [routes],
    ),
  })
  return away && <ProblemNotice error={away.error} retry={() => router.history.push(away.to)} />
}
