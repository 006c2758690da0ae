/** The acknowledgement of a withdrawal is what its maker keeps: what was declared, of which order, on which day and at what time. */

import type { MessageKind } from '../mail/message-kind.ts'
import { langFor } from '../mail/recipient.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { acknowledging, findDeclared } from './declaration.ts'

/** Its person is the declaration: whoever made it need not be in the register. */
export const withdrawalLetter: MessageKind = {
  kind: acknowledging,
  isReply: true,
  recipient: async ({ database: { app }, mail }, id) => {
    const declared = await findDeclared(app, mail, id)
    return { lang: declared?.lang ?? langFor(undefined), email: declared?.email }
  },
  write: async ({ database: { app }, mail, published }, id, { lang }) => {
    const declared = await findDeclared(app, mail, id)
    const { notice } = await published()
    if (declared === undefined || notice === undefined) return undefined
    const words = {
      controller: notice.controller.name,
      contact: notice.contact.email ?? '',
      name: declared.name,
      order: declared.order,
      part: declared.part,
      at: momentIn(lang, new Date(declared.at)),
    }
    const parts = ['came', ...(declared.part === '' ? [] : ['part' as const]), 'next', 'not-you'] as const
    return {
      lang,
      title: text(lang, 'forms.withdrawn.title', words),
      blocks: parts.map(part => ({ kind: 'paragraph', text: text(lang, `forms.withdrawn.${part}`, words) })),
      footer: [{ kind: 'paragraph', text: [words.controller, words.contact].filter(Boolean).join(', ') }],
    }
  },
  settled: async () => {},
}
