/** The names that a condition of a purpose may have, as the notice says them in a language. */

import { text } from '../texts/texts.ts'
import type { NamedColumn, Names } from './condition-lexicon.ts'
import { columnsByName, targetOf } from './condition-plan.ts'
import type { Asking } from './scope.ts'
import { scopeFor } from './scope.ts'
import { describeScope, inWords } from './scope-words.ts'

export async function namesFor(
  ask: Pick<Asking, 'purpose' | 'published' | 'program'>,
  lang: 'fi' | 'sv' | 'en',
): Promise<Names> {
  const scope = await scopeFor(ask)
  const described = describeScope(scope, lang)
  const categories = described.categories.map(({ id, name, fields }) => ({
    id,
    label: name,
    columns: fields.flatMap(({ columns }) =>
      columns.map(({ name: column, label, type, codes }): NamedColumn => ({ id: column, label, type, codes })),
    ),
  }))
  const fields = categories.flatMap(({ id, label, columns }) =>
    columns.map(column => ({ ...column, id: `${id}.${column.id}`, label: `${label}: ${column.label}` })),
  )
  const named = described.filters.map((id): NamedColumn => {
    const label = text(lang, `ui.filter.field.${id as 'city'}`)
    const [category, column] = columnsByName[id] ?? []
    const own = targetOf(scope, id) && fields.find(field => field.id === `${category}.${column}`)
    if (own) return { ...own, id, label }
    if (id === 'source')
      return {
        id,
        label,
        type: 'text',
        codes: described.sources.map(source => ({ code: source.id, name: source.name })),
      }
    return { id, label, type: id === 'changed' ? 'date' : 'boolean' }
  })
  return {
    fields: [...named, ...fields],
    categories,
    purposes: scope.notice.purposes.map(({ id, name }) => ({ id, label: inWords(name, scope.notice, lang) })),
  }
}
