/** The screens of security after a bad week: the register of the screens has been attacked by nobody. */

import type { Page } from 'playwright-core'
import { measures } from '../src/security/measures.ts'

const days = Array.from({ length: 21 }, (_, n) =>
  new Date(Date.UTC(2026, 10, 1 + n)).toISOString().slice(0, 10),
).flatMap((day, n) => [
  { day, what: 'password', times: n === 17 ? 412 : 2 + ((n * 7) % 9) },
  { day, what: 'missed', times: 4 + ((n * 5) % 11) },
  ...(n % 4 === 0 ? [{ day, what: 'form', times: 12 + n }] : []),
  ...(n > 14 ? [{ day, what: 'unknown-key', times: n % 5 }] : []),
])
const nobody = { staff: null, key: null, person: null, name: null, network: null, door: '', others: 1, review: null }
const findings = [
  {
    ...nobody,
    kind: 'came-in-after',
    name: 'Ville Vahti',
    staff: '0199c0de-0000-7000-8000-000000000007',
    times: 9,
    day: 20,
  },
  { ...nobody, kind: 'stuffing', network: 'c5a0e7', times: 412, others: 97, day: 18 },
  { ...nobody, kind: 'own-page-tries', person: '0199c0de-0000-7000-8000-000000000008', door: '/my', times: 5, day: 17 },
  { ...nobody, kind: 'form-flood', door: '/f/kevaan-kurssi-ilmoittautuminen', times: 184, others: 3, day: 16 },
  {
    ...{
      ...nobody,
      kind: 'new-place',
      name: 'Aino Ylläpitäjä',
      staff: '0199c0de-0000-7000-8000-000000000009',
      times: 1,
      day: 12,
    },
    review: { at: '2026-11-13T09:00:00Z', by: 'Ville Vahti', remark: 'Oli messuilla uudella kannettavalla.' },
  },
].map(({ day, ...finding }, n) => ({
  ...finding,
  id: `0199c0de-0000-7000-8000-00000000010${n}`,
  beganAt: `2026-11-${day}T05:00:00Z`,
  lastAt: `2026-11-${day}T05:41:00Z`,
}))

export const attacked = async (page: Page) => {
  await page.route('**/api/v1/security/findings/search', route => route.fulfill({ json: { findings, next: null } }))
  await page.route('**/api/v1/security/tried', route => route.fulfill({ json: { days, measures } }))
  await page.reload()
  await page.locator('main table').first().waitFor()
}

export const calm = async (page: Page) => {
  await page.route('**/api/v1/security/findings/search', route => route.fulfill({ json: { findings: [], next: null } }))
  await page.route('**/api/v1/security/tried', route => route.fulfill({ json: { days: [], measures } }))
  await page.reload()
  await page.locator('.nothing-yet').waitFor()
}

export const lookInto = async (page: Page) => {
  await attacked(page)
  await page.locator('main tbody button').first().click()
  await page.locator('[role=dialog]').waitFor()
}

/** One's own account after somebody came in. */
export const ownTrouble = async (page: Page) => {
  const own = findings.filter(({ kind }) => kind === 'new-place' || kind === 'came-in-after')
  await page.route('**/api/v1/me/sign-ins', route => route.fulfill({ json: { findings: own } }))
  await page.reload()
  await page.locator('#sign-ins').waitFor()
}
