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

const dates = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' })

/** The calendar date (YYYY-MM-DD) that the moment falls on in Finland, where the month of Art. 12(3) is counted. */
export const dateInHelsinki = (at: Date): string => dates.format(at)

/** The moment at which a calendar date (YYYY-MM-DD) begins in Finland. */
export const midnightInHelsinki = (date: string): Date => momentInHelsinki(date, 0)

/** The moment at which the clocks of Finland show a full hour of a calendar date; not three, which is left out once a year. */
export function momentInHelsinki(date: string, hour: number): Date {
  const utc = Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000
  // Two hours ahead of UTC in winter, three in summer.
  const at = [3, 2].map(hours => new Date(utc - hours * 3_600_000)).find(one => hourInHelsinki(one) === hour)
  if (!at) throw new RangeError('not a date')
  return at
}

const hourInHelsinki = (at: Date): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone: 'Europe/Helsinki', hour: 'numeric', hourCycle: 'h23' }).format(at))
