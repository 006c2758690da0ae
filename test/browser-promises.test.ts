/** Whoever answers for the notice sees whether it is true, has it checked, and lets the public see what they choose. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, type Desk, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000 })

inBrowser('promises', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(async () => {
    await desk?.end()
  })

  test('they are checked when somebody asks, and what is broken stands first with the way to mend it', async () => {
    await page.goto(`${desk.server.address}/promises`)
    await page.getByRole('button', { name: fi('ui.promises.run') }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: fi('ui.promises.kept') }).waitFor({ timeout: 60_000 })
    await page.getByRole('heading', { level: 2, name: fi('ui.promises.this-week') }).waitFor()
    await page.locator('.promises > li[data-state=broken] summary').first().click()
    await lookAt(page, 'promises')
    // Nobody has contracts with the processors yet: the way to mend it leads there.
    const mend = page.getByRole('link', { name: fi('ui.promises.go-mend') }).first()
    await expect.poll(() => mend.getAttribute('href')).toMatch(/^\/[a-z]/)
  })

  test('a mark that the controller chose stands beside the sentence, and no other', async () => {
    const kept = page.locator('.promises > li[data-state=holds]', {
      hasText: fi('promises.database.columns-declared.title'),
    })
    await kept.locator('summary').click()
    await kept.getByRole('switch').click()
    await kept.getByText(/Aino Ylläpitäjä/).waitFor()
    const reader = await (await desk.newcomer()).newPage()
    await reader.goto(`${desk.server.address}/notice`)
    await reader.locator('.mark').first().waitFor()
    await lookAt(reader, 'notice-marks')
    const hidden = page.waitForResponse(answer => answer.url().endsWith('/public'))
    await kept.getByRole('switch').click()
    await hidden
    await reader.reload()
    expect(await reader.locator('.mark').count()).toBe(0)
    expect(desk.faults).toEqual([])
  })
})
