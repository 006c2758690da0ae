/** A request for a right is recorded and answered by the keyboard alone, in the purpose of rights and in no other. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  type Desk,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  openDesk,
  screenshot,
  setUp,
} from './browser.ts'

vi.setConfig({ testTimeout: 90_000 })

inBrowser('requests for rights', () => {
  let desk: Desk
  let page: Page

  beforeAll(async () => {
    desk = await openDesk()
    const context = await desk.newcomer()
    await setUp(context, desk)
    await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    page = await context.newPage()
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** The screen as it stands, wide and narrow, light and dark. */
  const lookAt = async (name: string) => {
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expectAccessible(page)
      await expectWhole(page)
      await screenshot(page, `${name}-${width}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  }

  test('another purpose is told where they are', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.getByRole('link', { name: 'Aino Virtanen' }).waitFor()
    expect(await page.getByRole('link', { name: fi('ui.requests.title'), exact: true }).count()).toBe(0)
    await page.goto(`${desk.server.address}/requests`)
    await page.getByRole('heading', { name: fi('ui.requests.other-purpose') }).waitFor()
  })

  test('one is recorded, tied to the customer, and answered', async () => {
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: fi('vocabulary.purposes.rights.name') }).click()
    await page.getByRole('heading', { name: fi('ui.requests.none') }).waitFor()
    await lookAt('requests-none')
    await page.getByRole('link', { name: fi('ui.requests.record') }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel(fi('ui.requests.requester')).waitFor()
    await lookAt('request-new')
    await page.getByLabel(fi('ui.requests.requester')).focus()
    await page.keyboard.type('Aino Virtanen, aino@example.org')
    await page.keyboard.press('Tab')
    await page.keyboard.type('aino@')
    await page.getByRole('option', { name: /Aino Virtanen/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByLabel(fi('ui.requests.asked')).focus()
    await page.keyboard.type('Mitä tietoja minusta on, ja kuka niitä on katsonut?')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: fi('ui.requests.kind.access') }).waitFor()
    await page.getByRole('link', { name: fi('ui.requests.to-customer') }).waitFor()
    await page.getByText(fi('ui.requests.letter.received')).click()
    await page.getByText(fi('rights.letter.received-title')).waitFor()
    await lookAt('request')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: fi('ui.requests.copies.pdf') }).click()
    expect((await downloading).suggestedFilename()).toMatch(/^jaljennos-tiedoista-\d{4}-\d\d-\d\d\.pdf$/)
    await page.getByLabel(fi('ui.requests.step')).selectOption('identity-asked')
    const act = (step: 'identity-asked' | 'identity-proved' | 'answered') =>
      page.getByRole('button', { name: fi(`ui.requests.do.${step}`), exact: true })
    await act('identity-asked').click()
    await page.locator('[aria-invalid=true]').waitFor()
    await page.getByLabel(fi('ui.requests.reason')).fill('Pyyntö tuli uudesta osoitteesta.')
    await act('identity-asked').click()
    await page.getByText(fi('ui.requests.state.identifying')).waitFor()
    await act('identity-proved').click()
    await page.getByText(fi('ui.requests.state.working')).waitFor()
    await act('answered').click()
    await page.getByText(fi('ui.requests.state.answered')).waitFor()
    await lookAt('request-answered')
    await page.goto(`${desk.server.address}/requests`)
    await page.getByText(fi('ui.requests.settled'), { exact: true }).click()
    await page.getByRole('link', { name: fi('ui.requests.kind.access') }).waitFor()
    await lookAt('requests-settled')
    expect(desk.faults).toEqual([])
  })
})
