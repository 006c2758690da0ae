/** A browser that comes back from the service's page brings its answer once: the address is cleared, and the permission is kept. */

import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useText } from '../../web/language.ts'
import { tell } from '../../web/tell.ts'
import { useEndingSignIn } from './mailbox-asks.web.ts'

export function useReturnFromService() {
  const say = useText()
  const router = useRouter()
  const ending = useEndingSignIn()
  const isTaken = useRef(false)
  useEffect(() => {
    const answer = new URLSearchParams(window.location.search)
    const [state, code] = [answer.get('state'), answer.get('code')]
    if (state === null || isTaken.current) return
    isTaken.current = true
    void router.navigate({ href: window.location.pathname, replace: true })
    if (code === null) tell(say('ui.mailboxes.not-signed-in'))
    else ending.mutate({ state, code }, { onSuccess: () => tell(say('ui.mailboxes.signed-in')) })
  }, [router, ending.mutate, say])
  return ending
}
