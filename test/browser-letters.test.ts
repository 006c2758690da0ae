/** A letter as staff write it: by the keyboard alone, with a personal field and its fallback, seen as it will be sent, in two languages, saved. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('letters', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    await page.goto(`${desk.server.address}/letters`)
  })
  afterAll(async () => {
    await desk?.end()
  })

  const box = (name: string) => page.getByRole('textbox', { name, exact: true })
  const frame = () => page.frameLocator('.letter-frame')

  test('it is written by the keyboard alone, and seen while it is written', async () => {
    await page.getByText(fi('ui.compose.none')).waitFor()
    await page.getByRole('link', { name: fi('ui.compose.new') }).press('Enter')
    await page.getByRole('button', { name: fi('ui.compose.begin') }).press('Enter')
    await box(fi('ui.compose.subject')).focus()
    await page.keyboard.type('Hei ')
    const toolsOf = fi('ui.compose.tools').replace('{{what}}', fi('ui.compose.subject'))
    await page.getByRole('toolbar', { name: toolsOf }).getByRole('button').press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(fi('ui.compose.field-what'), { exact: true }).selectOption('identity.given_name')
    await page.keyboard.press('Tab')
    await page.keyboard.type('hyvä asiakas')
    await page.keyboard.press('Enter')
    await page.locator('.written-field', { hasText: 'Etunimi' }).waitFor()
    await page.getByRole('button', { name: fi('ui.compose.add-block'), exact: true }).press('Enter')
    await page.keyboard.press('ArrowDown') // heading → text
    await page.getByRole('menuitem', { name: fi('ui.compose.block.text'), exact: true }).press('Enter')
    await box(fi('ui.compose.block.text')).focus()
    await page.keyboard.type('Kurssit alkavat ')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('maaliskuussa <b>')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Tervetuloa')
    await frame().locator('strong', { hasText: 'maaliskuussa <b>' }).waitFor()
    await frame().locator('p', { hasText: 'Tervetuloa' }).waitFor()
    expect(
      await frame()
        .locator('body')
        .evaluate(body => getComputedStyle(body).backgroundColor),
    ).toBe('rgb(244, 246, 245)')
    await page.locator('.letter-preview').getByText('Hei hyvä asiakas').waitFor()
    await expectAccessible(page)
  })

  test('what is pasted keeps nothing but what a letter has', async () => {
    const editor = box(fi('ui.compose.block.text'))
    await editor.press('Control+End')
    await editor.evaluate(target => {
      const data = new DataTransfer()
      data.setData(
        'text/html',
        '<p>Liitetty <a href="javascript:alert(1)">paha</a> <a href="https://example.fi/">hyvä</a><script>y()</script></p>',
      )
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await frame().getByText('Liitetty paha').waitFor()
    const links = await editor.locator('a').evaluateAll(all => all.map(one => one.getAttribute('href')))
    expect(links).toEqual(['https://example.fi/'])
  })

  test('a picture is taken in, must be described, and is drawn in the letter', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
    const file = { name: 'ruukku.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') }
    await page.locator('.letter-editor input[type=file]').last().setInputFiles(file)
    await page.locator('.letter-preview').getByText(fi('ui.compose.gap.alt')).waitFor()
    await box(fi('ui.compose.alt')).fill('Sininen ruukku')
    const drawn = frame().getByAltText('Sininen ruukku')
    await drawn.waitFor()
    expect(await drawn.evaluate(picture => picture instanceof HTMLImageElement && picture.naturalWidth)).toBe(1)
  })

  test('it is saved, seen as a customer on record, and begun in Swedish as a copy', async () => {
    await box(fi('ui.compose.name')).fill('Kevään kirje')
    await page.getByRole('button', { name: fi('ui.compose.save') }).press('Enter')
    await page.getByRole('heading', { name: fi('ui.versions.title') }).waitFor()
    await page.getByRole('combobox', { name: fi('ui.compose.as-person') }).fill('aino')
    await page.getByRole('option', { name: /Aino Virtanen/ }).click()
    await page.locator('.letter-preview').getByText('Hei Aino').waitFor()
    await page.getByRole('tab', { name: /Svenska/ }).click()
    await page.getByText(fi('ui.compose.gap.absent')).waitFor()
    await page.getByRole('button', { name: fi('ui.compose.copy-from').replace('{{lang}}', 'Suomi') }).click()
    await box(fi('ui.compose.subject')).fill('Hej')
    await page.locator('.letter-preview').getByText('Hej', { exact: true }).waitFor()
    await page.getByRole('button', { name: fi('ui.compose.save') }).press('Enter')
    await page.locator('.versions li').nth(1).waitFor()
    await page.reload()
    await page.getByRole('tab', { name: new RegExp(`Svenska.*${fi('ui.compose.ready')}`) }).waitFor()
    expect(desk.faults).toEqual([])
  })

  test('without the network what was written stays', async () => {
    await page.locator('.letter-frame').waitFor()
    await context.setOffline(true)
    await box(fi('ui.compose.subject')).press('End')
    await page.keyboard.type(' Bertta')
    await page.getByRole('button', { name: fi('ui.compose.save') }).click()
    await page.getByRole('alert').first().waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: fi('ui.compose.save') }).click()
    await page.locator('.versions li').nth(2).waitFor()
    await expect.poll(() => box(fi('ui.compose.subject')).textContent()).toContain('Bertta')
  })

  test('whoever leaves with changes is asked first, and staying loses nothing', async () => {
    const subject = box(fi('ui.compose.subject'))
    await subject.press('End')
    await page.keyboard.type(' Cilla')
    await expect.poll(() => subject.textContent()).toContain('Cilla')
    const away = page.locator('a[href="/letters"]').first()
    await away.click()
    await page.getByRole('dialog').getByText(fi('ui.leaving.why')).waitFor()
    await page.getByRole('button', { name: fi('ui.leaving.stay') }).press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => subject.textContent()).toContain('Cilla')
    await away.click()
    await page.getByRole('button', { name: fi('ui.leaving.leave') }).click()
    await page.waitForURL('**/letters')
    await page.getByRole('link', { name: 'Kevään kirje' }).waitFor()
  })
})
