/** The nine tests that a cookie banner must pass (917/2014 § 205, EDPB), on a real site beside the server, by what the browser itself records. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ProvedChoices } from '../src/visits/cookie-answers.ts'
import type { VisitReport } from '../src/visits/report-answers.ts'
import { ask, type Desk, expectAccessible, fi, inBrowser, lookAt, openSignedIn, screenshot } from './browser.ts'
import { exampleNotice } from './promise-asker.ts'
import { strangersCookies, type VisitedSite, visitedSite } from './visited-site.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const noticeText = exampleNotice.replace('\ncookies:\n', `\ncookies:\n${strangersCookies}`)
/** A browser without a screen says that it is a machine. */
const person = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const phone = { viewport: { width: 390, height: 844 } } as const

inBrowser('cookie consent', () => {
  let desk: Desk
  let staff: BrowserContext
  let screen: Page
  let site: VisitedSite
  let context: BrowserContext
  let page: Page
  const folder = mkdtempSync(join(tmpdir(), 'seloste-visits-'))

  beforeAll(async () => {
    const file = join(folder, 'notice.yaml')
    writeFileSync(file, noticeText)
    ;({ desk, context: staff, page: screen } = await openSignedIn({ SELOSTE_NOTICE: file }))
    site = await visitedSite(desk.server.address)
  })
  afterAll(async () => {
    await site?.close()
    await desk?.end()
    rmSync(folder, { recursive: true })
  })
  const visit = async (options: BrowserContextOptions = {}) => {
    await context?.close()
    context = await desk.newcomer(options)
    page = await context.newPage()
  }
  beforeEach(async () => {
    await visit()
    site.called.length = 0
    site.lang = 'fi'
  })

  const button = (act: string) => page.locator(`button[data-act=${act}]`)
  const come = async (path = '') => {
    await page.goto(`${site.url}${path}`)
    await page.locator('button[data-act]').first().waitFor()
  }
  const kept = async () => ({
    cookies: (await context.cookies()).map(({ name }) => name).sort(),
    stores: await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]),
  })
  const ran = () => page.evaluate(() => [Reflect.get(window, 'counted') ?? 0, Reflect.get(window, 'marketed') ?? false])
  const bannerHeight = () => page.locator('section').evaluate(one => one.getBoundingClientRect().height)
  const settled = () => page.waitForLoadState('networkidle')
  /** The next page or event that the register is told of. */
  const told = () => page.waitForResponse(answer => new URL(answer.url()).pathname === '/visit')

  test('1: a clean profile that clicks nothing keeps nothing and calls nobody else, by the records of the browser', async () => {
    const session = await context.newCDPSession(page)
    const hosts = new Set<string>()
    await session.send('Network.enable')
    session.on('Network.requestWillBeSent', ({ request }) => hosts.add(new URL(request.url).host))
    await come()
    await page.mouse.wheel(0, 2000)
    await settled()
    await come('toinen')
    await settled()
    const origin = new URL(site.url).origin
    expect((await session.send('Storage.getCookies')).cookies).toEqual([])
    expect(await session.send('Storage.getUsageAndQuota', { origin })).toMatchObject({ usage: 0 })
    await session.send('DOMStorage.enable')
    for (const isLocalStorage of [true, false]) {
      const { entries } = await session.send('DOMStorage.getDOMStorageItems', {
        storageId: { securityOrigin: origin, isLocalStorage },
      })
      expect(entries).toEqual([])
    }
    const own = [site.url, desk.server.address].map(address => new URL(address).host)
    expect([...hosts].filter(host => host !== '').sort()).toEqual(own.sort())
    expect([site.called, await ran()]).toEqual([[], [0, false]])
  })

  test('2: the first layer has two buttons beside each other, of one size, style and contrast', async () => {
    await visit(phone)
    await come()
    const [accept, refuse] = await Promise.all(
      ['accept', 'refuse'].map(act =>
        button(act).evaluate(one => {
          const { width, height, top } = one.getBoundingClientRect()
          const { color, backgroundColor, fontSize, fontWeight, border } = getComputedStyle(one)
          return {
            width,
            height,
            top,
            color,
            backgroundColor,
            fontSize,
            fontWeight,
            border,
            parent: one.parentElement?.className,
            tag: one.tagName,
          }
        }),
      ),
    )
    expect(refuse).toEqual(accept)
    await expect.poll(() => button('accept').textContent()).toBe(fi('visits.choice.accept'))
    await expect.poll(() => button('refuse').textContent()).toBe(fi('visits.choice.refuse'))
    await expectAccessible(page) // contrast among the rest
    expect(await bannerHeight()).toBeLessThanOrEqual(844 * 0.2)
    await screenshot(page, 'cookie-banner-390')
  })

  test('3: every category is off until the visitor turns it on', async () => {
    await come()
    await button('more').click()
    const boxes = page.getByRole('checkbox')
    await expect.poll(() => boxes.count()).toBe(3)
    for (const box of await boxes.all()) expect(await box.isChecked()).toBe(false)
    await page
      .getByText(`${fi('visits.choice.title')} (`)
      .nth(1)
      .click()
    await page.getByText('Mittari Oy').first().waitFor()
    await expectAccessible(page)
    await screenshot(page, 'cookie-details')
    await boxes.first().check()
    await button('save').click()
    await expect.poll(ran).toEqual([1, false])
    expect((await kept()).cookies).toContain('seloste_choice')
    await expect.poll(() => button('settings').textContent()).toBe(fi('visits.choice.state.some'))
  })

  test('4: Escape, scrolling and clicking beside it are no consent', async () => {
    await come()
    await button('accept').focus()
    await page.keyboard.press('Escape')
    await button('settings').waitFor()
    await page.mouse.wheel(0, 2000)
    await page.mouse.click(10, 200)
    await settled()
    expect([await kept(), site.called]).toEqual([{ cookies: [], stores: [] }, []])
    await come('toinen')
    await button('accept').waitFor() // nothing was chosen, so the next page asks
  })

  test('5: every page has a way to the settings, which says what was chosen', async () => {
    await come()
    await button('accept').click()
    await button('settings').waitFor()
    for (const path of ['', 'toinen']) {
      await come(path)
      await expect.poll(() => button('settings').textContent()).toBe(fi('visits.choice.state.all'))
    }
    await button('settings').click()
    for (const box of await page.getByRole('checkbox').all()) expect(await box.isChecked()).toBe(true)
    await button('close').click()
    await button('settings').waitFor()
  })

  test('6: one click withdraws, as one click agreed: cookies go, scripts do not run again', async () => {
    await come()
    await button('accept').click()
    await expect.poll(ran).toEqual([1, true])
    await expect.poll(() => site.called.length).toBe(2)
    expect((await kept()).cookies).toEqual(expect.arrayContaining(['_ga', 'seloste_choice']))
    expect((await kept()).stores).toEqual(['_ga_store'])
    await come('toinen')
    await expect.poll(ran).toEqual([1, true])
    const reloaded = page.waitForEvent('load')
    await button('withdraw').click()
    await reloaded
    await button('settings').waitFor()
    await expect.poll(() => button('settings').textContent()).toBe(fi('visits.choice.state.none'))
    site.called.length = 0
    await settled()
    expect(await ran()).toEqual([0, false])
    expect(await kept()).toEqual({ cookies: ['seloste_choice'], stores: [] })
    expect(site.called).toEqual([])
  })

  test('7: a refusal is remembered, and nobody is asked again before somebody new is added', async () => {
    await come()
    await button('refuse').click()
    await button('settings').waitFor()
    await come('toinen')
    await settled()
    expect(await button('accept').count()).toBe(0)
    await expect.poll(() => button('settings').textContent()).toBe(fi('visits.choice.state.none'))
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'seloste_choice', sameSite: 'Lax' })
    const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400
    expect(days).toBeGreaterThan(364)
    expect(days).toBeLessThan(366)
    const [id, , asked = ''] = cookie?.value.split('!') ?? []
    const remember = (granted: string, keys: readonly string[]) =>
      context.addCookies([{ name: 'seloste_choice', url: site.url, value: `${id}!${granted}!${keys.join('.')}!` }])
    const keys = asked.split('.')
    await remember('', [...keys, 'somebody-who-left'])
    await come()
    expect(await button('accept').count()).toBe(0)
    await remember('analytics.marketing', keys.slice(1)) // the first one of analytics is new
    await come()
    await button('accept').waitFor()
    await settled()
    expect(await ran()).toEqual([0, true]) // what was agreed to stands, what is new waits
  })

  test('where a frame waits it says whose it is and opens the settings, and it comes when it is agreed to', async () => {
    await come()
    const host = new URL(site.strangers).host
    await page.getByText(fi('visits.choice.waits', { host })).waitFor()
    expect(await page.locator('iframe').isVisible()).toBe(false)
    await button('frame').click()
    await page.getByRole('checkbox', { name: fi('visits.choice.says.embedded') }).check()
    await button('save').click()
    await button('frame').waitFor({ state: 'detached' })
    await page.frameLocator('iframe').getByText('video').waitFor()
  })

  test('8: it speaks the language of the page', async () => {
    for (const [lang, words] of [
      ['sv-FI', 'Godkänn alla'],
      ['en', 'Accept all'],
      ['fi', 'Hyväksy kaikki'],
    ] as const) {
      site.lang = lang
      await come()
      await expect.poll(() => button('accept').textContent()).toBe(words)
    }
  })

  test('9: the keyboard alone: first on the page, in order, and the panel gives the focus back', async () => {
    await come()
    await page.keyboard.press('Tab')
    const focused = () =>
      page.evaluate(() => {
        let at = document.activeElement
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
        return at instanceof HTMLElement ? (at.dataset.act ?? at.tagName) : null
      })
    expect(await focused()).toBe('more')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await expect.poll(focused).toBe('H2')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('INPUT')
    await page.keyboard.press('Space')
    await expect.poll(() => page.getByRole('checkbox').first().isChecked()).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('settings')
    expect(await kept()).toEqual({ cookies: [], stores: [] })
  })

  test('Global Privacy Control keeps marketing off, whatever is pressed', async () => {
    await visit(phone)
    await context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    )
    await come()
    await page.getByText(fi('visits.choice.gpc')).waitFor()
    expect(await bannerHeight()).toBeLessThanOrEqual(844 * 0.2)
    await button('accept').click()
    await expect.poll(ran).toEqual([1, false])
    await button('settings').click()
    await expect
      .poll(() => page.getByRole('checkbox', { name: fi('visits.choice.says.marketing') }).isDisabled())
      .toBe(true)
  })

  test('without our server the site is as it was: nothing is asked, nothing loaded; a consent that cannot be recorded is none', async () => {
    await context.route('**/visit/choice', route => route.abort())
    await come()
    await button('accept').click()
    await page.getByText(fi('visits.choice.failed')).waitFor()
    expect([await kept(), await ran()]).toEqual([{ cookies: [], stores: [] }, [0, false]])
    await button('refuse').click()
    await button('settings').waitFor()
    expect((await context.cookies())[0]?.value).toMatch(/!1$/) // told when the server is back
    await context.unroute('**/visit/choice')
    const told = page.waitForResponse('**/visit/choice')
    await come()
    expect((await told).status()).toBe(204)
    await expect.poll(async () => (await context.cookies())[0]?.value).toMatch(/!$/)
    await visit()
    await context.route(`${desk.server.address}/**`, route => route.abort())
    await page.goto(site.url)
    await settled()
    await expect.poll(() => page.getByRole('heading', { name: 'Kauppa' }).isVisible()).toBe(true)
    expect([await kept(), await ran(), site.called]).toEqual([{ cookies: [], stores: [] }, [0, false], []])
  })

  test('staff prove a choice by the number that its visitor reads', async () => {
    await come()
    await button('accept').click()
    await button('settings').click()
    const number = /[\da-f-]{36}/.exec((await page.locator('small').textContent()) ?? '')?.[0] ?? ''
    const { choices } = await ask<ProvedChoices>(staff, desk, 'POST', '/cookies/proof', { visitor: number })
    expect(choices).toMatchObject([{ method: 'all', categories: ['analytics', 'marketing', 'embedded'], lang: 'fi' }])
    expect(choices[0]?.words).toContain(fi('visits.choice.accept'))
    await screen.goto(`${desk.server.address}/cookies`)
    await screen.getByLabel(fi('ui.cookies.visitor')).fill(number)
    await screen.keyboard.press('Enter')
    await screen.getByText(fi('ui.cookies.words')).click()
    await lookAt(screen, 'cookies-proof')
  })

  test('visits are counted without anything in the browser, over pages of one application too, and less after a refusal', async () => {
    await visit({ userAgent: person })
    const counted = () => ask<VisitReport>(staff, desk, 'GET', `/visits?site=${new URL(site.url).host}`)
    const first = told()
    await come('sovellus?utm_campaign=syksy')
    expect((await first).status()).toBe(204)
    const second = told()
    await page.evaluate(() => history.pushState({}, '', '/sovellus/kori?avain=salainen'))
    await second
    const third = told()
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('seloste-event', { detail: 'tilattu' })))
    await third
    expect(await kept()).toEqual({ cookies: [], stores: [] })
    const { totals, pages, campaigns, events } = await counted()
    expect(totals).toEqual({ views: 2, visits: 1, visitors: 1, cents: 0 })
    expect(pages.map(({ name }) => name)).toEqual(['/sovellus', '/sovellus/kori'])
    expect([campaigns[0]?.name, events[0]?.name]).toEqual(['syksy', 'tilattu'])
    await button('refuse').click()
    await button('settings').waitFor()
    await Promise.all([told(), come('toinen')])
    expect((await counted()).totals).toEqual({ views: 3, visits: 1, visitors: 1, cents: 0 })
    await screen.goto(`${desk.server.address}/visits`)
    await screen
      .getByRole('table', { name: fi('ui.visits.pages') })
      .getByRole('button', { name: '/sovellus/kori' })
      .click()
    await screen.getByRole('button', { name: fi('ui.visits.drop', { what: '/sovellus/kori' }) }).click()
    await screen.getByLabel(fi('ui.visits.goal-name')).fill('Tilaus')
    await screen.getByLabel(fi('ui.visits.goal-steps')).fill('/sovellus\n/sovellus/kori\ntilattu')
    await screen.getByRole('button', { name: fi('ui.visits.goal-add') }).click()
    await screen.getByText('3. tilattu').waitFor()
    await screen.setViewportSize(phone.viewport)
    const beyond = () =>
      screen
        .locator('.chart-plot text')
        .evaluateAll(all =>
          all
            .filter(one => one.getBoundingClientRect().right > (one.closest('svg')?.getBoundingClientRect().right ?? 0))
            .map(one => one.textContent),
        )
    await expect.poll(beyond).toEqual([]) // the last day is whole
    await lookAt(screen, 'visits-counted')
  })
})
