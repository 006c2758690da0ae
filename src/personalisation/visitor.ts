/** A visitor whom the firm's own site knows, because they signed in there, is told to the page by a pass that names nobody and ends within the hour. */

import { Refused } from '../base/errors.ts'
import { homeKey } from '../base/home.ts'
import { type Id, isId } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'

/** In milliseconds: as long as a page may stay open before it asks. */
const lasts = 3_600_000
const about = 'visitor of the site'

export interface Pass {
  readonly pass: string
  /** ISO 8601. */
  readonly until: string
}

/** `home`: the folder of the register, whose key seals it. */
export function givePass(home: string, person: Id, now: Date): Pass {
  const until = new Date(now.getTime() + lasts).toISOString()
  const sealed = seal(homeKey(home, 'visitor'), about, Buffer.from(JSON.stringify([person, until])))
  return { pass: sealed.toString('base64url'), until }
}

/** Undefined of one that is not ours, or has ended. */
export function readPass(home: string, pass: string, now: Date): Id | undefined {
  try {
    const told: unknown = JSON.parse(
      unseal(homeKey(home, 'visitor'), about, Buffer.from(pass, 'base64url')).toString('utf8'),
    )
    const [person, until] = Array.isArray(told) ? told : []
    return typeof person === 'string' && isId(person) && new Date(until) > now ? person : undefined
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}
