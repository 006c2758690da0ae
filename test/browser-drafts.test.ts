/** The notice edited in a real browser: the form and the text are one file, and two who write at once lose nothing. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aino, type Desk, expectAccessible, expectWhole, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('a draft of the notice', () => {
  let desk: Desk
  let signedIn: BrowserContext

  beforeAll(async () => {
    ;({ desk, context: signedIn } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  async function begin(from: unknown = { kind: 'published' }): Promise<string> {
    const { address } = desk.server
    const data = { name: 'Uudistus', from }
    const answer = await signedIn.request.post(`${address}/api/v1/drafts`, { data, headers: { origin: address } })
    const { id }: { id: string } = await answer.json()
    return id
  }
  const textOf = async (id: string): Promise<string> => {
    const answer = await signedIn.request.get(`${desk.server.address}/api/v1/drafts/${id}`)
    const { text }: { text: string } = await answer.json()
    return text
  }
  async function open(context: BrowserContext, id: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${desk.server.address}/our-notice/drafts/${id}`)
    await page.locator('.draft-fields, .broken-text').waitFor()
    await page.locator('.draft-preview .notice-document, .draft-preview [role=status]').first().waitFor()
    return page
  }
  const toPage = (page: Page, name: string) => page.locator('.draft-pages button', { hasText: name }).click()
  const toTab = (page: Page, view: 'form' | 'yaml') =>
    page.getByRole('tab', { name: fi(`ui.drafts.view.${view}`), exact: true }).click()
  const saved = (page: Page) =>
    page.locator('.draft-saved', { hasText: fi('ui.drafts.saved') }).waitFor({ timeout: 20_000 })
  /** Puts one text in the place of another in the text, as one who types it. */
  async function replaceInText(page: Page, old: string, put: string) {
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+f')
    await page.locator('.cm-search input[name=search]').fill(old)
    await page.locator('.cm-search input[name=replace]').fill(put)
    await page.locator('.cm-search button[name=replaceAll]').click()
    await page.keyboard.press('Escape')
  }

  test('is begun from the notice’s page, and what the form changes is a line of the text and the other way round', async () => {
    const page = await signedIn.newPage()
    await page.goto(`${desk.server.address}/our-notice`)
    await page.getByRole('link', { name: fi('ui.drafts.edit') }).click()
    await page.getByRole('button', { name: fi('ui.drafts.new') }).click()
    await page.getByRole('button', { name: fi('ui.drafts.begin') }).click()
    await page.locator('.draft-fields').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const before = await textOf(id)

    await toPage(page, fi('ui.drafts.page.parties'))
    await page.locator('input[data-path="contact.email"]').fill('asiakkaat@ixir.fi')
    await page.locator('.draft-preview', { hasText: 'asiakkaat@ixir.fi' }).waitFor()
    await page.locator('.draft-saved', { hasText: fi('ui.drafts.saving') }).waitFor()
    await saved(page)
    expect(await textOf(id)).toBe(before.replace('email: ixir@ixir.fi', 'email: asiakkaat@ixir.fi'))

    await toTab(page, 'yaml')
    await page.locator('.cm-line', { hasText: 'asiakkaat@ixir.fi' }).waitFor()
    await replaceInText(page, 'asiakkaat@ixir.fi', 'rekisteri@ixir.fi # uusi')
    await toTab(page, 'form')
    await expect.poll(() => page.locator('input[data-path="contact.email"]').inputValue()).toBe('rekisteri@ixir.fi')

    await page.getByRole('button', { name: fi('ui.drafts.undo') }).click()
    await expect.poll(() => page.locator('input[data-path="contact.email"]').inputValue()).toBe('asiakkaat@ixir.fi')
    await page.getByRole('button', { name: fi('ui.drafts.redo') }).click()
    await saved(page)
    await vi.waitFor(async () =>
      expect(await textOf(id)).toBe(before.replace('email: ixir@ixir.fi', 'email: rekisteri@ixir.fi # uusi')),
    )
    await page.close()
  })

  test('shows what check says at its field, its line and the way between them', async () => {
    const page = await open(signedIn, await begin())
    await toPage(page, fi('ui.drafts.page.parties'))
    await page.locator('input[data-path="contact.email"]').fill('ei osoite')
    await page.locator('.part-of-record[data-path="contact"] .field-finding').first().waitFor()
    await page.locator('.draft-preview', { hasText: fi('ui.drafts.preview-old') }).waitFor()
    await toTab(page, 'yaml')
    const finding = page.locator('.yaml-findings li').first()
    await finding.waitFor()
    await page.locator('.cm-lint-marker').first().waitFor()
    await page.locator('.cm-content').focus()
    await page.keyboard.press('F8')
    await finding.getByRole('button', { name: fi('ui.drafts.to-form') }).click()
    await page.locator('.draft-fields').waitFor()
    await page.close()
  })

  test('that is no YAML says why there is no form, and leads to the line', async () => {
    const page = await open(signedIn, await begin())
    await toTab(page, 'yaml')
    await replaceInText(page, 'effective: ', 'effective: "')
    await toTab(page, 'form')
    await page.locator('.broken-text').getByText(fi('ui.drafts.broken')).waitFor()
    await page.locator('.broken-text li button').first().click()
    await page.locator('.cm-activeLine').waitFor()
    await page.close()
  })

  test('completes keys, words and ids of this notice', async () => {
    const page = await open(
      signedIn,
      await begin({ kind: 'text', text: 'notice: 1\npurposes:\n  rights:\nduties:\n  privacy: [' }),
    )
    await toTab(page, 'yaml')
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Control+Space')
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'rights' }).click() // Enter waits for a moment of its own
    await page.locator('.cm-line', { hasText: 'privacy: [rights' }).waitFor()
    await page.close()
  })

  test('with two at once joins what differs, asks about what collides, and tells each of the other', async () => {
    const id = await begin()
    const other = await desk.newcomer()
    await other.request.post(`${desk.server.address}/api/v1/sign-in`, {
      data: { email: aino.email, password: aino.password },
      headers: { origin: desk.server.address },
    })
    const [mine, theirs] = [await open(signedIn, id), await open(other, id)]
    for (const page of [mine, theirs]) await toPage(page, fi('ui.drafts.page.parties'))

    await theirs.locator('input[data-path="controller.address"]').fill('Uusikatu 1, 00100 Helsinki')
    await theirs.locator('.draft-preview', { hasText: 'Uusikatu 1' }).waitFor()
    await vi.waitFor(async () => expect(await textOf(id)).toContain('Uusikatu 1'), { timeout: 20_000 })
    await mine.locator('input[data-path="contact.email"]').fill('mina@ixir.fi')
    await mine.locator('input[data-path="contact.email"]').blur()
    await mine
      .getByText(fi('ui.drafts.joined', { name: aino.name }))
      .first()
      .waitFor()
    await vi.waitFor(async () => expect(await textOf(id)).toContain('mina@ixir.fi'), { timeout: 20_000 })
    expect(await textOf(id)).toContain('Uusikatu 1')

    // `theirs` has not seen that: it writes the same words
    await theirs.locator('input[data-path="contact.email"]').fill('sina@ixir.fi')
    await theirs.locator('input[data-path="contact.email"]').blur()
    const dialog = theirs.getByRole('dialog')
    await dialog.getByText('mina@ixir.fi').waitFor()
    await expectAccessible(theirs)
    await dialog.getByText('sina@ixir.fi').waitFor()
    await dialog.getByRole('button', { name: fi('ui.drafts.join') }).click()
    await vi.waitFor(async () => expect(await textOf(id)).toContain('sina@ixir.fi'), { timeout: 20_000 })
    await other.close()
    await mine.close()
  })

  test('keeps what was typed while the network is away, also through a reload', async () => {
    const id = await begin()
    const page = await open(signedIn, id)
    await toPage(page, fi('ui.drafts.page.parties'))
    await signedIn.route('**/api/v1/drafts/**', route => route.abort())
    await page.locator('input[data-path="contact.email"]').fill('verkotta@ixir.fi')
    await page.locator('.draft-saved', { hasText: fi('ui.drafts.away') }).waitFor()
    await signedIn.unroute('**/api/v1/drafts/**')
    await page.reload()
    await page.locator('.draft-fields').waitFor()
    await vi.waitFor(async () => expect(await textOf(id)).toContain('verkotta@ixir.fi'), { timeout: 20_000 })
    await page.close()
  })

  test('keeps what was typed when the session has ended, and saves it after signing in', async () => {
    const id = await begin()
    const { cookies } = await signedIn.storageState()
    const expired = await desk.newcomer({ storageState: { cookies, origins: [] } })
    const page = await open(expired, id)
    await toPage(page, fi('ui.drafts.page.parties'))
    await expired.clearCookies()
    await page.locator('input[data-path="contact.email"]').fill('istunnotta@ixir.fi')
    await page.getByRole('heading', { level: 1, name: fi('ui.sign-in.title') }).waitFor() // the next question leads there
    await page.getByRole('textbox', { name: fi('ui.sign-in.email') }).fill(aino.email)
    await page.locator('input[type=password]').fill(aino.password)
    await page.getByRole('button', { name: fi('ui.sign-in.act') }).click()
    await page.locator('.draft-fields').waitFor()
    await vi.waitFor(async () => expect(await textOf(id)).toContain('istunnotta@ixir.fi'), { timeout: 20_000 })
    await expired.close()
  })

  test('brings an earlier text back', async () => {
    const id = await begin()
    const before = await textOf(id)
    const page = await open(signedIn, id)
    await toPage(page, fi('ui.drafts.page.parties'))
    await page.locator('input[data-path="contact.email"]').fill('toinen@ixir.fi')
    await vi.waitFor(async () => expect(await textOf(id)).toContain('toinen@ixir.fi'), { timeout: 20_000 })
    await page.getByRole('button', { name: fi('ui.drafts.revisions') }).click()
    await page.getByRole('button', { name: fi('ui.drafts.show-revision', { revision: 1 }) }).click()
    await page.getByRole('button', { name: fi('ui.drafts.restore', { revision: 1 }) }).click()
    await vi.waitFor(async () => expect(await textOf(id)).toBe(before), { timeout: 20_000 })
    await page.close()
  })

  test('is written by the keyboard alone, every page of the form accessible and whole', async () => {
    const page = await open(signedIn, await begin())
    for (const part of [
      'basics',
      'parties',
      'purposes',
      'categories',
      'recipients',
      'cookies',
      'rights',
      'security',
    ] as const) {
      await page.locator('.draft-pages button', { hasText: fi(`ui.drafts.page.${part}`) }).focus()
      await page.keyboard.press('Enter')
      const card = page.locator('.entry-open').first()
      if ((await card.count()) > 0) {
        await card.focus()
        await page.keyboard.press('Enter')
        await page.locator('.entry-fields').first().waitFor()
      }
      await expect.soft(expectAccessible(page), part).resolves.toBeUndefined()
      await expect.soft(expectWhole(page), part).resolves.toBeUndefined()
    }
    await page.close()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})
