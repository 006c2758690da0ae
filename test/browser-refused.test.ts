/** Empty, slow, refused, very long, changed by somebody else: each is said in words, with the way on, and the page does not jump. */

import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  ask,
  type Desk,
  exampleFile,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  invite,
  openSignedIn,
  password,
  tokenOf,
} from './browser.ts'

vi.setConfig({ testTimeout: 60_000 })

inBrowser('empty, slow, refused', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  const goTo = (path: string) => page.goto(desk.server.address + path)
  const heading = (name: string, level = 1) => page.getByRole('heading', { level, name }).waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  test('an empty screen says what it is for and the first step', async () => {
    const empty = [
      ['/customers', fi('ui.customers.none')],
      ['/organisations', fi('ui.organisations.none')],
      ['/imports', fi('ui.import.none')],
      ['/keys', fi('ui.keys-of-programs.none')],
    ] as const
    for (const [path, says] of empty) {
      await goTo(path)
      await heading(says, 2)
      await expectAccessible(page)
      await expectWhole(page)
    }
  })

  test('while the register answers slowly there is something in its place, and nothing jumps when it comes', async () => {
    for (const n of [1, 2, 3]) await addCustomer(context, desk, ['Aino', `Virtanen ${n}`], `aino.${n}@example.org`)
    let answer = () => {}
    const held = new Promise<void>(done => {
      answer = done
    })
    await page.route('**/persons/find', route => held.then(() => route.continue()))
    await goTo('/customers')
    await page.locator('[class*=Skeleton]').first().waitFor()
    await expectAccessible(page)
    const top = () => page.locator('.customer-tools').boundingBox()
    const before = await top()
    answer()
    await page.getByRole('link', { name: 'Aino Virtanen 1' }).waitFor()
    expect(await page.locator('[class*=Skeleton]').count()).toBe(0)
    expect((await top())?.y).toBe(before?.y)
    await page.unrouteAll({ behavior: 'wait' })
  })

  test('nobody found: said, with the way back to everybody', async () => {
    await page.getByRole('searchbox', { name: fi('ui.customers.search') }).fill('olematon')
    await heading(fi('ui.customers.none-found'), 2)
    await button(fi('ui.customers.show-all')).click()
    await page.getByText(fi('ui.customers.total', { count: 3, number: '3' })).waitFor()
  })

  test('a hundred thousand customers: only those in view are drawn, and the last page is there too', async () => {
    const all = 100_000
    // One real answer said again and again: that the register gives real pages quickly is proved in persons-scale.test.ts.
    const list = await ask<{ persons: readonly object[] }>(context, desk, 'POST', '/persons/find', {}, 'customer-care')
    await page.route('**/persons/find', route => {
      const persons = Array.from({ length: 100 }, () => ({ ...list.persons[0], id: crypto.randomUUID() }))
      return route.fulfill({ json: { ...list, persons, next: 'more', total: { count: all, exact: true } } })
    })
    await goTo('/customers')
    await page.getByText(fi('ui.customers.total', { count: all, number: '100 000' })).waitFor()
    const rows = page.locator('tr[data-row]')
    const last = async () => Number(await rows.last().getAttribute('aria-rowindex'))
    await rows.last().waitFor()
    for (let pages = 0; pages < 5; pages += 1) {
      const before = await last()
      await page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight }))
      await expect.poll(last).toBeGreaterThan(before)
    }
    await expect.poll(() => rows.count()).toBeLessThan(100)
    await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe(`${all + 1}`)
    await page.unrouteAll({ behavior: 'wait' })
  })

  test('an export has those who were selected, and says how many of them it left out and why', async () => {
    await goTo('/customers')
    await page.getByRole('link', { name: 'Aino Virtanen 1' }).waitFor()
    for (const n of [1, 2]) {
      const name = fi('ui.customers.select-one', { name: `Aino Virtanen ${n}` })
      await page.getByRole('checkbox', { name }).check()
    }
    const href = await page.getByRole('link', { name: 'Aino Virtanen 2' }).getAttribute('href')
    const restriction = { kind: 'restriction', givenAt: '2026-03-02T10:00:00Z', source: 'phone' }
    await ask(context, desk, 'POST', `/persons/${href?.split('/').at(-1)}/statements`, restriction, 'customer-care')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(fi('ui.export.act', { number: '2' })).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    expect(lines).toEqual([
      expect.stringMatching(/^\uFEFFNimi;/),
      expect.stringMatching(/^Aino Virtanen 1;aino\.1@/),
      '',
    ])
    await page.getByText(fi('ui.export.done', { count: 1, number: '1' })).waitFor()
    await page.getByText(fi('ui.export.left-out', { count: 1, number: '1' })).waitFor()
    await expectAccessible(page)
  })

  test('what the register refuses is said at its field, and what was typed is still there', async () => {
    const aino = await addCustomer(context, desk, ['Aino', 'Mäkelä'], 'aino.makela@example.org')
    await goTo(`/customers/${aino}`)
    await button(fi('ui.person.change-in', { category: 'Yhteystiedot' })).click()
    const email = page.getByRole('textbox', { name: 'Sähköpostiosoite' })
    await email.fill('aino(at)example.org')
    await page.getByRole('combobox', { name: fi('ui.row.source') }).selectOption({ label: 'Puhelin' })
    await button(fi('ui.save')).click()
    await page.getByText(fi('errors.email.no-at')).first().waitFor()
    await expect.poll(() => email.inputValue()).toBe('aino(at)example.org')
    await expect.poll(() => email.getAttribute('aria-invalid')).toBe('true')
    await expectAccessible(page)
  })

  test('a person who is not for this purpose: said, with the way on', async () => {
    const aino = await addCustomer(context, desk, ['Aino', 'Laine'])
    await goTo(`/customers/${aino}`)
    await heading('Aino Laine')
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: 'Julkaiseminen' }).click()
    await heading(fi('ui.person.not-here'), 2)
    expect(await page.getByText('Laine').count()).toBe(0)
    await expectAccessible(page)
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: 'Asiakassuhteen hoito' }).click()
    await heading('Aino Laine')
  })

  test('an organisation that somebody else changed meanwhile: theirs is shown, and one goes on with one’s own', async () => {
    const made = { name: 'Mäkelän Puutarha', source: 'fairs' }
    const { id } = await ask<{ id: string }>(context, desk, 'POST', '/organisations', made, 'customer-care')
    const changeOn = async (on: Page, name: string) => {
      await on.getByRole('textbox', { name: fi('ui.organisation.name') }).fill(name)
      await on.getByRole('combobox', { name: fi('ui.row.source') }).selectOption({ label: 'Puhelin' })
      await on.getByRole('button', { name: fi('ui.save'), exact: true }).click()
    }
    const other = await context.newPage()
    for (const on of [page, other]) {
      await on.goto(`${desk.server.address}/organisations/${id}`)
      await on.getByRole('button', { name: fi('ui.organisation.change') }).click()
    }
    await changeOn(other, 'Mäkelän Puutarha Oy')
    await other.getByRole('heading', { level: 1, name: 'Mäkelän Puutarha Oy' }).waitFor()
    await page.bringToFront() // a tab behind another one is drawn once a second
    await changeOn(page, 'Mäkelän Taimisto')
    await page.getByText(fi('ui.conflict.theirs', { value: 'Mäkelän Puutarha Oy' })).waitFor()
    await button(fi('ui.conflict.keep-ours')).click()
    await button(fi('ui.save')).click()
    await heading('Mäkelän Taimisto')
    await other.close()
  })

  test('a file that the network did not take is sent again by one press', async () => {
    await goTo('/imports/new')
    await button(fi('ui.import.choose-file')).waitFor()
    await context.setOffline(true)
    await page.locator('input[type=file]').setInputFiles(exampleFile)
    const gone = page.getByRole('alert').filter({ hasText: fi('ui.problem.unreachable') })
    await gone.waitFor()
    await context.setOffline(false)
    await gone.getByRole('button', { name: fi('ui.problem.retry') }).click()
    await page.getByText(fi('ui.import.origin-why')).waitFor()
  })

  test('a member of staff whom somebody removed meanwhile: said, and gone from the list', async () => {
    const { link } = await invite(context, desk, 'Ville Vahti', ['sales'])
    const newcomer = await desk.newcomer()
    await ask(newcomer, desk, 'POST', '/invitation/accept', { token: tokenOf(link), password })
    await goTo('/staff')
    const acts = page.getByRole('button', { name: fi('ui.staff.acts-for', { name: 'Ville Vahti' }) })
    await acts.click()
    await page.getByRole('menuitem', { name: fi('ui.staff.lock') }).click()
    const { staff } = await ask<{ staff: readonly { id: string; name: string }[] }>(context, desk, 'GET', '/staff')
    await ask(context, desk, 'DELETE', `/staff/${staff.find(({ name }) => name === 'Ville Vahti')?.id}`)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.staff.lock') })
      .click()
    await page.getByText(fi('errors.access.no-such-staff')).waitFor()
    await acts.waitFor({ state: 'hidden' })
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
