/** A raffle in the browser: staff announce it by the keyboard's forms, a visitor without script enters it, and staff see who has. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn, screenshot } from './browser.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 })

inBrowser('raffles', () => {
  let desk: Desk
  let staff: BrowserContext
  let page: Page
  let address = ''

  beforeAll(async () => {
    ;({ desk, context: staff, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  const local = (at: number) => new Date(at - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

  test('staff announce a raffle; what is missing is said at its field, and nothing typed is lost', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.raffles.name') })
      .first()
      .click()
    await page.getByRole('link', { name: fi('ui.raffles.title') }).click()
    await page.getByRole('link', { name: fi('ui.raffles.new') }).click()
    const field = (name: string) => page.getByRole('textbox', { name })
    await field(fi('ui.raffles.name')).fill('Syysarvonta 2026')
    await page.getByRole('button', { name: fi('ui.raffles.announce') }).click()
    await page.getByRole('alert').waitFor()
    await expect.poll(() => field(fi('ui.raffles.name')).inputValue()).toBe('Syysarvonta 2026')
    const now = Date.now()
    await page.getByLabel(fi('ui.raffles.opens')).fill(local(now - 3_600_000))
    await page.getByLabel(fi('ui.raffles.closes')).fill(local(now + 86_400_000))
    await page.getByRole('combobox', { name: fi('ui.raffles.permits') }).selectOption('marketing')
    for (const lang of ['fi', 'sv', 'en'] as const) {
      const group = page.getByRole('group', { name: fi(`ui.raffles.in.${lang}`) })
      for (const part of ['title', 'prize', 'who', 'rules'] as const)
        await group.getByRole('textbox', { name: fi(`ui.raffles.words.${part}`) }).fill(`${part} ${lang} arvonnassa`)
    }
    await page.getByRole('button', { name: fi('ui.raffles.announce') }).click()
    const link = page.locator('.raffle-address')
    address = (await link.getAttribute('href')) ?? ''
    await expectAccessible(page)
    await screenshot(page, 'raffle-open')
  })

  test('a visitor without script enters; a form sent at once is asked again with what was typed', async () => {
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const visitor = await context.newPage()
    await visitor.goto(address)
    const name = fi('participation.given')
    await visitor.getByLabel(name).fill('Aino')
    await visitor.getByLabel(fi('participation.family')).fill('Virtanen')
    await visitor.getByLabel(fi('participation.email')).fill('aino@example.org')
    await visitor.locator('input[name=of-age]').check()
    expect(await visitor.locator('input[name=permit]').isChecked()).toBe(false)
    // Whoever is quicker than three seconds is asked to send it again.
    await vi.waitFor(
      async () => {
        await visitor.getByRole('button', { name: fi('raffles.page.send') }).click()
        await visitor.getByRole('heading', { level: 1, name: fi('raffles.received.title') }).waitFor({ timeout: 1000 })
      },
      { timeout: 60_000, interval: 1000 },
    )
    const looking = await (
      await desk.newcomer({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    ).newPage()
    await looking.goto(address)
    await expectAccessible(looking)
    await expectWhole(looking)
    await screenshot(looking, 'raffle-page')
    await looking.setViewportSize({ width: 1440, height: 900 })
    await looking.goto(`${address}?lang=en`)
    await screenshot(looking, 'raffle-page-en')
    expect(desk.faults).toEqual([])
  })

  test('staff see who has entered', async () => {
    await vi.waitFor(
      async () => {
        await page.reload()
        await page.getByRole('link', { name: 'Aino Virtanen' }).waitFor({ timeout: 3000 })
      },
      { timeout: 60_000, interval: 1000 },
    )
    expect(await page.getByRole('button', { name: fi('ui.raffles.act.draw') }).count()).toBe(0)
    await staff.setOffline(true)
    await page.getByRole('button', { name: fi('ui.raffles.act.cancelled') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.raffles.act.cancelled') })
      .click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await staff.setOffline(false)
  })
})
