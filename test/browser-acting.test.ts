/** What a right asks for is done from the page of its request, and nothing is erased before it was seen what goes. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, ask, type Desk, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 240_000 })

inBrowser('acting upon a request', () => {
  let desk: Desk
  let page: Page
  let context: BrowserContext
  let aino = ''

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    aino = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
    await page.goto(`${desk.server.address}/customers`)
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: fi('vocabulary.purposes.rights.name') }).click()
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** The screen as it stands, wide and narrow, light and dark. */
  /** The page of a request of this kind that came this morning. */
  const openRequest = async (kind: 'objection' | 'rectification' | 'restriction' | 'withdrawal' | 'erasure') => {
    const body = {
      kind,
      channel: 'email',
      receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
      requester: 'Aino Virtanen',
      asked: 'Pyydän tätä.',
      person: aino,
    }
    const { id } = await ask<{ id: string }>(context, desk, 'POST', '/requests', body, 'rights')
    await page.goto(`${desk.server.address}/requests/${id}`)
    await page.getByRole('heading', { level: 1, name: fi(`ui.requests.kind.${kind}`) }).waitFor()
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  test('what the right asks for is done from its page', async () => {
    await openRequest('objection')
    await page.getByLabel(fi('ui.requests.act.objected.interest')).check()
    await lookAt(page, 'request-objection')
    await page.getByLabel(fi('ui.requests.act.objected.direct-marketing')).check()
    await press(fi('ui.requests.act.objected.do'))
    await page.locator('.request-steps').getByText(fi('ui.requests.did.objected')).waitFor()

    await openRequest('rectification')
    const value = page.getByLabel(fi('ui.requests.act.corrected.value'))
    await value.getByRole('option', { name: /Virtanen/ }).waitFor({ state: 'attached' })
    await value.selectOption({ label: (await value.getByRole('option', { name: /Virtanen/ }).textContent()) ?? '' })
    await page.getByLabel(fi('ui.requests.act.corrected.right')).fill('Mäkelä')
    await lookAt(page, 'request-rectification')
    await press(fi('ui.requests.act.corrected.do'))
    await page.locator('.request-steps').getByText(fi('ui.requests.did.corrected')).first().waitFor()

    await openRequest('restriction')
    await press(fi('ui.requests.act.restricted.do'))
    await page.locator('.request-steps').getByText(fi('ui.requests.did.restricted')).first().waitFor()
    await press(fi('ui.requests.act.lifting-told.do'))
    await page
      .getByRole('textbox', { name: fi('ui.requests.reason') })
      .first()
      .fill('Tieto oli oikein.')
    await press(fi('ui.requests.act.lifted.do'))
    await page.locator('.request-steps').getByText(fi('ui.requests.did.lifted'), { exact: true }).waitFor()
    expect(desk.faults).toEqual([])
  })

  test('nothing is erased before it was seen what goes, and it is said that it is for good', async () => {
    await openRequest('erasure')
    await press(fi('ui.requests.act.erased.preview'))
    await page.getByRole('columnheader', { name: fi('ui.requests.act.erased.goes') }).waitFor()
    await lookAt(page, 'request-erasure')
    await press(fi('ui.requests.act.erased.do'))
    const dialog = page.getByRole('dialog')
    await dialog.getByText(fi('ui.requests.act.erased.no-undo')).waitFor()
    await lookAt(page, 'request-erasure-sure')
    await dialog.getByRole('button', { name: fi('ui.requests.act.erased.do') }).click()
    await page.getByRole('heading', { name: fi('ui.requests.certificate') }).waitFor()
    const downloading = page.waitForEvent('download')
    await press(fi('ui.requests.copies.pdf'))
    expect((await downloading).suggestedFilename()).toMatch(/^todistus-poistamisesta-\d{4}-\d{4}\.pdf$/)
    await page
      .getByRole('button', { name: fi('ui.requests.recipients.tell'), exact: true })
      .first()
      .click()
    await page.getByLabel(fi('ui.requests.recipients.from-now-on')).selectOption('email')
    await lookAt(page, 'recipient-tell')
    await page.getByLabel(fi('ui.requests.recipients.how')).selectOption('by-hand')
    await page.getByRole('button', { name: fi('ui.requests.recipients.send'), exact: true }).click()
    await page.getByText(fi('ui.requests.recipients.state.by-hand'), { exact: true }).waitFor()
    await page.getByRole('button', { name: /^Vastaanottaja vahvisti/ }).click()
    await page.getByText(fi('ui.requests.recipients.state.confirmed'), { exact: true }).waitFor()
    await lookAt(page, 'request-erased')
    expect(desk.faults).toEqual([])
  })

  test('an address of somebody erased is kept again only when it was said by what act of theirs', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: 'Asiakassuhteen hoito' }).click()
    await page
      .getByRole('link', { name: fi('ui.new-customer.new') })
      .first()
      .click()
    const form = page.locator('main form')
    await form.getByLabel('Etunimi').fill('Aino')
    await form.getByLabel(/^Sähköposti/).fill('aino@example.org')
    await page.getByLabel(fi('ui.row.source')).selectOption({ index: 1 })
    await press(fi('ui.new-customer.new'))
    await page.getByText(fi('errors.rights.suppressed')).waitFor()
    const keep = page.getByRole('button', { name: fi('ui.returned.do'), exact: true })
    await expect.poll(() => keep.isDisabled()).toBe(true)
    await page.getByLabel(fi('ui.returned.act')).selectOption('visit')
    await page.getByLabel(fi('ui.returned.reason')).fill('Kävi messuilla 12.11.')
    await lookAt(page, 'returned')
    await keep.click()
    await page.getByRole('heading', { level: 1, name: 'Aino' }).waitFor()
    expect(desk.faults.filter(fault => !fault.includes('409'))).toEqual([])
  })
})
