/** At the stand: a tablet whose connection comes and goes loses no visitor, says how many wait, and opens again without a connection. */

import { Buffer } from 'node:buffer'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask, type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn, screenshot } from './browser.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 })

inBrowser('events', () => {
  let desk: Desk
  let staff: BrowserContext
  let page: Page
  let id = ''
  let link = ''

  beforeAll(async () => {
    ;({ desk, context: staff, page } = await openSignedIn())
    const words = { title: 'Syysmessut', about: 'Kurssien esittelypiste.' }
    const made = {
      name: 'Syysmessut 2026',
      kind: 'fair',
      source: 'fairs',
      place: 'Helsinki',
      starts: new Date().toISOString(),
      ends: new Date(Date.now() + 86_400_000).toISOString(),
      words: { fi: words, sv: words, en: words },
      permits: 'marketing',
    }
    ;({ id } = await ask<{ id: string }>(staff, desk, 'POST', '/events', made, 'raffles'))
    const device = { name: 'Oven tabletti', hours: 4 }
    ;({ link } = await ask<{ link: string }>(staff, desk, 'POST', `/events/${id}/devices`, device, 'raffles'))
  })
  afterAll(async () => {
    await desk?.end()
  })

  const write = async (on: Page, given: string) => {
    await on.getByLabel(fi('participation.given')).fill(given)
    await on.getByLabel(fi('participation.family')).fill('Virtanen')
    await on.getByLabel(fi('participation.email')).fill(`${given.toLowerCase()}@example.org`)
    await on.locator('input[name=of-age]').check()
    await on.getByRole('button', { name: fi('events.stand.button') }).click()
  }
  const waits = (on: Page, count: number) => on.locator(`[data-waiting="${count}"]`).waitFor({ timeout: 60_000 })

  test('written without a connection it waits encrypted, survives a reload, and is sent once when the connection is back', async () => {
    const context = await desk.newcomer({ viewport: { width: 820, height: 1180 } })
    const tablet = await context.newPage()
    await tablet.goto(link)
    await tablet.evaluate(async () => void (await navigator.serviceWorker.ready))
    await tablet.reload() // now by the worker, which keeps the page
    await expectAccessible(tablet)
    await write(tablet, 'Aino')
    await tablet.getByText(fi('events.stand.sent')).waitFor()
    await context.setOffline(true)
    await write(tablet, 'Bertta')
    await waits(tablet, 1)
    await write(tablet, 'Cecilia')
    await waits(tablet, 2)
    await screenshot(tablet, 'stand-offline')
    await expect.poll(() => tablet.getByLabel(fi('participation.given')).inputValue()).toBe('')
    const kept = await tablet.evaluate(async name => {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const asking = indexedDB.open(name)
        asking.onsuccess = () => done(asking.result)
        asking.onerror = () => failed(asking.error)
      })
      const all = await new Promise<{ sealed: ArrayBuffer }[]>(done => {
        const asking = database.transaction('entry').objectStore('entry').getAll()
        asking.onsuccess = () => done(asking.result)
      })
      return all.map(({ sealed }) => String.fromCharCode(...new Uint8Array(sealed)))
    }, `seloste-stand-${id}`)
    expect(kept).toHaveLength(2)
    expect(Buffer.from(kept.join('')).toString()).not.toMatch(/Bertta|bertta|Cecilia/)
    tablet.on('dialog', dialog => void dialog.accept())
    await tablet.reload()
    await waits(tablet, 2)
    await context.setOffline(false)
    await waits(tablet, 0)
    await expectWhole(tablet)
    expect(desk.faults).toEqual([])
  })

  test('staff see who was there, and mark by the keyboard alone', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.raffles.name') })
      .first()
      .click()
    await page.getByRole('link', { name: fi('ui.events.title') }).click()
    await page.getByRole('link', { name: 'Syysmessut 2026' }).click()
    await page.getByRole('heading', { level: 1, name: 'Syysmessut 2026' }).waitFor()
    await vi.waitFor(
      async () => {
        await page.reload()
        await page.getByRole('checkbox').nth(2).waitFor({ timeout: 3000 })
      },
      { timeout: 60_000, interval: 1000 },
    )
    const boxes = page.getByRole('checkbox')
    await expect.poll(() => boxes.count()).toBe(3)
    await boxes.first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await vi.waitFor(async () => expect(await boxes.nth(1).isChecked()).toBe(false), { timeout: 20_000 })
    await expectAccessible(page)
    await screenshot(page, 'event')
  })

  test('without script the tablet still sends its form', async () => {
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const tablet = await context.newPage()
    await tablet.goto(link)
    await write(tablet, 'Dagny')
    await tablet.getByText(fi('events.stand.sent')).waitFor()
  })
})
