/** For the pictures and the tests of where orders came from: customers of the last weeks by several ways, and campaigns that cost. */

import type { BrowserContext } from 'playwright-core'
import { addCustomer, ask, type Desk } from './browser.ts'

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
const dayAgo = (days: number): string => daysAgo(days).slice(0, 10)

const origins: readonly Readonly<Record<string, string>>[] = [
  { origin_source: 'facebook', origin_medium: 'cpc', origin_campaign: 'syksyn-kurssit' },
  { origin_source: 'uutiskirje', origin_medium: 'email', origin_campaign: 'Lokakuun kirje' },
  { origin_referrer: 'google.com' },
  {},
]

/** Twenty-five orders of twenty customers. */
export async function fillAttribution(context: BrowserContext, desk: Desk): Promise<void> {
  for (let n = 0; n < 20; n++) {
    const row = (day: number, origin: object | undefined) => ({
      ...{ product: 'Valokuvauksen perusteet', ordered: daysAgo(day), amount: 8_900 + n * 100, state: 'paid' },
      ...origin,
    })
    // Of every four one came again, by a search.
    const orders = [row(20 + (n % 10), origins[n % 4]), ...(n % 4 === 0 ? [row(6, origins[2])] : [])]
    await addCustomer(context, desk, [`Tilaaja ${n}`, 'Alkulähde'], `alku${n}@example.org`, { orders })
  }
  const campaign = (name: string, words: readonly string[]) =>
    ask<{ id: string }>(context, desk, 'POST', '/attribution/campaigns', { name, words })
  const cost = (id: string, from: number, to: number, cents: number) =>
    ask(context, desk, 'POST', '/attribution/costs', { campaign: id, from: dayAgo(from), to: dayAgo(to), cents })
  const autumn = await campaign('Syksyn mainonta', ['syksyn-kurssit', 'SYKSY10'])
  await cost(autumn.id, 34, 20, 24_000)
  await cost(autumn.id, 19, 5, 18_050)
  const fair = await campaign('Messulehti', [])
  await cost(fair.id, 12, 12, 9_900)
}

export const attributionScreens = [
  ['attribution', '/attribution', '.attribution-table'],
  ['attribution-costs', '/attribution/costs', '.campaign-cost-list'],
] as const
