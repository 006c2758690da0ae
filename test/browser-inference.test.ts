/** A rule as staff write it by the keyboard: tried on the register as it grows, saved, and what it infers stands on the customer's page with its reasons. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PersonInferences } from '../src/inference/rule-answers.ts'
import { addCustomer, ask, type Desk, expectAccessible, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('inferences', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let aino: string

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    const orders = (n: number) => ({
      orders: Array.from({ length: n }, (_, at) => ({
        product: `Keramiikka ${at + 1}`,
        ordered: new Date(Date.now() - (at + 1) * 86_400_000).toISOString(),
        state: 'paid',
      })),
    })
    aino = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org', orders(2))
    const bertta = await addCustomer(context, desk, ['Bertta', 'Mäkelä'], 'bertta@example.org', orders(1))
    await addCustomer(context, desk, ['Kaarlo', 'Kivi'], 'kaarlo@example.org', orders(2)) // has not consented
    for (const person of [aino, bertta])
      await ask(
        context,
        desk,
        'POST',
        `/persons/${person}/statements`,
        {
          kind: 'consent',
          purpose: 'marketing',
          channel: 'email',
          givenAt: new Date().toISOString(),
          wording: 'Saa päätellä, mikä minua kiinnostaa',
          source: 'forms',
          place: 'Lomake',
          method: 'form',
        },
        'rights',
      )
    await page.goto(`${desk.server.address}/segments`)
    await page.locator('.purpose-bar').click()
    await page
      .locator('.purpose-choice', { hasText: fi('vocabulary.purposes.marketing.name') })
      .first()
      .click()
  })
  afterAll(async () => {
    await desk?.end()
  })

  const number = (n: string) => page.locator('.rule-number', { hasText: new RegExp(`^${n}$`) }).waitFor()

  test('a rule is written by the keyboard alone, and tried as it grows', async () => {
    await page.goto(`${desk.server.address}/inference-rules`)
    await page.getByText(fi('ui.inferences.none')).waitFor()
    await page.getByRole('link', { name: fi('ui.inferences.new') }).press('Enter')
    await page.getByLabel(fi('ui.inferences.name')).fill('Keramiikan ystävät')
    await page.getByLabel(fi('ui.inferences.value'), { exact: false }).first().fill('Keramiikka')
    await page.getByText(fi('ui.inferences.preview-wait')).waitFor()
    await page.getByRole('button', { name: fi('ui.inferences.add-part') }).press('Enter')
    await page.getByLabel(fi('ui.inferences.rows')).selectOption('orders')
    await page.getByLabel(fi('ui.inferences.points')).fill('3')
    await page.getByLabel(fi('ui.inferences.threshold')).fill('2')
    await number('2')
    await page.getByRole('button', { name: fi('ui.segments.add-where') }).press('Enter')
    await page.getByLabel(fi('ui.filter.field-label')).selectOption('product')
    await page.getByLabel(fi('ui.segments.is-label')).selectOption('starts')
    await page.getByLabel(fi('ui.filter.value-label'), { exact: true }).fill('Keramiikka')
    await page.getByLabel(fi('ui.inferences.threshold')).fill('5')
    await number('1')
    await lookAt(page, 'inference-written')
    await page.getByRole('button', { name: fi('ui.inferences.save') }).press('Enter')
    await page.getByRole('heading', { name: 'Keramiikan ystävät' }).waitFor()
    await page.getByText(fi('ui.inferences.no-met')).waitFor()
  })

  test('what is inferred stands on the customer’s page with its reasons', async () => {
    const inferred = async () =>
      (
        await ask<PersonInferences>(context, desk, 'GET', `/persons/${aino}/inferences`, undefined, 'marketing')
      ).inferences.map(({ value }) => value)
    await expect.poll(inferred, { timeout: 60_000, interval: 500 }).toEqual(['Keramiikka'])
    await page.goto(`${desk.server.address}/customers/${aino}`)
    const panel = page.locator('section', { has: page.locator('#person-inferences') })
    await panel.locator('summary').press('Enter')
    await panel.getByText('Keramiikka 2').waitFor()
    await lookAt(page, 'inference-reasons')
  })

  test('what the customer contests on the telephone is written down by the keyboard, and goes', async () => {
    const panel = page.locator('section', { has: page.locator('#person-inferences') })
    const contest = fi('ui.inferences.contest-of', { value: 'Keramiikka' })
    await panel.getByRole('button', { name: contest }).press('Enter')
    const dialog = page.getByRole('dialog', { name: contest })
    await dialog.getByRole('radio', { name: fi('ui.inferences.contest-all') }).press('Space')
    await dialog.getByLabel(fi('ui.inferences.contest-words')).fill('Lahja ystävälle')
    await expectAccessible(page)
    await lookAt(page, 'inference-contested')
    await dialog.getByRole('button', { name: fi('ui.inferences.contest-do-all') }).press('Enter')
    await page.getByText(fi('ui.inferences.contested')).first().waitFor()
    await panel.waitFor({ state: 'detached' })
    expect(desk.faults).toEqual([])
  })
})
