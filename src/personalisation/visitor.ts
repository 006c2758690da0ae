/** A visitor whom the firm's own site knows, because they signed in there, is told to the page by a pass that names nobody and ends within the hour. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { homeKey } from '../base/home.ts'
import { type Id, newId } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'

/** In milliseconds: as long as a page may stay open before it asks. */
const lasts = 3_600_000
const about = 'visitor of the site'

export interface Pass {
  readonly pass: string
  /** ISO 8601. */
  readonly until: string
}

/** What stands in a pass. */
export interface Given {
  readonly person: Id
  /** Of the pass: for what it may do but once. */
  readonly id: Id
  /** Who asked for it, as the ledgers write it. */
  readonly by: string
  readonly at: Date
}

/** `home`: the folder of the register, whose key seals it. */
export function givePass(home: string, { person, by }: Pick<Given, 'person' | 'by'>, now: Date): Pass {
  const until = new Date(now.getTime() + lasts).toISOString()
  const sealed = seal(homeKey(home, 'visitor'), about, Buffer.from(JSON.stringify([person, until, newId(), by])))
  return { pass: sealed.toString('base64url'), until }
}

const written = z.tuple([z.uuid(), z.iso.datetime(), z.uuid(), z.string()])

/** Undefined of one that is not ours, or has ended. */
export function readPass(home: string, pass: string, now: Date): Given | undefined {
  try {
    const opened = unseal(homeKey(home, 'visitor'), about, Buffer.from(pass, 'base64url')).toString('utf8')
    const { data } = written.safeParse(JSON.parse(opened))
    if (data === undefined) return undefined
    const [person, until, id, by] = data
    if (new Date(until) <= now) return undefined
    return { person, id, by, at: new Date(Date.parse(until) - lasts) }
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}
