/** What is sent of a case: the answer to its person, which is no marketing and needs no permit, and to a member of staff that a note calls them. */

import { staffRecipient } from '../access/staff-recipient.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Block, Letter } from '../mail/letter.ts'
import type { MessageKind, Sending } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import type { CaseKind } from './case-answers.ts'

interface ToSend {
  /** Of the case. */
  readonly id: string
  readonly number: number
  readonly kind: CaseKind
  readonly received_at: Date
  readonly words: string | null
  readonly details: { readonly disagrees?: boolean }
}

/** Undefined when the case has gone meanwhile. */
async function toSend({ published, sign, database }: Sending, step: string): Promise<ToSend | undefined> {
  const purpose = rightsPurpose(await published())
  const { rows } = await database
    .purpose(purpose)
    .query<ToSend>('select * from cases.to_send($1, $2)', [sign({ actor: 'system', purpose, request: newId() }), step])
  return rows[0]
}

const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })

/** Kinds as 0012-cases.sql queues them. */
export const caseAnswerMessage: MessageKind = {
  kind: 'cases.answer',
  write: async (program, step, { lang }): Promise<Letter | undefined> => {
    const [answer, { notice }] = await Promise.all([toSend(program, step), program.published()])
    if (!answer?.words || !notice) return undefined
    const about = { number: answer.number, received: dateIn(lang, dateInHelsinki(answer.received_at)) }
    return {
      lang,
      title: text(lang, `cases.letter.title.${answer.kind}`, about),
      blocks: [
        paragraph(text(lang, `cases.letter.opening.${answer.kind}`, about)),
        ...answer.words
          .split(/\n\s*\n/)
          .map(part => part.trim())
          .filter(part => part !== '')
          .map(paragraph),
        ...(answer.kind === 'complaint' && answer.details.disagrees
          ? [paragraph(text(lang, 'cases.letter.disagrees'))]
          : []),
        paragraph(text(lang, 'cases.letter.reply', about)),
      ],
      footer: signature(notice, lang),
    }
  },
  settled: async () => {},
}

/** It says which case, and nothing of whose it is: e-mail is no place for that. */
export const caseMentionMessage: MessageKind = {
  kind: 'cases.mention',
  recipient: staffRecipient,
  write: async (program, step, { lang }) => {
    const [note, { notice }] = await Promise.all([toSend(program, step), program.published()])
    if (!note) return undefined
    const about = { number: note.number }
    return {
      lang,
      title: text(lang, 'cases.mention.title', about),
      blocks: [
        paragraph(text(lang, 'cases.mention.opening', about)),
        { kind: 'link', label: text(lang, 'cases.mention.link'), href: `${program.url}/cases/${note.id}` },
      ],
      footer: [paragraph(text(lang, 'cases.mention.why')), ...(notice ? [paragraph(notice.controller.name)] : [])],
    }
  },
  settled: async () => {},
}
