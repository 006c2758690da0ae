/** An old notice pasted in a real browser: by staff, with lines between sentence and thing, and by anybody, without script. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, expectAccessible, expectWhole, fi, inBrowser, oldNotice, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('an old notice', () => {
  let desk: Desk
  let signedIn: BrowserContext

  beforeAll(async () => {
    ;({ desk, context: signedIn } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  async function pasted(text = oldNotice): Promise<Page> {
    const page = await signedIn.newPage()
    await page.goto(`${desk.server.address}/our-notice/read`)
    await page.getByLabel(fi('ui.read.text')).fill(text)
    await page.getByRole('button', { name: fi('ui.read.read') }).click()
    await page.locator('.old-notice-desk').waitFor()
    return page
  }
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '')

  test('is the first step on the page of the notice', async () => {
    const page = await signedIn.newPage()
    await page.goto(`${desk.server.address}/our-notice`)
    await page.getByRole('link', { name: fi('ui.notice.first-step') }).click()
    await page.getByLabel(fi('ui.read.text')).waitFor()
    await page.close()
  })

  test('lights a sentence with what it says, and draws lines between them', async () => {
    const page = await pasted()
    expect(await page.locator('.old-notice-lines path').count()).toBe(0)
    await page.getByRole('link', { name: /^Sopimus, lakisääteinen velvoite/ }).hover()
    await page.locator('.old-notice-lines path').nth(2).waitFor({ state: 'attached' })
    const lit = await page.locator('.old-notice-part [data-lit]').allTextContents()
    expect(lit).toEqual(
      [/^sopimus/, /^lakisääteinen velvoite/, /^oikeutettu etu/].map(word => expect.stringMatching(word)),
    )
    await expectAccessible(page)
    await expectWhole(page)
    await page.close()
  })

  test('is gone through by the keyboard alone: arrows among the things, Enter to the sentence and back', async () => {
    const page = await pasted()
    await page.locator('#old-thing-0').focus()
    await page.keyboard.press('ArrowDown')
    const thing = await focused(page)
    expect(thing).toMatch(/^old-thing-(?!0$)/)
    await page.keyboard.press('Enter')
    expect(await focused(page)).toMatch(/^old-sentence-/)
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe(thing)
    await page.keyboard.press('End')
    expect(await page.locator(':focus').evaluate(mark => mark.closest('li')?.nextElementSibling ?? null)).toBeNull()
    await page.close()
  })

  test('is mended in one draft that opens at the part, and is still here when one comes back', async () => {
    const page = await pasted()
    const mend = (gap: RegExp) =>
      page.locator('.old-notice-gaps ol > li', { hasText: gap }).first().getByRole('button').click()
    await mend(/säilytysaika puuttuu/)
    await page.locator('.entry-open[aria-expanded=true]:focus').waitFor()
    const draft = new URL(page.url())
    expect(draft.hash).toBe('#categories.identity')
    await expect.poll(() => page.locator('.entry:has(:focus)').getAttribute('data-path')).toBe('categories.identity')
    await page.goBack()
    await page.locator('.old-notice-desk').waitFor()
    await mend(/vastaanottaj/i)
    await page.locator('.draft-fields').waitFor()
    expect(new URL(page.url()).pathname).toBe(draft.pathname)
    expect(new URL(page.url()).hash).toBe('#recipients')
    await page.close()
  })

  test('that is something else is said to be so', async () => {
    const page = await pasted('Pilvinen päivä. Illalla sataa.')
    await page.getByText(fi('ui.read.not-a-notice')).waitFor()
    await page.close()
  })

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('is read at /try without script, at %i, %s', async (width, colorScheme) => {
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width, height: 900 }, colorScheme })
    const page = await context.newPage()
    await page.goto(`${desk.server.address}/try`)
    await page.getByLabel(fi('ui.read.text')).fill(oldNotice)
    await page.getByRole('button', { name: fi('ui.read.read') }).click()
    await page.locator('.reading').waitFor()
    const sentence = page.getByRole('link', { name: /^Sopimus, lakisääteinen velvoite/ })
    const thing = page.locator('.reading li', { hasText: 'oikeutettu etu' })
    const colour = () => thing.evaluate(element => getComputedStyle(element).backgroundColor)
    await page.mouse.move(0, 0)
    const before = await colour()
    await sentence.click()
    await page.mouse.move(0, 0)
    expect(await colour()).not.toBe(before)
    await context.close()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
