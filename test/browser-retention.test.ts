/** Retention as staff use it: a dry run, a legal hold from placing to its end, a fiscal year, and a day without the network. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, type Desk, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

inBrowser('retention', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    await addCustomer(context, desk, ['Bertta', 'Mäkelä'], 'bertta.makela@example.org')
    await page.goto(`${desk.server.address}/retention`)
  })
  afterAll(async () => {
    await desk?.end()
  })

  const tab = (name: 'calendar' | 'dry' | 'holds' | 'runs') =>
    page.getByRole('tab', { name: fi(`ui.retention.tab.${name}`) }).click()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  test('a dry run says that nothing is due, and stands among the past ones', async () => {
    await tab('dry')
    await press(fi('ui.retention.try'))
    await page.getByRole('heading', { name: fi('ui.retention.nothing-due') }).waitFor({ timeout: 60_000 })
    await tab('runs')
    await page
      .getByRole('cell', { name: fi('ui.retention.kind.dry') })
      .first()
      .waitFor()
    await page.locator('.retention-day').first().click()
    await page.getByText(fi('ui.retention.nothing-due')).waitFor()
    await tab('calendar')
    await page.locator('.retention-bar').first().waitFor()
  })

  test('a hold is placed on somebody who was found, and ended with a reason', async () => {
    await tab('holds')
    await page.getByText(fi('ui.retention.holds-whose')).waitFor()
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: 'oikeuksien' }).first().click()
    await press(fi('ui.retention.place'))
    const form = page.getByRole('dialog')
    await form.locator('input:not([type=radio])').first().fill('Mäkelä')
    await page.getByRole('option', { name: /Bertta/ }).click()
    await page.keyboard.press('Tab')
    await form.getByRole('textbox', { name: fi('ui.retention.reason') }).fill('Riita kurssimaksusta')
    const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    await form.getByLabel(fi('ui.retention.until')).fill(inAMonth)
    await form.getByRole('button', { name: fi('ui.retention.place') }).click()
    await page.getByRole('cell', { name: /Riita kurssimaksusta/ }).waitFor()
    await press(fi('ui.retention.end'))
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: fi('ui.retention.reason') })
      .fill('Sovittu')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.retention.end-title') })
      .click()
    await page.getByText(fi('ui.retention.no-holds')).waitFor()
  })

  test('a fiscal year is told and taken back', async () => {
    await tab('calendar')
    await page.getByLabel(fi('ui.retention.fiscal-year-add')).fill('2026-03-31')
    await press(fi('ui.save'))
    await press(fi('ui.retention.fiscal-year-remove', { date: '31.3.2026' }))
    await page.locator('.fiscal-year-list').waitFor({ state: 'detached' })
  })

  test('without the network nothing begins, and it is said', async () => {
    await tab('dry')
    await context.setOffline(true)
    await press(fi('ui.retention.try'))
    const told = page.getByText(fi('ui.problem.unreachable'), { exact: true })
    await told.first().waitFor()
    await context.setOffline(false)
    await press(fi('ui.retention.try'))
    await told.first().waitFor({ state: 'hidden' })
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
