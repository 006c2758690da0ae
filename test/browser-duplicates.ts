/** The screens of duplicates, for the pictures: somebody who is in the register twice is found when the first of them asks for it. */

import type { Page } from 'playwright-core'

/** The first screen finds that nobody has been compared; the queue is there once everybody has been. */
const compared = async (page: Page) => {
  await page.locator('.page button').first().waitFor()
  if ((await page.getByRole('tab').count()) === 0) await page.locator('.nothing-yet button').click()
  await page.locator('.duplicates-sides').waitFor()
}
const tab = (at: number) => (page: Page) => compared(page).then(() => page.getByRole('tab').nth(at).click())

export const duplicateScreens = [
  ['duplicates', '/duplicates', '.page-head', compared],
  ['duplicates-certain', '/duplicates', '.page-head', tab(1)],
  ['duplicates-dismissed', '/duplicates', '.page-head', tab(2)],
] as const
