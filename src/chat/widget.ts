/** The script of the chat keeps in a browser what the notice lists among its cookies, when the visitor has agreed to it, and else nothing. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Notice } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { widgetStyle } from './widget-style.ts'

const script = readFileSync(join(import.meta.dirname, 'chat-script.mjs'), 'utf8')
/** What a browser keeps of a chat, by the name that the notice gives it. */
const remembering = 'seloste_chat'

export function widgetScript({ cookies }: Notice, server: string): string {
  const kept = cookies.find(({ name }) => name === remembering)
  const about = {
    server,
    remembers: kept !== undefined,
    /** The category that the visitor must have agreed to before the chat is there at all. */
    needs: kept === undefined || kept.category === 'necessary' ? null : kept.category,
    style: widgetStyle,
    open: Object.fromEntries((['fi', 'sv', 'en'] as const).map(lang => [lang, text(lang, 'chat.open')])),
  }
  return script.replace("JSON.parse('{}')", () => JSON.stringify(about))
}
