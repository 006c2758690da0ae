/** Automations as staff use them: put together by the keyboard, put on with a reason, seen on the customer's page and stopped there. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, ask, type Desk, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('automations', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let person: string

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    person = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(async () => {
    await desk?.end()
  })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })

  test('one is put together by the keyboard alone; what is wrong is told at its field and nothing is lost', async () => {
    await page.goto(`${desk.server.address}/automations/new`)
    await page.getByText(fi('ui.automations.no-segments')).waitFor()
    await ask(context, desk, 'POST', '/segments', { name: 'Uudet asiakkaat', condition: { all: [] } }, 'customer-care')
    await page.goto(`${desk.server.address}/automations`)
    await page.getByText(fi('ui.automations.none')).waitFor()
    await page.getByRole('link', { name: fi('ui.automations.new') }).press('Enter')
    await page.getByLabel(fi('ui.automations.name')).fill('Tervetuloa')
    await page.getByRole('radio', { name: fi('ui.automations.kind.service') }).press('Space')
    await button(fi('ui.automations.add-step')).press('Enter')
    await page.getByLabel(fi('ui.automations.task')).nth(1).fill('Soita ja kysy kuulumiset')
    await page.keyboard.press('Enter')
    await page.locator('[aria-invalid=true]').waitFor()
    await expect
      .poll(() => page.getByLabel(fi('ui.automations.task')).nth(1).inputValue())
      .toBe('Soita ja kysy kuulumiset')
    await lookAt(page, 'automation-new')
    await page.getByLabel(fi('ui.automations.present-label')).press('Space')
    await page.getByLabel(fi('ui.automations.task')).first().fill('Lähetä kurssikirja')
    await page.keyboard.press('Enter')
    await page.locator('.automation-steps').waitFor()
  })

  test('put on with a reason, it takes who is in the segment, and their page tells so and takes them out', async () => {
    await button(fi('ui.automations.turn.on')).click()
    await page.getByLabel(fi('ui.automations.why')).fill('Syksyn kurssit')
    await dialog(fi('ui.automations.turn.on')).press('Enter')
    await page.getByText('Syksyn kurssit').waitFor()
    await page.goto(`${desk.server.address}/customers/${person}`)
    await vi.waitFor(
      async () => {
        await page.reload()
        await page.locator('#person-automations').waitFor({ timeout: 3000 })
      },
      { timeout: 50_000 },
    )
    await lookAt(page, 'person-automations')
    await button(fi('ui.automations.take-out-of', { name: 'Tervetuloa' })).click()
    await page.getByText(fi('ui.automations.taken-out')).waitFor()
    await page
      .locator('section', { has: page.locator('#person-automations') })
      .getByText('Tervetuloa')
      .click()
    await page.getByText(fi('ui.automations.end.by-hand')).waitFor()
    await lookAt(page, 'automation')
    await button(fi('ui.automations.turn.off')).click()
    await dialog(fi('ui.automations.turn.off')).click()
    await page.getByRole('link', { name: fi('ui.automations.edit') }).waitFor()
    expect(desk.faults).toEqual([])
  })
})
