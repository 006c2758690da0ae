/** Tells the register that a page was seen or that something happened on it: its path, the host that sent the visitor, and the campaign of the link. Runs in pages of other sites. */

import { forgetKey } from './consent-cookie.ts'

/** What the visitor has chosen, now. */
export interface Chosen {
  /** They have said no to statistics, and are counted without being told apart. */
  readonly refused: () => boolean
  /** By which they are known, since they agreed; else empty. */
  readonly key: () => string
}

/** Answers what tells the page that is shown once more, for a visitor who has agreed meanwhile. */
export function countPages(server: string, { refused, key }: Chosen): () => void {
  const query = new URLSearchParams(location.search)
  const came = document.referrer
  // What led here from a letter is told to the register alone, and only of who agreed; it stands in no bookmark either way.
  let [, followed = ''] = /^#seloste=([\w-]+)$/.exec(location.hash) ?? []
  if (followed !== '') history.replaceState(history.state, '', location.pathname + location.search)
  let last = ''
  let isEntered = true
  const tell = (event = '', value = '', again = ''): void => {
    const fields = {
      path: location.pathname,
      event,
      value,
      again,
      referrer: isEntered && URL.canParse(came) ? new URL(came).hostname : location.hostname,
      medium: query.get('utm_medium') ?? '',
      campaign: query.get('utm_campaign') ?? query.get('utm_source') ?? '',
      refused: refused() ? '1' : '',
      visit: key(),
      followed: key() && followed,
    }
    if (key() !== '') followed = ''
    fetch(`${server}/visit`, {
      method: 'POST',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      keepalive: true,
      body: new URLSearchParams(fields),
    }).then(
      ({ status }) => status === 205 && forgetKey(),
      () => undefined,
    )
  }
  const see = (): void => {
    if (last === location.pathname) return
    isEntered = last === ''
    tell()
    last = location.pathname
  }
  see()
  document.addEventListener('seloste-event', ({ detail }: CustomEventInit<unknown>) => {
    const { name, value } = Object(typeof detail === 'string' ? { name: detail } : detail)
    if (typeof name === 'string' && name !== '') tell(name, typeof value === 'number' ? value.toFixed(2) : '')
  })
  // Applications of one page change their address without loading anything.
  addEventListener('popstate', see)
  const push = history.pushState.bind(history)
  history.pushState = (...change) => {
    push(...change)
    see()
  }
  return () => key() && tell('', '', '1')
}
