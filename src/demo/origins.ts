/** Where the demonstration's orders came from: in chances of their own, some of them unknown. */

import type { FactValue } from '../arrivals/adapter.ts'
import { chanceFrom, oneOf } from './invented.ts'

type Origin = Readonly<Record<string, FactValue>>

const autumn: Origin = { origin_source: 'facebook', origin_medium: 'cpc', origin_campaign: 'opi-uutta' }
const words: Origin = { origin_source: 'google', origin_medium: 'cpc', origin_campaign: 'haku-kurssit' }
const letter: Origin = { origin_source: 'uutiskirje', origin_medium: 'email', origin_campaign: 'kuukausikirje' }

/** Of seventeen orders four say nothing of it: the buyer refused, or ordered by telephone. */
const origins: readonly Origin[] = [
  ...[autumn, autumn, { ...autumn, discount_code: 'OPI10' }, words, words, letter, letter, letter],
  ...[{ origin_referrer: 'google.com' }, { origin_referrer: 'google.com' }, { origin_referrer: 'duckduckgo.com' }],
  ...[{ origin_referrer: 'instagram.com' }, { origin_source: 'direct' }],
  ...[{}, {}, {}, {}],
]

/** The columns of where the next order came from; by chances of its own, so that nothing else of the year moves. */
export function originsOfYear(): () => Origin {
  const chance = chanceFrom(45)
  return () => oneOf(chance, origins)
}
