/** A request for a right is recorded and answered by the keyboard alone, in the purpose of rights and in no other. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  ask,
  type Desk,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  lookAt,
  openSignedIn,
  screenshot,
} from './browser.ts'
import { type MailServer, mailServer, partsOf } from './mail-server.ts'

vi.setConfig({ testTimeout: 240_000 })

inBrowser('requests for rights', () => {
  let desk: Desk
  let page: Page
  let mail: MailServer

  beforeAll(async () => {
    mail = await mailServer()
    ;({ desk, page } = await openSignedIn({ SMTP_URL: mail.url }))
    await addCustomer(page.context(), desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(async () => {
    await desk?.end()
    await mail?.close()
  })

  /** The screen as it stands, wide and narrow, light and dark. */
  /** What the last mail says once there are so many. */
  const mailed = async (count: number): Promise<string> => {
    await expect.poll(() => mail.received.length, { timeout: 30_000 }).toBe(count)
    return partsOf(mail.received.at(-1) ?? { to: [], from: '', raw: '' })['text/plain'] ?? ''
  }

  /** Whoever has no script: on a telephone, in the dark. */
  const openWithoutScript = async (): Promise<Page> => {
    const context = await desk.newcomer({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 900 },
      colorScheme: 'dark',
    })
    return context.newPage()
  }

  /** The person follows the link of the mail, asks for a code and takes the file, without script. */
  const fetchPackage = async () => {
    const hers = await openWithoutScript()
    await hers.goto(/(http:\S+\/delivery\/[\w-]{43})/.exec(await mailed(1))?.[1] ?? '')
    await screenshot(hers, 'delivery-390')
    await hers.getByRole('button', { name: fi('rights.delivery.page.ask.email'), exact: true }).click()
    const code = /(\d{6})/.exec(await mailed(2))?.[1] ?? ''
    await hers.getByLabel(fi('rights.delivery.page.code')).fill(code)
    await expectWhole(hers)
    await screenshot(hers, 'delivery-code-390')
    await hers.getByRole('button', { name: fi('rights.delivery.page.open'), exact: true }).click()
    const downloading = hers.waitForEvent('download')
    await hers.getByRole('button', { name: fi('rights.delivery.format.pdf') }).click()
    expect((await downloading).suggestedFilename()).toMatch(/\.pdf$/)
    await screenshot(hers, 'delivery-files-390')
    await hers.context().close()
  }

  test('another purpose is told where they are', async () => {
    await page.goto(`${desk.server.address}/customers`)
    await page.getByRole('link', { name: 'Aino Virtanen' }).waitFor()
    expect(await page.getByRole('link', { name: fi('ui.requests.title'), exact: true }).count()).toBe(0)
    await page.goto(`${desk.server.address}/requests`)
    await page.getByRole('heading', { name: fi('ui.requests.other-purpose') }).waitFor()
  })

  test('one is recorded, tied to the customer, and answered', async () => {
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: fi('vocabulary.purposes.rights.name') }).click()
    await page.getByRole('heading', { name: fi('ui.requests.none') }).waitFor()
    await lookAt(page, 'requests-none')
    await page.getByRole('link', { name: fi('ui.requests.record') }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel(fi('ui.requests.requester')).waitFor()
    await lookAt(page, 'request-new')
    await page.getByLabel(fi('ui.requests.requester')).focus()
    await page.keyboard.type('Aino Virtanen, aino@example.org')
    await page.keyboard.press('Tab')
    await page.keyboard.type('aino@')
    await page.getByRole('option', { name: /Aino Virtanen/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByLabel(fi('ui.requests.asked')).focus()
    await page.keyboard.type('Mitä tietoja minusta on, ja kuka niitä on katsonut?')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: fi('ui.requests.kind.access') }).waitFor()
    await page.getByRole('link', { name: fi('ui.requests.to-customer') }).waitFor()
    await page.getByText(fi('ui.requests.letter.received')).click()
    await page.getByText(fi('rights.letter.received-title')).waitFor()
    await lookAt(page, 'request')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: fi('ui.requests.copies.pdf') }).click()
    expect((await downloading).suggestedFilename()).toMatch(/^jaljennos-tiedoista-\d{4}-\d\d-\d\d\.pdf$/)
    await page.getByLabel(fi('ui.requests.step')).selectOption('identity-asked')
    const act = (step: 'identity-asked' | 'identity-proved' | 'answered') =>
      page.getByRole('button', { name: fi(`ui.requests.do.${step}`), exact: true })
    await act('identity-asked').click()
    await page.locator('[aria-invalid=true]').waitFor()
    await page.getByLabel(fi('ui.requests.reason')).fill('Pyyntö tuli uudesta osoitteesta.')
    await act('identity-asked').click()
    await page.getByText(fi('ui.requests.state.identifying')).waitFor()
    await page.getByLabel(fi('ui.requests.evidence.words')).fill('Kertoi tunnuksensa 131052-308T.')
    await page.getByRole('button', { name: fi('ui.requests.evidence.note'), exact: true }).click()
    await page.getByText(fi('errors.rights.identity-code')).waitFor()
    await page.getByLabel(fi('ui.requests.evidence.words')).fill('Vastasi tutusta osoitteesta.')
    await page.getByRole('button', { name: fi('ui.requests.evidence.note'), exact: true }).click()
    await page.getByRole('listitem').getByText('Vastasi tutusta osoitteesta.').waitFor()
    await lookAt(page, 'request-identifying')
    await act('identity-proved').click()
    await page.getByText(fi('ui.requests.state.working')).waitFor()
    expect(await page.getByText('Vastasi tutusta osoitteesta.').count()).toBe(0)
    await page.getByRole('button', { name: fi('ui.requests.deliver.send') }).click()
    await page.getByText(fi('ui.requests.deliver.not-fetched')).waitFor()
    await fetchPackage()
    await page.reload()
    await page.getByText(fi('ui.requests.deliver.mail.sent')).waitFor()
    await page.getByText(/Noudettu kerran/).waitFor()
    await lookAt(page, 'request-delivered')
    await act('answered').click()
    await page.getByText(fi('ui.requests.state.answered')).waitFor()
    await lookAt(page, 'request-answered')
    await page.goto(`${desk.server.address}/requests`)
    await page.getByText(fi('ui.requests.settled'), { exact: true }).click()
    await page.getByRole('link', { name: fi('ui.requests.kind.access') }).waitFor()
    await lookAt(page, 'requests-settled')
    expect(desk.faults).toEqual([])
  })

  test('anybody asks by the form, without script, and hears the number and the day', async () => {
    const theirs = await openWithoutScript()
    await theirs.goto(`${desk.server.address}/notice`)
    await theirs.getByRole('link', { name: fi('rights.ask.title') }).click()
    await theirs.setViewportSize({ width: 1440, height: 900 })
    await theirs.emulateMedia({ colorScheme: 'light' })
    await screenshot(theirs, 'ask-1440')
    await theirs.setViewportSize({ width: 390, height: 900 })
    await theirs.getByLabel(fi('rights.ask.kind')).selectOption('erasure')
    await theirs.getByLabel(fi('rights.ask.words')).fill('Poistakaa tietoni. 131052-308T')
    await theirs.getByLabel(fi('rights.ask.name')).fill('Bertta Mäkelä')
    await theirs.getByLabel(fi('rights.ask.post')).fill('Kauppakatu 1, 40100 Jyväskylä')
    const send = async () => {
      const stamp = Number((await theirs.locator('input[name=stamp]').first().inputValue()).split('~')[0])
      await expect.poll(() => Date.now() - stamp, { timeout: 30_000, interval: 200 }).toBeGreaterThan(3000)
      await theirs.getByRole('button', { name: fi('rights.ask.send') }).click()
    }
    await send()
    await theirs.getByText(fi('rights.ask.wrong.identity-code')).waitFor()
    await expect.poll(() => theirs.getByLabel(fi('rights.ask.name')).inputValue()).toBe('Bertta Mäkelä')
    await expectWhole(theirs)
    await screenshot(theirs, 'ask-wrong-390')
    await theirs.getByLabel(fi('rights.ask.words')).fill('Poistakaa tietoni.')
    await send()
    await theirs.getByRole('heading', { name: fi('rights.ask.received.title') }).waitFor()
    await screenshot(theirs, 'ask-received-390')
    await theirs.context().close()
    const seen = await (await desk.newcomer({ locale: 'en-GB' })).newPage()
    await seen.goto(`${desk.server.address}/rights?lang=en`)
    await expectAccessible(seen)
    await screenshot(seen, 'ask-en-1440')
  })

  test('what is late is red for everybody who may see it, also while they work for something else', async () => {
    const body = { kind: 'access', channel: 'phone', requester: 'Bertta Mäkelä', asked: 'Mitä minusta on?' }
    const receivedAt = new Date(Date.now() - 60 * 86_400_000).toISOString()
    await ask(page.context(), desk, 'POST', '/requests', { ...body, receivedAt }, 'rights')
    await page.goto(`${desk.server.address}/requests`)
    await page.getByRole('link', { name: 'Pyynnöt 1 myöhässä' }).waitFor()
    await page.getByText(/päivää myöhässä/).waitFor()
    await lookAt(page, 'requests-late')
    await page.getByLabel(fi('ui.requests.right')).selectOption('portability')
    await page.getByRole('heading', { name: fi('ui.requests.none-found') }).waitFor()
    await page.locator('.purpose-bar').click()
    await page.locator('.purpose-choice', { hasText: fi('vocabulary.purposes.customer-care.name') }).click()
    await page.getByRole('heading', { name: fi('ui.requests.other-purpose') }).waitFor()
    await page.getByRole('link', { name: 'Pyynnöt 1 myöhässä' }).waitFor()
    expect(desk.faults).toEqual([])
  })
})
