/** Contracts, meetings and mailboxes as staff use them: recorded, moved and ended, arranged and called off, opened by a permission that a service gives. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, ask, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'
import { type OAuthService, oauthService } from './oauth-service.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

inBrowser('contracts, meetings and mailboxes', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let person: string

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    person = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(() => desk?.end())

  const button = (name: string) => page.getByRole('button', { name, exact: true })

  test('a contract is recorded, comes into force with a document, and ends with its reason', async () => {
    await page.goto(`${desk.server.address}/agreements`)
    await page.getByText(fi('ui.agreements.none'), { exact: true }).waitFor()
    await page.getByRole('link', { name: fi('ui.agreements.new') }).press('Enter')
    await page.getByRole('combobox', { name: fi('ui.agreements.customer') }).fill('Aino')
    await page.getByRole('option', { name: /Aino/ }).click()
    await page.getByLabel(fi('vocabulary.fields.contracts.subject')).fill('Kurssit yritykselle')
    await page.getByLabel(fi('vocabulary.fields.contracts.ends')).fill('2090-12-31')
    await page.getByLabel(fi('vocabulary.fields.contracts.notice-days')).fill('30')
    await button(fi('ui.agreements.save')).click()
    await page.getByRole('heading', { level: 1, name: 'Kurssit yritykselle' }).waitFor()
    await page.getByText(fi('ui.agreements.notice-by', { day: '1.12.2090' })).waitFor()

    await page.setInputFiles('input[type=file]', {
      ...{ name: 'Sopimus.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') },
    })
    await button(fi('ui.agreements.save-document', { name: 'Sopimus.pdf' })).waitFor()
    await expectAccessible(page)

    await page.getByLabel(fi('ui.agreements.what-happened')).selectOption('signed')
    await button(fi('ui.agreements.mark')).press('Enter')
    await page.locator('.page-head').getByText(fi('vocabulary.codes.contracts.state.signed')).waitFor()
    await page.getByLabel(fi('ui.agreements.what-happened')).selectOption('in-force')
    await button(fi('ui.agreements.mark')).press('Enter')
    await page.locator('.page-head').getByText(fi('vocabulary.codes.contracts.state.in-force')).waitFor()
    await page.getByLabel(fi('ui.agreements.what-happened')).selectOption('terminated')
    await page.getByLabel(fi('ui.agreements.why')).fill('Asiakas muutti pois')
    await button(fi('ui.agreements.mark')).press('Enter')
    await page.getByText('Asiakas muutti pois', { exact: true }).waitFor()

    await page.goto(`${desk.server.address}/agreements`)
    await page.getByRole('link', { name: 'Kurssit yritykselle' }).waitFor()
    await page.getByLabel(fi('ui.agreements.state-now')).selectOption('in-force')
    await page.getByText(fi('ui.agreements.none-found'), { exact: true }).waitFor()
  })

  test('a meeting is arranged on its customer’s page, moved, and called off', async () => {
    await page.goto(`${desk.server.address}/customers/${person}`)
    await button(fi('ui.meetings.arrange')).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(fi('ui.meetings.subject')).fill('Kevään kurssit')
    await dialog.getByLabel(fi('ui.meetings.starts')).fill('2090-01-12T10:00')
    await dialog.getByLabel(fi('ui.meetings.place')).fill('Esimerkkikatu 1')
    await dialog.getByLabel(fi('ui.meetings.invite')).uncheck()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: fi('ui.meetings.save'), exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.goto(`${desk.server.address}/meetings`)
    await page.locator('.meetings').getByText('12.1.2090 klo 10.00', { exact: false }).waitFor()

    await button(fi('ui.meetings.change', { name: 'Kevään kurssit' })).click()
    await dialog.getByLabel(fi('ui.meetings.starts')).fill('2090-01-13T12:30')
    await dialog.getByRole('button', { name: fi('ui.meetings.save'), exact: true }).click()
    await page.locator('.meetings').getByText('13.1.2090 klo 12.30', { exact: false }).waitFor()

    await button(fi('ui.meetings.off', { name: 'Kevään kurssit' })).click()
    await dialog.getByText(fi('ui.meetings.off-why')).waitFor()
    await dialog.getByRole('button', { name: fi('ui.meetings.off-short'), exact: true }).click()
    await page.getByText(fi('ui.meetings.none'), { exact: true }).waitFor()
  })

  test('a mailbox waits for its permission, which its user gives at the service and may refuse', async () => {
    const service: OAuthService = await oauthService('posti@example.fi')
    try {
      await page.goto(`${desk.server.address}/mailboxes`)
      await button(fi('ui.mailboxes.add')).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: fi('ui.mailboxes.name'), exact: true }).fill('Asiakaspalvelu')
      await dialog.getByLabel(fi('ui.mailboxes.host')).fill('127.0.0.1')
      await dialog.getByRole('textbox', { name: fi('ui.mailboxes.user'), exact: true }).fill('posti@example.fi')
      await dialog.getByLabel(fi('ui.mailboxes.opens-by')).selectOption('other')
      await dialog.getByText(`${desk.server.address}/mailboxes`, { exact: true }).waitFor()
      await dialog.getByLabel(fi('ui.mailboxes.client-id')).fill(service.clientId)
      await dialog.getByLabel(fi('ui.mailboxes.authorize')).fill(`${service.url}/authorize`)
      await dialog.getByLabel(fi('ui.mailboxes.token')).fill(`${service.url}/token`)
      await dialog.getByLabel(fi('ui.mailboxes.scope')).fill('imap')
      await dialog.getByLabel(fi('ui.mailboxes.client-secret')).fill(service.secret)
      await expectAccessible(page)
      await dialog.getByRole('button', { name: fi('ui.mailboxes.add'), exact: true }).click()
      await page.getByText(fi('ui.mailboxes.asks'), { exact: true }).waitFor()

      const signIn = button(`${fi('ui.mailboxes.sign-in')}: Asiakaspalvelu`)
      await signIn.click()
      await page.waitForURL(`${service.url}/authorize?**`)
      await page.goto(`${desk.server.address}/mailboxes?error=access_denied&state=s`)
      await page.getByText(fi('ui.mailboxes.not-signed-in')).waitFor()

      await signIn.click()
      await page.getByRole('link', { name: 'Salli' }).click()
      await page.getByText(fi('ui.mailboxes.signed-in')).waitFor()
      await button(`${fi('ui.mailboxes.sign-in-again')}: Asiakaspalvelu`).waitFor()
      expect(new URL(page.url()).search).toBe('') // what opens the mailbox stays in no history
      expect(service.held.size).toBe(1)
      const { mailboxes } = await ask<{ mailboxes: readonly { asksSignIn: boolean }[] }>(
        context,
        desk,
        'GET',
        '/mailboxes',
      )
      expect(mailboxes).toMatchObject([{ asksSignIn: false }])
    } finally {
      await service.close()
    }
  })
})
