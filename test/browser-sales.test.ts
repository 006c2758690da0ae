/** Sales as staff and customers use them: a lead moved by the keyboard and by dragging, a call by the gate, an offer accepted on its page without script. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  ask,
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
import { workForSales } from './sales-screens.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('sales', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let letters: MailServer

  beforeAll(async () => {
    letters = await mailServer()
    ;({ desk, context, page } = await openSignedIn({ SMTP_URL: letters.url }))
    await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org', {
      'contact-points': [{ email: 'aino@example.org' }, { phone: '+358401234567' }],
    })
    await page.goto(`${desk.server.address}/leads`)
    await workForSales(page)
  })
  afterAll(async () => {
    await desk?.end()
    await letters?.close()
  })

  const column = (state: 'new' | 'contacted' | 'offered' | 'won' | 'lost') =>
    page.locator('.sales-column', { has: page.locator(`#sales-${state}`) })

  test('a lead is recorded and moved by the keyboard alone', async () => {
    await page.getByText(fi('ui.leads.none'), { exact: true }).waitFor()
    await page.getByRole('link', { name: fi('ui.leads.new') }).press('Enter')
    await page.getByRole('combobox', { name: fi('ui.leads.person') }).fill('Aino')
    await page.getByRole('option', { name: /Aino/ }).click()
    await page.getByLabel(fi('ui.leads.subject')).fill('Kurssi kahdelle')
    await page.getByLabel(fi('ui.leads.value')).fill('980,00')
    await page.getByLabel(fi('ui.row.source')).selectOption('fairs')
    await page.getByRole('button', { name: fi('ui.leads.save') }).press('Enter')
    await page.locator('.sales-facts').waitFor()
    await page.goto(`${desk.server.address}/leads`)
    await column('new').getByRole('button').press('Enter')
    await page.getByRole('menuitem', { name: fi('vocabulary.codes.leads.state.contacted') }).press('Enter')
    await column('contacted').getByText('Aino Virtanen').waitFor()
    await page.waitForFunction(() => document.activeElement?.textContent === 'Aino Virtanen')
    await expectAccessible(page)
  })

  test('it is dragged too, and losing it asks why', async () => {
    await page.locator('.sales-card').dragTo(column('lost'))
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await expectAccessible(page)
    await dialog.getByLabel(fi('ui.leads.why-lost')).selectOption('price')
    await dialog.getByRole('button', { name: fi('ui.leads.move') }).click()
    await column('lost').getByText('Aino Virtanen').waitFor()
    await page.locator('.sales-card').dragTo(column('new'))
    await column('new').getByText('Aino Virtanen').waitFor()
    await lookAt(page, 'sales-board')
  })

  test('the gate tells the number, and a consumer who was rung is not won by word of mouth', async () => {
    await page.getByRole('link', { name: 'Aino Virtanen' }).click()
    await page.getByRole('button', { name: fi('ui.leads.call') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(fi('ui.leads.ban-checked')).check()
    await dialog.getByRole('button', { name: fi('ui.leads.call-ask') }).click()
    await dialog.getByText('+358', { exact: false }).waitFor()
    await dialog
      .getByRole('button', { name: fi('ui.close') })
      .last()
      .click()
    await page
      .getByRole('button', { name: fi('ui.leads.move-of', { name: 'Aino Virtanen', subject: 'Kurssi kahdelle' }) })
      .click()
    await page.getByRole('menuitem', { name: fi('vocabulary.codes.leads.state.won') }).click()
    await page.getByRole('dialog').getByText(fi('errors.sales.needs-writing')).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.cancel') })
      .click()
  })

  test('an offer is written, sent, and accepted in writing on its page without script', async () => {
    await page.getByRole('link', { name: fi('ui.leads.new-offer') }).click()
    await page.getByLabel(fi('ui.offers.what')).fill('Verkkokurssi')
    await page.getByLabel(fi('ui.offers.quantity')).fill('2')
    await page.getByLabel(fi('ui.offers.unit-gross')).fill('490')
    await page.getByText('980,00', { exact: false }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: fi('ui.offers.save') }).click()
    await page.getByText(fi('ui.offers.writing.to-send')).waitFor()
    await page.getByRole('button', { name: fi('ui.offers.send') }).click()
    await vi.waitFor(() => expect(letters.received.length).toBeGreaterThan(0), { timeout: 30_000, interval: 200 })
    const raw = (letters.received.at(-1)?.raw ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
    const link = /https?:\/\/[^\s"<]*(\/offer\/[\w-]+)/.exec(raw)?.[1] ?? ''
    const customer = await (
      await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    ).newPage()
    await customer.goto(desk.server.address + link)
    await customer.getByText('980,00', { exact: false }).first().waitFor()
    const other = await (await desk.newcomer({ viewport: { width: 390, height: 844 } })).newPage() // axe itself is a script
    await other.goto(desk.server.address + link)
    await expectAccessible(other)
    await expectWhole(other)
    await screenshot(other, 'sales-page-390')
    await customer.getByLabel(fi('sales.page.name')).fill('Aino Virtanen')
    await customer.getByLabel(fi('sales.page.agree-consumer')).check()
    await customer.getByRole('button', { name: fi('sales.page.accept') }).press('Enter')
    await customer.getByRole('status').waitFor()
    expect(await customer.getByRole('button').count()).toBe(0)
    await page.reload()
    await page.getByText('Hyväksytty tarjouksen sivulla', { exact: false }).waitFor()
    await lookAt(page, 'sales-offer')
    expect(desk.faults).toEqual([])
  })

  test('sources that sold are bars and a table, and what too few have bought is withheld', async () => {
    for (const given of ['Cecilia', 'Doris', 'Edla', 'Fanny', 'Greta']) {
      const person = await addCustomer(context, desk, [given, 'Virtanen'])
      const lead = { person, source: 'fairs', subject: 'Kurssi', value: 49_000 }
      await ask(context, desk, 'POST', '/leads', lead, 'sales')
    }
    await page.goto(`${desk.server.address}/leads/sources`)
    await page.locator('.chart-bars').first().waitFor()
    await lookAt(page, 'sales-sources')
  })

  test('without the network what was typed stays', async () => {
    await page.goto(`${desk.server.address}/leads/new`)
    await page.getByLabel(fi('ui.leads.subject')).fill('Kesken jäänyt')
    await page.getByLabel(fi('ui.row.source')).selectOption('fairs')
    await context.setOffline(true)
    await page.getByRole('button', { name: fi('ui.leads.save') }).click()
    await page.getByRole('alert').first().waitFor()
    await context.setOffline(false)
    await expect.poll(() => page.getByLabel(fi('ui.leads.subject')).inputValue()).toBe('Kesken jäänyt')
  })
})
