/** An attack at the doors as it is seen from both sides: who guesses is slowed down and told nothing, and staff read what was tried and write down what it was. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn, screenshot } from './browser.ts'
import { openFormOf } from './form-screens.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

inBrowser('security', () => {
  let desk: Desk
  let staff: BrowserContext
  let page: Page
  let stranger: Page

  beforeAll(async () => {
    ;({ desk, context: staff, page } = await openSignedIn())
    stranger = await (await desk.newcomer()).newPage()
    await stranger.goto(`${desk.server.address}/sign-in`)
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** As whoever has a list of leaked passwords sends it: without the screen, one after the other. */
  const signIn = (email: string) =>
    stranger.evaluate(
      async body =>
        (
          await fetch('/api/v1/sign-in', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          })
        ).status,
      { email, password: 'leaked somewhere else' },
    )

  test('whoever guesses is let in nowhere and soon slowed down, and reads that at the screen', async () => {
    for (let n = 0; n < 5; n++) expect(await signIn(`customer${n}@example.org`)).toBe(401)
    for (let n = 0; n < 10; n++) expect(await signIn('kaarlo@example.org')).toBe(401)
    await stranger.getByLabel(fi('ui.sign-in.email')).fill('kaarlo@example.org')
    await stranger.getByLabel(fi('ui.sign-in.password')).first().fill('one more')
    await stranger.getByRole('button', { name: fi('ui.sign-in.act'), exact: true }).press('Enter')
    await stranger.getByRole('alert').getByText('Kirjautumista on yritetty liian monta kertaa.').waitFor()
    await expectAccessible(stranger)
  })

  test('a flood of what no person sends is turned away from a form', async () => {
    const { path } = await openFormOf(staff, desk)
    const statuses = await stranger.evaluate(
      async address =>
        Promise.all(
          Array.from({ length: 30 }, async (_, n) => {
            const body = new URLSearchParams({ 'f.contact-points.email': `flood${n}@example.org` })
            return (await fetch(address, { method: 'POST', body })).status
          }),
        ),
      path,
    )
    expect(statuses.filter(status => status < 400)).toEqual([])
  })

  test('staff see what was tried, and write down by the keyboard what it was', async () => {
    const rowOf = (words: string) => page.getByRole('row').filter({ hasText: words })
    await page.goto(`${desk.server.address}/customers`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.security.name') })
      .first()
      .click()
    await page.getByRole('link', { name: fi('ui.security.title'), exact: true }).click()
    await page.getByRole('heading', { level: 1, name: fi('ui.security.title') }).waitFor()
    const guessed = rowOf(fi('ui.security.kind.many-failures', { count: 10 }))
    const flooded = rowOf(fi('ui.security.kind.form-flood', { count: 30 }))
    await vi.waitFor(
      async () => {
        await page.reload()
        await guessed.waitFor({ timeout: 2_000 })
        await flooded.waitFor({ timeout: 2_000 })
      },
      { timeout: 150_000 },
    )
    await rowOf('tunnuksella').first().waitFor() // one network and several accounts
    await guessed.getByText(fi('ui.security.no-account')).filter({ visible: true }).waitFor()
    expect(await page.getByRole('main').textContent()).not.toMatch(/kaarlo|customer\d|flood\d|127\.0/)
    await expectAccessible(page)
    await expectWhole(page)
    await screenshot(page, 'security-attacked')

    await guessed.getByRole('button', { name: fi('ui.unusual-looks.record') }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: fi('ui.unusual-looks.record') }).press('Enter')
    await dialog.locator('[aria-invalid=true]').waitFor()
    await dialog.getByLabel(fi('ui.unusual-looks.remark')).fill('Vanha työntekijä muisti väärin.')
    await dialog.getByRole('button', { name: fi('ui.unusual-looks.record') }).press('Enter')
    await page.getByText(fi('ui.unusual-looks.recorded')).first().waitFor()
    await guessed.waitFor({ state: 'detached' })
    await page.getByText(fi('ui.security.all'), { exact: true }).click()
    await guessed.getByText('Vanha työntekijä muisti väärin.').waitFor()
    expect(desk.faults).toEqual([])
  })

  test('on a phone it is whole', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectWhole(page)
    const table = page.locator('main table').first()
    expect(await table.evaluate(one => one.scrollWidth <= (one.parentElement?.clientWidth ?? 0) + 1)).toBe(true)
    await screenshot(page, 'security-phone')
  })
})
