/** What staff write down by hand, and from which source of the notice each comes. */

export const held = ['call', 'meeting'] as const
export type Held = (typeof held)[number]

export const sources: Readonly<Record<Held, string>> = { call: 'phone', meeting: 'meetings' }
