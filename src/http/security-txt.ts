/** Whoever finds a hole finds also whom to tell (RFC 9116): the controller's contact in the published notice. */

import type { Clock } from '../base/time.ts'
import type { PublicPage } from './page.ts'

const year = 365 * 24 * 60 * 60 * 1000

/** The contact is the notice's own; without an e-mail address the page does not exist. */
export const securityTxt: PublicPage = {
  path: '/.well-known/security.txt',
  handle: async ({ program, clock }) => {
    const { contact } = await program.published()
    if (contact === undefined) return new Response(null, { status: 404 })
    return new Response(`Contact: mailto:${contact}\nExpires: ${inAYear(clock)}\nPreferred-Languages: fi, sv, en\n`, {
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  },
}

const inAYear = (clock: Clock): string => new Date(clock.now().getTime() + year).toISOString()
