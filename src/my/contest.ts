/** An inference that a person contests goes, alone or with every other of its category, and is not made again: the database refuses it. */

import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { quoteName } from '../notice/sql-text.ts'
import { snakeCase } from '../notice/vocabulary.ts'
import type { Row } from '../register/answers.ts'
import { readCard } from '../register/card.ts'
import { sourceOfRequests } from '../rights/acting.ts'
import { type TextLang, text } from '../texts/texts.ts'
import type { Self } from './session.ts'

/** Whoever reads or writes of a person: themselves at their own page, or staff. */
type Of = Pick<Self, 'ask' | 'person'>

/** An inference of the person, with its category. */
export interface Contestable {
  readonly category: string
  readonly row: Row
  /** What was inferred, where the category has such a column: it can be contested by itself. */
  readonly value: string | undefined
}

/** Undefined for what is no inference, or not of this person. */
export async function contestable({ ask, person }: Of, category: string, row: Id): Promise<Contestable | undefined> {
  const isInferred = ask.published.notice?.categories.some(
    ({ id, origin, stored }) => id === category && origin === 'inferred' && stored === 'table',
  )
  if (!isInferred) return undefined
  const { categories } = await readCard(ask, person)
  const found = categories.find(({ id }) => id === category)?.rows.find(({ id }) => id === row)
  return found && { category, row: found, value: inferredIn(found) }
}

const inferredIn = ({ values }: Row): string | undefined =>
  typeof values.value === 'string' ? values.value : undefined

/**
 * Removes what was inferred, each row with its change row, and keeps from now on that it may not be again: this value, or without one
 * anything of the category.
 */
export async function contest({ ask, person }: Of, request: Id, category: string, value?: string): Promise<void> {
  const { categories } = await readCard(ask, person)
  const rows = categories.find(({ id }) => id === category)?.rows ?? []
  const key = value?.toLowerCase() ?? ''
  await transaction(ask.reader, async client => {
    await client.query('select my.contest($1, $2, $3, $4, $5)', [ask.token, person, category, key, ask.clock.now()])
    for (const row of rows)
      if (value === undefined || inferredIn(row)?.toLowerCase() === key)
        await client.query(
          `select register.${quoteName(`write_${snakeCase(category)}`)}($1, $2, $3, $4, $5, null, null)`,
          [ask.token, sourceOfRequests, request, person, row.id],
        )
  })
}

/** What was asked, in the words of the button that does it, of this value or of all; and in the person's own, where they said any. */
export function askedWords(lang: TextLang, value: string | undefined, words: string): string {
  const button = text(lang, value === undefined ? 'my.contest.button' : 'my.contest.button-one')
  return [value === undefined ? button : `${button}: ${value}`, words].filter(Boolean).join('\n\n')
}
