/** Starts the staff application in the browser: language first, so that nothing flashes in the wrong one. */

import '@fontsource-variable/source-sans-3/wght.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './theme.css'
import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refusal } from './ask.ts'
import { langAtStart, speak } from './language.ts'
import { makeRouter } from './routes.tsx'
import { contrasts, theme } from './theme.ts'
import { Toasts } from './toasts.tsx'

/** A session that has ended sends to sign in, and back to the same screen. */
function onRefusal(error: Error): void {
  if (!(error instanceof Refusal) || error.problem.status !== 401) return
  const here = router.state.location.pathname
  if (['/sign-in', '/set-up', '/invitation'].includes(here)) return
  client.removeQueries()
  void router.navigate({ to: '/sign-in', search: { back: here } })
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError: onRefusal }),
  mutationCache: new MutationCache({ onError: onRefusal }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      retry: (tries, error) => tries < 2 && error instanceof Refusal && [0, 503].includes(error.problem.status),
    },
    mutations: { networkMode: 'always' },
  },
})
const router = makeRouter(client)

await speak(langAtStart())
const place = document.getElementById('app')
// The server names one nonce a page for the style elements that Mantine, and get-nonce in its modals, put into it.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
Object.assign(globalThis, { __webpack_nonce__: nonce })
if (place)
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={contrasts}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={client}>
          <Toasts />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
