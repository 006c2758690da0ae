/** After something was written, no answer that the server gave before it stays on a screen. */

import type { QueryClient } from '@tanstack/react-query'

/**
 * Makes every shown question about the register be asked anew; ends when the shown ones are answered.
 * TanStack lets a first question under way answer for the new one, although it may have been read before the writing:
 * such a question is given up first.
 */
export async function askAgain(client: QueryClient): Promise<void> {
  await client.cancelQueries({ queryKey: ['register'], predicate: ({ state }) => state.data === undefined })
  await client.invalidateQueries({ queryKey: ['register'] })
}
