/** A breach is recorded, assessed, notified and closed by the keyboard, its form taken out; a purpose is screened for an impact assessment. */

import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('breaches and screenings', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** Tab until the element that is called so has the keyboard. */
  async function tabTo(name: string): Promise<void> {
    for (let stops = 0; stops < 90; stops += 1) {
      await page.keyboard.press('Tab')
      const has = await page.evaluate(() => {
        const at = document.activeElement
        const labels = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? [...(at.labels ?? [])] : []
        return [at?.getAttribute('aria-label'), ...labels.map(one => one.textContent), at?.textContent].join(' ')
      })
      if (has.includes(name)) return
    }
    throw new Error(`Tab does not come to «${name}»`)
  }
  const fill = async (name: string, words: string) => {
    await tabTo(name)
    await page.keyboard.type(words)
  }
  const press = async (name: string, key = 'Enter') => {
    await tabTo(name)
    await page.keyboard.press(key)
  }
  const step = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name }) })

  test('it is recorded with what is known, and the clock is seen', async () => {
    await page.goto(`${desk.server.address}/breaches`)
    await page.getByText(fi('ui.breaches.none'), { exact: true }).waitFor()
    await expectAccessible(page)
    await press(fi('ui.breaches.new'))
    await page.getByRole('heading', { level: 1, name: fi('ui.breaches.new') }).waitFor()
    await fill(fi('ui.breaches.name'), 'Kadonnut muistitikku')
    await fill(fi('ui.breaches.what'), 'Muistitikku katosi. Kysy: tuki@example.org')
    await page.getByText(fi('ui.breaches.naming-email')).waitFor()
    await press(fi('ui.breaches.nature.confidentiality'), 'Space')
    await press(fi('ui.breaches.new'))
    await page.getByRole('alert').getByText(fi('errors.breaches.email')).first().waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Kadonnut muistitikku' }).waitFor()
    await page.getByText(/^Aikaa 71\sh/).waitFor()
    await expectAccessible(page)
  })

  test('it is assessed, decided, notified and closed, one step after the other, and the keyboard goes along', async () => {
    await fill(fi('ui.breaches.reasons'), 'Tikulla oli asiakkaiden nimiä.')
    await fill(fi('ui.breaches.consequences'), 'Nimiä voi päätyä ulkopuolisille.')
    await fill(fi('ui.breaches.measures'), 'Tikut on nyt salattu.')
    await press(fi('ui.breaches.save-assessment'))
    await step(fi('ui.breaches.step.decide')).getByText(fi('ui.breaches.next')).waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(fi('ui.breaches.step.decide'))
    await press(fi('ui.breaches.save-decision'))
    await step(fi('ui.breaches.step.notify')).getByText(fi('ui.breaches.next')).waitFor()
    await fill(fi('ui.breaches.authority-reference'), '1234/171/26')
    await press(fi('ui.breaches.save-notice'))
    await page.getByText(fi('ui.breaches.clock.kept')).first().waitFor()
    await step(fi('ui.breaches.step.close')).getByText(fi('ui.breaches.next')).waitFor()
    await fill(fi('ui.breaches.lessons'), 'Muistitikkuja ei käytetä.')
    await press(fi('ui.breaches.save-closing'))
    await page.getByText(fi('ui.breaches.entry.closed')).waitFor()
    await expectAccessible(page)
  })

  test('the form of Art. 33(3) is taken out on paper', async () => {
    await page.reload()
    await press(fi('ui.accountability.take'))
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(focused).toBe(fi('ui.accountability.format.pdf'))
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(file.suggestedFilename()).toMatch(/^tietoturvaloukkaus-\d{4}-1\.pdf$/)
    expect(
      readFileSync(await file.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  test('a clock that has run out is red in the list, and its delay is asked for', async () => {
    const facts = {
      name: 'Vanha loukkaus',
      awareAt: new Date(Date.now() - 100 * 3_600_000).toISOString(),
      ...{ happenedFrom: null, happenedUntil: null, foundBy: '', nature: ['availability'], what: 'Levy rikkoutui.' },
      ...{ cause: '', groups: '', persons: null, categories: [], otherData: '', records: null, logs: '' },
    }
    const { id } = await ask<{ id: string }>(context, desk, 'POST', '/breaches', { facts })
    await page.goto(`${desk.server.address}/breaches`)
    await page.getByText(/^Myöhässä 28\sh/).waitFor()
    await expectAccessible(page)
    await page.goto(`${desk.server.address}/breaches/${id}`)
    await step(fi('ui.breaches.step.notify')).getByRole('button').click()
    await page.getByLabel(fi('ui.breaches.delay')).waitFor()
    await page.getByRole('button', { name: fi('ui.breaches.save-notice') }).click()
    await page.getByText(fi('errors.breaches.delay')).first().waitFor()
  })

  test('a purpose is screened: the rule answers as the questions are answered', async () => {
    await page.goto(`${desk.server.address}/accountability/screenings`)
    await page.getByRole('link', { name: 'Suoramarkkinointi' }).press('Enter')
    await page.getByRole('group', { name: fi('ui.screening.nine') }).waitFor()
    for (const no of await page.getByRole('radio', { name: fi('ui.value.no') }).all()) await no.check()
    await page.getByText(fi('ui.screening.rule-not-needed', { count: 0 })).waitFor()
    const yes = page.getByRole('radio', { name: fi('ui.value.yes') })
    await yes.nth(0).check()
    await yes.nth(5).check()
    await page.getByText(fi('ui.screening.rule-needed', { count: 2 })).waitFor()
    for (const question of ['scoring', 'combining'] as const)
      await page
        .getByRole('textbox', { name: `${fi(`ui.screening.question.${question}`)} ${fi('ui.screening.reason')}` })
        .fill('Ostoista päätellään kiinnostuksia.')
    await page.getByLabel(fi('ui.screening.conclusion'), { exact: false }).fill('Arviointi tehdään.')
    await page.getByLabel(fi('ui.accountability.why'), { exact: false }).fill('Ensimmäinen selvitys')
    await expectAccessible(page)
    await page.getByRole('button', { name: fi('ui.screening.save') }).click()
    await page.getByText(fi('ui.screening.state.not-assessed')).first().waitFor()
    await page.getByText('Ensimmäinen selvitys').waitFor()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
