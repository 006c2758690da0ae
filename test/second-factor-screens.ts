/** The screens of second factors as they are for people who have one, or must make one: the register of the screens has nobody such. */

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
