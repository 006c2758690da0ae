/** The screens of staff as they are where there are second factors and unusual looks: the register of the screens has nobody such. */

import type { Page } from 'playwright-core'
import { password } from './browser.ts'

/** What sign-in asks of whoever has a second factor, or must make one. */
export const secondStep = async (page: Page, next: 'second-factor' | 'enrolment') => {
  const json = { next, by: ['code', 'passkey'], mayTrust: true, passkeys: true }
  await page.route('**/api/v1/sign-in', route => route.fulfill({ json }))
  await page.reload()
  await page.getByRole('button', { name: /^(Vahvista|Bekräfta|Confirm|Lisää|Lägg till|Add)/ }).waitFor()
}

export const ownFactors = async (page: Page) => {
  const passkey = {
    id: '0199c0de-0000-7000-8000-000000000001',
    name: 'Työkannettava',
    madeAt: '2026-03-01T08:00:00Z',
  }
  await page.route('**/api/v1/me/second-factor', route =>
    route.fulfill({
      json: {
        ...{ required: true, byNotice: true, authenticator: true, recoveryCodes: 9, passkeysPossible: true },
        passkeys: [{ ...passkey, lastUsedAt: null }],
      },
    }),
  )
  await page.reload()
  await page.locator('#second-factor ~ * table').waitFor()
}

export const newApp = async (page: Page) => {
  await page.locator('section[aria-labelledby=second-factor] button >> nth=0').click()
  await page.getByRole('dialog').locator('input').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('.qr-code').waitFor()
}

/** Somebody who looked at more than usual, which has been looked into, and at night, which has not. */
export const unusualLooks = async (page: Page) => {
  await page.route('**/api/v1/looks/unusual', async route => {
    const answer = await route.fetch()
    const one = { actor: 'staff:0199c0de-0000-7000-8000-000000000001', name: 'Ville Vahti' }
    const review = { at: '2026-11-20T09:00:00Z', by: 'Aino Ylläpitäjä', remark: 'Kävi läpi syksyn ilmoittautumiset.' }
    const days = [
      { ...one, day: '2026-11-21', kind: 'odd-hours', count: 12, usual: 0, review: null },
      { ...one, day: '2026-11-18', kind: 'many-opened', count: 140, usual: 22, review },
      { ...one, day: '2026-11-17', kind: 'many-taken', count: 3120, usual: 0, review: null },
    ]
    return route.fulfill({ response: answer, json: { ...(await answer.json()), days } })
  })
  await page.reload()
  await page.locator('main table').waitFor()
}
