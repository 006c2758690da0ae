/** What somebody agreed to when they were asked about a cookie is one thing to the banner that asks and to the comparison of notices that advises to ask. */

import type { Cookie } from './notice.ts'

/**
 * The same as long as category, purpose and whoever else sets the cookie are: another name or a longer time needs no new question, for
 * a choice ends after twelve months and is then asked for with what the notice says by then.
 */
export const coveredBy = ({ category, for: purpose, setBy, thirdParty }: Cookie): string =>
  JSON.stringify([category, purpose, thirdParty ? Object.values(setBy)[0] : ''])
