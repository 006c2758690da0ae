/** For the pictures and the tests of reports: customers of fourteen months with orders, and a report of them that was saved. */

import type { BrowserContext, Page } from 'playwright-core'
import { addCustomer, ask, type Desk } from './browser.ts'

const courses = ['Blogikurssi', 'Valokuvauksen perusteet', 'Verkkokaupan aloitus'] as const

/** The middle of a month so many months ago. */
const inMonth = (ago: number): string => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 15, 9)).toISOString()
}

/** Nine who bought first so long ago, most of whom came again. Answers the report's id. */
export async function fillReports(context: BrowserContext, desk: Desk): Promise<string> {
  for (const first of [14, 8, 2])
    for (let n = 0; n < 9; n++) {
      const orders = [
        {
          product: courses[n < 6 ? 0 : n < 8 ? 1 : 2],
          ordered: inMonth(first),
          amount: 12_900 + n * 1_000,
          state: 'paid',
        },
        ...(n < 6 && first > 2
          ? [{ product: courses[1], ordered: inMonth(first - 2), amount: 18_900, state: 'paid' }]
          : []),
      ]
      await addCustomer(context, desk, [`Ostaja ${first}`, `Kesäniemi ${n}`], `ostaja${first}.${n}@example.org`, {
        orders,
      })
    }
  const definition = { of: 'orders', sum: 'amount', by: ['ordered', 'product'] }
  const { id } = await ask<{ id: string }>(
    context,
    desk,
    'POST',
    '/reports',
    { name: 'Tulot kuukausittain ja kursseittain', definition },
    'customer-care',
  )
  return id
}

const asTables = async (page: Page) => {
  for (const button of await page.locator('.chart-head button').all()) await button.click()
}

export const reportScreens = (report: string) =>
  [
    ['reports', '/reports', 'main table'],
    ['report', `/reports/${report}`, '.chart-reader'],
    ['report-table', `/reports/${report}`, '.chart-reader', asTables],
    ['report-new', '/reports/new', '.chart-bars'],
    ['report-absent', '/reports/0199c0de-0000-7000-8000-000000000001', '[role=alert]'],
    ['cohorts', '/cohorts', '.cohort-table'],
    ['cohorts-tables', '/cohorts', '.cohort-table', asTables],
  ] as const
