/** The letter to a recipient says what was done and by what they find the person, and asks them to do the same; it goes from the outbox like any other. */

import { newId } from '../base/ids.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind, Sending } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import type { Told } from './recipients-told.ts'

interface Letter {
  readonly recipient: string
  readonly address: string
  readonly act: Told
  readonly categories: readonly string[]
  readonly whom: string
}

/** Undefined when somebody has told the recipient otherwise meanwhile. */
async function letterOf({ published, sign, database }: Sending, notice: string): Promise<Letter | undefined> {
  const purpose = rightsPurpose(await published())
  const { rows } = await database
    .purpose(purpose)
    .query<Letter>('select recipient, address, act, categories, whom from rights.recipient_letter($1, $2)', [
      sign({ actor: 'system', purpose, request: newId() }),
      notice,
    ])
  return rows[0]
}

/** Recipients are firms, written to in the notice's language of record. */
const langOf = async ({ published }: Pick<Sending, 'published'>): Promise<Lang> =>
  (await published()).notice?.languages[0] ?? 'fi'

export const recipientMessage: MessageKind = {
  kind: 'rights.recipient', // as rights.say_of_recipient queues it
  recipient: async (program, id) => ({ lang: await langOf(program), email: (await letterOf(program, id))?.address }),
  write: async (program, about, { lang }) => {
    const [letter, { notice }] = await Promise.all([letterOf(program, about), program.published()])
    if (!letter || !notice) return undefined
    const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })
    const categories = letter.categories.map(id => {
      const declared = notice.categories.find(one => one.id === id)
      return declared ? inWords(declared.name, notice, lang) : id
    })
    return {
      lang,
      title: text(lang, `rights.recipient-letter.${letter.act}-title`),
      blocks: [
        paragraph(text(lang, `rights.recipient-letter.${letter.act}`, { controller: notice.controller.name })),
        paragraph(text(lang, 'rights.recipient-letter.whom', { whom: letter.whom })),
        { kind: 'list', items: categories },
        paragraph(text(lang, 'rights.recipient-letter.answer')),
      ],
      footer: [paragraph(notice.controller.name), paragraph(text(lang, 'rights.recipient-letter.why'))],
    }
  },
  settled: async (client, { about }, { state, at }) => {
    await client.query('select rights.settle_recipient($1, $2, $3)', [about, state === 'sent' ? 'sent' : 'failed', at])
  },
}
