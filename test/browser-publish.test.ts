/** A draft becomes the notice in force: seen, confirmed by its number, told by e-mail and by letter, and cancelled if one changes one's mind. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, ask, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'
import { type MailServer, mailServer } from './mail-server.ts'
import { newHome, removeHome } from './running.ts'
import { withoutResearch, withResearch } from './two-notices.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('publishing', () => {
  const folder = newHome()
  let mail: MailServer
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let draft = ''

  beforeAll(async () => {
    mail = await mailServer()
    const notice = join(folder, 'notice.yaml')
    writeFileSync(notice, withoutResearch)
    ;({ desk, context, page } = await openSignedIn({ SMTP_URL: mail.url, SELOSTE_NOTICE: notice }))
    await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    await addCustomer(context, desk, ['Bertta', 'Mäkelä'])
    const from = { kind: 'text', text: withResearch }
    ;({ id: draft } = await ask<{ id: string }>(context, desk, 'POST', '/drafts', { name: 'Tutkimus', from }))
  })
  afterAll(async () => {
    await desk?.end()
    await mail?.close()
    removeHome(folder)
  })

  const button = (name: string | RegExp) => page.getByRole('button', { name })

  test('from the drafts to the button that says to how many, by the keyboard alone', async () => {
    await page.goto(`${desk.server.address}/publications`)
    await page.getByRole('link', { name: fi('ui.publications.publish-draft', { name: 'Tutkimus' }) }).press('Enter')
    await page.waitForURL(`**/publications/draft/${draft}`)
    await page.locator('.letter').waitFor()
    await expectAccessible(page)
    await expect
      .poll(() => page.locator('main').textContent())
      .toContain(fi('ui.publish.persons', { count: 2, number: '2' }))
    await page.getByRole('radio', { name: 'Svenska' }).press(' ')
    await page.locator('.letter[lang=sv]').waitFor()

    // A day before the usual time asks for a reason; the letter says the day that is chosen.
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel(fi('ui.publish.effective')).fill(tomorrow)
    await page.getByLabel(fi('ui.publish.sooner')).waitFor()
    await page.getByLabel(fi('ui.publish.effective')).fill('2031-05-17')
    await page.locator('.letter', { hasText: '17.5.2031' }).waitFor()
    expect(await page.getByLabel(fi('ui.publish.sooner')).count()).toBe(0)
    await page.getByRole('button', { name: /^Kerro 2 henkilölle ja ajoita päivälle 17\.5\.2031$/ }).press('Enter')
    await page.waitForURL(/\/publications\/[0-9a-f-]{36}$/)
  })

  test('how far telling has come; letters are shown for the rights purpose only', async () => {
    await page
      .getByRole('heading', { name: fi('ui.publications.told-persons', { count: 2, told: '1', total: '2' }) })
      .waitFor()
    expect(mail.received.map(({ to }) => to[0])).toEqual(['aino@example.org'])
    await page.getByText(fi('ui.publications.letters-whose')).waitFor()
    expect(await page.locator('main').textContent()).not.toContain('Bertta')
    await expectAccessible(page)

    await page.locator('.purpose-bar').first().click()
    await page.getByText('Rekisteröidyn oikeuksien toteuttaminen').click()
    await page.getByRole('cell', { name: 'Bertta Mäkelä', exact: true }).waitFor()
    await expect.poll(() => page.locator('main').textContent()).toContain(fi('ui.publications.no-address'))
    await expectAccessible(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(fi('ui.publications.print-one', { name: 'Bertta Mäkelä' })).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/\.pdf$/)
  })

  test('why it takes effect although somebody was not told is written down; a publication can be taken back', async () => {
    await button(fi('ui.publications.release')).click()
    await page.getByLabel(fi('ui.publications.because')).fill('Osoitetta ei ole.')
    await button(fi('ui.publications.release-do', { count: 1, number: '1' })).click()
    await page.getByText(fi('ui.publications.untold', { reason: 'Osoitetta ei ole.' })).waitFor()

    await button(fi('ui.publications.cancel')).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.publications.cancel') })
      .click()
    await page.getByText(fi('ui.publications.state.cancelled')).waitFor()
    expect(desk.faults).toEqual([])
  })
})
