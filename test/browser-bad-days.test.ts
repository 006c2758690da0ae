/** On a bad day nothing that was typed is lost, both values are shown, and everybody reads the notice, with script or without. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, aino, type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 60_000 })

inBrowser('bad days', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let bertta = ''

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    bertta = await addCustomer(context, desk, ['Bertta', 'Mäkelä'])
  })
  afterAll(async () => {
    await desk?.end()
  })

  const change = async (on: Page) => {
    await on.goto(`${desk.server.address}/customers/${bertta}`)
    await on
      .getByRole('button', { name: /^Muuta: / })
      .first()
      .click()
  }
  const familyName = (on: Page) => on.getByRole('textbox', { name: 'Sukunimi' })
  const save = (on: Page) => on.getByRole('button', { name: fi('ui.save'), exact: true }).click()
  const byTelephone = (on: Page) =>
    on.getByRole('combobox', { name: fi('ui.row.source') }).selectOption({ label: 'Puhelin' })

  test('the network goes while somebody types: said, kept, and saved when it is back', async () => {
    await change(page)
    await familyName(page).fill('Mäkelä-Laine')
    await byTelephone(page)
    await context.setOffline(true)
    await page.getByText(fi('ui.problem.network-gone')).waitFor()
    await save(page)
    await page.getByText(fi('ui.problem.unreachable'), { exact: true }).waitFor()
    await expect.poll(() => familyName(page).inputValue()).toBe('Mäkelä-Laine')
    await context.setOffline(false)
    await page.getByText(fi('ui.problem.network-gone')).waitFor({ state: 'hidden' })
    await save(page)
    await page.getByRole('heading', { level: 1, name: 'Bertta Mäkelä-Laine' }).waitFor()
  })

  test('the network goes between two screens: what was typed stays, and the next one comes when it is back', async () => {
    await change(page)
    await familyName(page).fill('Mäkelä-Virta')
    await context.setOffline(true)
    await page.getByRole('link', { name: fi('ui.organisations.title') }).click()
    const gone = page.getByRole('alert').filter({ hasText: fi('ui.problem.unreachable') })
    await gone.waitFor()
    await page.keyboard.press('Control+k') // neither this is there yet
    await expect.poll(() => familyName(page).inputValue()).toBe('Mäkelä-Virta')
    expect(new URL(page.url()).pathname).toBe(`/customers/${bertta}`)
    await expectAccessible(page)
    await context.setOffline(false)
    await gone.getByRole('button', { name: fi('ui.problem.retry') }).click()
    await page.getByRole('heading', { level: 1, name: fi('ui.organisations.title') }).waitFor()
    expect(await gone.count()).toBe(0)
  })

  test('somebody else changed the value meanwhile: both are shown, and one chooses', async () => {
    const other = await context.newPage()
    await change(page)
    await change(other)
    await familyName(other).fill('Laine')
    await byTelephone(other)
    await save(other)
    await other.getByRole('heading', { level: 1, name: 'Bertta Laine' }).waitFor()
    await page.bringToFront() // a tab behind another one is drawn once a second
    await familyName(page).fill('Mäkelä')
    await byTelephone(page)
    await save(page)
    await page.getByText(fi('ui.conflict.title')).waitFor()
    await page.getByText(fi('ui.conflict.theirs', { value: 'Laine' })).waitFor()
    await page.getByText(fi('ui.conflict.ours', { value: 'Mäkelä' })).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: fi('ui.conflict.keep-ours') }).click()
    await save(page)
    await page.getByRole('heading', { level: 1, name: 'Bertta Mäkelä' }).waitFor()
    await other.close()
  })

  test('a name of a hundred characters and one written from right to left keep to their place', async () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3).slice(0, 100)
    const ids = [
      await addCustomer(context, desk, ['Eeva', long]),
      await addCustomer(context, desk, ['عائشة', 'الأندلسية']),
    ]
    const narrow = await context.newPage()
    await narrow.setViewportSize({ width: 390, height: 800 })
    for (const id of ids) {
      await narrow.goto(`${desk.server.address}/customers/${id}`)
      await narrow.locator('.person-values').first().waitFor()
      await expectWhole(narrow)
      await expectAccessible(narrow)
    }
    await narrow.close()
  })

  test('more columns than there is room for: the list scrolls within itself, heading and name stay in view', async () => {
    const names = Array.from({ length: 40 }, (_, n) => ['Kaisa', `Rivinen ${String(n).padStart(2, '0')}`] as const)
    for (const name of names) await addCustomer(context, desk, name)
    const list = await context.newPage()
    await list.setViewportSize({ width: 1280, height: 800 })
    await list.goto(`${desk.server.address}/customers`)
    await list.getByRole('link', { name: 'Kaisa Rivinen 00' }).waitFor()
    await list.getByRole('button', { name: fi('ui.customers.columns') }).click()
    const offered = list.locator('.column-choice input:not(:checked)')
    for (let column = 0; column < 12; column += 1) await offered.nth(1).check()
    await list.keyboard.press('Escape')
    const frame = list.locator('.customer-table[data-many]')
    await frame.evaluate(element => element.scrollTo({ left: 500, top: 600 }))
    const from = async (what: string) =>
      (await frame.locator(what).first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    const [{ x, y }, head] = [
      await frame.boundingBox().then(box => box ?? { x: 0, y: 0 }),
      await from('thead .customer-name'),
    ]
    expect([head.x - x, head.y - y]).toEqual([36, 0])
    await expect.poll(() => from('tbody .customer-name').then(name => name.x - x)).toBe(36)
    await expectWhole(list)
    await expectAccessible(list)
    for (const key of ['j', 'j', 'j', 'ArrowDown', 'ArrowDown']) await list.keyboard.press(key)
    const at = await list.locator('a:focus').boundingBox()
    expect(at?.y).toBeGreaterThan(head.y + head.height - 1)
    await list.close()
  })

  test('a session that has ended: sign-in, and back to the same customer', async () => {
    await page.goto(`${desk.server.address}/customers/${bertta}`)
    await page.getByRole('heading', { level: 1, name: 'Bertta Mäkelä' }).waitFor()
    await context.clearCookies()
    await page.getByText(fi('ui.looks.title')).click()
    await page.getByRole('heading', { level: 1, name: fi('ui.sign-in.title') }).waitFor()
    await page.getByRole('textbox', { name: fi('ui.sign-in.email') }).fill(aino.email)
    await page.locator('input[type=password]').fill(aino.password)
    await page.getByRole('button', { name: fi('ui.sign-in.act') }).click()
    await page.getByRole('heading', { level: 1, name: 'Bertta Mäkelä' }).waitFor()
  })

  test('the public notice in three languages without script', async () => {
    const reader = await desk.newcomer({ javaScriptEnabled: false })
    const notice = await reader.newPage()
    for (const lang of ['fi', 'sv', 'en']) {
      await notice.goto(`${desk.server.address}/notice?lang=${lang}`)
      await expect.poll(() => notice.locator('html').getAttribute('lang')).toBe(lang)
      await notice.getByText('Ixir-verkkokurssit Oy').first().waitFor()
      await notice.setViewportSize({ width: 390, height: 800 })
      expect(await notice.locator('script').count()).toBe(0)
    }
    await reader.close()
    // Axe is itself a script: it looks at the same page in a browser that has it.
    const phone = await context.newPage()
    await phone.setViewportSize({ width: 390, height: 800 })
    for (const lang of ['fi', 'sv', 'en']) {
      await phone.goto(`${desk.server.address}/notice?lang=${lang}`)
      await expectAccessible(phone)
      await expectWhole(phone)
    }
    await phone.close()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
