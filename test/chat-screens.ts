/** The chat of the website for the pictures: shut, and open with the line for the pages. */

import type { Page } from 'playwright-core'

const isOpen = async (page: Page) => {
  await page.route('**/api/v1/chats/door', async route => {
    const answer = await route.fetch()
    return route.fulfill({ response: answer, json: { ...(await answer.json()), isOpen: true } })
  })
  await page.reload()
  await page.locator('.chat-snippet').waitFor()
}

export const chatScreens = [
  ['chat-closed', '/chats', '.page'],
  ['chat-open', '/chats', '.page', isOpen],
] as const
