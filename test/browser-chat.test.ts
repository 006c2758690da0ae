/** The chat as people use it: in the page of another site, with nothing kept in the browser; staff who answer; a lost connection; and the page without script. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask, type Desk, expectAccessible, fi, inBrowser, lookAt, openSignedIn, screenshot } from './browser.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

inBrowser('chat', () => {
  let desk: Desk
  let staff: BrowserContext
  let screen: Page
  let shop: ReturnType<typeof createServer>
  let site = ''

  beforeAll(async () => {
    ;({ desk, context: staff, page: screen } = await openSignedIn())
    await ask(staff, desk, 'PUT', '/chats/door', { open: true }, 'customer-care')
    const body = `<!doctype html><html lang="fi"><title>Kauppa</title><h1>Kauppa</h1><script src="${desk.server.address}/chat.js" async></script>`
    shop = createServer((_, answer) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(body))
    await new Promise<void>(listening => shop.listen(0, '127.0.0.1', listening)) // another origin than localhost
    site = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
  })
  afterAll(async () => {
    shop?.close()
    await desk?.end()
  })

  const kept = (page: Page, context: BrowserContext) =>
    Promise.all([page.evaluate(() => [localStorage.length, sessionStorage.length]), context.cookies()])
  const launcher = (page: Page) => page.getByRole('button', { name: fi('chat.open') })
  const saying = async (page: Page, words: string) => {
    await page.getByLabel(fi('chat.text')).fill(words)
    await page.getByRole('button', { name: fi('chat.send') }).click()
  }
  /** Staff answer in the inbox. */
  const openChat = async (words: string) => {
    await screen.goto(`${desk.server.address}/inbox`)
    await screen.locator('.inbox li').filter({ hasText: words }).getByRole('link').click()
    await screen.getByRole('log').getByText(words).waitFor()
  }
  const answers = async (words: string) => {
    const box = screen.getByRole('textbox', { name: fi('ui.inbox.answer'), exact: true })
    await box.fill(words)
    await box.press('Control+Enter')
    await screen.getByRole('log').getByText(words).waitFor()
  }

  test('a visitor of a shop is answered by staff, and nothing is asked of the server before they open it', async () => {
    const context = await desk.newcomer()
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await page.goto(site)
    await launcher(page).waitFor()
    expect(asked.filter(path => path !== '/favicon.ico')).toEqual(['/', '/chat.js'])
    expect(await kept(page, context)).toEqual([[0, 0], []])
    await launcher(page).press('Enter')
    await page.getByText(fi('chat.away')).waitFor()
    await page.getByText(fi('forms.layer.title')).first().click()
    await page.getByText('Ixir-verkkokurssit Oy').waitFor()
    await expectAccessible(page)
    await screenshot(page, 'chat-widget')
    await saying(page, 'Onko kurssilla paikkoja?')
    await page.getByRole('log').getByText('Onko kurssilla paikkoja?').waitFor()
    await openChat('Onko kurssilla paikkoja?')
    await screen.getByText(fi('ui.chats.nameless-why')).waitFor()
    await answers('On kaksi.')
    await lookAt(screen, 'chat-one')
    await page.getByRole('log').getByText('On kaksi.').waitFor()
    await page.getByText(fi('chat.here')).waitFor()
    await saying(page, 'Kiitos!')
    await screen.getByRole('log').getByText('Kiitos!').waitFor() // comes by itself
    expect(await kept(page, context)).toEqual([[0, 0], []])
    await context.close()
  })

  test('what is written while the connection is away stays, and is said once when it is back', async () => {
    const context = await desk.newcomer()
    const page = await context.newPage()
    await page.goto(site)
    await launcher(page).click()
    await saying(page, 'Ensin')
    await page.getByRole('log').getByText('Ensin').waitFor()
    await context.setOffline(true)
    await saying(page, 'Katkon aikana')
    await page.getByText(fi('chat.offline')).waitFor()
    await expect.poll(() => page.getByLabel(fi('chat.text')).inputValue()).toBe('Katkon aikana')
    await screenshot(page, 'chat-widget-offline')
    await context.setOffline(false)
    await page.getByRole('button', { name: fi('chat.send') }).click()
    await page.getByRole('log').getByText('Katkon aikana').waitFor()
    await expect.poll(() => page.getByRole('log').locator('p').count()).toBe(2)
    await context.close()
  })

  test('where the notice lists it the chat waits for consent, then stays over a page, and goes with the consent', async () => {
    const context = await desk.newcomer()
    // As the server says it when the notice lists `seloste_chat` among preferences (src/chat/chat.test.ts).
    await context.route('**/chat.js', async route => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(
        '"remembers":false,"needs":null',
        '"remembers":true,"needs":"preferences"',
      )
      return route.fulfill({ response: answer, body })
    })
    const page = await context.newPage()
    const consent = (agreed: readonly string[]) =>
      page.evaluate(detail => document.dispatchEvent(new CustomEvent('seloste-consent', { detail })), agreed)
    await page.goto(site, { waitUntil: 'networkidle' })
    expect(await launcher(page).count()).toBe(0)
    await consent(['analytics'])
    expect(await launcher(page).count()).toBe(0)
    await consent(['preferences'])
    await launcher(page).click()
    await saying(page, 'Muista minut')
    await page.getByRole('log').getByText('Muista minut').waitFor()
    expect((await kept(page, context))[0]).toEqual([0, 1])
    await page.reload({ waitUntil: 'networkidle' })
    await consent(['preferences'])
    await page.getByRole('log').getByText('Muista minut').waitFor()
    await consent([])
    expect(await launcher(page).count()).toBe(0)
    expect((await kept(page, context))[0]).toEqual([0, 0])
    await context.close()
  })

  test('without script, by the keyboard, on a telephone', async () => {
    const context = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(`${desk.server.address}/chat?lang=fi`)
    await screenshot(page, 'chat-page')
    await page.getByLabel(fi('chat.text')).fill('Ilman skriptejä')
    await vi.waitFor(
      async () => {
        await page.getByRole('button', { name: fi('chat.send') }).press('Enter')
        await page.locator('.chat-lines li').first().waitFor({ timeout: 2_000 })
      },
      { timeout: 60_000 },
    )
    await openChat('Ilman skriptejä')
    await answers('Toimii näinkin.')
    await page.getByRole('button', { name: fi('chat.look') }).press('Enter')
    await page.getByText('Toimii näinkin.').waitFor()
    await screenshot(page, 'chat-page-answered')
    await context.close()
  })
})
