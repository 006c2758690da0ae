/** A form as people use it: a telephone, no script, the keyboard alone, a letter that is confirmed; and staff who build it and see what came. */

import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask, type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn, screenshot } from './browser.ts'
import { feedbackForm, type OpenForm, openFormOf } from './form-screens.ts'
import { type MailServer, mailServer, partsOf } from './mail-server.ts'
import { newHome, removeHome } from './running.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

inBrowser('forms', () => {
  const folder = newHome()
  let desk: Desk
  let staff: BrowserContext
  let letters: MailServer
  let form: OpenForm
  let page: Page

  beforeAll(async () => {
    letters = await mailServer()
    const notice = join(folder, 'notice.yaml')
    writeFileSync(notice, withAttachments)
    ;({ desk, context: staff } = await openSignedIn({ SMTP_URL: letters.url, SELOSTE_NOTICE: notice }))
    form = await openFormOf(staff, desk)
    const visitor = await desk.newcomer({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    page = await visitor.newPage()
  })
  afterAll(async () => {
    await desk?.end()
    await letters?.close()
    removeHome(folder)
  })

  /** Whoever is faster than a person is asked to send it again, with all that they wrote. */
  const sendUntil = async (heading: string) => {
    await vi.waitFor(
      async () => {
        await page.getByRole('button').last().press('Enter')
        await page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout: 2_000 })
      },
      { timeout: 60_000 },
    )
  }

  test('a visitor fills it in by the keyboard, without script, and no box is ticked for them', async () => {
    await page.goto(`${desk.server.address}${form.path}`) // the browser speaks Finnish
    await page.getByRole('heading', { level: 1, name: 'Anna palautetta' }).waitFor()
    expect(await page.locator('script').count()).toBe(0)
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0)
    await page.getByLabel('Etunimi').focus()
    await page.keyboard.type('Aino')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Virtanen')
    await page.keyboard.press('Tab')
    await page.keyboard.type('aino@')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Kurssi oli hyvä.')
    await page.getByRole('button').press('Enter')
    await page.getByRole('alert').waitFor()
    await expect.poll(() => page.getByLabel('Palaute').inputValue()).toBe('Kurssi oli hyvä.') // nothing that was typed is lost
    await screenshot(page, 'form-visitor-wrong')
    await page.getByLabel('Sähköpostiosoite').fill('aino@example.org')
    await page.getByLabel('Kyllä, haluan uutiskirjeen').press('Space')
    await page.getByLabel('Olen täyttänyt 13 vuotta').press('Space')
    await sendUntil(fi('forms.done.confirm.title'))
    await screenshot(page, 'form-visitor-sent')
  })

  test('the permit counts when the link of the letter was followed and its button pressed', async () => {
    await expect.poll(() => letters.received.length, { timeout: 60_000 }).toBe(1)
    const [letter] = letters.received
    const path = /\/f\/[\w-]+\/confirm\/[\w-]+/.exec((letter && partsOf(letter)['text/plain']) ?? '')?.[0] ?? ''
    const permitOf = async (): Promise<string | undefined> => {
      const { arrivals } = await ask<Listed>(staff, desk, 'POST', '/arrivals/search', { connection: form.id }, care)
      const person = arrivals.find(({ person }) => person)?.person?.id
      if (person === undefined) return undefined
      const { answers } = await ask<Permits>(staff, desk, 'GET', `/persons/${person}/permissions`, undefined, care)
      return answers.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'email')?.reason
    }
    await expect.poll(permitOf, { timeout: 60_000 }).toBe('unknown')
    await page.goto(`${desk.server.address}${path}?lang=fi`)
    await screenshot(page, 'form-visitor-confirm')
    await page.getByRole('button', { name: fi('forms.confirm.button') }).press('Enter')
    await page.getByRole('heading', { level: 1, name: fi('forms.confirm.done.title') }).waitFor()
    await expect.poll(permitOf, { timeout: 60_000 }).toBe('consent')
  })

  test('a visitor attaches a file without script; staff save it from its case', async () => {
    const field = { category: 'feedback', column: 'attachments', given: 'asked' }
    const asked = { ...feedbackForm, confirmation: 'none', fields: [...feedbackForm.fields, field] }
    const { path } = await openFormOf(staff, desk, 'Kurssipalaute liitteineen', asked)
    /** Whoever is faster than a person chooses the files again too. */
    const attach = (name: string, content: string, told: string | RegExp) =>
      vi.waitFor(
        async () => {
          const buffer = Buffer.from(content)
          await page.getByLabel('Liitteet').setInputFiles({ name, mimeType: 'application/pdf', buffer })
          await page.getByRole('button').last().press('Enter')
          await page.getByText(told).waitFor({ timeout: 2_000 })
        },
        { timeout: 60_000 },
      )
    await page.goto(`${desk.server.address}${path}`)
    await page.getByLabel('Sähköpostiosoite').fill('liite@example.org')
    await page.getByLabel('Palaute').fill('Todistus puuttuu.')
    await attach('kuitti.pdf', 'MZ\0ohjelma', /kuitti.pdf ei sisällöltään/)
    await expect.poll(() => page.getByLabel('Palaute').inputValue()).toBe('Todistus puuttuu.')
    await screenshot(page, 'form-visitor-files')
    await attach('kuitti.pdf', '%PDF-1.7 kuitti', fi('forms.done.sent.title'))

    const screen = await staff.newPage()
    await vi.waitFor(
      async () => {
        const { cases } = await ask<Cases>(staff, desk, 'POST', '/cases/search', { view: 'open' }, care)
        const filed = cases.find(({ begins }) => begins === 'Todistus puuttuu.')
        await screen.goto(`${desk.server.address}/cases/${filed?.id}`)
        await screen.getByRole('heading', { name: fi('ui.sent-files.title') }).waitFor({ timeout: 3_000 })
      },
      { timeout: 60_000 },
    )
    const saved = screen.waitForEvent('download')
    await screen.getByRole('button', { name: fi('ui.sent-files.save', { name: 'kuitti.pdf' }) }).press('Enter')
    const file = await saved
    expect(file.suggestedFilename()).toBe('kuitti.pdf')
    expect(readFileSync(await file.path(), 'utf8')).toBe('%PDF-1.7 kuitti')
    await expectAccessible(screen)
    await expectWhole(screen)
    await screenshot(screen, 'case-files')
    await screen.close()
  })

  test('a form in the page of another site is sent from there, and leads to the hosted page', async () => {
    const body = `<!doctype html><title>Kauppa</title><h1>Kauppa</h1><script src="${desk.server.address}${form.path}/embed.js?lang=fi" async></script>`
    const shop = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(body))
    await new Promise<void>(listening => shop.listen(0, '127.0.0.1', listening)) // another origin than localhost
    const { port } = shop.address() as AddressInfo
    const context = await desk.newcomer()
    const other = await context.newPage()
    await other.goto(`http://127.0.0.1:${port}/`)
    await other.getByLabel('Sähköpostiosoite').fill('bertta@example.org')
    await other.getByLabel('Palaute').fill('Toimii muuallakin.')
    await screenshot(other, 'form-embedded')
    await vi.waitFor(
      async () => {
        await other.getByRole('button', { name: fi('forms.send') }).click()
        await other.getByRole('heading', { level: 1, name: fi('forms.done.sent.title') }).waitFor({ timeout: 2_000 })
      },
      { timeout: 60_000 },
    )
    await context.close()
    shop.close()
  })

  test('staff build a form beside what the visitor will see, and open it', async () => {
    const screen = await staff.newPage()
    await screen.goto(`${desk.server.address}/forms/new`)
    for (const [lang, title] of [
      ['Suomi', 'Ilmoittaudu kurssille'],
      ['Svenska', 'Anmäl dig till kursen'],
      ['English', 'Join the course'],
    ])
      await screen.getByLabel(`${fi('ui.forms.title-label')}: ${lang}`).fill(title ?? '')
    await screen.locator('.form-preview h1', { hasText: 'Ilmoittaudu kurssille' }).waitFor()
    await expectAccessible(screen)
    await expectWhole(screen)
    await screenshot(screen, 'form-new-typed')
    await screen.getByRole('button', { name: fi('ui.forms.make') }).click()
    await screen.getByRole('button', { name: fi('ui.forms.open-now') }).click()
    await screen.getByText(fi('ui.forms.opened')).waitFor()
    await screen.close()
  })

  test('what another has saved meanwhile is told, and nothing that was typed is lost', async () => {
    const screen = await staff.newPage()
    await screen.goto(`${desk.server.address}/forms/${form.id}/edit`)
    const title = screen.getByLabel(`${fi('ui.forms.title-label')}: Suomi`)
    await title.fill('Kerro meille')
    await ask(staff, desk, 'PUT', `/forms/${form.id}`, { content: feedbackForm, version: 1 }, care)
    await screen.getByRole('button', { name: fi('ui.forms.save') }).click()
    await screen.getByRole('alert').filter({ hasText: '2' }).waitFor()
    await expect.poll(() => title.inputValue()).toBe('Kerro meille')
    await screen.close()
  })

  test('no page did what no page may', () =>
    expect(desk.faults.filter(fault => !fault.startsWith('request to http://127.0.0.1:'))).toEqual([]))
})

/** The example's notice, with the files of feedback. */
const withAttachments = readFileSync(
  join(import.meta.dirname, '..', 'examples', 'notices', 'ixir.yaml'),
  'utf8',
).replace(
  '  feedback:\n',
  '  feedback:\n    fields: [kind, content, received, state, answer, answered, closed, attachments]\n',
)
const care = 'customer-care'
interface Cases {
  readonly cases: readonly { readonly id: string; readonly begins: string | null }[]
}
interface Listed {
  readonly arrivals: readonly { readonly person: { readonly id: string } | null }[]
}
interface Permits {
  readonly answers: readonly { readonly purpose: string; readonly channel: string; readonly reason: string }[]
}
