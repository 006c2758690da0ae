/** Cookies and visits for the pictures: half a year of choices, what a browser found that is not as the notice says, a month of visits. */

import type { Page } from 'playwright-core'

const weeks = Array.from({ length: 26 }, (_, n) => ({
  week: new Date(Date.UTC(2026, 5, 1 + n * 7)).toISOString().slice(0, 10),
  ...{ all: 40 + ((n * 17) % 23), some: 6 + ((n * 5) % 7), none: 55 + ((n * 13) % 31) },
}))
const seen = (phase: string, kind: string, name: string, host: string, declared: boolean) => ({
  ...{ phase, kind, name, host, declared, days: null },
})
const last = {
  ...{ at: '2026-11-20T07:10:00.000Z', pages: 6, fault: null, unasked: [], longer: [] },
  undeclared: ['_fbp (kauppa.example.fi)'],
  early: ['_fbp (kauppa.example.fi)', 'verkosto.example'],
  found: [
    seen('before', 'cookie', '_fbp', 'kauppa.example.fi', false),
    seen('before', 'request', 'verkosto.example', 'verkosto.example', false),
    seen('refused', 'cookie', 'seloste_choice', 'kauppa.example.fi', true),
    seen('agreed', 'cookie', 'seloste_visit', 'kauppa.example.fi', true),
  ],
}

const answers = async (page: Page) => {
  await page.route('**/api/v1/cookies', async route => {
    const answer = await route.fetch()
    const inspection = { websites: ['https://kauppa.example.fi/'], last }
    return route.fulfill({ response: answer, json: { ...(await answer.json()), weeks, inspection } })
  })
  await page.reload()
  await page.locator('.cookie-faults').first().waitFor()
  await page.locator('.cookies summary').first().click()
  await page.locator('.cookies summary').nth(1).click()
}

const share = (name: string, visits: number) => ({
  ...{ name, views: visits * 3, visits, visitors: visits, cents: visits * 90 },
})
const report = {
  ...{ counts: true, from: '2026-10-25', to: '2026-11-23', machines: 1284 },
  totals: { views: 18_402, visits: 5210, visitors: 4388, cents: 470_400 },
  before: { views: 16_920, visits: 4877, visitors: 4105, cents: 431_200 },
  days: Array.from({ length: 30 }, (_, n) => ({
    day: new Date(Date.UTC(2026, 9, 25 + n)).toISOString().slice(0, 10),
    ...{ views: 600, visits: 140 + ((n * 37) % 71), visitors: 130, cents: 15_680, visitsBefore: 130 + ((n * 29) % 64) },
  })),
  pages: ['/', '/kurssit', '/kurssit/asiakaspalvelun-perusteet', '/yhteys'].map((path, n) =>
    share(path, 1200 - n * 280),
  ),
  sources: ['search', 'direct', 'mail', 'social', 'campaign'].map((source, n) => share(source, 1900 - n * 380)),
  referrers: [share('www.google.fi', 1700), share('www.facebook.com', 410)],
  campaigns: [share('syysuutiset', 320)],
  devices: [share('phone', 3100), share('desktop', 1900), share('tablet', 210)],
  sites: [share('www.kauppa.example.fi', 5210)],
  events: [{ name: 'tilattu', count: 96, cents: 470_400 }],
  goals: [
    {
      ...{ id: '0199c0de-0000-7000-8000-000000000777', name: 'Kurssin tilaus', reached: [840, 212, 96] },
      steps: [
        { kind: 'page', is: '/kurssit/*' },
        { kind: 'page', is: '/kori' },
        { kind: 'event', is: 'tilattu' },
      ],
    },
  ],
}

const now = {
  visits: 7,
  pages: [
    { name: '/kurssit', visits: 4 },
    { name: '/', visits: 3 },
  ],
  sources: [
    { name: 'search', visits: 5 },
    { name: 'direct', visits: 2 },
  ],
}

const counted = async (page: Page) => {
  await page.route('**/api/v1/visits?**', route => route.fulfill({ json: report }))
  await page.route('**/api/v1/visits/live', route => route.fulfill({ json: now }))
  await page.reload()
  await page.locator('.visit-totals').waitFor()
}

export const cookieScreens = [
  ['cookies-empty', '/cookies', '.cookie-table'],
  ['cookies', '/cookies', '.cookie-table', answers],
  ['visits-empty', '/visits', '.nothing-yet'],
  ['visits', '/visits', '.page', counted],
] as const
