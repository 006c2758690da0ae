/** A complaint is recorded on the telephone, taken, answered by e-mail and closed by the keyboard alone; it reads in Finnish and English, wide and narrow. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TextKey, text } from '../src/texts/texts.ts'
import { addCustomer, ask, type Desk, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'
import { type MailServer, mailServer } from './mail-server.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

inBrowser('cases', () => {
  let desk: Desk
  let page: Page
  let mail: MailServer
  let person: string

  beforeAll(async () => {
    mail = await mailServer()
    ;({ desk, page } = await openSignedIn({ SMTP_URL: mail.url }))
    person = await addCustomer(page.context(), desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(async () => {
    await desk?.end()
    await mail?.close()
  })

  const choose = (label: TextKey, value: TextKey) => page.getByLabel(fi(label)).selectOption({ label: fi(value) })
  /** By the keys alone: the field is reached, filled, and the form sent. */
  const write = async (label: TextKey, words: string) => {
    await page.getByLabel(fi(label)).focus()
    await page.keyboard.type(words)
    await page.keyboard.press('Control+Enter')
  }
  const inState = (state: TextKey) => page.locator('.page-head').getByText(fi(state), { exact: true }).waitFor()

  test('one is recorded from a customer’s page, and stands on the list', async () => {
    await page.goto(`${desk.server.address}/cases`)
    await page.getByRole('heading', { name: fi('ui.cases.none') }).waitFor()
    await lookAt(page, 'cases-none')
    await page.goto(`${desk.server.address}/customers/${person}`)
    const own = page.locator('section', { has: page.getByRole('heading', { name: fi('ui.cases.of-person') }) })
    await own.getByRole('button', { name: fi('ui.cases.new') }).focus()
    await page.keyboard.press('Enter')
    await own.getByLabel(fi('ui.row.source')).selectOption('phone')
    await write('ui.cases.content', 'Kurssin videot eivät avaudu puhelimella.')
    await page.getByRole('heading', { level: 1, name: fi('ui.cases.kind.complaint') }).waitFor()
    await inState('ui.cases.state.open')
    await page.goto(`${desk.server.address}/cases`)
    await page.getByRole('link', { name: fi('ui.cases.kind.complaint') }).waitFor()
    await lookAt(page, 'cases')
  })

  test('it is taken, noted, answered by e-mail and closed', async () => {
    await page.getByRole('link', { name: fi('ui.cases.kind.complaint') }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: fi('ui.cases.take') }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: fi('ui.cases.take') }).waitFor({ state: 'detached' })
    await choose('ui.cases.step', 'ui.cases.do.noted')
    await write('ui.cases.note', 'Soitin asiakkaalle, laite on vanha.')
    await page.locator('.case-steps [data-note]').waitFor()
    await write('ui.cases.answer', 'Korjasimme videot. Kiitos kärsivällisyydestäsi.')
    await inState('ui.cases.state.answered')
    await expect.poll(() => mail.received.length, { timeout: 60_000 }).toBe(1)
    expect(mail.received[0]?.to).toEqual(['aino@example.org'])
    await lookAt(page, 'case')
    await choose('ui.cases.step', 'ui.cases.do.closed')
    await page.getByRole('button', { name: fi('ui.cases.do.closed') }).focus()
    await page.keyboard.press('Enter')
    await inState('ui.cases.state.closed')
  })

  test('what somebody else did meanwhile is told, and what was typed stays', async () => {
    const [, id] = /cases\/([\w-]+)/.exec(page.url()) ?? []
    await choose('ui.cases.step', 'ui.cases.do.reopened')
    const told = { step: { kind: 'noted', words: 'Toisaalta' }, expected: null }
    await ask(page.context(), desk, 'POST', `/cases/${id}/steps`, told, 'customer-care')
    await write('ui.cases.why', 'Asiakas soitti uudelleen')
    await page.getByText(fi('errors.cases.changed-meanwhile')).waitFor()
    await expect.poll(() => page.getByLabel(fi('ui.cases.why')).inputValue()).toBe('Asiakas soitti uudelleen')
    await page.getByText('Toisaalta').waitFor()
    await page.keyboard.press('Control+Enter')
    await inState('ui.cases.state.reopened')
  })

  test('in English, and nowhere for another purpose', async () => {
    await page.evaluate(() => localStorage.setItem('seloste.lang', 'en'))
    await page.goto(`${desk.server.address}/cases/new`)
    await page.getByRole('heading', { level: 1, name: text('en', 'ui.cases.new') }).waitFor()
    await lookAt(page, 'case-new-en')
    expect(desk.faults).toEqual([])
  })
})
