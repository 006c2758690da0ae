/** What makes a thing unusual, and how long what was seen is kept. The screen tells these, so that nobody wonders why a thing stands there. */

/** Counted over this hour and the one before it. */
export const measures = {
  /** Wrong passwords or codes for one account. */
  failures: 10,
  /** Accounts that one network tried. */
  accounts: 5,
  /** Accounts and networks of a try that is spread: each of them does little. */
  spreadAccounts: 20,
  spreadNetworks: 10,
  /** Wrong ones before the right one. */
  before: 5,
  /** Sign-ins before which no place is new. */
  history: 3,
  /** Sign-ins before which no hour is unusual, and so many hours of the clock from all of them. */
  hourHistory: 20,
  hoursApart: 3,
  /** A key that is used elsewhere: known for so many days, from so few networks. */
  keyDays: 7,
  keyNetworks: 3,
  /** Keys that are none. */
  keys: 10,
  /** Wrong codes and dead links at the door of the own page, from one network; and codes for one person. */
  guesses: 10,
  tries: 5,
  /** Addresses that one network asked for there. */
  asked: 10,
  /** Dead links of other pages. */
  links: 20,
  /** Forms that were turned away. */
  forms: 30,
  /** Requests beyond what anybody may ask. */
  limited: 100,
} as const

/** In days. */
export const kept = { attempts: 30, entries: 90, findings: 365 } as const

/** Within so many days each finding is looked into. */
export const reviewDays = 14

const day = 86_400_000
export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * day)
