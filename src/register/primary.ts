/** Of a person's contact points of one kind, one at most is primary: making another so takes the mark from the one before. */

import type { PoolClient } from 'pg'
import type { Id } from '../base/ids.ts'
import { quoteName } from '../notice/sql-text.ts'
import type { ScopedCategory } from './scope.ts'

/** The first column of each kind of contact point. */
const kinds = ['email', 'phone', 'street', 'web', 'handle']

/** The other rows of the person that are marked primary and of the same kind as this one. */
export async function otherPrimaries(
  db: Pick<PoolClient, 'query'>,
  { table, columns, category }: ScopedCategory,
  person: Id,
  row: Id,
): Promise<readonly Id[]> {
  const seen = kinds.filter(kind => columns.some(({ name }) => name === kind)).map(quoteName)
  if (category.id !== 'contact-points' || seen.length === 0) return []
  const sameKind = seen.map(kind => `(own.${kind} is not null and other.${kind} is not null)`).join(' or ')
  const { rows } = await db.query<{ id: Id }>(
    `select other.id from ${table} own join ${table} other on other.person_id = own.person_id and other.id <> own.id
      where own.person_id = $1 and own.id = $2 and other.is_primary and (${sameKind})`,
    [person, row],
  )
  return rows.map(({ id }) => id)
}
