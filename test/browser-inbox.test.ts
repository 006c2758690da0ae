/** The inbox as staff use it, by the keyboard alone: a visitor waits, is answered with a ready answer, is done; two who have it open are told. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aino, ask, type Desk, expectAccessible, fi, inBrowser, lookAt, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

inBrowser('inbox', () => {
  let desk: Desk
  let staff: BrowserContext
  let screen: Page

  beforeAll(async () => {
    ;({ desk, context: staff, page: screen } = await openSignedIn())
    await ask(staff, desk, 'PUT', '/chats/door', { open: true }, 'customer-care')
    const words = { fi: 'Hei {given-name|hyvä kävijä},\n\nkiitos viestistäsi.' }
    await ask(staff, desk, 'POST', '/inbox/templates', { name: 'Kiitos', words }, 'customer-care')
  })
  afterAll(() => desk?.end())

  /** As the button on the website says it (src/chat/chat-script.mjs). */
  const visitorSays = async (text: string): Promise<void> => {
    const { request } = await desk.newcomer()
    const { stamp } = await (await request.get(`${desk.server.address}/chat/begin?lang=fi`)).json()
    const form = { act: 'say', id: `client-${text}`, text, stamp }
    await vi.waitFor(
      async () => {
        const answer = await (await request.post(`${desk.server.address}/chat/talk?lang=fi`, { form })).json()
        expect(answer.lines).toHaveLength(1) // not in the first two seconds
      },
      { timeout: 60_000, interval: 500 },
    )
  }
  const row = (words: string) => screen.locator('.inbox li').filter({ hasText: words })

  test('a visitor who waits is found, answered with a ready answer and done, without a mouse', async () => {
    await screen.goto(`${desk.server.address}/inbox`)
    await screen.getByText(fi('ui.inbox.none-open')).waitFor()
    await visitorSays('Onko kurssilla paikkoja?')
    await row('Onko kurssilla paikkoja?').waitFor() // comes by itself
    await lookAt(screen, 'inbox-one')
    await screen.keyboard.press('j')
    await screen.keyboard.press('Enter')
    await screen.getByRole('log').getByText('Onko kurssilla paikkoja?').waitFor()
    await expectAccessible(screen)
    await screen.keyboard.press('a')
    await screen
      .getByText(fi('ui.inbox.owner', { name: aino.name }))
      .first()
      .waitFor()
    await screen.keyboard.press('r')
    await screen.keyboard.type('/kii')
    await screen.keyboard.press('Tab')
    const box = screen.getByRole('textbox', { name: fi('ui.inbox.answer'), exact: true })
    await expect.poll(() => box.inputValue()).toBe('Hei hyvä kävijä,\n\nkiitos viestistäsi.')
    await screen.keyboard.type(' On kaksi.')
    await screen.keyboard.press('Control+Enter')
    await screen.getByRole('log').getByText('On kaksi.').waitFor()
    await lookAt(screen, 'conversation-one')
    await screen.getByText(fi('ui.inbox.state.waiting')).first().waitFor()
    await screen.keyboard.press('Escape')
    await screen.keyboard.press('e')
    await screen.getByText(fi('ui.inbox.do.reopened')).waitFor()
  })

  test('a colleague who has it open too is told of, and what was typed stays when they answered first', async () => {
    await visitorSays('Milloin alkaa?')
    await screen.goto(`${desk.server.address}/inbox`)
    await row('Milloin alkaa?').getByRole('link').click()
    await screen.getByRole('log').getByText('Milloin alkaa?').waitFor()
    const id = screen.url().split('/').at(-1)
    await screen.keyboard.press('r')
    await screen.keyboard.type('Maanantaina.')
    // A colleague's page would be another session; the program does here what theirs would.
    await screen.route('**/api/v1/inbox/pulse?**', route =>
      route.fulfill({ json: { touched: 'x', others: [{ name: 'Maija', writing: true }] } }),
    )
    await screen.getByText(fi('ui.inbox.is-writing', { name: 'Maija' })).waitFor()
    await screen.route(`**/api/v1/inbox/${id}`, route => route.abort())
    await ask(
      staff,
      desk,
      'POST',
      `/inbox/${id}/answers`,
      { way: 'chat', text: 'Huomenna.', seen: null },
      'customer-care',
    )
    await screen.keyboard.press('Control+Enter')
    await screen.getByText(fi('errors.inbox.answered-meanwhile')).waitFor()
    await expect
      .poll(() => screen.getByRole('textbox', { name: fi('ui.inbox.answer'), exact: true }).inputValue())
      .toBe('Maanantaina.')
    await screen.unroute(`**/api/v1/inbox/${id}`)
    await screen.unroute('**/api/v1/inbox/pulse?**')
  })
})
