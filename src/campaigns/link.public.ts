/** Whoever follows a link of a letter comes to where the letter says, whatever has become of the letter's recipient; who consented to it is noted. */

import { Refused } from '../base/errors.ts'
import { refusalFrom } from '../database/refusal.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { type Followed, linkPath, noteFollowed, readLink } from './link.ts'

/** A consent that ends at this moment ends the noting, not the way. */
async function noteIfAllowed(ask: OpenAsk, by: Followed | undefined): Promise<boolean> {
  if (!by) return false
  try {
    await noteFollowed(ask, by)
    return true
  } catch (fault) {
    const refused = refusalFrom(fault)
    if (refused instanceof Refused) return false
    throw fault
  }
}

export const letterLinks: PublicPage = {
  path: `${linkPath}:token`,
  handle: async (ask, _, { token = '' }) => {
    const leading = await readLink(ask.program, token)
    if (!leading) throw new Refused('campaigns.link-absent', 'absent')
    const isNoted = await noteIfAllowed(ask, leading.by)
    // What follows # reaches no server and no log: the page's own script may read it, where its visitor lets it (docs/visits.md).
    const location = isNoted && !leading.href.includes('#') ? `${leading.href}#seloste=${token}` : leading.href
    return new Response(null, {
      status: 302,
      headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
  },
}
