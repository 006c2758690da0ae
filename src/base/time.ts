/** One clock for the whole program, so that a test can stand at any moment without sleeping. */

export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is moved. */
export interface SettableClock extends Clock {
  set(at: Date | string): void
  forward(milliseconds: number): void
}

export function settableClock(at: Date | string): SettableClock {
  let current = new Date(at)
  return {
    now: () => new Date(current),
    set: next => {
      current = new Date(next)
    },
    forward: milliseconds => {
      current = new Date(current.getTime() + milliseconds)
    },
  }
}

/** The calendar date (YYYY-MM-DD) that the moment falls on in Finland, where the month of Art. 12(3) is counted. */
export function dateInHelsinki(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(at)
}

/** The moment at which a calendar date (YYYY-MM-DD) begins in Finland. */
export function midnightInHelsinki(date: string): Date {
  const utc = Date.parse(`${date}T00:00:00Z`)
  // Two hours ahead of UTC in winter, three in summer; the change never falls on midnight.
  const at = [3, 2].map(hours => new Date(utc - hours * 3_600_000)).find(one => hourInHelsinki(one) === 0)
  if (!at) throw new RangeError('not a date')
  return at
}

const hourInHelsinki = (at: Date): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone: 'Europe/Helsinki', hour: 'numeric', hourCycle: 'h23' }).format(at))
