/** A list as a CSV file, a part at a time: the same persons in the same order with the same columns, and each of them looked at. */

import { byteOrderMark, csvRecord } from '../base/csv.ts'
import type { Id } from '../base/ids.ts'
import { text } from '../texts/texts.ts'
import type { ListedPerson } from './answers.ts'
import { listPersons } from './persons-list.ts'
import type { Find } from './requests.ts'
import { type Asking, categoryIn, scopeFor } from './scope.ts'
import { labelOf } from './scope-words.ts'

export interface ExportPart {
  readonly csv: string
  readonly next: string | null
  readonly persons: readonly Id[]
}

const fixed = ['name', 'email', 'phone', 'city', 'organisation', 'language', 'relationship'] as const

/** The first part begins with the byte order mark and the header; the parts put together are the file. */
export async function exportPersons(ask: Asking, find: Find): Promise<ExportPart> {
  const scope = await scopeFor(ask)
  const { persons, next, columns } = await listPersons(ask, find)
  const shown = fixed.filter(name => columns.includes(name))
  const extra = find.columns.map(field => {
    const [category = '', name = ''] = field.split('.', 2)
    return { field, label: labelOf(categoryIn(scope, category), name, scope.notice, ask.lang) }
  })
  const header = [
    ...shown.map(name => text(ask.lang, `register.export.${name}`)),
    ...extra.map(({ label }) => label),
    text(ask.lang, 'register.export.opened'),
    text(ask.lang, 'register.export.changed'),
  ]
  const record = (person: ListedPerson) => [
    ...shown.map(name => person[name]),
    // several values of one person stand in one cell, as people write them
    ...extra.map(({ field }) => {
      const [first = null, ...more] = person.extra[field] ?? []
      return more.length === 0 ? first : [first, ...more].join('; ')
    }),
    person.openedAt,
    person.changedAt,
  ]
  const lines = persons.map(person => csvRecord(record(person)))
  return {
    csv: (find.after === undefined ? [byteOrderMark, csvRecord(header), ...lines] : lines).join(''),
    next,
    persons: persons.map(({ id }) => id),
  }
}
