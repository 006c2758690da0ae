/** What a person has said or done stands among the changes of their data, in words. */

import type { Id } from '../base/ids.ts'
import { type TextLang, text } from '../texts/texts.ts'
import type { NameActor } from './actors.ts'
import type { Change } from './answers.ts'
import type { Asking, PurposeScope } from './scope.ts'
import { describeSource, inWords } from './scope-words.ts'

/** A row of register.statement. */
export interface StoredStatement {
  readonly id: Id
  readonly kind: 'contract' | 'consent' | 'similar-purchase' | 'objection' | 'restriction'
  readonly purpose: string | null
  readonly channel: 'email' | 'sms' | 'phone' | 'post' | 'social-media' | null
  readonly given_at: Date
  readonly withdrawn_at: Date | null
  readonly source: string
  readonly source_ref: string | null
  readonly wording: string | null
  readonly recorded_at: Date
  readonly recorded_by: string
  readonly notice_version: number
  readonly import_id: Id | null
}

/** All that the person has said, newest first, for a purpose that uses what persons say; for others nothing. */
export async function readStatements(
  ask: Asking,
  scope: PurposeScope,
  person: Id,
): Promise<readonly StoredStatement[]> {
  if (scope.statements === undefined) return []
  const { rows } = await ask.reader.query<StoredStatement>({
    name: 'statements-of-person',
    text: 'select * from register.statements($1, $2)',
    values: [ask.token, person],
  })
  return rows
}

export function describeSaid(one: StoredStatement, { lang }: Asking, scope: PurposeScope, name: NameActor): Change {
  const field = (column: string, value: Date | string | null) => {
    const after = value instanceof Date ? value.toISOString() : value
    return after === null ? [] : [{ column, before: null, after }]
  }
  return {
    id: one.id,
    at: one.recorded_at.toISOString(),
    by: name(one.recorded_by),
    purpose: one.purpose ?? '',
    source: describeSource(one.source, scope.notice, lang),
    reference: one.source_ref,
    noticeVersion: one.notice_version,
    category: 'permissions',
    row: one.id,
    did: 'added',
    fields: [
      ...(one.withdrawn_at === null ? field('given', one.given_at) : field('withdrawn', one.withdrawn_at)),
      ...field('wording', one.wording),
    ],
    said: inShort(one, lang, scope),
    import: one.import_id,
    undoes: null,
    undone: null,
  }
}

/** "Suostumus: suoramarkkinointi, sähköposti". */
function inShort(one: StoredStatement, lang: TextLang, { notice }: PurposeScope): string {
  const what = text(lang, `register.said.${one.kind}.${one.withdrawn_at === null ? 'given' : 'withdrawn'}`)
  if (one.kind === 'contract' || one.kind === 'restriction') return what
  const declared = notice.purposes.find(({ id }) => id === one.purpose)
  const purpose = declared
    ? inWords(declared.name, notice, lang)
    : (one.purpose ?? text(lang, 'register.said.every-purpose'))
  const channel = one.channel === null ? [] : [text(lang, `vocabulary.channels.${one.channel}`).toLocaleLowerCase(lang)]
  return `${what}: ${[purpose, ...channel].join(', ')}`
}
