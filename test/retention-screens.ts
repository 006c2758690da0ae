/** The screens of retention as they are in a register that has been used for years. */

import type { Page } from 'playwright-core'
import type { OverviewAnswer } from '../src/retention/retention-answers.ts'

type RunDetail = NonNullable<OverviewAnswer['last']>

/** A night's passage: between midnight and three a server that has just begun has had none. */
const passage: RunDetail = {
  id: '0199c0de-0000-7000-8000-000000000009',
  kind: 'nightly',
  day: '2026-11-20',
  startedAt: '2026-11-20T01:00:00Z',
  endedAt: '2026-11-20T01:04:10Z',
  noticeVersion: 1,
  persons: 61_000,
  forgotten: 12,
  outcomes: [],
}

const overviewWith = (page: Page, more: Partial<OverviewAnswer>) =>
  page.route('**/api/v1/retention', async route => {
    const answer = await route.fetch()
    return route.fulfill({ response: answer, json: { ...(await answer.json()), ...more } })
  })

/** What retention says of a register that has been used for years. */
export const calendar = async (page: Page) => {
  const after = (text: string) => ({ rule: text, ruleText: `${text}, sitten poistetaan` })
  const identity = {
    category: 'identity',
    categoryName: 'Nimi',
    ...after('24 kuukautta asiakassuhteen päättymisestä'),
  }
  const visits = {
    category: 'visits',
    categoryName: 'Verkkosivujen käyttö',
    ...after('12 kuukautta tallentamisesta'),
  }
  const coming = [
    { ...visits, from: '2026-12-01', rows: 18_400 },
    { ...identity, from: '2027-01-01', rows: 312 },
    { ...visits, from: '2027-01-01', rows: 9120 },
    { ...identity, from: '2027-03-01', rows: 41 },
    { ...identity, from: null, rows: 61_208 },
  ]
  await overviewWith(page, { last: passage })
  await page.route('**/retention/calendar?**', route =>
    route.fulfill({ json: { run: passage.id, day: passage.day, coming } }),
  )
  await page.reload()
  await page.locator('.retention-bar').first().waitFor()
}

export const dryRun = async (page: Page) => {
  const rule = {
    rule: 'P24M relationship.ended delete',
    ruleText: '24 kuukautta asiakassuhteen päättymisestä, sitten poistetaan',
  }
  const outcomes: RunDetail['outcomes'] = [
    { category: 'identity', categoryName: 'Nimi', ...rule, outcome: 'removed', rows: 31_204, oldest: '2026-10-01' },
    { category: 'orders', categoryName: 'Tilaukset', ...rule, outcome: 'hold', rows: 12, oldest: '2026-01-01' },
  ]
  await overviewWith(page, { dry: { ...passage, kind: 'dry', outcomes } })
  await page.reload()
  await page.locator('[role=tab]').nth(1).click()
  await page.locator('main table').waitFor()
}

/** As the privacy desk sees it, with a hold that is to be looked at again. */
export const holds = async (page: Page) => {
  await page.route('**/api/v1/scope', async route => {
    const answer = await route.fetch()
    return route.fulfill({ response: answer, json: { ...(await answer.json()), seesAll: true } })
  })
  const hold = {
    persons: 3,
    placedAt: '2026-03-02T10:00:00Z',
    placedBy: 'Ville Vahti',
    reviewedAt: null,
    overdue: false,
  }
  const [dispute, inspection] = [
    {
      ...hold,
      id: '0199c0de-0000-7000-8000-000000000001',
      reason: 'Riita kurssimaksuista, asia käräjäoikeudessa',
      until: '2026-06-30',
      overdue: true,
    },
    {
      ...hold,
      id: '0199c0de-0000-7000-8000-000000000002',
      reason: 'Verotarkastus',
      until: '2027-01-31',
      persons: 1204,
    },
  ]
  await page.route('**/api/v1/retention/holds', route => route.fulfill({ json: { holds: [dispute, inspection] } }))
  await page.reload()
  await page.locator('[role=tab]').nth(2).click()
  await page.locator('main table').waitFor()
}

export const placeHold = async (page: Page) => {
  await holds(page)
  await page.locator('main section button').first().click()
  await page.locator('[role=dialog] form').waitFor()
}
