/** Segments as staff use them: put together by the keyboard, counted with whom the gate leaves out, written in words, saved and changed. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('segments', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    await addCustomer(context, desk, ['Bertta', 'Mäkelä'], 'bertta.makela@example.org')
    await page.goto(`${desk.server.address}/segments`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.marketing.name') })
      .first()
      .click()
  })
  afterAll(async () => {
    await desk?.end()
  })

  const number = (n: string) => page.locator('.segment-number', { hasText: n }).waitFor()

  test('a condition is put together by the keyboard alone, and counted as it grows', async () => {
    await page.getByText(fi('ui.segments.none')).waitFor()
    await page.getByRole('link', { name: fi('ui.segments.new') }).press('Enter')
    await number('2')
    await page.getByRole('button', { name: fi('ui.segments.add') }).press('Enter')
    await page.getByLabel(fi('ui.segments.of-what')).selectOption('field identity.family_name')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Virtanen')
    await page.keyboard.press('Enter')
    await number('1')
    await page.locator('.segment-part').waitFor()
    await page.waitForFunction(name => document.activeElement?.textContent === name, fi('ui.segments.add'))
    await page.getByLabel(fi('ui.segments.by-channel')).selectOption('email')
    await page.locator('.segment-left-out li').waitFor()
    await expectAccessible(page)
  })

  test('the same is written in words; what is not understood is told with its place and nothing is lost', async () => {
    const written = page.getByLabel(fi('ui.segments.written'))
    const sentence = await written.inputValue()
    await written.fill(`${sentence} ja Kaupnki on "Turku"`)
    await page.getByRole('alert').waitFor()
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Kaupnki on')
    await expect.poll(() => written.inputValue()).toContain('Kaupnki')
    await written.fill(`ei (${sentence})`)
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await page.locator('.segment-part', { hasText: `ei (${sentence})` }).waitFor()
  })

  test('it is saved, shows who is in it, gets a second version and ends', async () => {
    await page.getByRole('textbox', { name: fi('ui.segments.name') }).fill('Muut kuin Virtaset')
    await page.getByRole('button', { name: fi('ui.segments.save') }).press('Enter')
    await page.getByRole('link', { name: 'Bertta Mäkelä' }).waitFor()
    await page.getByRole('link', { name: fi('ui.segments.edit') }).click()
    await page.locator('.segment-parts button').first().click()
    await page.getByText(fi('ui.segments.everybody')).waitFor()
    await page.getByRole('button', { name: fi('ui.segments.save') }).click()
    await page.getByRole('link', { name: 'Aino Virtanen' }).waitFor()
    await expect.poll(() => page.locator('.versions li').count()).toBe(2)
    await page.getByRole('button', { name: fi('ui.segments.end') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.segments.end') })
      .click()
    await page.getByText(fi('ui.segments.none')).waitFor()
    expect(desk.faults).toEqual([])
  })

  test('without the network the sentence stays and is counted when it is back', async () => {
    await page.getByRole('link', { name: fi('ui.segments.new') }).click()
    await number('2')
    await context.setOffline(true)
    await page.getByLabel(fi('ui.segments.written')).fill('ei (kaikki)')
    await page.getByRole('alert').waitFor()
    await context.setOffline(false)
    await number('0')
    await expect.poll(() => page.getByLabel(fi('ui.segments.written')).inputValue()).toBe('ei (kaikki)')
  })
})
