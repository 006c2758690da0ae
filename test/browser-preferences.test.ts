/** The page of permits as people use it: by a link from the customer's page, without script, by keyboard, on a narrow screen, in three languages. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { text } from '../src/texts/texts.ts'
import {
  addCustomer,
  ask,
  type Desk,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  openSignedIn,
  screenshot,
} from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('the page of permits', () => {
  let desk: Desk
  let staff: BrowserContext
  let person: string

  beforeAll(async () => {
    ;({ desk, context: staff } = await openSignedIn())
    person = await addCustomer(staff, desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(async () => {
    await desk?.end()
  })

  const statement = (kind: string, more: object) =>
    ask(
      staff,
      desk,
      'POST',
      `/persons/${person}/statements`,
      { kind, givenAt: '2026-02-01T10:00:00Z', source: 'forms', ...more },
      'customer-care',
    )
  const linkFor = async (): Promise<string> => {
    const { link } = await ask<{ link: string }>(
      staff,
      desk,
      'POST',
      `/persons/${person}/preference-links`,
      { by: 'copy' },
      'customer-care',
    )
    return `${desk.server.address}${new URL(link).pathname}`
  }
  const openWithoutScript = async (): Promise<Page> => {
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } })
    return context.newPage()
  }

  test('staff see yes or no with its reason, open what it rests on, and hand on a link', async () => {
    await statement('consent', {
      purpose: 'marketing',
      channel: 'email',
      wording: 'Kyllä, haluan uutiskirjeen.',
      method: 'form',
      place: '/forms/uutiskirje',
    })
    await statement('objection', { purpose: 'sales', channel: 'post' })
    const page = await staff.newPage()
    await page.goto(`${desk.server.address}/customers/${person}`)
    const panel = page.getByRole('region', { name: fi('ui.may-i.title') })
    await panel.getByText(fi('permissions.reason.consent')).waitFor()
    await panel.getByText(fi('permissions.reason.prohibited')).waitFor()
    await panel.locator('summary', { hasText: '/forms/uutiskirje' }).click()
    await panel.getByText('Kyllä, haluan uutiskirjeen.').waitFor()
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await expectAccessible(page)
      await expectWhole(page)
      await screenshot(page, `permissions-panel-${width}`)
    }
    await panel.getByRole('button', { name: fi('ui.may-i.record') }).click()
    await panel.getByText(fi('ui.statement.consent'), { exact: true }).click()
    const offered = await panel.getByLabel(fi('ui.statement.purpose')).locator('option').allTextContents()
    expect(offered).toContain(fi('vocabulary.purposes.research.name')) // not only the recorder's own purposes
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await expectAccessible(page)
      await expectWhole(page)
      await screenshot(page, `permissions-form-${width}`)
    }
    await panel.getByRole('button', { name: fi('ui.may-i.link-copy') }).click()
    const dialog = page.getByRole('dialog')
    await expect
      .poll(() => dialog.getByLabel(fi('ui.may-i.link-label')).inputValue())
      .toMatch(/\/preferences\/[\w-]{43}$/)
    await expectAccessible(page)
    await screenshot(page, 'permissions-link')
    await page.close()
  })

  test('without script it says the same in three languages', async () => {
    const link = await linkFor()
    const page = await openWithoutScript()
    for (const lang of ['fi', 'sv', 'en'] as const) {
      await page.goto(`${link}?lang=${lang}`)
      await page.getByRole('heading', { name: text(lang, 'preferences.title') }).waitFor()
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(lang)
      await expect.poll(() => page.getByRole('radio').count()).toBe(14) // five ways to be contacted, two uses of data
      await screenshot(page, `preferences-${lang}`)
    }
    await page.context().close()
  })

  test('by keyboard alone a permit is withdrawn, all is forbidden in one press, and one permit is given again', async () => {
    const page = await openWithoutScript()
    await page.goto(await linkFor())
    const radio = (field: string, value: 'yes' | 'no') => page.locator(`input[name="${field}"][value="${value}"]`)
    const save = page.getByRole('button', { name: fi('preferences.save') })
    await expect.poll(() => radio('marketing.email', 'yes').isChecked()).toBe(true)

    await radio('marketing.email', 'yes').focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => radio('marketing.email', 'no').isChecked()).toBe(true)
    await save.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    await expect.poll(() => radio('marketing.email', 'no').isChecked()).toBe(true)
    await screenshot(page, 'preferences-saved')

    await page.getByRole('button', { name: fi('preferences.nothing.button') }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    expect(await page.locator('input[value="yes"]:checked').count()).toBe(0)

    await radio('research.email', 'yes').check()
    await save.press('Enter')
    await page.getByRole('alert').waitFor() // the notice asks for an age
    await screenshot(page, 'preferences-age')
    await expect.poll(() => radio('research.email', 'yes').isChecked()).toBe(true) // what was chosen is not lost
    await page.getByRole('checkbox').check()
    await save.press('Enter')
    await page.getByRole('status').waitFor()
    await expect.poll(() => page.locator('input[value="yes"]:checked').count()).toBe(1)

    const told = page.waitForEvent('download')
    await page.getByRole('link', { name: fi('vocabulary.purposes.research.name') }).click()
    expect((await told).suggestedFilename()).toMatch(/\.jsonld$/)
    await page.context().close()
  })

  test('a link that leads nowhere says so, and whom to ask', async () => {
    const page = await openWithoutScript()
    await page.goto(`${desk.server.address}/preferences/${'x'.repeat(43)}`)
    await page.getByRole('heading', { name: fi('preferences.no-link.title') }).waitFor()
    await screenshot(page, 'preferences-no-link')
    await page.context().close()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
