/** No other site can make a signed-in browser change anything here: what changes something must come from our own pages, or carry no cookie. */

import type { MiddlewareHandler } from 'hono'
import { Refused } from '../base/errors.ts'
import type { HttpEnv } from './arrival.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

export const sameSiteOnly: MiddlewareHandler<HttpEnv> = async ({ req }, next) => {
  if (!reading.has(req.method) && req.header('cookie') !== undefined) refuseOtherSites(req.raw.headers)
  await next()
}

/** For a form that counts without a cookie too: what another site's page posts is refused. */
export function refuseOtherSites(headers: Headers): void {
  if (!fromHere(headers)) throw new Refused('http.other-site', 'forbidden')
}

/** Browsers say where a request comes from; those too old for Sec-Fetch-Site say it by Origin. Neither is no browser's request. */
function fromHere(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null) return true
  return URL.canParse(origin) && new URL(origin).host === headers.get('host')
}
