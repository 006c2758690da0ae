/** For the pictures: a contract in force with a document and a reminder, one that ended, and the screens on which they stand. */

import type { BrowserContext, Page } from 'playwright-core'
import { ask, type Desk } from './browser.ts'

const careOf = 'customer-care'

export async function fillAgreements(context: BrowserContext, desk: Desk, person: string): Promise<void> {
  const record = (state: string, terms: object) =>
    ask<{ id: string }>(context, desk, 'POST', '/agreements', { person, state, terms }, careOf)
  const { id } = await record('signed', {
    ...{ kind: 'service', contract_number: 'S-2026-17', subject: 'Yrityksen kurssit kaudella 2026–2027' },
    ...{ signed: '2026-10-28', starts: '2026-11-01', ends: '2027-12-31', notice_days: 60 },
    ...{ renewal: 'renews', renewal_months: 12 },
  })
  await record('in-force', { subject: 'Tilauskoulutus toistaiseksi', renewal: 'until-notice', starts: '2025-01-01' })
  const { change } = await ask<{ change: string }>(context, desk, 'GET', `/agreements/${id}`, undefined, careOf)
  const step = { did: 'in-force', expected: change, why: 'Molemmat ovat allekirjoittaneet' }
  await ask(context, desk, 'POST', `/agreements/${id}/steps`, step, careOf)
  const meeting = {
    starts: '2027-01-12T10:00:00+02:00',
    minutes: 60,
    subject: 'Kevään kurssit',
    place: 'Esimerkkikatu 1, Helsinki',
  }
  await ask(context, desk, 'POST', `/persons/${person}/meetings`, { ...meeting, invite: false }, careOf)
  const { address } = desk.server
  const kept = await context.request.post(`${address}/api/v1/agreements/${id}/documents?kind=signed`, {
    data: Buffer.from('%PDF-1.7\n%%EOF\n'),
    headers: {
      ...{ origin: address, purpose: careOf, 'content-type': 'application/octet-stream' },
      'file-name': encodeURIComponent('Kurssisopimus 2026, allekirjoitettu.pdf'),
    },
  })
  if (!kept.ok()) throw new Error(await kept.text())
}

const open = async (page: Page) => {
  await page.locator('a.row-link[href^="/agreements/"]').nth(0).click()
  await page.locator('.agreement-facts').waitFor()
}

/** And what was arranged with the customer. */
export const agreementScreens = [
  ['meetings', '/meetings', '.meetings'],
  ['agreements', '/agreements', 'main table'],
  ['agreements-one', '/agreements', 'main table', open],
  [
    'agreements-change',
    '/agreements',
    'main table',
    async (page: Page) => {
      await open(page)
      await page.locator('section[aria-labelledby=agreement-terms] button').last().click()
    },
  ],
  ['agreements-new', '/agreements/new', 'main form'],
] as const
