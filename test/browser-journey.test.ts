/** A newcomer comes from the set-up link to an imported customer, asks why a value is there, changes it, and takes all back. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { passwordLength } from '../src/access/auth.ts'
import { aino, type Desk, exampleFile, expectAccessible, fi, inBrowser, openDesk } from './browser.ts'

inBrowser('the first day with the register', () => {
  let desk: Desk
  let page: Page

  beforeAll(async () => {
    desk = await openDesk()
    page = await (await desk.newcomer()).newPage()
  })
  afterAll(async () => {
    await desk?.end()
  })

  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  const field = (name: string) => page.getByRole('textbox', { name })

  test('set-up link, sign out, sign in', { timeout: 60_000 }, async () => {
    await page.goto(desk.server.setUp ?? '')
    await heading(fi('ui.set-up.title')).waitFor()
    expect(page.url()).not.toContain('#')
    await field(fi('ui.staff.name')).fill(aino.name)
    await field(fi('ui.sign-in.email')).fill(aino.email)
    await page.locator('input[type=password]').fill('lyhyt')
    await button(fi('ui.set-up.act')).click()
    await page.getByText(fi('errors.access.password-length', passwordLength)).first().waitFor()
    await page.locator('input[type=password]').fill(aino.password)
    await expectAccessible(page)
    await button(fi('ui.set-up.act')).click()
    await heading(fi('ui.customers.title')).waitFor()
    await page.getByText(fi('ui.customers.none')).waitFor()

    await button(fi('ui.account-menu.menu')).click()
    await button(fi('ui.account-menu.leave')).click()
    await heading(fi('ui.sign-in.title')).waitFor()
    await field(fi('ui.sign-in.email')).fill(aino.email)
    await page.locator('input[type=password]').fill(aino.password)
    await button(fi('ui.sign-in.act')).click()
    await heading(fi('ui.customers.title')).waitFor()
  })

  test('the file is told its origin, read, counted, written and reported', { timeout: 60_000 }, async () => {
    await page.getByRole('link', { name: fi('ui.import.title') }).click()
    await heading(fi('ui.import.title')).waitFor() // the screen before has the next link too
    await page
      .getByRole('link', { name: fi('ui.import.new') })
      .first()
      .click()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(fi('ui.import.choose-file')).click()])
    await chooser.setFiles(exampleFile)

    await page.getByText(fi('ui.import.origin-why')).waitFor()
    expect(await page.getByText('aino.virtanen@example.org').count()).toBe(0)
    await button(fi('ui.import.read-file')).click()
    await expect.poll(() => page.getByText(fi('ui.import.answer-this')).count()).toBe(2)
    await page.getByRole('radio', { name: 'Verkkokauppa' }).check()
    await page.getByRole('radio', { name: fi('ui.import.bases.contract') }).check()
    await expectAccessible(page)
    await button(fi('ui.import.read-file')).click()

    await page.getByText(fi('ui.import.recognised', { tool: 'Wix' })).waitFor()
    await page.getByText('aino.virtanen@example.org').first().waitFor()
    await expectAccessible(page)
    await button(fi('ui.import.preview')).click()

    await page.getByText(fi('ui.import.counted', { count: 5, number: '5' })).waitFor()
    await expectAccessible(page)
    await button(/^Tuo \d/).click()
    await page.getByRole('status').filter({ hasText: 'Tuotu' }).waitFor()
    await page.getByText(fi('ui.import.also-done.objections', { count: 2, number: '2' })).waitFor()
    await expectAccessible(page)
  })

  test('an imported value says why it is here', { timeout: 60_000 }, async () => {
    await page.getByRole('link', { name: fi('ui.import.to-customers') }).click()
    await page.getByRole('link', { name: 'Aino Virtanen' }).click()
    await heading('Aino Virtanen').waitFor()
    await expectAccessible(page)
    await button('aino.virtanen@example.org').hover()
    const why = page.getByRole('tooltip')
    await why.waitFor()
    const words = (await why.textContent()) ?? ''
    for (const said of [
      'Verkkokauppa', // the source that was told before the file was read
      'wix-contacts.csv',
      aino.name,
      fi('ui.why.purposes'),
      'Asiakassuhteen hoito',
      'sopimuksen täytäntöönpano',
      fi('ui.why.until'),
      'asiakassuhteen päättymisestä',
    ])
      expect(words).toContain(said)
    expect(words).toMatch(/\d{1,2}\.\d{1,2}\.\d{4} klo \d{1,2}\.\d\d/)
    await expectAccessible(page)
  })

  test('a value is changed, its history shows it, and from there it is put back', { timeout: 60_000 }, async () => {
    await button(/^Muuta: /)
      .first()
      .click()
    await field('Sukunimi').fill('Virtanen-Laine')
    await page.getByRole('combobox', { name: fi('ui.row.source') }).selectOption({ label: 'Puhelin' })
    await expectAccessible(page)
    await button(fi('ui.save')).click()
    await heading('Aino Virtanen-Laine').waitFor()

    await button('Virtanen-Laine').click()
    const history = page.getByRole('dialog', { name: fi('ui.history.title', { field: 'Sukunimi' }) })
    await history.getByText(fi('ui.change.changed', { who: aino.name })).waitFor()
    await expect.poll(() => history.getByRole('listitem').count()).toBe(2)
    await expectAccessible(page)
    await history
      .getByRole('button', { name: fi('ui.change.undo') })
      .first()
      .click()
    await history.getByText(fi('ui.change.was-undo', { who: aino.name })).waitFor()
    await history.getByRole('button', { name: fi('ui.close') }).click()
    await heading('Aino Virtanen').waitFor()
  })

  test('the timeline and the looks tell what has happened', { timeout: 60_000 }, async () => {
    const timeline = page.getByRole('region', { name: fi('ui.timeline.title') })
    await timeline.getByText('lisäsi henkilön rekisteriin').waitFor()
    await timeline.getByText(fi('ui.timeline.changes', { who: aino.name, count: 2 })).waitFor()
    await page.getByText(fi('ui.looks.title')).click()
    await page.getByRole('cell', { name: 'Asiakassuhteen hoito' }).first().waitFor()
    await expectAccessible(page)
  })

  // Aino has been changed meanwhile and put back: nothing of anybody's work is left on her, and she goes too.
  test('the import is taken back, by a button that says how many', { timeout: 60_000 }, async () => {
    await page.getByRole('link', { name: fi('ui.import.title') }).click()
    await page.getByRole('link', { name: 'wix-contacts.csv' }).click()
    const act = fi('ui.import.undo', { count: 3, number: '3' })
    await button(act).click()
    const ask = page.getByRole('dialog', { name: fi('ui.import.undo-ask') })
    await ask.getByText(fi('ui.import.undo-would.persons', { count: 3, number: '3' })).waitFor()
    await expectAccessible(page)
    await ask.getByRole('button', { name: act }).click()
    await page.getByText(fi('ui.import.undo-did.persons', { count: 3, number: '3' })).waitFor()
    await page.getByRole('link', { name: fi('ui.customers.title') }).click()
    await page.locator('.nothing-yet').waitFor()
    expect(await page.getByRole('link', { name: /Aino V|Bertta|Åke/ }).count()).toBe(0)
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
