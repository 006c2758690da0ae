/** A survey in the browser: staff build and open it, a visitor without script answers it, and its results wait until it is closed. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn, screenshot } from './browser.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 })

inBrowser('surveys', () => {
  let desk: Desk
  let page: Page
  let address = ''

  beforeAll(async () => {
    ;({ desk, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  test('staff build a survey with a condition; what is missing keeps it shut and is told at its place', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.research.name') })
      .first()
      .click()
    await page.getByRole('link', { name: fi('ui.surveys.title') }).click()
    await page.getByRole('link', { name: fi('ui.surveys.new') }).click()
    await page.getByRole('textbox', { name: fi('ui.surveys.name'), exact: true }).fill('Kurssipalaute 2026')
    const words = async (within: ReturnType<Page['getByRole']>, label: string, fiWords: string) => {
      for (const [lang, word] of [
        ['Suomi', fiWords],
        ['Svenska', `${fiWords} sv`],
        ['English', `${fiWords} en`],
      ] as const)
        await within.getByRole('textbox', { name: `${label}: ${lang}` }).fill(word)
    }
    const main = page.getByRole('main')
    await words(main, fi('ui.surveys.words.title'), 'Mitä pidit kurssista?')
    const question = (number: number) =>
      page.getByRole('region', { name: fi('ui.surveys.question', { number }), exact: true })
    await page.getByRole('button', { name: fi('ui.surveys.add-question') }).click()
    await words(question(1), fi('ui.surveys.words.text'), 'Kävitkö kurssin?')
    for (const [number, option] of ['Kyllä', 'En'].entries())
      await words(question(1), fi('ui.surveys.options', { number: number + 1 }), option)
    await question(1)
      .getByRole('checkbox', { name: fi('ui.surveys.required') })
      .check()
    await page.getByRole('button', { name: fi('ui.surveys.make') }).click()
    await page.getByRole('button', { name: fi('ui.surveys.act.opening') }).waitFor()
    await page.getByRole('link', { name: fi('ui.surveys.edit') }).click()
    await page.getByRole('button', { name: fi('ui.surveys.add-question') }).click()
    await question(2)
      .getByRole('combobox', { name: fi('ui.surveys.kind-label') })
      .selectOption('nps')
    await question(2)
      .getByRole('combobox', { name: fi('ui.surveys.add-when') })
      .selectOption({ label: 'Kävitkö kurssin?' })
    await expectAccessible(page)
    await page.getByRole('button', { name: fi('ui.surveys.save') }).click()
    await page
      .getByText(fi('surveys.fault.words', { lang: fi('surveys.language.sv') }))
      .first()
      .waitFor()
    await expect.poll(() => page.getByRole('button', { name: fi('ui.surveys.act.opening') }).isDisabled()).toBe(true)
    await page.getByRole('link', { name: fi('ui.surveys.edit') }).click()
    await words(question(2), fi('ui.surveys.words.text'), 'Suosittelisitko sitä?')
    await page.getByRole('button', { name: fi('ui.surveys.save') }).click()
    await page.getByRole('button', { name: fi('ui.surveys.act.opening') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: fi('ui.surveys.act.opening') }).click()
    await dialog.getByRole('alert').waitFor() // no day was told
    const tomorrow = new Date(Date.now() + 86_400_000)
    const local = new Date(tomorrow.getTime() - tomorrow.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    await dialog.getByLabel(fi('ui.surveys.closes')).fill(local)
    await dialog.getByRole('button', { name: fi('ui.surveys.act.opening') }).click()
    address = (await page.locator('.survey-address').getAttribute('href')) ?? ''
    await page.getByText(fi('ui.surveys.not-told.open')).waitFor()
    await expectAccessible(page)
    await screenshot(page, 'survey-open')
  })

  test('a visitor without script goes through it by pages, back as well, and is thanked', async () => {
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const visitor = await context.newPage()
    await visitor.goto(`${address}?lang=fi`)
    await visitor.getByRole('button', { name: fi('surveys.page.start') }).click()
    await visitor.getByRole('button', { name: fi('surveys.page.next') }).click()
    await visitor.getByRole('alert').waitFor()
    await visitor.getByLabel('Kyllä').check()
    await visitor.getByRole('button', { name: fi('surveys.page.next') }).click()
    await visitor.getByRole('button', { name: fi('surveys.page.back') }).click()
    await expect.poll(() => visitor.getByLabel('Kyllä').isChecked()).toBe(true)
    await visitor.getByRole('button', { name: fi('surveys.page.next') }).click()
    await visitor.getByLabel('10', { exact: true }).check()
    // Whoever is quicker than two seconds is asked to send it again.
    await vi.waitFor(
      async () => {
        await visitor.getByRole('button', { name: fi('surveys.page.send') }).click()
        await visitor.getByRole('heading', { level: 1, name: fi('surveys.thanks.title') }).waitFor({ timeout: 1000 })
      },
      { timeout: 60_000, interval: 1000 },
    )
  })

  test('its pages are whole on a phone and in the dark, and say the same to whoever cannot see them', async () => {
    const looking = await (
      await desk.newcomer({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    ).newPage()
    await looking.goto(`${address}?lang=fi`)
    await expectAccessible(looking)
    await expectWhole(looking)
    await screenshot(looking, 'survey-page-start')
    await looking.getByRole('button', { name: fi('surveys.page.start') }).click()
    await expectAccessible(looking)
    await expectWhole(looking)
    await screenshot(looking, 'survey-page-question')
    await looking.setViewportSize({ width: 1440, height: 900 })
    await looking.goto(`${address}?lang=en`)
    await screenshot(looking, 'survey-page-en')
    expect(desk.faults).toEqual([])
  })

  test('closing says first that it is for good, and of one answer nothing is kept', async () => {
    await page.getByRole('button', { name: fi('ui.surveys.act.closing') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.surveys.act.closing') })
      .click()
    await vi.waitFor(
      async () => {
        await page.reload()
        await page.getByText(fi('ui.surveys.not-told.few')).waitFor({ timeout: 3000 })
      },
      { timeout: 60_000, interval: 500 },
    )
  })
})
