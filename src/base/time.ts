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
