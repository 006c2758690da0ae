/** A link's token stands after `#`, which browsers do not send and servers do not log; it is wiped from the address at once. */

import { useEffect, useState } from 'react'

export function useLinkToken(): string {
  const [token] = useState(() => window.location.hash.slice(1))
  useEffect(() => {
    if (window.location.hash !== '') window.history.replaceState(window.history.state, '', window.location.pathname)
  }, [])
  return token
}
