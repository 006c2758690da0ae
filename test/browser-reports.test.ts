/** Reports as staff use them: chosen by the keyboard alone, drawn and read as a table, saved, taken out and removed; refused and offline told plainly. */

import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'
import { fillReports } from './report-screens.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('reports', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    await fillReports(context, desk)
  })
  afterAll(async () => {
    await desk?.end()
  })

  const bar = (place: string) => page.locator('.chart-bars > li', { hasText: place })

  test('a new one begins with what courses bring, and follows what is chosen by the keyboard', async () => {
    await page.goto(`${desk.server.address}/reports`)
    await page.getByRole('link', { name: fi('ui.reports.new') }).press('Enter')
    await bar('Blogikurssi').waitFor()
    await expectAccessible(page)
    await page.getByLabel(fi('ui.reports.first'), { exact: true }).focus()
    await page.getByLabel(fi('ui.reports.first'), { exact: true }).selectOption('ordered')
    await page.locator('.chart-reader').waitFor()
    const reader = page.locator('.chart-reader')
    const last = await reader.getAttribute('aria-valuetext')
    await reader.press('ArrowLeft')
    expect(await reader.getAttribute('aria-valuetext')).not.toBe(last)
    await reader.press('Home')
    await expect.poll(() => reader.getAttribute('aria-valuetext')).toMatch(/^\d{1,2}\/\d{4}: .*€/)
  })

  test('the chart is a table by one press, and says so', async () => {
    const turn = page.locator('.chart-head button')
    const [label = ''] = await page.locator('.chart-label').allTextContents()
    await turn.press('Enter')
    await page.locator('.chart [role=status]', { hasText: fi('ui.charts.now-table', { label }) }).waitFor()
    await expect.poll(() => page.locator('.chart-table tbody tr').count()).toBe(13)
    await expectAccessible(page)
    await turn.press('Enter')
    await page.locator('.chart-reader').waitFor()
  })

  test('months lie across whichever way round they are asked', async () => {
    await page.getByLabel(fi('ui.reports.first'), { exact: true }).selectOption('product')
    await bar('Blogikurssi').waitFor()
    await page.getByLabel(fi('ui.reports.second')).selectOption('ordered')
    await page.locator('.chart-reader').waitFor()
    await page.locator('.chart-head button').press('Enter')
    await expect.poll(() => page.locator('.chart-table tbody tr').count()).toBe(13)
    await page.locator('.chart-head button').press('Enter')
    await page.getByLabel(fi('ui.reports.second')).selectOption('')
    await page.getByLabel(fi('ui.reports.first'), { exact: true }).selectOption('ordered')
    await page.locator('.chart-reader').waitFor()
  })

  test('what is of a few is said to be withheld, and rows and persons are limited in words', async () => {
    await page.getByLabel(fi('ui.reports.second')).selectOption('product')
    await page.getByText(fi('ui.charts.withheld-why')).waitFor()
    await page.getByLabel(fi('ui.reports.field')).selectOption('product')
    await page.getByLabel(fi('ui.reports.is')).fill('Blogikurssi')
    await page.getByLabel(fi('ui.reports.is')).press('Enter')
    await page.locator('.report-tests li', { hasText: 'Blogikurssi' }).waitFor()
    await page.getByLabel(fi('ui.reports.persons')).fill('Tilaukset, joisssa')
    await page.getByRole('button', { name: fi('ui.reports.limit') }).press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel(fi('ui.reports.persons')).fill('Tilaukset, vähintään 2 kertaa')
    await page.getByRole('button', { name: fi('ui.reports.limit') }).press('Enter')
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await page.getByText('Vain henkilöt: Tilaukset, vähintään 2 kertaa').waitFor()
  })

  test('it is saved, taken out, changed, and removed', async () => {
    await page.getByRole('button', { name: fi('ui.reports.save') }).press('Enter')
    await page.getByRole('dialog').getByLabel(fi('ui.reports.name')).fill('Palaavat blogaajat')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Palaavat blogaajat' }).waitFor()
    await page.getByRole('button', { name: fi('ui.reports.take') }).press('Enter')
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: fi('ui.reports.format.csv') }).press('Enter')
    expect(readFileSync(await (await saving).path(), 'utf8')).toContain('Blogikurssi')
    await page.getByLabel(fi('ui.reports.each')).selectOption('year')
    await page.getByRole('button', { name: fi('ui.reports.change') }).press('Enter')
    const name = page.getByRole('dialog').getByLabel(fi('ui.reports.name'))
    await expect.poll(() => name.inputValue()).toBe('Palaavat blogaajat')
    await name.fill('Palaavat blogaajat vuosittain')
    await name.press('Enter')
    await page.getByRole('heading', { name: 'Palaavat blogaajat vuosittain' }).waitFor()
    await page.getByRole('button', { name: fi('ui.reports.remove') }).press('Enter')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.reports.remove') })
      .press('Enter')
    await page.getByRole('link', { name: 'Tulot kuukausittain ja kursseittain' }).waitFor()
    expect(await page.getByText('Palaavat blogaajat').count()).toBe(0)
  })

  test('how customers stay is drawn; a purpose that does not see orders is told so; without the network nothing is lost', async () => {
    await page.goto(`${desk.server.address}/cohorts`)
    await page.locator('.cohort-table').waitFor()
    await expect.poll(() => page.locator('.cohort-table tbody tr').count()).toBe(3)
    await expectAccessible(page)
    await context.setOffline(true)
    await page.getByLabel(fi('ui.cohorts.horizon')).selectOption('3')
    await page.getByRole('alert').waitFor()
    await expect.poll(() => page.locator('.cohort-table').count()).toBe(1)
    await context.setOffline(false)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.research.name') })
      .first()
      .click()
    await page.getByText(fi('errors.analysis.no-orders')).waitFor()
    expect(desk.faults).toEqual([])
  })
})
