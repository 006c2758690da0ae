/** Staff whom a note calls are told that there is one: a link, and nothing of the customer. */

import { staffRecipient } from '../access/staff-recipient.ts'
import { newId } from '../base/ids.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { text } from '../texts/texts.ts'

/** About the turn that holds the note; inbox.take_turn queues it. */
export const inboxMention: MessageKind = {
  kind: 'inbox.mention',
  recipient: staffRecipient,
  write: async ({ database, published, sign, url }, turn, { lang }) => {
    const now = await published()
    const purpose = rightsPurpose(now)
    const { rows } = await database
      .purpose(purpose)
      .query<{ id: string | null }>('select inbox.noted_in($1, $2) as id', [
        sign({ actor: 'system', purpose, request: newId() }),
        turn,
      ])
    const id = rows[0]?.id
    if (!id || !now.notice) return undefined // it has gone meanwhile
    return {
      lang,
      title: text(lang, 'inbox.mention.title'),
      blocks: [
        { kind: 'paragraph', text: text(lang, 'inbox.mention.opening') },
        { kind: 'link', label: text(lang, 'inbox.mention.link'), href: `${url}/inbox/${id}` },
      ],
      footer: [
        { kind: 'paragraph', text: text(lang, 'inbox.mention.why') },
        { kind: 'paragraph', text: now.notice.controller.name },
      ],
    }
  },
  settled: async () => {},
}
