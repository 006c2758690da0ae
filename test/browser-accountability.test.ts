/** A new administrator writes down a contract and a balancing test by the keyboard alone and takes them out; two at once are told of each other. */

import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { steps } from '../src/accountability/balancing-questions.ts'
import type { TextKey } from '../src/texts/texts.ts'
import { ask, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('accountability', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** Tab until the field or button of this name has the keyboard. */
  async function tabTo(name: string): Promise<void> {
    const focusedName = () =>
      page.evaluate(() => {
        const element = document.activeElement
        const isField =
          element instanceof HTMLInputElement ||
          element instanceof HTMLSelectElement ||
          element instanceof HTMLTextAreaElement
        const labels = isField ? element.labels : []
        const label = [...(labels ?? [])].map(one => one.textContent).join(' ')
        return element?.getAttribute('aria-label') ?? (label || element?.textContent) ?? ''
      })
    for (let stops = 0; stops < 120; stops += 1) {
      await page.keyboard.press('Tab')
      if ((await focusedName()).startsWith(name)) return
    }
    throw new Error(`Tab does not come to «${name}»`)
  }
  const write = async (label: TextKey, words: string) => {
    await tabTo(fi(label))
    await page.keyboard.type(words)
  }
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

  /** Opens the menu and chooses; gives what was saved. */
  async function takeOut(format: 'pdf' | 'csv' | 'json' | 'html'): Promise<{ name: string; bytes: Buffer }> {
    await tabTo(fi('ui.accountability.take'))
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    const item = page.getByRole('menuitem', { name: fi(`ui.accountability.format.${format}`) })
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown')
        return item.evaluate(one => one === document.activeElement)
      })
      .toBe(true)
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
  }

  test('from the navigation to a contract on record and its file', async () => {
    await page.goto(`${desk.server.address}/accountability`)
    await page.getByText(fi('ui.accountability.without-contract', { count: 5 })).waitFor()
    await expectAccessible(page)
    await tabTo(fi('ui.contracts.title'))
    await page.keyboard.press('Enter')
    await heading(fi('ui.contracts.title'))
    await tabTo(fi('ui.contracts.record-for', { name: 'Example Sites Ltd' }))
    await page.keyboard.press('Enter')
    await heading(fi('ui.contracts.new'))
    await write('ui.contracts.service', 'verkkosivujen ylläpito')
    await write('ui.contracts.parties', 'Ixir-verkkokurssit Oy ja Example Sites Ltd')
    await write('ui.contracts.reference', 'sopimukset/sites.pdf')
    await write('ui.contracts.signed', '02022026')
    await tabTo(fi('ui.contracts.country'))
    await page.keyboard.type('Israel')
    await tabTo(fi('ui.contracts.mechanism'))
    await page.keyboard.type('komission päätös')
    for (const clause of ['scope', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const) {
      await tabTo(fi(`ui.contracts.clause.${clause}`))
      await page.keyboard.press('Space')
    }
    await tabTo(fi('ui.contracts.save'))
    await page.keyboard.press('Enter')
    await heading(fi('ui.contracts.title'))
    await page.getByRole('link', { name: /^sopimukset\/sites\.pdf, 2\.2\.2026/ }).waitFor()
    expect(await page.locator('main').textContent()).not.toContain(
      fi('ui.contracts.record-for', { name: 'Example Sites Ltd' }),
    )
    const { name, bytes } = await takeOut('csv')
    expect(name).toMatch(/^kasittelijat-.*\.csv$/)
    expect(bytes.toString()).toContain('sopimukset/sites.pdf')
    expect((await takeOut('pdf')).bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('a balancing test, question by question, to a decision and its paper', async () => {
    await page.goto(`${desk.server.address}/accountability/balancing-tests`)
    await tabTo('Ymmärtää, mitä asiakkaamme tarvitsevat')
    await page.keyboard.press('Enter')
    await heading(fi('ui.balancing.one'))
    for (const question of Object.values(steps).flat())
      await write(`ui.balancing.question.${question}`, `Vastaus kysymykseen ${question}.`)
    await tabTo(fi('ui.balancing.outcome.none'))
    await page.keyboard.press('ArrowDown') // round to the first
    await page.getByLabel(fi('ui.balancing.column.approved-by')).waitFor()
    await write('ui.accountability.why', 'Ensimmäinen punninta.')
    await tabTo(fi('ui.balancing.save'))
    await page.keyboard.press('Enter')
    await page.locator('.page-head').getByText(fi('ui.balancing.state.holds')).waitFor()
    await page.getByText('Ensimmäinen punninta.').waitFor()
    await expectAccessible(page)
    await page.locator('main').focus()
    const { name, bytes } = await takeOut('html')
    expect(name).toMatch(/^tasapainotestit-know-customers-.*\.html$/)
    expect(bytes.toString()).toContain('Vastaus kysymykseen safeguards.')
  })

  test('what somebody else saves meanwhile is shown, and nothing typed is lost', async () => {
    const path = '/accountability/balancing-tests/know-customers'
    const impact = fi('ui.balancing.question.impact')
    await page.getByLabel(impact).fill('Mitä minä kirjoitin')
    const found = await ask<{ revisions: readonly [{ answers: object; decision: object }] }>(context, desk, 'GET', path)
    const [{ answers, decision }] = found.revisions
    const theirs = { answers: { ...answers, impact: 'Mitä toinen kirjoitti' }, decision }
    await ask(context, desk, 'PUT', path, { ...theirs, why: 'Toinen.', expected: 1, version: 1 })
    await page.getByLabel(fi('ui.accountability.why')).fill('Minä.')
    await page.getByRole('button', { name: fi('ui.balancing.save') }).click()
    await page.getByRole('alert').filter({ hasText: 'Mitä toinen kirjoitti' }).waitFor()
    await expect.poll(() => page.getByLabel(impact).inputValue()).toBe('Mitä minä kirjoitin')
    await page.getByRole('button', { name: fi('ui.accountability.mine-on-top') }).click()
    await page.getByRole('button', { name: fi('ui.balancing.save') }).click()
    await page.locator('.revisions li', { hasText: 'Minä.' }).waitFor()
    await expect.poll(() => page.locator('.revisions').textContent()).toContain('Mitä toinen kirjoitti')
  })

  test('without a network, and with a refusal, what was typed stays', async () => {
    const service = page.getByLabel(fi('ui.contracts.service'))
    await page.goto(`${desk.server.address}/accountability/processors`)
    await page.getByRole('link', { name: /^sopimukset/ }).click()
    await service.fill('toinen palvelu')
    await page.getByLabel(fi('ui.contracts.until')).fill('2026-01-01')
    await page.getByLabel(fi('ui.accountability.why')).fill('Kokeilu.')
    await context.setOffline(true)
    await page.getByRole('button', { name: fi('ui.contracts.save') }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: fi('ui.problem.unreachable') })
      .waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: fi('ui.contracts.save') }).click()
    await page.getByText(fi('errors.accountability.ends-before-signed')).first().waitFor()
    await expect.poll(() => service.inputValue()).toBe('toinen palvelu')
    await expect.poll(() => page.getByLabel(fi('ui.accountability.why')).inputValue()).toBe('Kokeilu.')
  })

  test('the record of processing is looked through and taken out; after a fault one tries again', async () => {
    await page.goto(`${desk.server.address}/accountability/record`)
    await page.getByText(fi('ui.accountability.record-never')).waitFor()
    await page.getByRole('button', { name: fi('ui.processing-record.do') }).click()
    await page.getByText(fi('ui.processing-record.true')).waitFor()
    expect((await takeOut('json')).name).toMatch(/^seloste-kasittelytoimista-2026-11-22-[0-9a-f]{12}-fi\.json$/)
    await page.route('**/api/v1/accountability/processors', route => route.fulfill({ status: 500, json: {} }))
    await page.goto(`${desk.server.address}/accountability/processors`)
    await page.getByRole('alert').waitFor()
    await page.unrouteAll()
    await page.getByRole('button', { name: fi('ui.problem.retry') }).click()
    await page.getByRole('cell', { name: 'Example Hosting Oy', exact: true }).waitFor()
    expect(desk.faults).toEqual([])
  })
})
