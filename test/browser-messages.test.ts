/** A customer is answered by text message from their page, until they write that messages must stop. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, ask, type Desk, expectAccessible, fi, inBrowser, openSignedIn, screenshot } from './browser.ts'
import { type SmsGateway, smsGateway } from './sms-gateway.ts'
import { messageFields, twilioDelivery, twilioToken } from './text-messages.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

inBrowser('text messages', () => {
  let desk: Desk
  let staff: BrowserContext
  let texts: SmsGateway
  let page: Page

  beforeAll(async () => {
    texts = await smsGateway()
    ;({ desk, context: staff } = await openSignedIn({ SMS_URL: texts.url }))
    const points = [{ email: 'aino.virtanen@example.org', phone: '+358401234567' }]
    const id = await addCustomer(staff, desk, ['Aino', 'Virtanen'], undefined, { 'contact-points': points })
    page = await staff.newPage()
    await page.goto(`${desk.server.address}/customers/${id}`)
  })
  afterAll(async () => {
    await desk?.end()
    await texts?.close()
  })

  const write = async (words: string) => {
    await page.getByRole('textbox', { name: fi('ui.inbox.answer'), exact: true }).fill(words)
    await page.getByRole('button', { name: fi('ui.inbox.send'), exact: true }).press('Enter')
  }

  test('what staff write leaves by the gateway', async () => {
    await page.getByRole('button', { name: fi('ui.inbox.write.sms') }).press('Enter')
    await page.getByRole('textbox', { name: fi('ui.inbox.answer'), exact: true }).waitFor()
    await expectAccessible(page)
    await screenshot(page, 'text-message')
    await write('Kurssi alkaa maanantaina.')
    await vi.waitFor(
      () => expect(texts.received).toMatchObject([{ to: '+358401234567', body: 'Kurssi alkaa maanantaina.' }]),
      {
        timeout: 60_000,
        interval: 500,
      },
    )
  })

  test('who has written EI is sent nothing more, and staff are told so', async () => {
    const made = { kind: 'twilio', name: 'Tekstiviestit', purpose: 'customer-care', source: 'sms', secret: twilioToken }
    await ask(staff, desk, 'POST', '/connections', made)
    const { connections } = await ask<{ connections: readonly { readonly address: string }[] }>(
      staff,
      desk,
      'GET',
      '/connections',
    )
    const address = connections[0]?.address ?? ''
    const to = { id: '', kind: 'twilio', hook: '', secret: twilioToken }
    const { headers, body } = twilioDelivery(to, messageFields('Ei'), address)
    const answer = await fetch(address, { method: 'POST', headers, body: Buffer.from(body).toString() })
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<Message>')])
    await page.reload()
    await page.getByLabel(fi('ui.inbox.by')).selectOption('sms')
    await page.getByText(fi('errors.messages.prohibited')).waitFor()
    await screenshot(page, 'text-message-prohibited')
    expect(texts.received).toHaveLength(1)
  })
})
