/** A permission that rests on a purchase is recorded with its sale, and the card tells it apart from a consent. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  type Desk,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  openSignedIn,
  screenshot,
} from './browser.ts'

vi.setConfig({ testTimeout: 60_000 })

inBrowser('a permission by purchase', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  test('is refused without its sale, recorded with it, and read as what it is', async () => {
    const person = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    await page.goto(`${desk.server.address}/customers/${person}`)
    const panel = page.getByRole('region', { name: fi('ui.may-i.title') })
    await panel.getByRole('button', { name: fi('ui.may-i.record') }).click()
    await panel.getByText(fi('ui.statement.similar-purchase'), { exact: true }).click()
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await expectAccessible(page)
      await expectWhole(page)
      await screenshot(page, `purchase-form-${width}`)
    }
    await panel.getByLabel(fi('ui.row.source')).selectOption({ index: 1 })
    const record = panel.getByRole('button', { name: fi('ui.statement.record-similar-purchase'), exact: true })
    await record.click()
    await panel.getByText(fi('errors.register.purchase-without-evidence')).first().waitFor()

    await panel.getByLabel(fi('ui.statement.reference')).fill('tilaus 2026-10234')
    await panel.getByLabel(fi('ui.statement.product-group')).fill('Verkkokurssit')
    await panel
      .getByRole('textbox', { name: fi('ui.statement.purchase') })
      .fill('Verkkokurssit; kielto-oikeus näkyi tilauslomakkeella')
    await record.click()
    const line = (channel: string) =>
      panel.getByRole('row', { name: `${channel} ${fi('vocabulary.purposes.marketing.name')}` })
    const email = line(fi('ui.channel.email'))
    await email.getByText(fi('permissions.reason.similar-purchase')).waitFor()
    await expect.poll(() => email.textContent()).toContain('tilaus 2026-10234')
    await expect.poll(() => line(fi('ui.channel.sms')).textContent()).toContain(fi('permissions.reason.unknown'))
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await expectAccessible(page)
      await expectWhole(page)
      await screenshot(page, `purchase-told-${width}`)
    }
    expect(desk.faults).toEqual([])
  })
})
