/** For the pictures: a draft with a segment and a letter, and a campaign that has gone, as the server would tell it. */

import type { BrowserContext, Page } from 'playwright-core'
import type { CampaignDetails, RecipientList, Results } from '../src/campaigns/campaign-answers.ts'
import { ask, type Desk } from './browser.ts'

/** A service message of customer-care; answers the campaign. */
export async function fillCampaigns(context: BrowserContext, desk: Desk, segment: string): Promise<string> {
  const tell = <Answer>(path: string, body: object) => ask<Answer>(context, desk, 'POST', path, body, 'customer-care')
  const { revision } = await tell<{ revision: string }>('/letters', {
    name: 'Kurssi alkaa',
    content: {
      channel: 'email',
      texts: {
        fi: {
          subject: [{ text: 'Kurssisi alkaa maanantaina' }],
          preheader: [],
          blocks: [{ kind: 'text', paragraphs: [{ kind: 'paragraph', content: [{ text: 'Tervetuloa kurssille.' }] }] }],
        },
      },
    },
  })
  const { id } = await tell<{ id: string }>('/campaigns', {
    name: 'Kurssi alkaa 1.12.',
    kind: 'service',
    channel: 'email',
    plan: { letters: [revision], segment, when: { local: { date: '2026-12-01', hour: 9 } } },
  })
  return id
}

const results: Results = {
  all: {
    letter: null,
    recipients: 1211,
    sent: 1130,
    bounced: 14,
    delivered: null,
    withdrawn: 6,
    replied: 41,
    ordered: 83,
  },
  byLetter: [],
  outcomes: [
    { outcome: 'sent', why: null, name: 'Lähetetty', persons: 1116 },
    { outcome: 'left-out', why: 'unknown', name: 'Ei tiedetä, onko lupaa', persons: 58 },
    { outcome: 'left-out', why: 'prohibited', name: 'On kieltänyt', persons: 20 },
    { outcome: 'bounced', why: 'bounced 5.1.1', name: 'Palautui', persons: 14 },
    { outcome: 'unsure', why: 'cut', name: 'Palvelin katkesi kesken lähetyksen', persons: 3 },
  ],
  days: [
    { day: 0, withdrawn: 4, replied: 22, ordered: 31 },
    { day: 1, withdrawn: 1, replied: 12, ordered: 24 },
    { day: 4, withdrawn: 1, replied: 7, ordered: 28 },
  ],
}

/** The campaign as it would be told when it has gone. */
const gone = (campaign: string) => async (page: Page) => {
  await page.route(`**/api/v1/campaigns/${campaign}`, async route => {
    const answer = await route.fetch()
    const draft: CampaignDetails = await answer.json()
    const at = '2026-11-20T07:00:00.000Z'
    const step = { by: { id: 'system', kind: 'system' as const, name: null }, at, why: null, letter: null }
    const json: CampaignDetails = {
      ...draft,
      ...{ state: 'done', beginsAt: at, endedAt: at, recipients: [{ outcome: 'sent', persons: 1130 }] },
      steps: [{ ...step, n: 4, did: 'done' }, { ...step, n: 3, did: 'began' }, ...draft.steps],
    }
    return route.fulfill({ response: answer, json })
  })
  await page.route(`**/api/v1/campaigns/${campaign}/results`, route => route.fulfill({ json: results }))
  await page.route(`**/api/v1/campaigns/${campaign}/recipients**`, route => {
    const json: RecipientList = {
      recipients: [
        {
          person: '0199c0de-0000-7000-8000-000000000001',
          name: 'Bertta Mäkelä',
          outcome: 'left-out',
          why: 'On kieltänyt',
          letter: null,
          at: '2026-11-20T07:00:00.000Z',
        },
      ],
      next: null,
    }
    return route.fulfill({ json })
  })
  await page.reload()
  await page.locator('.chart').first().waitFor()
}

const start = (page: Page) =>
  page
    .locator('header button, main button')
    .filter({ hasText: /Käynnistä|Start/ })
    .first()
    .click()
    .then(() => page.locator('[role=dialog] .campaign-number').waitFor())

const count = (page: Page) =>
  page
    .locator('main section section button')
    .first()
    .click()
    .then(() => page.locator('.campaign-number').waitFor())

export const campaignScreens = (campaign: string) =>
  [
    ['campaigns', '/campaigns', 'main table'],
    ['campaign', `/campaigns/${campaign}`, '.campaign-facts'],
    ['campaign-start', `/campaigns/${campaign}`, '.campaign-facts', start],
    ['campaign-gone', `/campaigns/${campaign}`, '.campaign-facts', gone(campaign)],
    ['campaign-new', '/campaigns/new', 'main form', count],
    ['campaign-edit', `/campaigns/${campaign}/edit`, 'main form'],
    ['campaign-absent', '/campaigns/0199c0de-0000-7000-8000-000000000001', '[role=alert]'],
  ] as const
