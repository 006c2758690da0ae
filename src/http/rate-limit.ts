/** Nobody can take the server from the others: requests are counted by asker, or by address while the asker is unknown. */

import type { Clock } from '../base/time.ts'

export interface Allowance {
  /** So many at once. */
  readonly burst: number
  /** One more after each such time. */
  readonly millisecondsEach: number
}

export interface Taken {
  readonly allowed: boolean
  /** How many are left just now. */
  readonly remaining: number
  /** Seconds until all are there again, or, when refused, until one is. */
  readonly resetSeconds: number
}

/** When there are so many, those that are not needed are forgotten. */
const many = 10_000

/**
 * Counts in memory: a restart forgives. Each key is one number, the moment until which its allowance is used up. `looking` tells whether
 * one is left without taking it.
 */
export function rateLimit(
  { burst, millisecondsEach }: Allowance,
  clock: Clock,
): (key: string, looking?: 'looking') => Taken {
  const usedUntil = new Map<string, number>()
  const whole = burst * millisecondsEach
  let most = many

  return (key, looking) => {
    const now = clock.now().getTime()
    if (usedUntil.size > most) {
      for (const [known, until] of usedUntil) if (until <= now) usedUntil.delete(known)
      most = Math.max(many, 2 * usedUntil.size) // a flood from ever new addresses is not gone through at each of its requests
    }
    const known = usedUntil.get(key) ?? now
    // more than the whole is never used up: the clock was put back, and nobody waits for it to catch up
    const next = (known > now + whole ? now : Math.max(known, now)) + millisecondsEach
    const wait = next - now - whole
    if (wait > 0) return { allowed: false, remaining: 0, resetSeconds: Math.ceil(wait / 1000) }
    if (looking === undefined) usedUntil.set(key, next)
    return {
      allowed: true,
      remaining: Math.floor((now + whole - next) / millisecondsEach),
      resetSeconds: Math.ceil((next - now) / 1000),
    }
  }
}
