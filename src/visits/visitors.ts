/** Which pages were seen on one visit is known by a number drawn for it; what the number was drawn for stays in the memory of this process, and is forgotten at midnight. */

import { hash, randomBytes } from 'node:crypto'

/** Who asks for a page. */
export interface Visitor {
  readonly address: string
  readonly agent: string
  /** By which the browser is known on other days too, since its visitor agreed; else empty. What it saw until then has another number. */
  readonly key: string
  readonly now: Date
}

/** Of somebody whom nothing tells but that they came: no address, no browser, not the same number tomorrow. */
export interface Visit {
  readonly number: number
  /** The number under which it began: another one where its visitor agreed on the way to be known. In this process alone. */
  readonly began: number
  /** The first page of the visit. */
  readonly begins: boolean
  /** The first one of this visitor today. */
  readonly isFirstToday: boolean
}

interface Known {
  readonly number: number
  readonly lastAt: number
}

/** After this time without a page it is another visit, in milliseconds. */
const pause = 30 * 60_000
/** More than so many a day are counted without being told apart: memory is finite. */
const mostKnown = 300_000

/** Random bytes are drawn for so many numbers at once. */
const drawnAtOnce = 512

/** 48 random bits: they say nothing, and are no key to anything. */
function drawing(): () => number {
  let bytes = Buffer.alloc(0)
  let next = 0
  return () => {
    if (next >= bytes.length) {
      bytes = randomBytes(6 * drawnAtOnce)
      next = 0
    }
    next += 6
    return bytes.readUIntBE(next - 6, 6)
  }
}

/**
 * Draws the numbers of one process. The key by which a visitor is known again is a hash of their address and browser under a salt that
 * is made anew every day (`today`, in Finland), is never written anywhere, and goes with the day; so nothing that is kept can be reckoned
 * back or joined.
 */
export function openVisitors(): (by: Visitor, site: string, today: string) => Visit | undefined {
  let day = ''
  let salt = ''
  const drawn = drawing()
  const known = new Map<string, Known>()
  const look = (who: string, at: number): Omit<Visit, 'began'> | undefined => {
    const key = hash('sha256', `${salt}\n${who}`, 'base64url').slice(0, 22)
    const before = known.get(key)
    if (before === undefined && known.size >= mostKnown) return undefined
    const begins = before === undefined || at - before.lastAt > pause
    const number = before === undefined || begins ? drawn() : before.number
    known.set(key, { number, lastAt: at })
    return { number, begins, isFirstToday: before === undefined }
  }
  return ({ address, agent, key, now }, site, today) => {
    if (today !== day) {
      day = today
      salt = randomBytes(32).toString('hex')
      known.clear()
    }
    const visit = look(`${address}\n${agent}\n${site}`, now.getTime())
    if (visit === undefined) return undefined
    const own = key === '' ? visit : look(`${key}\n${site}`, now.getTime())
    return own && { ...visit, number: own.number, began: visit.number }
  }
}
