/** The purpose decides what is on the screen, the duties which purposes there are, and a lock ends both at the next click. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, type Desk, expectAccessible, fi, inBrowser, invite, openSignedIn, password } from './browser.ts'

vi.setConfig({ testTimeout: 60_000 })

inBrowser('purposes and staff', () => {
  let desk: Desk
  let administrator: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context: administrator, page } = await openSignedIn())
    await addCustomer(administrator, desk, ['Bertta', 'Mäkelä'], 'bertta.makela@example.org')
  })
  afterAll(async () => {
    await desk?.end()
  })

  const heading = (on: Page, name: string) => on.getByRole('heading', { level: 1, name }).waitFor()
  const choose = async (purpose: string) => {
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: purpose }).first().click()
  }

  test('another purpose: other columns and rows in place, what is out of sight is said, what may not be done is absent', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.getByRole('link', { name: 'Bertta Mäkelä' }).waitFor()
    await page.getByRole('columnheader', { name: 'Sähköposti' }).waitFor()
    await page.getByRole('link', { name: fi('ui.new-customer.new') }).waitFor()
    await page.getByText(/tietoryhmää ei kuulu tähän tarkoitukseen/).waitFor()

    await choose('Asiakassuhteen analysointi')
    await page.getByText(/tietoryhmää ei kuulu tähän tarkoitukseen/).waitFor()
    await page.getByRole('columnheader', { name: 'Sähköposti' }).waitFor({ state: 'hidden' })
    expect(new URL(page.url()).pathname).toBe('/customers')
    expect(await page.getByText('bertta.makela@example.org').count()).toBe(0)
    await page.getByRole('link', { name: fi('ui.organisations.title') }).waitFor({ state: 'hidden' })

    await choose('Asiakassuhteen hoito')
    await page.getByText('bertta.makela@example.org').waitFor()
  })

  test('invited, accepted elsewhere, only the purposes of the duties; a lock ends the session at the next click', async () => {
    await page.goto(`${desk.server.address}/staff`)
    await page.getByRole('button', { name: fi('ui.staff.invite') }).click()
    const form = page.getByRole('dialog', { name: fi('ui.staff.invite') })
    await form.getByRole('textbox', { name: fi('ui.staff.name') }).fill('Kerttu Koskinen')
    await form.getByRole('textbox', { name: fi('ui.sign-in.email') }).fill('kerttu.koskinen@example.org')
    await form.getByRole('checkbox', { name: 'Myynti' }).check()
    await form.getByRole('button', { name: fi('ui.staff.make-link') }).click()
    const link = await page.getByRole('textbox', { name: fi('ui.staff.link') }).inputValue()
    await page.getByRole('button', { name: fi('ui.shown-once.close') }).click()

    const kerttu = await (await desk.newcomer()).newPage()
    await kerttu.goto(link)
    await kerttu.getByText(fi('ui.invitation.welcome', { name: 'Kerttu Koskinen' })).waitFor()
    await kerttu.locator('input[type=password]').fill(password)
    await kerttu.getByRole('button', { name: fi('ui.invitation.act') }).click()
    await heading(kerttu, fi('ui.customers.title'))
    await kerttu.locator('.purpose-bar').click()
    await expect.poll(() => kerttu.locator('.purpose-choice').count()).toBe(1)
    expect(await kerttu.getByRole('link', { name: fi('ui.staff.title') }).count()).toBe(0)
    await kerttu.keyboard.press('Escape')
    await changeDuties(kerttu)
    await page.getByRole('button', { name: fi('ui.staff.acts-for', { name: 'Kerttu Koskinen' }) }).click()
    await page.getByRole('menuitem', { name: fi('ui.staff.lock') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.staff.lock') })
      .click()
    await page.getByText(fi('ui.staff.done.lock', { name: 'Kerttu Koskinen' })).waitFor()
    await kerttu.getByRole('link', { name: fi('ui.import.title') }).click()
    await heading(kerttu, fi('ui.sign-in.title'))
  })

  /** By the keyboard alone: what follows is said before it is done, holds at once, and the keyboard is back where it was. */
  async function changeDuties(kerttu: Page): Promise<void> {
    await page.reload()
    const acts = page.getByRole('button', { name: fi('ui.staff.acts-for', { name: 'Kerttu Koskinen' }) })
    await acts.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: fi('ui.staff.change-duties') }).waitFor()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => page.getByRole('menuitem', { name: fi('ui.staff.change-duties') }).isVisible()).toBe(true)
    await page.getByRole('menuitem', { name: fi('ui.staff.change-duties') }).press('Enter')
    const dialog = page.getByRole('dialog', { name: fi('ui.staff.duties-of', { name: 'Kerttu Koskinen' }) })
    const save = dialog.getByRole('button', { name: fi('ui.staff.change-duties') })
    await dialog.getByText(fi('ui.staff.duty-change.none')).waitFor()
    await expect.poll(() => save.isDisabled()).toBe(true)
    await dialog.getByRole('checkbox', { name: 'Myynti' }).press('Space')
    await dialog.getByText(fi('ui.staff.duty-change.lost', { names: 'Myynti' })).waitFor()
    await dialog.getByText(fi('ui.staff.duty-change.no-purposes')).waitFor()
    await dialog.getByRole('checkbox', { name: 'Kirjanpito' }).press('Space')
    await dialog.getByText(/^saa käsitellä tietoja myös näissä tarkoituksissa: .*Kirjanpito/).waitFor()
    await expectAccessible(page)
    await dialog.getByRole('checkbox', { name: 'Kirjanpito' }).press('Enter')
    await page.getByText(fi('ui.staff.duties-changed', { name: 'Kerttu Koskinen' })).waitFor()
    await expect.poll(() => acts.evaluate(button => button === document.activeElement)).toBe(true)
    await kerttu.reload()
    await kerttu.locator('.purpose-bar', { hasText: 'Maksujen käsittely' }).waitFor()
  }

  test('one without purposes sees no personal data, and is told so', async () => {
    const { link } = await invite(administrator, desk, 'Ville Vahti', ['administrator'])
    const ville = await (await desk.newcomer()).newPage()
    await ville.goto(link)
    await ville.locator('input[type=password]').fill(password)
    await ville.getByRole('button', { name: fi('ui.invitation.act') }).click()
    await heading(ville, fi('ui.account.title'))
    await ville.getByText(fi('ui.account.no-purposes')).waitFor()
    expect(await ville.getByRole('link', { name: fi('ui.customers.title') }).count()).toBe(0)
  })

  test('a key is for one purpose, shown once, revoked at once', async () => {
    await page.goto(`${desk.server.address}/keys`)
    await page.getByRole('button', { name: fi('ui.keys-of-programs.make') }).click()
    const form = page.getByRole('dialog', { name: fi('ui.keys-of-programs.make') })
    await form.getByRole('textbox', { name: fi('ui.keys-of-programs.name') }).fill('Verkkokauppa')
    await form.getByRole('button', { name: fi('ui.keys-of-programs.make') }).click()
    const shown = page.getByRole('dialog', { name: fi('ui.keys-of-programs.secret-title') })
    const secret = await shown.getByRole('textbox').inputValue()
    await shown.getByRole('button', { name: fi('ui.shown-once.close') }).click()
    const asksWith = { headers: { authorization: `Bearer ${secret}`, purpose: 'customer-care' } }
    const persons = () => fetch(`${desk.server.address}/api/v1/persons`, asksWith)
    expect((await persons()).status).toBe(200)
    await page.getByRole('button', { name: fi('ui.keys-of-programs.revoke-one', { name: 'Verkkokauppa' }) }).click()
    await page.getByText(fi('ui.keys-of-programs.revoked-now')).waitFor()
    expect((await persons()).status).toBe(401)
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
