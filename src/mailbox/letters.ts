/** A person's letters are read through the policy of their category, so a purpose reads of them what the notice gives it and no more. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { readWhole } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { snakeCase } from '../notice/vocabulary.ts'
import { scopeFor } from '../register/scope.ts'
import { attachmentAt } from './attachment-file.ts'
import { type Fold, foldMail } from './fold.ts'
import { letterCategories } from './place.ts'

export interface Attachment {
  readonly id: Id
  readonly name: string | null
  readonly type: string
  readonly bytes: number
  readonly kept: boolean
  readonly why: 'too-large' | 'too-many' | null
}

export interface Letter {
  readonly id: Id
  readonly thread: Id
  readonly category: string
  readonly at: Date
  readonly subject: string | null
  readonly folds: readonly Fold[]
  /** We wrote it. */
  readonly ours: boolean
  readonly answers: boolean
  readonly attachments: readonly Attachment[]
}

interface Row extends Omit<Letter, 'folds' | 'answers'> {
  readonly content: string | null
  readonly answers: Id | null
}

const page = 30 // letters

/** Newest first, a page by key; none where the purpose sees no category of letters. */
export async function readLetters(
  ask: PurposeAsk,
  person: Id,
  after: Id | undefined,
): Promise<{ readonly letters: readonly Letter[]; readonly next: Id | null }> {
  const rows = await lettersOf(ask, person)
  const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1
  const shown = rows.slice(from, from + page)
  return {
    letters: shown.map(({ content, answers, ...rest }) => ({
      ...rest,
      folds: foldMail(content ?? ''),
      answers: answers !== null,
    })),
    next: rows.length > from + page ? (shown.at(-1)?.id ?? null) : null,
  }
}

async function lettersOf(ask: PurposeAsk, person: Id): Promise<readonly Row[]> {
  const { categories } = await scopeFor(ask)
  const parts = letterCategories.flatMap(id => {
    const columns = categories.find(({ category }) => category.id === id)?.columns.map(({ name }) => name)
    if (!columns?.includes('content')) return []
    // Names of columns come from this list alone.
    const subject = columns.includes('subject') ? 'r.subject' : 'null::text'
    return `select l.id, l.thread, l.category, l.at, l.ours, l.answers, l.attachments, ${subject} as subject, r.content
      from letters l join register.${snakeCase(id)} r on r.id = l.id where r.person_id = $2 and l.category = '${id}'`
  })
  if (parts.length === 0) return []
  const { rows } = await ask.reader.query<Row>(
    `with letters as materialized (select * from mailbox.letters_of($1, $2)) ${parts.join(' union all ')} order by at desc, id desc limit 2000`,
    [ask.token, person],
  )
  return rows
}

/** Refuses (`mailbox.no-attachment`) what this purpose does not see or what was not kept. */
export async function openAttachment(
  ask: PurposeAsk,
  person: Id,
  id: Id,
): Promise<{ readonly name: string; readonly type: string; readonly bytes: Buffer; readonly category: string }> {
  const letters = await lettersOf(ask, person)
  const found = letters.find(({ attachments }) => attachments.some(one => one.id === id))
  const attachment = found?.attachments.find(one => one.id === id)
  if (found === undefined || attachment?.kept !== true) throw new Refused('mailbox.no-attachment', 'absent')
  const bytes = await readWhole(attachmentAt(ask.program.home, id))
  return { name: attachment.name ?? 'liite', type: attachment.type, bytes, category: found.category }
}
