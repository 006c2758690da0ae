/** Whoever asked by the form hears by e-mail that it has come: the number and the day of the answer, and nothing that was typed. */

import { dateInHelsinki } from '../base/time.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { langFor } from '../mail/recipient.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { acknowledging } from './acknowledgement.ts'
import { whatCame } from './ask.ts'
import { signature } from './letters.ts'

/** Its person is the request itself: who asks need not be in the register. */
export const requestAcknowledgement: MessageKind = {
  kind: acknowledging,
  isReply: true,
  recipient: async (program, request) => {
    const came = await whatCame(program, request)
    return { lang: came?.lang ?? langFor(undefined), email: came?.email }
  },
  write: async (program, request, { lang }) => {
    const came = await whatCame(program, request)
    const { notice } = await program.published()
    if (came?.due == null || came.number === null || notice === undefined) return undefined
    const words = {
      number: came.number,
      received: dateIn(lang, dateInHelsinki(came.receivedAt)),
      due: dateIn(lang, came.due),
    }
    return {
      lang,
      title: text(lang, 'rights.acknowledgement.title', words),
      blocks: (['came', 'answer', 'not-asked'] as const).map(part => ({
        kind: 'paragraph',
        text: text(lang, `rights.acknowledgement.${part}`, words),
      })),
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
}
