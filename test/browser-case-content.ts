/** Cases for the pictures: one that waits, late, with a note and an answer, and one without an owner. */

import type { BrowserContext, Page } from 'playwright-core'
import { ask, type Desk } from './browser.ts'

const careOf = 'customer-care'

/** The id of the one that tells most. */
export async function casesOf(context: BrowserContext, desk: Desk, person: string): Promise<string> {
  const open = async (kind: string, content: string, daysAgo: number): Promise<string> => {
    const receivedAt = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
    const body = { person, kind, content, receivedAt, source: 'phone' }
    return (await ask<{ id: string }>(context, desk, 'POST', '/cases', body, careOf)).id
  }
  await open('question', 'Alkaako syksyn valokuvauskurssi ennen lokakuun loppua, ja saako siihen tulla kesken?', 1)
  const id = await open('complaint', 'Kurssin videot eivät avaudu puhelimella, vaikka ohjeessa niin luvataan.', 20)
  const { staff } = await ask<{ staff: { id: string }[] }>(context, desk, 'GET', '/cases/colleagues', undefined, careOf)
  for (const step of [
    { kind: 'assigned', owner: staff[0]?.id },
    { kind: 'noted', words: 'Soitin asiakkaalle. Puhelin on vanha, selain uudempi.', mentions: [staff[0]?.id] },
    { kind: 'answered', words: 'Korjasimme videot. Kiitos kärsivällisyydestäsi.', by: 'phone' },
    { kind: 'reopened', words: 'Yksi video ei vieläkään avaudu.' },
  ])
    await ask(context, desk, 'POST', `/cases/${id}/steps`, { step, expected: null }, careOf)
  return id
}

const setTerms = (page: Page) => page.locator('.page-head button').first().click()

/** Screens of cases, as test/browser-screens.test.ts looks at them. */
export const caseScreens = (id: string) =>
  [
    ['cases', '/cases', 'main table'],
    ['case-terms', '/cases', 'main table', setTerms],
    ['case-new', '/cases/new', 'form'],
    ['case', `/cases/${id}`, '.case-steps'],
  ] as const
