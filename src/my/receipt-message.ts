/** Whoever asked for something at their own page hears by e-mail that it has come and what becomes of it: should somebody else have done it, they learn it. */

import type { MessageKind } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import type { NewRequest } from '../rights/request-answers.ts'
import { text } from '../texts/texts.ts'

interface Row {
  readonly number: number
  readonly kind: NewRequest['kind']
  readonly received_at: Date
  readonly due: string
  readonly state: string
}

export const receipt: MessageKind = {
  kind: 'my.receipt',
  write: async (program, request, { lang }) => {
    const published = await program.published()
    const { notice } = published
    const purpose = rightsPurpose(published)
    const token = program.sign({ actor: 'system', purpose, request })
    const { rows } = await program.database
      .purpose(purpose)
      .query<Row>('select number, kind, received_at, due::text, state from rights.request($1, $2)', [token, request])
    const [found] = rows
    if (!found || notice === undefined) return undefined
    const { number, kind, received_at, due, state } = found
    const words = {
      number,
      right: text(lang, `rights.kind.${kind}`),
      received: momentIn(lang, received_at),
      due: dateIn(lang, due),
      contact: notice.contact.email ?? '',
    }
    return {
      lang,
      title: text(lang, 'my.receipt.title', words),
      blocks: [
        { kind: 'paragraph', text: text(lang, 'my.receipt.what', words) },
        { kind: 'paragraph', text: text(lang, state === 'answered' ? 'my.receipt.done' : 'my.receipt.due', words) },
        { kind: 'paragraph', text: text(lang, 'my.receipt.not-you', words) },
      ],
      footer: [{ kind: 'paragraph', text: [notice.controller.name, notice.contact.email].filter(Boolean).join(', ') }],
    }
  },
  settled: async () => {},
}
