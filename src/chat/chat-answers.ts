/** Every field that leaves the server about the chat of the website; what is said in it is a conversation of the inbox. */

import { z } from 'zod'

export const doorAnswer = z.object({
  mayOpen: z
    .boolean()
    .describe('The notice gives the purpose what is said in chats, and the asker is an administrator'),
  isOpen: z.boolean(),
  ofAnother: z.string().nullable().describe('The purpose for which it is open, where that is another one'),
  link: z.string(),
  snippet: z.string().describe('A line for the pages of the website'),
})
export type DoorAnswer = z.infer<typeof doorAnswer>
