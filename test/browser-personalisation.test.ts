/** Personalised content as people meet it: written by staff by the keyboard, shown in the page of another site to whoever is signed in there, and to nobody else. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, ask, type Desk, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'
import { type WebServer, webServer } from './web-server.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const own = 'Tervetuloa verkkokursseille'

inBrowser('personalised content', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let site: WebServer
  let person: string

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    site = await webServer()
    person = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    const said = {
      kind: 'consent',
      purpose: 'personalisation',
      givenAt: new Date().toISOString(),
      wording: 'Saa valita sisältöjä kiinnostukseni mukaan',
      source: 'forms',
      place: 'Lomake',
      method: 'form',
    }
    await ask(context, desk, 'POST', `/persons/${person}/statements`, said, 'rights')
    await page.goto(`${desk.server.address}/segments`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.personalisation.name') })
      .first()
      .click()
  })
  afterAll(async () => {
    await site?.close()
    await desk?.end()
  })

  test('a slot is written by the keyboard alone; what is wrong is told at its field and nothing is lost', async () => {
    await page.goto(`${desk.server.address}/slots/new`)
    await page.getByText(fi('ui.slots.no-segments')).waitFor()
    const everybody = { name: 'Kaikki luvan antaneet', condition: { all: [] } }
    await ask(context, desk, 'POST', '/segments', everybody, 'personalisation')
    await page.goto(`${desk.server.address}/slots`)
    await page.getByText(fi('ui.slots.none')).waitFor()
    await page.getByRole('link', { name: fi('ui.slots.new') }).press('Enter')
    await page.getByLabel(fi('ui.slots.name')).fill('Etusivun nosto')
    await page.getByLabel(fi('ui.slots.block-name'), { exact: false }).fill('Runokurssi')
    await page.getByLabel(fi('ui.slots.heading')).fill('Uusi runokurssi alkaa')
    await page.getByLabel(fi('ui.slots.link-words')).fill('Katso')
    await page.getByLabel(fi('ui.slots.link-address')).fill('javascript:alert(1)')
    await page.keyboard.press('Enter')
    await page.locator('[aria-invalid=true]').waitFor()
    await expect.poll(() => page.getByLabel(fi('ui.slots.heading')).inputValue()).toBe('Uusi runokurssi alkaa')
    await lookAt(page, 'slot-new')
    await page.getByLabel(fi('ui.slots.link-address')).fill('https://example.fi/runot')
    await page.keyboard.press('Enter')
    await page.locator('.slot-snippet').waitFor()
    await lookAt(page, 'slot')
    await page.goto(`${desk.server.address}/slots`)
    await page.locator('main table').waitFor()
    await lookAt(page, 'slots')
  })

  test('a page of the site shows it to whoever is signed in there, and its own content to everybody else', async () => {
    const { slots } = await ask<{ slots: { id: string }[] }>(
      context,
      desk,
      'GET',
      '/slots',
      undefined,
      'personalisation',
    )
    const { pass } = await ask<{ pass: string }>(
      context,
      desk,
      'POST',
      '/visitor-passes',
      { email: 'aino@example.org' },
      'customer-care',
    )
    const pageWith = (visitor: string) => `<!doctype html><html lang="sv"><title>Kauppa</title>
      <main><div data-seloste-slot="${slots[0]?.id}" data-seloste-visitor="${visitor}">${own}</div></main>
      <script src="${desk.server.address}/blocks.js" async></script></html>`
    site.answer = path => ({
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: pageWith(path === '/signed-in' ? pass : ''),
    })
    const visitor = await desk.newcomer()
    const shop = await visitor.newPage()
    const asked: string[] = []
    shop.on('request', request => asked.push(new URL(request.url()).pathname.replace(/[^/]{20,}/, ':slot')))
    await shop.goto(`${site.url}/`)
    await shop.waitForLoadState('networkidle')
    await expect.poll(() => shop.locator('main').textContent()).toBe(own)
    expect(asked.filter(path => path !== '/favicon.ico')).toEqual(['/', '/blocks.js']) // nobody without a pass is asked about
    await shop.goto(`${site.url}/signed-in`)
    await shop.getByRole('heading', { name: 'Uusi runokurssi alkaa' }).waitFor()
    await expect.poll(() => shop.getByRole('link').getAttribute('href')).toBe('https://example.fi/runot')
    const kept = await shop.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])
    expect([...kept, await visitor.cookies()]).toEqual([0, 0, '', []])
    await visitor.close()
  })

  test('what was shown and why stands on the person’s page', async () => {
    await page.goto(`${desk.server.address}/customers/${person}`)
    const panel = page.locator('section', { has: page.locator('#person-slots') })
    await panel.getByText('Runokurssi').waitFor()
    await panel.getByText(fi('ui.slots.because', { segment: 'Kaikki luvan antaneet', sentence: 'kaikki' })).waitFor()
    await page.getByText('Etusivun nosto: Runokurssi (ryhmä: Kaikki luvan antaneet)').first().waitFor()
    await lookAt(page, 'person-slots')
    expect(desk.faults.filter(fault => !fault.includes(site.url))).toEqual([])
  })
})
