/** A testimonial as people use it: drafted on the customer's page, agreed to without script, read by anybody, withdrawn as easily. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  type Desk,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  lookAt,
  openSignedIn,
  screenshot,
} from './browser.ts'
import { type MailServer, mailServer } from './mail-server.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('publication', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let letters: MailServer
  let link: string

  beforeAll(async () => {
    letters = await mailServer()
    ;({ desk, context, page } = await openSignedIn({ SMTP_URL: letters.url }))
    const person = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    await page.goto(`${desk.server.address}/customers/${person}`)
  })
  afterAll(async () => {
    await desk?.end()
    await letters?.close()
  })

  test('it is drafted on the customer’s page and sent', async () => {
    await page.getByRole('button', { name: fi('ui.published.new') }).press('Enter')
    await page.getByLabel(fi('ui.published.name')).fill('Aino, Helsinki')
    await page.getByLabel(fi('ui.published.until')).fill('2031-12-31')
    await page.getByLabel(fi('ui.published.content')).fill('Kurssi muutti työni.')
    await page.getByLabel(fi('ui.published.places')).fill('Verkkosivut\nMessuseinä')
    await expectAccessible(page)
    await page.getByRole('button', { name: fi('ui.published.save') }).press('Enter')
    await page.getByText('Kurssi muutti työni.').waitFor()
    await page.getByRole('button', { name: fi('ui.published.send') }).press('Enter')
    await vi.waitFor(() => expect(letters.received.length).toBeGreaterThan(0), { timeout: 30_000, interval: 200 })
    const raw = (letters.received.at(-1)?.raw ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
    link = /\/publish\/[\w-]+/.exec(raw)?.[0] ?? ''
  })

  test('the customer agrees without script, everybody reads it, and it is gone when they withdraw', async () => {
    const own = { viewport: { width: 390, height: 844 } }
    const customer = await (await desk.newcomer({ ...own, javaScriptEnabled: false })).newPage()
    const other = await (await desk.newcomer(own)).newPage() // axe itself is a script
    await other.goto(desk.server.address + link)
    await expectAccessible(other)
    await expectWhole(other)
    await screenshot(other, 'publication-page-390')
    await customer.goto(desk.server.address + link)
    await customer.getByLabel(fi('sales.page.name')).fill('Aino Virtanen')
    await customer.getByLabel(fi('publication.page.agree')).check()
    await customer.getByRole('button', { name: fi('publication.page.accept') }).press('Enter')
    await customer.getByRole('status').waitFor()
    await other.goto(`${desk.server.address}/testimonials`)
    await other.getByText('Aino, Helsinki', { exact: false }).waitFor()
    await expectAccessible(other)
    await screenshot(other, 'publication-current-390')
    await page.goto(`${desk.server.address}/published`)
    await page.getByText(fi('ui.published.state.shown')).waitFor()
    await lookAt(page, 'published')
    await customer.getByRole('button', { name: fi('publication.page.withdraw') }).press('Enter')
    await customer.getByRole('status').waitFor()
    await other.reload()
    await other.getByText(fi('publication.current.none')).waitFor()
    await page.reload()
    await page.getByText(fi('ui.published.state.withdrawn')).waitFor()
    expect(desk.faults).toEqual([])
  })
})
