/** What a newcomer is shown first: an old notice and its lawful successor, by the keyboard, to a screen reader and on paper. */

import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

inBrowser('two notices compared', () => {
  let desk: Desk
  let page: Page

  beforeAll(async () => {
    ;({ desk, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

  test('the notice page leads to it, and the keyboard from one change to the next', async () => {
    await page.goto(`${desk.server.address}/our-notice`)
    const way = page.getByRole('link', { name: fi('ui.notice.newcomer') })
    await way.waitFor()
    await way.focus()
    await page.keyboard.press('Enter')
    const changes = page.locator('.difference')
    await changes.first().waitFor()
    const headings = await changes.locator('h3').allTextContents()
    expect(headings).toContain('Uusi käyttötarkoitus: Kirjanpito')
    expect(headings.length).toBeGreaterThan(100)

    await page.keyboard.press('j')
    expect(await focused()).toBe(headings[0])
    await page.keyboard.press('j')
    expect(await focused()).toBe(headings[1])
    await page.keyboard.press('k')
    expect(await focused()).toBe(headings[0])
    await changes
      .filter({ hasText: fi('ui.compare.persons', { count: 0, number: '0' }) })
      .first()
      .waitFor()
  })

  test('the worst stand first and editorial changes are opened when wanted', async () => {
    const groups = page.locator('.differences > details')
    await expect
      .poll(() => groups.locator('summary h2').allTextContents())
      .toEqual([
        expect.stringContaining(fi('ui.compare.weight.new-purpose-or-basis')),
        expect.stringContaining(fi('ui.compare.weight.material')),
        expect.stringContaining(fi('ui.compare.weight.editorial')),
      ])
    const editorial = groups.last()
    expect(await editorial.getAttribute('open')).toBeNull()
    await editorial.locator('summary').focus()
    await page.keyboard.press('Enter')
    await editorial.locator('h3').first().waitFor()
  })

  test('in the document, what went and what came differ by more than colour', async () => {
    await page.getByRole('tab', { name: fi('ui.compare.view.redline') }).click()
    const [gone, come] = [page.locator('.redline del').first(), page.locator('.redline ins').first()]
    await gone.waitFor()
    const line = (mark: typeof gone) => mark.evaluate(one => getComputedStyle(one).textDecorationLine)
    expect([await line(gone), await line(come)]).toEqual(['line-through', 'underline'])
    await expect.poll(() => gone.textContent()).toContain(fi('ui.compare.removed'))
    await expect.poll(() => come.textContent()).toContain(fi('ui.compare.added'))
    const lines = await page.locator('.redline-line').count()
    await page.getByRole('switch', { name: fi('ui.compare.only-changed') }).focus()
    await page.keyboard.press('Space')
    await expect.poll(() => page.locator('.redline-line').count()).toBeGreaterThan(lines)
  })

  test('on paper there are no buttons, and the marks stay', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.getByRole('button', { name: fi('ui.compare.print') }).isVisible()).toBe(false)
    await expect.poll(() => page.locator('.redline del').first().isVisible()).toBe(true)
    await page.emulateMedia({ media: null })
  })

  test('another notice is chosen, stays in the address, and the same notice says the same', async () => {
    await page.getByLabel(fi('ui.compare.after')).selectOption('example:old-template')
    await page.getByText(fi('ui.compare.none')).waitFor()
    expect(new URL(page.url()).searchParams.get('b')).toBe('example:old-template')
    await page.reload()
    await page.getByText(fi('ui.compare.none')).waitFor()
    await page.getByLabel(fi('ui.compare.after')).selectOption('version:1')
    await page.getByRole('button', { name: fi('ui.compare.swap') }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('a')).toBe('version:1')
    await page.locator('.difference').first().waitFor()
  })

  test('a notice is pasted, or comes from a file, and never stands in the address; an old one is read first', async () => {
    const own = readFileSync('examples/notices/ixir.yaml', 'utf8')
    await page.goto(`${desk.server.address}/our-notice/compare?a=version:1&b=pasted`)
    const field = page.getByLabel(fi('ui.compare.text'))
    await field.fill(own.replace('keep: 3 years after case is closed', 'keep: 4 years after case is closed'))
    await page.getByRole('button', { name: fi('ui.compare.do') }).click()
    await page.locator('.difference h3', { hasText: 'Säilytysaika pitenee' }).waitFor()
    await expect.poll(() => page.locator('.difference').count()).toBe(1)
    expect(new URL(page.url()).search).toBe('?a=version:1&b=pasted')

    await page.getByRole('button', { name: fi('ui.compare.swap') }).click()
    await page.locator('.difference h3', { hasText: 'Säilytysaika lyhenee' }).waitFor()

    await page.getByRole('button', { name: fi('ui.read.change-text') }).click()
    await page.locator('input[type=file]').setInputFiles('examples/read/gym.txt')
    await expect.poll(() => field.inputValue()).toContain('rekisteri')
    await page.getByRole('button', { name: fi('ui.compare.do') }).click()
    await page.getByText(fi('ui.compare.read-first')).waitFor()
    await page.locator('.difference').nth(20).waitFor()
  })

  test('what was read of an old notice is compared with the notice in force', async () => {
    await page.goto(`${desk.server.address}/our-notice/read`)
    await page.getByLabel(fi('ui.read.text')).fill(readFileSync('examples/read/gym.txt', 'utf8'))
    await page.getByRole('button', { name: fi('ui.read.read'), exact: true }).click()
    await page.getByRole('link', { name: fi('ui.read.compare') }).click()
    await page.locator('.difference').nth(20).waitFor()
    await expect.poll(() => page.getByLabel(fi('ui.compare.before')).inputValue()).toBe('read')
    await expect.poll(() => page.getByLabel(fi('ui.compare.after')).inputValue()).toBe('version:1')
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
