/** Where orders came from, as staff see it: the unknown share first, models chosen by the keyboard, campaigns and costs by hand and by file. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { money } from '../web/format.ts'
import { fillAttribution } from './attribution-screens.ts'
import { type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('where orders came from', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    await fillAttribution(context, desk)
  })
  afterAll(async () => {
    await desk?.end()
  })

  const cells = (label: string) => page.locator('.attribution-table tr', { hasText: label }).locator('td')

  test('says first what is not known, and gives the credit as it is chosen', async () => {
    await page.goto(`${desk.server.address}/attribution`)
    await page.getByText(fi('ui.attribution.share-unknown', { share: '20 %', unknown: '5', total: '25' })).waitFor()
    // Five came by the campaign and again by a search: the first or the last has the credit of the second order.
    await cells('Syksyn mainonta').first().waitFor()
    expect((await cells('Syksyn mainonta').allTextContents()).slice(0, 3)).toEqual(['10', '5', '7,5'])
    expect((await cells('Messulehti').allTextContents()).slice(0, 5)).toEqual([
      ...['0', '0', '0'],
      ...[money(0, 'fi'), money(9_900, 'fi')],
    ])
    await expectAccessible(page)
    const bar = page.locator('.chart-bars > li', { hasText: 'Syksyn mainonta' }).first()
    await bar.getByText('5', { exact: true }).waitFor()
    await page.getByRole('radio', { name: fi('ui.attribution.last') }).focus()
    await page.keyboard.press('ArrowLeft')
    await bar.getByText('10', { exact: true }).waitFor()
  })

  test('a campaign is made, costs by hand and by file, and goes', async () => {
    await page.getByRole('link', { name: fi('ui.attribution.to-costs') }).press('Enter')
    await page.getByRole('heading', { name: 'Messulehti' }).waitFor()
    await page.getByRole('button', { name: fi('ui.campaign-costs.add') }).press('Enter')
    await page.getByRole('dialog').getByLabel(fi('ui.campaign-costs.name')).fill('Radio')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Radio', exact: true }).waitFor()
    await page.getByRole('button', { name: fi('ui.campaign-costs.add-cost-of', { name: 'Radio' }) }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(fi('ui.campaign-costs.from')).fill('2026-03-02')
    await dialog.getByLabel(fi('ui.campaign-costs.euros')).fill('120,5')
    await dialog.getByLabel(fi('ui.campaign-costs.euros')).press('Enter')
    await page.getByText(fi('ui.campaign-costs.total', { total: money(12_050, 'fi') })).waitFor()
    await page.locator('input[type=file]').setInputFiles({
      name: 'kulut.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Campaign,Day,Cost\nRadio,2026-03-03,10\nVerkkolehti,2026-03-03,20\n'),
    })
    await page.getByText(fi('ui.campaign-costs.made', { names: 'Verkkolehti' })).waitFor()
    await page.getByText(fi('ui.campaign-costs.total', { total: money(13_050, 'fi') })).waitFor()
    await expectAccessible(page)
    await page.locator('input[type=file]').setInputFiles({
      name: 'muu.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Campaign,Day,Cost\nRadio,huomenna,10\n'),
    })
    await page.getByText(fi('errors.attribution.line', { line: 2, column: 'from' })).waitFor()
    await page.getByRole('button', { name: fi('ui.campaign-costs.remove-of', { name: 'Radio' }) }).press('Enter')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.campaign-costs.remove'), exact: true })
      .press('Enter')
    await page.getByRole('heading', { name: 'Radio', exact: true }).waitFor({ state: 'detached' })
  })

  test('a purpose without orders is told so, and without the network nothing is lost', async () => {
    await page.goto(`${desk.server.address}/attribution`)
    await page.locator('.attribution-table').waitFor()
    await context.setOffline(true)
    await page.getByLabel(fi('ui.attribution.window')).selectOption('7')
    await page.getByRole('alert').first().waitFor()
    expect(await page.locator('.attribution-table').count()).toBe(1)
    await context.setOffline(false)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.research.name') })
      .first()
      .click()
    await page.getByText(fi('errors.attribution.no-orders')).waitFor()
    expect(desk.faults).toEqual([])
  })
})
