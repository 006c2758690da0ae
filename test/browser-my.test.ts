/** The own page as people use it: an old telephone, no script, a link from a letter, the keyboard alone, in three languages, light and dark. */

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
import { type MailServer, mailServer } from './mail-server.ts'
import { linkIn } from './own-page-desk.ts'
import { type SmsGateway, smsGateway } from './sms-gateway.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('the own page', () => {
  let desk: Desk
  let staff: BrowserContext
  let letters: MailServer
  let texts: SmsGateway
  let person: string
  let page: Page

  beforeAll(async () => {
    ;[letters, texts] = await Promise.all([mailServer(), smsGateway()])
    ;({ desk, context: staff } = await openSignedIn({ SMTP_URL: letters.url, SMS_URL: texts.url }))
    person = await addCustomer(staff, desk, ['Aino', 'Virtanen'], 'aino@example.org', {
      profile: [{ language: 'fi' }],
      work: [{ title: 'Purjehtija' }],
    })
    await ask(
      staff,
      desk,
      'POST',
      `/persons/${person}/statements`,
      {
        kind: 'consent',
        purpose: 'marketing',
        channel: 'email',
        wording: 'Kyllä, haluan uutiskirjeen.',
        method: 'form',
        place: '/forms/uutiskirje',
        givenAt: '2026-02-01T10:00:00Z',
        source: 'forms',
      },
      'customer-care',
    )
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    page = await context.newPage()
  })
  afterAll(async () => {
    await desk?.end()
    await letters?.close()
    await texts?.close()
  })

  /** The page as it stands, wide and narrow, light and dark. axe needs script, which the person's browser has not. */
  const lookAt = async (name: string, path = new URL(page.url()).pathname + new URL(page.url()).search) => {
    const context = await desk.newcomer()
    await context.addCookies(await page.context().cookies())
    const other = await context.newPage()
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
      [390, 'light'],
    ] as const) {
      await other.setViewportSize({ width, height: 900 })
      await other.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await other.goto(`${desk.server.address}${path}`)
      await expectAccessible(other)
      await expectWhole(other)
      await screenshot(other, `my-${name}-${width}-${colorScheme}`)
    }
    await context.close()
  }
  const letter = async (count: number): Promise<void> => {
    await expect.poll(() => letters.received.length, { timeout: 30_000 }).toBe(count)
  }

  test('staff have the link sent', async () => {
    const screen = await staff.newPage()
    await screen.goto(`${desk.server.address}/customers/${person}`)
    const panel = screen.getByRole('region', { name: fi('ui.own-page.title') })
    await panel.getByRole('button', { name: fi('ui.own-page.send') }).click()
    await screen.getByText(fi('ui.own-page.sent')).waitFor()
    await letter(1)
    await screenshot(screen, 'my-staff')
    await screen.close()
  })

  test('by keyboard alone: an address, the letter, a button, and everything that is held', async () => {
    await page.goto(`${desk.server.address}/my?lang=fi`)
    await lookAt('door')
    await page.keyboard.press('Tab') // past the way to the content and the languages
    await page.getByLabel(fi('my.in.address')).focus()
    await page.keyboard.type('aino@example.org')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: fi('my.asked.title') }).waitFor()
    await screenshot(page, 'my-asked')
    await letter(2)
    await page.goto(`${desk.server.address}${linkIn(letters)}?lang=fi`)
    await screenshot(page, 'my-link')
    await page.getByRole('button', { name: fi('my.link.enter') }).press('Enter')
    await page.getByRole('heading', { name: 'Aino Virtanen' }).waitFor()
    for (const words of ['aino@example.org', 'Purjehtija', fi('my.kind.person'), fi('my.page.signed-in').slice(0, 12)])
      expect(await page.getByText(words).count(), words).toBeGreaterThan(0)
    expect(await page.locator('script').count()).toBe(0)
    for (const lang of ['fi', 'en', 'sv'] as const) await lookAt(`page-${lang}`, `/my?lang=${lang}`)
  })

  test('the forms say first what they do', async () => {
    for (const form of ['object', 'withdraw', 'restrict', 'erase'] as const) {
      await page.goto(`${desk.server.address}/my/${form}?lang=fi`)
      await page.getByRole('heading', { name: fi(`my.${form}.title`) }).waitFor()
      await lookAt(form)
    }
    await lookAt('erase-en', '/my/erase?lang=en')
    await page.goto(`${desk.server.address}/my/restrict?lang=fi`)
    await page.locator('input[value="accuracy"]').check()
    await page.getByLabel(fi('my.restrict.words')).fill('   ')
    await page.getByRole('button', { name: fi('my.restrict.button') }).press('Enter')
    await page.getByRole('alert').waitFor()
    await expect.poll(() => page.locator('input[value="accuracy"]').isChecked()).toBe(true) // what was chosen is not lost
    await screenshot(page, 'my-fault')
  })

  test('a consent is withdrawn and the copy is fetched by the keyboard alone', async () => {
    await page.goto(`${desk.server.address}/my/withdraw?lang=fi`)
    await page.getByRole('checkbox').first().focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: fi('my.withdraw.button') }).press('Enter')
    await page.getByRole('heading', { name: fi('my.done.title') }).waitFor()
    await lookAt('done')
    await page.goto(`${desk.server.address}/my?lang=fi`)
    await page.getByRole('button', { name: fi('my.copy.access'), exact: true }).press('Enter')
    const told = page.waitForEvent('download')
    await page.getByRole('link', { name: fi('my.done.format.pdf') }).press('Enter')
    expect((await told).suggestedFilename()).toMatch(/\.pdf$/)
  })

  test('a value is corrected, and who came in by it comes in again by the new one', async () => {
    await page.goto(`${desk.server.address}/my?lang=fi`)
    await page
      .locator('.row', { hasText: 'aino@example.org' })
      .getByRole('link', { name: fi('my.page.correct') })
      .press('Enter')
    await lookAt('correct')
    await page.getByRole('textbox').first().fill('aino.uusi@example.org')
    await page.getByRole('button', { name: fi('my.correct.button') }).press('Enter')
    await page.getByLabel(fi('my.in.address')).waitFor()
    const before = letters.received.length
    await page.getByLabel(fi('my.in.address')).fill('aino.uusi@example.org')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: fi('my.asked.title') }).waitFor()
    await expect.poll(() => letters.received.length, { timeout: 30_000 }).toBeGreaterThan(before)
  })

  test('a code by text message, and a wrong one', async () => {
    await page.goto(`${desk.server.address}/my?lang=en`)
    await page.getByLabel(text('en', 'my.in.address')).fill('040 123 4567')
    await page.keyboard.press('Enter')
    await page.getByLabel(text('en', 'my.code.label')).fill('1234 5678')
    await screenshot(page, 'my-code')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await screenshot(page, 'my-code-wrong')
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
