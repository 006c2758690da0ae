/** For the pictures: a board with leads in each stage, one of them rung and offered, and the screens on which they stand. */

import type { BrowserContext, Page } from 'playwright-core'
import { text } from '../src/texts/texts.ts'
import { ask, type Desk } from './browser.ts'

const sales = 'sales'

export interface Sold {
  readonly lead: string
  readonly offer: string
}

/** Leads of these customers, whom the purpose sees. */
export async function fillSales(context: BrowserContext, desk: Desk, persons: readonly string[]): Promise<Sold> {
  const subjects = [
    'Yrityksen kurssit kahdeksalle',
    'Keramiikkakurssi',
    'Kirjoittamisen verkkokurssi ja palautekierros',
  ]
  const leads: string[] = []
  for (const [n, person] of persons.entries()) {
    const source = ['fairs', 'forms', 'partners'][n % 3]
    const body = { person, source, subject: subjects[n % 3], value: 49_000 * (n + 1) }
    leads.push((await ask<{ id: string }>(context, desk, 'POST', '/leads', body, sales)).id)
  }
  const changeOf = async (path: string) =>
    (await ask<{ change: string }>(context, desk, 'GET', path, undefined, sales)).change
  const [lead = '', second = ''] = leads
  const offer = {
    ...{ subject: 'Yrityksen kurssit kahdeksalle', validUntil: '2027-12-31', lang: 'fi' },
    terms: 'Maksuaika 14 päivää netto. Kurssit pidetään tammi–maaliskuussa.',
    lines: [
      {
        what: 'Luovan kirjoittamisen verkkokurssi, kahdeksan osallistujaa',
        quantity: 8,
        unitCents: 12_900,
        vatPermille: 255,
      },
      { what: 'Kurssikirja', quantity: 8, unitCents: 3_200, vatPermille: 135 },
    ],
  }
  const { id } = await ask<{ id: string }>(context, desk, 'POST', `/leads/${lead}/offers`, offer, sales)
  const step = { did: 'sent', how: 'paper', expected: await changeOf(`/offers/${id}`) }
  await ask(context, desk, 'POST', `/offers/${id}/steps`, step, sales)
  if (second)
    await ask(
      context,
      desk,
      'POST',
      `/leads/${second}/steps`,
      { to: 'lost', lostBecause: 'price', why: 'Valitsi halvemman', expected: await changeOf(`/leads/${second}`) },
      sales,
    )
  return { lead, offer: id }
}

/** Works for sales from here on, in whatever language. */
export async function workForSales(page: Page): Promise<void> {
  const bar = page.locator('.purpose-bar')
  const names = (['fi', 'sv', 'en'] as const).map(lang => text(lang, 'vocabulary.purposes.sales.name')).join('|')
  await bar.waitFor()
  if (new RegExp(names).test((await bar.textContent()) ?? '')) return
  await bar.click()
  await page
    .locator('.purpose-choice', { hasText: new RegExp(names) })
    .first()
    .click()
  await page.locator('.purpose-bar', { hasText: new RegExp(names) }).waitFor()
}

type Open = (page: Page) => Promise<unknown>

/** They are another purpose's than all others, and each chooses it: any of them may be the first that is looked at. */
const ofSales = (name: string, path: string, there: string, open?: Open): readonly [string, string, string, Open] => [
  name,
  path,
  '.page',
  async page => {
    await workForSales(page)
    await page.locator(there).first().waitFor()
    await open?.(page)
  },
]

export const salesScreens = ({ lead, offer }: Sold) => [
  ofSales('sales-board', '/leads', '.sales-board'),
  ofSales('sales-lost', '/leads', '.sales-board', page => lose(page)),
  ofSales('sales-new', '/leads/new', 'main form'),
  ofSales('sales-lead', `/leads/${lead}`, '.sales-facts'),
  ofSales('sales-call', `/leads/${lead}`, '.sales-facts', page =>
    page.locator('#lead-next + div button').nth(1).click(),
  ),
  ofSales('sales-offer-new', `/leads/${lead}/offer`, '.offer-line'),
  ofSales('sales-offer', `/offers/${offer}`, '.offer-sums'),
  ofSales('published', '/published', '.page'),
  ofSales('sales-sources', '/leads/sources', 'main select'),
]

const lose = async (page: Page) => {
  await page.locator('.sales-card button').first().click()
  await page.locator('[role=menuitem]').last().click()
  await page.locator('[role=dialog]').waitFor()
}
