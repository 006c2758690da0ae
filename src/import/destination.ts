/** Only what the notice declares for the category, the purpose and the source has a place to go to; everything else is refused by name. */

import type { Category, Column, Field } from '../notice/notice.ts'
import { snakeCase } from '../notice/vocabulary.ts'
import type { Meaning, Word } from './meaning.ts'

/** What the register's login for this import may write, from `notice.scope`. */
export interface Writable {
  readonly category: string
  readonly columns: readonly string[]
}

/** Why a value has no place: the text is `import.refused-column.<reason>`. */
export type NoPlace = 'not-declared' | 'other-purpose' | 'other-source' | 'not-agreed'

export interface Destination {
  readonly category: Category
  readonly field: Field
  readonly column: Column
}

/** One part of a row: the row of one category that several cells make up together. */
export interface Slot {
  readonly category: string
  /** Tells parts of one category apart: the second telephone from the first, an e-mail address from a postal one. */
  readonly key: string
  /** Columns by which a row of the register is known to be the same; empty where a person has one row. */
  readonly anchors: readonly string[] | 'all'
}

const homes: Readonly<Partial<Record<Word, readonly [string, string]>>> = {
  'given-name': ['identity', 'given_name'],
  'family-name': ['identity', 'family_name'],
  'full-name': ['identity', 'given_name'],
  email: ['contact-points', 'email'],
  phone: ['contact-points', 'phone'],
  street: ['contact-points', 'street'],
  'street-2': ['contact-points', 'street'],
  address: ['contact-points', 'street'],
  postcode: ['contact-points', 'postcode'],
  city: ['contact-points', 'city'],
  country: ['contact-points', 'country'],
  web: ['contact-points', 'web'],
  'social-media': ['contact-points', 'handle'],
  organisation: ['work', 'organisation'],
  'job-title': ['work', 'title'],
  language: ['profile', 'language'],
  gender: ['profile', 'gender'],
  labels: ['interests', 'interest'],
}

export type FindPlace = (meaning: Meaning) => Destination | NoPlace | undefined

/**
 * The place of each meaning in this notice, for this purpose and source; undefined for what is no value. `agreed`: the fields, as
 * category.field, that may come under an arrangement with a partner.
 */
export function placesOf(
  categories: readonly Category[],
  writable: readonly Writable[],
  { source, agreed }: { readonly source: string; readonly agreed?: readonly string[] | undefined },
): FindPlace {
  const find = (categoryId: string | undefined, name: string): Destination | NoPlace => {
    let reason: NoPlace = 'not-declared'
    for (const category of categories) {
      if (category.stored !== 'table' || (categoryId !== undefined && category.id !== categoryId)) continue
      for (const field of category.fields) {
        const column = field.columns.find(known => known.name === name)
        if (column === undefined) continue
        const may = writable.find(scope => scope.category === category.id)
        if (may === undefined || !may.columns.includes(name)) reason = 'other-purpose'
        else if (!category.from.includes(source)) reason = 'other-source'
        else if (agreed && !agreed.includes(`${category.id}.${field.id}`)) reason = 'not-agreed'
        else return { category, field, column }
      }
    }
    return reason
  }
  return meaning => {
    if (meaning.is === 'column') return find(meaning.category, meaning.column)
    if (meaning.is !== 'value') return undefined
    const [category, column] = homes[meaning.word] ?? [undefined, snakeCase(meaning.word)]
    return find(category, column)
  }
}

const postColumns = ['street', 'postcode', 'city', 'country']

/** The part of the row that a value belongs to. */
export function slotOf({ category, field, column }: Destination, group: number): Slot {
  if (category.rows === 'one') return { category: category.id, key: category.id, anchors: [] }
  if (category.id !== 'contact-points') return { category: category.id, key: `${category.id} ${group}`, anchors: 'all' }
  const anchors = field.id === 'post' ? postColumns : field.columns.map(part => part.name)
  const status = column.name === 'state' || column.name === 'is_primary'
  return { category: category.id, key: `${status ? 'email' : field.id} ${group}`, anchors }
}
