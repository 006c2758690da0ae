/** No more messages go to one domain in a minute than allowed: whoever is above it gets the first later minute that has room. */

const minute = 60_000

export const minuteOf = (at: Date): number => Math.floor(at.getTime() / minute)
export const momentOf = (of: number): Date => new Date(of * minute)

/** How many have been given to the last minute that has any. */
interface Filled {
  readonly minute: number
  readonly count: number
}

export interface Throttle {
  /** The minute in which one more message may go to the domain: this one, or a later. */
  readonly place: (domain: string, now: Date) => number
}

/** `filled`: what is known of domains from before: sent in this minute, or put off to later ones. */
export function throttle(perMinute: number, filled: Iterable<readonly [string, Filled]> = []): Throttle {
  const last = new Map<string, Filled>(filled)
  return {
    place: (domain, now) => {
      const current = minuteOf(now)
      const known = last.get(domain)
      const at = known && known.minute >= current ? known : { minute: current, count: 0 }
      const next =
        at.count < perMinute ? { minute: at.minute, count: at.count + 1 } : { minute: at.minute + 1, count: 1 }
      last.set(domain, next)
      return next.minute
    },
  }
}
