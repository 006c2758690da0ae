/** Visits become a person's in a real browser: by a form, and by signing in at the shop, of whoever agreed and of nobody else. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ArrivalList } from '../src/arrivals/arrival-answers.ts'
import type { Timeline } from '../src/register/answers.ts'
import { addCustomer, ask, type Desk, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'
import { openFormOf } from './form-screens.ts'
import { type VisitedSite, visitedSite } from './visited-site.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

/** A browser without a screen says that it is a machine. */
const person = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

inBrowser('joined visits', () => {
  let desk: Desk
  let staff: BrowserContext
  let screen: Page
  let site: VisitedSite
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context: staff, page: screen } = await openSignedIn())
    site = await visitedSite(desk.server.address)
    site.body = '' // nothing of strangers
  })
  afterAll(async () => {
    await site?.close()
    await desk?.end()
  })
  const visit = async () => {
    await context?.close()
    context = await desk.newcomer({ userAgent: person })
    page = await context.newPage()
  }
  beforeEach(visit)

  const button = (act: string) => page.locator(`button[data-act=${act}]`)
  const come = async (path = '') => {
    await page.goto(`${site.url}${path}`)
    await page.locator('button[data-act]').first().waitFor()
  }
  const kept = async () => (await context.cookies()).map(({ name }) => name).sort()
  const told = () => page.waitForResponse(answer => new URL(answer.url()).pathname === '/visit')
  const visitsOf = async (id: string | undefined) =>
    (await ask<Timeline>(staff, desk, 'GET', `/persons/${id}/timeline?kinds=visit`, undefined, 'rights')).lines

  test('who agreed and sends a form has their visits on their timeline, each with its pages, until they withdraw in the banner', async () => {
    const form = await openFormOf(staff, desk)
    await come('?utm_medium=email&utm_campaign=syksy')
    const known = told()
    await button('accept').click()
    expect((await known).status()).toBe(204)
    await Promise.all([told(), come('toinen')])
    // Where the website and the register have a name in common.
    await page.goto(
      Object.assign(new URL(form.path, desk.server.address), { hostname: new URL(site.url).hostname }).href,
    )
    await page.getByLabel('Sähköpostiosoite').fill('aino.kavija@example.org')
    await page.getByLabel('Palaute').fill('Löysin kurssin sivuiltanne.')
    await vi.waitFor(
      async () => {
        await page.getByRole('button').last().press('Enter') // whoever is faster than a person is asked to send it again
        await page.getByRole('heading', { level: 1, name: fi('forms.done.sent.title') }).waitFor({ timeout: 2_000 })
      },
      { timeout: 60_000 },
    )
    const sender = async () =>
      (await ask<ArrivalList>(staff, desk, 'POST', '/arrivals/search', { connection: form.id }, 'customer-care'))
        .arrivals[0]?.person?.id
    await expect.poll(sender, { timeout: 60_000 }).toBeDefined()
    const id = await sender()
    const visits = () => visitsOf(id)
    await expect.poll(visits, { timeout: 60_000 }).toMatchObject([{ kind: 'visit', more: '/ → /toinen' }])
    await screen.goto(`${desk.server.address}/customers/${id}`)
    await screen.locator('.purpose-bar').click()
    await screen
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.development.name') })
      .first()
      .click()
    await screen.getByText(fi('timeline.sentence.visit', { count: 2 })).waitFor()
    await screen.getByText('/ → /toinen').waitFor()
    await lookAt(screen, 'person-visits')
    await come()
    await button('withdraw').click()
    await expect.poll(visits).toEqual([])
    await expect.poll(kept).toEqual(['seloste_choice'])
  })

  test('who is signed in at the shop is joined by its pass once they agree, and not before, nor by the same pass again', async () => {
    const { secret } = await ask<{ secret: string }>(staff, desk, 'POST', '/keys', {
      ...{ name: 'Verkkokauppa', purpose: 'customer-care', expiresAt: '2031-01-01T00:00:00+02:00' },
    })
    const id = await addCustomer(staff, desk, ['Aino', 'Kirjautuja'], 'aino.kirjautuja@example.org')
    const given = await fetch(`${desk.server.address}/api/v1/visitor-passes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, purpose: 'customer-care', 'content-type': 'application/json' },
      body: JSON.stringify({ person: id }),
    })
    const { pass }: { pass: string } = await given.json()
    const join = () => page.evaluate(one => Reflect.get(window, 'seloste').join(one), pass)
    const asked: string[] = []
    context.on('request', request => asked.push(new URL(request.url()).pathname))
    await come('tili')
    expect(await join()).toBe(false)
    await page.waitForLoadState('networkidle')
    expect([asked.includes('/visit/join'), await kept()]).toEqual([false, []])
    const joined = page.waitForResponse('**/visit/join')
    await button('accept').click()
    expect((await joined).status()).toBe(204)
    await expect.poll(() => visitsOf(id), { timeout: 60_000 }).toMatchObject([{ kind: 'visit', more: '/tili' }])
    expect(await kept()).toContain('seloste_visit')
    await visit()
    await Promise.all([come('toinen'), told()])
    const known = told()
    await button('accept').click()
    await known
    expect(await join()).toBe(false)
  })
})
